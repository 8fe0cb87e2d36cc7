// One tab stop a grid, arrows inside (« roving tabindex »). Hook: [data-grid], whose columns are .room: a heading's link
// and a list of slots, placed by their classes from-N and to-N. Page up and down follow the links of [data-turn].
const KEPT = "rooms:place";

const columnsOf = (grid) => [...grid.querySelectorAll(":scope > .room")];
const stopsOf = (column) => [...column.querySelectorAll("h2 a, .track a")];
const isSlot = (stop) => Boolean(stop.closest(".track"));
const rowOf = (stop) => Number(stop.closest("li")?.className.match(/from-(\d+)/)?.[1] ?? 0);
const endOf = (stop) => Number(stop.closest("li")?.className.match(/to-(\d+)/)?.[1] ?? 0);

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

function target(grid, stop, event) {
  const columns = columnsOf(grid);
  const at = columns.indexOf(stop.closest(".room"));
  const stops = stopsOf(columns[at]);
  const place = stops.indexOf(stop);
  const slots = stops.filter(isSlot);
  switch (event.key) {
    case "ArrowDown": return stops[place + 1];
    case "ArrowUp": return stops[place - 1];
    case "ArrowLeft": return columns[at - 1] && nearest(columns[at - 1], rowOf(stop));
    case "ArrowRight": return columns[at + 1] && nearest(columns[at + 1], rowOf(stop));
    case "Home": return event.ctrlKey ? nearest(columns[0], rowOf(stop)) : slots[0];
    case "End": return event.ctrlKey ? nearest(columns.at(-1), rowOf(stop)) : slots.at(-1);
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
    sessionStorage.setItem(KEPT, JSON.stringify({ column, row: rowOf(stop) }));
    link.click();
  } else if (["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
    if (event.shiftKey) return;
    event.preventDefault();
    const next = target(grid, stop, event);
    if (next) stand(grid, next);
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
    if (stop) stand(grid, stop, { focus: false });
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
  if (stop) stand(grids[0], stop);
}
