// The theme puts wide tables into frames that scroll; they can be reached by keyboard, too.
document$.subscribe(() => {
  for (const frame of document.querySelectorAll(".md-typeset__scrollwrap")) frame.tabIndex = 0;
});
