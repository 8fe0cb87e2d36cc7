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

function point(grid, stop, row) {
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
    if (row !== null) return point(grid, stop, row);
    const next = target(grid, stop, event);
    if (!next) return;
    stand(grid, next);
    // From below, one comes to the end of a free stretch; from beside, to the same time.
    const end = Math.max(rowOf(next), endOf(next) - 4);
    const to = { ArrowUp: end, ArrowLeft: placeOf(stop), ArrowRight: placeOf(stop) }[event.key];
    point(grid, next, to ?? rowOf(next));
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
    if (stop.matches(":focus-visible")) point(grid, stop, placeOf(stop));
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
    point(grids[0], stop, row);
  }
}
