"use strict";
// Offsets are code points on both sides: a text is an array of them, never a string with an index.
const $ = (id) => document.getElementById(id);
let rows = [], page = 0, pages = 0, here = null, points = [], words = [], mark = -1, anchor = -1, caret = -1, asking = null;
let queue = Promise.resolve(), tell = () => {};

async function ask(what, body) {
  const answer = await fetch("api/" + what, {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body), cache: "no-store",
  });
  if (!answer.ok) {
    let said = answer.status === 409 ? "That does not fit here; nothing was changed." : "That did not work; nothing was changed.";
    try { const e = (await answer.json()).error; if (e) said = e.code + ": " + e.what + " " + e.remedy; } catch { /* no words */ }
    throw new Error(said);
  }
  return answer.json();
}

// One after another, in the order of the keys: a decision is on the disk before the next one is made.
function then(work) {
  queue = queue.then(work).catch((error) => { say(error instanceof TypeError ? "The server does not answer; what was told as kept is kept." : error.message); });
  return queue;
}

function say(text) { $("status").textContent = text; }

function counted(count, what) { return `${count} ${what}${count === 1 ? "" : "s"}`; }

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function asked() {
  return {text: $("q-text").value, category: $("q-category").value, rule: $("q-rule").value, below: Number($("q-below").value) || 0,
    centre: $("q-centre").value, state: $("q-state").value, page};
}

async function search(keep) {
  const found = await ask("search", asked());
  rows = found.rows; pages = found.pages;
  tell = (done) => { $("found").textContent = `${found.found} of ${found.of} reports, ${done} done; page ${pages ? found.page + 1 : 0} of ${pages}`; };
  tell(found.done);
  $("back").disabled = page === 0; $("on").disabled = page + 1 >= pages;
  draw();
  if (!keep && rows.length) await open(rows[0].report);
}

function draw() {
  $("rows").replaceChildren(...rows.map((row) => {
    const button = element("button", `${row.done ? "\u2713 " : ""}${row.place} \u00b7 ${counted(row.spans, "span")}` +
      `${row.changed ? ` \u00b7 ${row.changed} changed` : ""}${row.left ? ` \u00b7 ${row.left} left` : ""}${row.held ? " \u00b7 held back" : ""}`);
    button.type = "button";
    button.addEventListener("click", () => then(() => open(row.report)));
    if (here && here.report === row.report) button.setAttribute("aria-current", "true");
    const item = element("li");
    item.append(button);
    return item;
  }));
  const current = $("rows").querySelector("[aria-current]");
  if (current) current.scrollIntoView({block: "nearest"});
}

async function open(report) {
  show(await ask("report", {report}), 0);
  anchor = caret = -1;
  paint();
}

function show(report, at) {
  here = report;
  points = Array.from(report.before);
  mark = Math.min(at, report.marks.length - 1);
  const index = rows.findIndex((row) => row.report === report.report);
  if (index >= 0) rows[index] = report;
  $("place").textContent = report.place;
  $("about").textContent = `${report.centre} \u00b7 ${counted(report.spans, "span")} \u00b7 ${counted(report.decided, "decision")}` +
    `${report.done ? " \u00b7 done" : ""}${report.held ? " \u00b7 held back by the last build" : ""}`;
  const borders = new Set([0, points.length]);
  for (const m of report.marks) { borders.add(m.start); borders.add(m.end); }
  const sort = (c) => (/\s/u.test(c) ? 0 : /[\p{L}\p{N}\p{M}_]/u.test(c) ? 1 : 2);
  for (let i = 1; i < points.length; i += 1) {
    const before = sort(points[i - 1]), now = sort(points[i]);
    if (before !== now || now === 2) borders.add(i);
  }
  const ordered = [...borders].sort((a, b) => a - b);
  words = ordered.slice(0, -1).map((start, i) => ({start, end: ordered[i + 1], blank: sort(points[start]) === 0}));
  drawBefore(); drawAfter(); draw(); paint();
}

function drawBefore() {
  const body = document.createDocumentFragment();
  let inside = null, box = null;
  words.forEach((word, i) => {
    const found = here.marks.findIndex((m) => m.start <= word.start && word.end <= m.end);
    if (found !== inside) {
      if (box && inside >= 0) box.append(tag(here.marks[inside]));
      inside = found;
      box = found < 0 ? body : element("mark", "", here.marks[found].kind + (here.marks[found].decided ? " decided" : ""));
      if (found >= 0) { box.dataset.mark = found; body.append(box); }
    }
    const piece = element("span", points.slice(word.start, word.end).join(""));
    piece.dataset.word = i;
    box.append(piece);
  });
  if (box && inside >= 0) box.append(tag(here.marks[inside]));
  $("before").replaceChildren(body);
}

function tag(m) {
  const likely = m.likely === null ? "" : ` \u00b7 ${m.likely} %`;
  return element("span", `${m.label} \u00b7 ${m.rule}${likely}${{left: " \u00b7 not replaced", deleted: " \u00b7 deleted", kept: " \u00b7 kept"}[m.kind] || ""}`, "tag");
}

function drawAfter() {
  const text = Array.from(here.after), body = document.createDocumentFragment();
  let at = 0;
  for (const [start, end, label, from, to] of here.afterMarks) {
    if (start < at) continue;
    body.append(text.slice(at, start).join(""));
    const box = element("mark", text.slice(start, end).join(""));
    box.append(element("span", label, "tag"));
    box.dataset.from = from; box.dataset.to = to;
    body.append(box);
    at = end;
  }
  body.append(text.slice(at).join(""));
  $("after").replaceChildren(body);
}

function paint() {
  const current = here && mark >= 0 ? here.marks[mark] : null;
  for (const box of $("before").querySelectorAll("mark")) box.classList.toggle("here", Number(box.dataset.mark) === mark);
  for (const box of $("after").querySelectorAll("mark"))
    box.classList.toggle("here", Boolean(current) && Number(box.dataset.from) < current.end && Number(box.dataset.to) > current.start);
  const low = Math.min(anchor, caret), high = Math.max(anchor, caret);
  for (const piece of $("before").querySelectorAll("[data-word]"))
    piece.classList.toggle("taken", caret >= 0 && Number(piece.dataset.word) >= low && Number(piece.dataset.word) <= high);
  for (const box of document.querySelectorAll("#before mark.here, #after mark.here, #before .taken")) box.scrollIntoView({block: "nearest"});
  $("mark").textContent = current
    ? `Mark ${mark + 1} of ${here.marks.length}: ${current.label}, ${current.kind}, ${current.rule}${current.likely === null ? "" : `, ${current.likely} %`}`
    : here ? "No mark" : "";
}

function quote(start, end) { return points.slice(start, end).join(""); }

async function decide(action, more, find) {
  if (!here) return;
  const report = await ask("decide", {report: here.report, action, ...more});
  let at = mark;
  if (find !== undefined) at = report.marks.findIndex((m) => m.start <= find && find < m.end);
  show(report, Math.max(at, report.marks.length ? 0 : -1));
  tell(report.allDone);
  say(`Kept: ${action}.`);
}

function onMark(action, more) {
  const m = here && mark >= 0 ? here.marks[mark] : null;
  if (!m) { say("There is no mark here."); return undefined; }
  return decide(action, {start: m.start, end: m.end, quote: quote(m.start, m.end), ...more}, more && "toStart" in more ? more.toStart : m.start);
}

// The next border of a word beyond, or within, one end of the mark.
function border(m, end, by) {
  const from = end ? m.end : m.start;
  if (by > 0) { const word = words.find((w) => !w.blank && w.end > from); return word ? word.end : from; }
  const word = words.findLast((w) => !w.blank && w.start < from);
  return word ? word.start : from;
}

function move(end, wider) {
  const m = here && mark >= 0 ? here.marks[mark] : null;
  if (!m) return undefined;
  let {start, end: stop} = m;
  if (end && wider) stop = border(m, true, 1);
  if (!end && wider) start = border(m, false, -1);
  if (wider) {
    if (start === m.start && stop === m.end) return undefined;
    return onMark("move", {toStart: start, toEnd: stop});
  }
  // Inside a mark words are not cut where it was cut before: its own runs are counted.
  const inside = Array.from(quote(m.start, m.end).matchAll(/[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu));
  const length = (text) => Array.from(text).length;
  if (inside.length < 2) { say("The mark is one word."); return undefined; }
  const whole = quote(m.start, m.end);
  if (end) { const last = inside.at(-2); stop = m.start + length(whole.slice(0, last.index + last[0].length)); }
  else start = m.start + length(whole.slice(0, inside[1].index));
  return onMark("move", {toStart: start, toEnd: stop});
}

function step(by, extend) {
  if (!here || !words.length) return;
  let at = caret;
  if (at < 0) { const m = mark >= 0 ? here.marks[mark] : null; at = m ? words.findIndex((w) => w.start === m.start) - (by > 0 ? 1 : 0) : by > 0 ? -1 : words.length; }
  do at += by; while (words[at] && words[at].blank);
  if (!words[at]) return;
  caret = at;
  if (!extend || anchor < 0) anchor = at;
  paint();
}

function choose(preset) {
  return new Promise((resolve) => {
    asking = resolve;
    $("label").value = preset;
    $("labels").showModal();
    $("label").focus();
  });
}

function chosen(label) {
  const resolve = asking;
  asking = null;
  if ($("labels").open) $("labels").close();
  if (resolve) resolve(label);
}

async function add() {
  if (caret < 0) { say("Take words first: arrows, or a click."); return; }
  const start = words[Math.min(anchor, caret)].start, end = words[Math.max(anchor, caret)].end;
  const label = await choose("PERSOON");
  if (!label) return;
  await decide("add", {start, end, quote: quote(start, end), label}, start);
  anchor = caret = -1;
  paint();
}

async function relabel() {
  const m = here && mark >= 0 ? here.marks[mark] : null;
  if (!m) return;
  const label = await choose(m.label.split(".")[0]);
  if (label) await onMark("relabel", {label});
}

async function turn(by) {
  if (page + by < 0 || page + by >= pages) return;
  page += by;
  await search(false);
}

async function next(by) {
  const at = here ? rows.findIndex((row) => row.report === here.report) : -1;
  if (rows[at + by]) await open(rows[at + by].report);
  else if (by > 0 && page + 1 < pages) await turn(1);
  else if (by < 0 && page > 0) { await turn(-1); await open(rows[rows.length - 1].report); }
}

async function done() {
  await decide("done", {});
  await next(1);
}

async function exported() {
  const made = await ask("export", {});
  say(`Exported: ${made.reports} reports in ${made.files} files of the folder "reviewed" of the exports; the next build takes them.`);
}

function select(by) {
  if (!here || !here.marks.length) return;
  mark = (mark + by + here.marks.length) % here.marks.length;
  anchor = caret = -1;
  paint();
}

const keys = {
  j: () => next(1), k: () => next(-1), n: () => select(1), p: () => select(-1), a: () => onMark("accept"), d: () => onMark("delete"),
  r: relabel, w: () => move(true, true), W: () => move(false, true), e: () => move(true, false), E: () => move(false, false),
  m: add, u: () => decide("undo", {}), o: () => decide("reopen", {}), x: exported, Enter: done,
  "[": () => turn(-1), "]": () => turn(1), "/": () => { $("q-text").focus(); }, "?": () => { $("keys").showModal(); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input, select");
  if (event.key === "Escape" && typing) { $("before").focus(); return; }
  if (typing || (event.key === "Enter" && event.target.closest("button, a"))) return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault();
    then(() => step(event.key === "ArrowRight" ? 1 : -1, event.shiftKey));
  } else if (Object.hasOwn(keys, event.key)) {
    event.preventDefault();
    then(keys[event.key]);
  }
});

$("before").addEventListener("click", (event) => {
  const piece = event.target.closest("[data-word]"), box = event.target.closest("mark");
  if (box) mark = Number(box.dataset.mark);
  if (piece) { caret = Number(piece.dataset.word); if (!event.shiftKey || anchor < 0) anchor = caret; }
  paint();
});
$("search").addEventListener("submit", (event) => { event.preventDefault(); page = 0; then(() => search(false)).then(() => $("before").focus()); });
$("search").addEventListener("reset", () => { page = 0; setTimeout(() => then(() => search(false))); });
$("back").addEventListener("click", () => then(() => turn(-1)));
$("on").addEventListener("click", () => then(() => turn(1)));
$("export").addEventListener("click", () => then(exported));
$("help").addEventListener("click", () => $("keys").showModal());
$("keys-close").addEventListener("click", () => $("keys").close());
$("labels").addEventListener("close", () => chosen(""));
$("label-yes").addEventListener("click", () => chosen($("label").value));
$("label-no").addEventListener("click", () => chosen(""));
$("label").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); chosen($("label").value); } });

then(async () => {
  const facets = await ask("facets", {});
  const fill = (id, names) => $(id).append(...names.map((name) => { const option = element("option", name); option.value = name; return option; }));
  fill("q-category", facets.categories); fill("q-rule", facets.rules); fill("q-centre", facets.centres); fill("label", facets.labels);
  await search(false);
  say(`${facets.reports} reports.` + (facets.stale ? ` Decisions on ${facets.stale} reports that are not here, or have another text now, are kept and not applied.` : ""));
  $("before").focus();
});
