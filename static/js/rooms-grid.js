// One tab stop a grid, arrows inside (« roving tabindex »). Hook: [data-grid], whose columns are .room: a heading's link
// and a list of slots, placed by their classes from-N and to-N. In a free stretch of a grid with [data-points], up and
// down go by the hour, with shift by the quarter: « rooms:point » has it shown. Page up and down follow [data-turn].
const KEPT = "rooms:place";

const columnsOf = (grid) => [...grid.querySelectorAll(":scope > .room")];
const stopsOf = (column) => [...column.querySelectorAll("h2 a, .track a")];
const isSlot = (stop) => Boolean(stop.closest(".track"));
const rowOf = (stop) => Number(stop.closest("li")?.className.match(/from-(\d+)/)?.[1] ?? 0);
const endOf = (stop) => Number(stop.closest("li")?.className.match(/to-(\d+)/)?.[1] ?? 0);

const gapOf = (grid, stop) => (grid.hasAttribute("data-points") ? stop.closest(".gap") : null);
// In a free stretch, the quarter of an hour pointed at.
const placeOf = (stop) => Number(stop.closest("li")?.dataset.at ?? rowOf(stop));

function nearest(column, row) {
  const stops = stopsOf(column);
  if (!row) return stops[0];
  const distance = (stop) => (rowOf(stop) <= row && row < endOf(stop) ? 0 : Math.min(Math.abs(rowOf(stop) - row), Math.abs(endOf(stop) - 1 - row)));
  const slots = stops.filter(isSlot);
  return (slots.length ? slots : stops).reduce((best, stop) => (distance(stop) < distance(best) ? stop : best));
}

function stand(grid, stop, { focus = true } = {}) {
  for (const other of grid.querySelectorAll('.room a[tabindex="0"]')) other.tabIndex = -1;
  stop.tabIndex = 0;
  if (focus) {
    stop.focus();
    stop.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function pointed(grid, stop, row) {
  const slot = gapOf(grid, stop);
  if (slot) document.dispatchEvent(new CustomEvent("rooms:point", { detail: { slot, row } }));
}

// The row of the next hour, or quarter, within the same free stretch; none beyond its ends.
function further(grid, stop, event) {
  if (!gapOf(grid, stop) || !["ArrowDown", "ArrowUp"].includes(event.key)) return null;
  const row = placeOf(stop);
  const past = (Number(stop.closest(".room").dataset.first) / 15 + row - 1) % 4;
  const step = event.shiftKey ? 1 : event.key === "ArrowDown" ? 4 - past : past || 4;
  const next = event.key === "ArrowDown" ? row + step : row - step;
  return next >= rowOf(stop) && next < endOf(stop) ? next : null;
}

function target(grid, stop, event) {
  const columns = columnsOf(grid);
  const at = columns.indexOf(stop.closest(".room"));
  const stops = stopsOf(columns[at]);
  const place = stops.indexOf(stop);
  const slots = stops.filter(isSlot);
  switch (event.key) {
    case "ArrowDown": return stops[place + 1];
    case "ArrowUp": return stops[place - 1];
    case "ArrowLeft": return columns[at - 1] && nearest(columns[at - 1], placeOf(stop));
    case "ArrowRight": return columns[at + 1] && nearest(columns[at + 1], placeOf(stop));
    case "Home": return event.ctrlKey ? nearest(columns[0], placeOf(stop)) : slots[0];
    case "End": return event.ctrlKey ? nearest(columns.at(-1), placeOf(stop)) : slots.at(-1);
    default: return null;
  }
}

function press(grid, event) {
  if (event.defaultPrevented || event.altKey || event.metaKey || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
  const stop = event.target.closest("h2 a, .track a");
  if (!stop) return;
  if (event.key === "?") {
    event.preventDefault();
    document.querySelector("[data-opens]")?.click();
  } else if (event.key === "PageUp" || event.key === "PageDown") {
    const link = document.querySelector(`[data-turn] [rel="${event.key === "PageUp" ? "prev" : "next"}"]`);
    if (!link) return;
    event.preventDefault();
    const column = columnsOf(grid).indexOf(stop.closest(".room"));
    sessionStorage.setItem(KEPT, JSON.stringify({ column, row: placeOf(stop) }));
    link.click();
  } else if (["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
    const row = further(grid, stop, event);
    if (event.shiftKey && row === null) return;
    event.preventDefault();
    if (row !== null) return pointed(grid, stop, row);
    const next = target(grid, stop, event);
    if (!next) return;
    stand(grid, next);
    // From below, one comes to the end of a free stretch; from beside, to the same time.
    const end = Math.max(rowOf(next), endOf(next) - 4);
    const to = { ArrowUp: end, ArrowLeft: placeOf(stop), ArrowRight: placeOf(stop) }[event.key];
    pointed(grid, next, to ?? rowOf(next));
  }
}

function prepare(grid) {
  for (const stop of grid.querySelectorAll(".room a")) stop.tabIndex = -1;
  const first = grid.querySelector(".gap > a") ?? grid.querySelector(".room a");
  if (first) first.tabIndex = 0;
}

const grids = document.querySelectorAll("[data-grid]");
for (const grid of grids) {
  prepare(grid);
  grid.addEventListener("keydown", (event) => press(grid, event));
  grid.addEventListener("focusin", (event) => {
    const stop = event.target.closest("h2 a, .track a");
    if (!stop) return;
    stand(grid, stop, { focus: false });
    if (stop.matches(":focus-visible")) pointed(grid, stop, placeOf(stop));
  });
}
document.addEventListener("rooms:refreshed", () => grids.forEach(prepare));

// The day turned by page up or down: the same column at the same hour.
const kept = sessionStorage.getItem(KEPT);
sessionStorage.removeItem(KEPT);
if (kept && grids.length) {
  const { column, row } = JSON.parse(kept);
  const columns = columnsOf(grids[0]);
  const there = columns[Math.min(column, columns.length - 1)];
  const stop = there && nearest(there, row);
  if (stop) {
    stand(grids[0], stop);
    pointed(grids[0], stop, row);
  }
}

// By pointer, as an addition: a free stretch traced, a booking of one's own moved or stretched; near an edge, what is
// hidden beyond it comes. Hook: [data-grid] with columns .room[data-book][data-first] (the address of the form up to
// its start; minutes of the first row), where a booking that may move is li[data-move]. Where the grid is a list (narrow
// screens) or the pointer a finger, nothing happens: a finger scrolls. A refusal is said, and the booking is where it was.
// A click, a tap or Enter on a free stretch takes the quarter of an hour pointed at, the full hour from a little further
// off: its link is rewritten, a hint shows it, and [data-pointed] says it. The keys point by « rooms:point » { slot, row }.
const wide = matchMedia("(min-width: 64rem)");
const FAR_ENOUGH = 6;
const EDGE = 9;
// How much further than its own quarter the full hour is taken, in quarters.
const HOUR_REACH = 0.35;
// So near the edge of what is seen, what is hidden beyond it comes: pixels, and the most of them at each frame.
const BORDER = 48;
const FASTEST = 14;
let drag = null;

const rows = (slot) => ["from", "to"].map((name) => Number(slot.className.match(new RegExp(`${name}-(\\d+)`))[1]));
const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent(name, { detail }));
const two = (number) => String(number).padStart(2, "0");

function clock(column, row) {
  const minutes = Number(column.dataset.first) + (row - 1) * 15;
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
const spoken = (time) => {
  const [hours, minutes] = time.split(":");
  return `${Number(hours)}\u00a0h${minutes === "00" ? "" : `\u00a0${minutes}`}`;
};

function quartersAt(column, y) {
  const track = column.querySelector(".track");
  return (y - track.getBoundingClientRect().top) / parseFloat(getComputedStyle(track).gridAutoRows);
}
const rowAt = (column, y) => 1 + Math.floor(quartersAt(column, y));
function pointedRow(column, y) {
  const past = (Number(column.dataset.first) / 15) % 4;
  const at = quartersAt(column, y) + past;
  const hour = 4 * Math.floor((at + HOUR_REACH) / 4);
  return 1 - past + (at < hour + 1 + HOUR_REACH ? hour : Math.floor(at));
}
const rowsOf = (column) => Math.max(...[...column.querySelectorAll(".track > li:not(.ghost, .hint)")].map((slot) => rows(slot)[1]));
const clamp = (value, least, most) => Math.max(least, Math.min(most, value));

// As long as its link offers, counted once.
function taken(slot, link) {
  const minutes = (name) => {
    const [hours, quarters] = new URL(link.href).searchParams.get(name).split(":").map(Number);
    return hours * 60 + quarters;
  };
  slot.dataset.takes ??= (minutes("a") - minutes("de")) / 15;
  return Number(slot.dataset.takes);
}

const hint = Object.assign(document.createElement("li"), { ariaHidden: "true" });
function point(slot, row) {
  const link = slot.querySelector("a");
  const column = slot.closest(".room");
  const [first, last] = rows(slot);
  const from = clamp(row, first, last - 1);
  const to = Math.min(from + taken(slot, link), last);
  const [start, end] = [clock(column, from), clock(column, to)];
  slot.dataset.at = from;
  link.href = `${column.dataset.book}${start}&a=${end}`;
  if (to - from < last - first) {
    const offered = link.querySelector("i:last-child");
    offered.textContent = offered.textContent.replace(/( de .*)?$/, ` de ${spoken(start)} à ${spoken(end)}`);
  }
  hint.className = `hint${["", " tiny short", " short"][to - from] ?? ""} from-${from} to-${to}`;
  hint.textContent = `${spoken(start)} – ${spoken(end)}`;
  slot.parentElement.append(hint);
}

function show(column, from, to) {
  drag.column = column;
  drag.from = from;
  drag.to = to;
  drag.ghost ??= Object.assign(document.createElement("li"), { ariaHidden: "true" });
  drag.ghost.className = `ghost from-${from} to-${to}`;
  drag.ghost.textContent = `${spoken(clock(column, from))} – ${spoken(clock(column, to))}`;
  const track = column.querySelector(".track");
  if (drag.ghost.parentElement !== track) track.append(drag.ghost);
}

function follow(event) {
  if (drag.kind === "trace") {
    const row = clamp(rowAt(drag.home, event.clientY), drag.first, drag.last - 1);
    show(drag.home, Math.min(row, drag.row), Math.max(row, drag.row) + 1);
  } else if (drag.kind === "stretch") {
    show(drag.home, drag.first, clamp(rowAt(drag.home, event.clientY) + 1, drag.first + 1, rowsOf(drag.home)));
  } else {
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-grid] > .room");
    const column = under ?? drag.column ?? drag.home;
    const length = drag.last - drag.first;
    const from = clamp(rowAt(column, event.clientY) - drag.grip, 1, Math.max(1, rowsOf(column) - length));
    show(column, from, from + length);
  }
}

const pull = (at, low, high) => {
  const into = at < low + BORDER ? at - low - BORDER : at > high - BORDER ? at - high + BORDER : 0;
  return clamp((into / BORDER) * FASTEST, -FASTEST, FASTEST);
};

// The grid scrolls by itself where it is wider or higher than its frame, the page otherwise.
function creep() {
  if (!drag?.ghost) return;
  const grid = drag.home.closest("[data-grid]");
  const frame = grid.getBoundingClientRect();
  const before = [grid.scrollLeft, grid.scrollTop, scrollY].join();
  const down = pull(drag.at.clientY, Math.max(0, frame.top), Math.min(innerHeight, frame.bottom));
  grid.scrollBy(drag.kind === "move" ? pull(drag.at.clientX, frame.left, frame.right) : 0, down);
  scrollBy(0, pull(drag.at.clientY, 0, innerHeight));
  if ([grid.scrollLeft, grid.scrollTop, scrollY].join() !== before) follow(drag.at);
  requestAnimationFrame(creep);
}

function stop() {
  drag?.ghost?.remove();
  drag?.slot.classList.remove("moving");
  document.documentElement.classList.remove("dragging");
  drag = null;
}

async function post(address, where) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const response = await fetch(address, { method: "POST", body: new URLSearchParams(where), headers: { "X-CSRFToken": token } });
  const isOurs = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (!isOurs) return { words: "Cette réservation n’a pas pu être changée. Passez par « Modifier »." };
  const { said, undo } = await response.json();
  return { words: said, undo, isDone: response.ok };
}

async function move(address, where) {
  let answer;
  try {
    answer = await post(address, where);
  } catch {
    answer = { words: "Le serveur ne répond pas : rien n’a été changé." };
  }
  if (answer.isDone) tell("rooms:refresh", { path: address.replace(/deplacer\/$/, "") });
  const undo = answer.undo ? () => move(address, answer.undo) : null;
  tell("rooms:say", { words: answer.words, undo });
}

function drop({ kind, slot, column, home, from, to, first, last }) {
  const asked = new URLSearchParams(column.dataset.book.split("?")[1]);
  const [start, end] = [clock(column, from), clock(column, to)];
  if (kind === "trace") {
    tell("rooms:book", { address: `${column.dataset.book}${start}&a=${end}` });
  } else if (column !== home || from !== first || to !== last) {
    const address = `${new URL(slot.querySelector("a").href).pathname}deplacer/`;
    move(address, { room: asked.get("salle"), date: asked.get("le"), start, end });
  }
}

// The free stretch under the pointer, or none where the grid is a list.
const gapUnder = (event) => (wide.matches ? event.target.closest?.(".track > .gap") : null);
const pointAt = (event, slot) => point(slot, pointedRow(slot.closest(".room"), event.clientY));

function begin(event) {
  const gap = gapUnder(event);
  if (gap) pointAt(event, gap);
  const slot = event.target.closest?.(".track > .gap, .track > [data-move]");
  if (!slot || event.button || event.pointerType === "touch" || !wide.matches || event.ctrlKey || event.metaKey) return;
  const home = slot.closest(".room");
  const [first, last] = rows(slot);
  const row = rowAt(home, event.clientY);
  const isFree = slot.matches(".gap");
  const box = slot.getBoundingClientRect();
  const onEdge = box.bottom - event.clientY < Math.min(EDGE, box.height / 3);
  const kind = isFree ? "trace" : onEdge ? "stretch" : "move";
  drag = { kind, slot, home, first, last, row, grip: row - first, y: event.clientY, x: event.clientX, ghost: null };
}

for (const grid of document.querySelectorAll("[data-grid]")) {
  grid.addEventListener("pointerdown", begin);
  // The browser would drag the link itself.
  grid.addEventListener("dragstart", (event) => event.preventDefault());
  grid.addEventListener("pointermove", (event) => {
    const gap = gapUnder(event);
    if (drag || !gap) hint.remove();
    else pointAt(event, gap);
  });
  for (const leaving of ["pointerleave", "focusout"]) grid.addEventListener(leaving, () => hint.remove());
  const points = () => grid.toggleAttribute("data-points", wide.matches);
  wide.addEventListener("change", points);
  points();
}
document.addEventListener("rooms:point", ({ detail: { slot, row } }) => {
  if (!wide.matches) return;
  point(slot, row);
  const said = document.querySelector("[data-pointed]");
  if (said) said.textContent = hint.textContent;
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR_ENOUGH) return;
  document.documentElement.classList.add("dragging");
  if (drag.kind !== "trace") drag.slot.classList.add("moving");
  const isFirst = !drag.ghost;
  drag.at = event;
  follow(event);
  if (isFirst) creep();
});
document.addEventListener("pointerup", () => {
  const done = drag?.ghost ? { ...drag } : null;
  stop();
  if (!done) return;
  // The click that follows would open the link.
  const swallow = (event) => event.preventDefault();
  addEventListener("click", swallow, { capture: true });
  setTimeout(() => {
    removeEventListener("click", swallow, { capture: true });
    drop(done);
  });
});
document.addEventListener("pointercancel", stop);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) stop();
});
