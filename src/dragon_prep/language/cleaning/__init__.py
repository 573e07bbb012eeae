"""The cleaning stage: what a centre's programs did to a text is undone before anything reads it."""
