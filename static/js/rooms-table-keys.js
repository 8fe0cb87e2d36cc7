// The same keys in a calendar that is a table (all rooms by the week, a room by the month): one tab stop a table,
// arrows inside, link by link down a cell, then cell by cell. Hook: table[data-cells]. Page up and down follow the
// links of [data-turn], and lead to the same cell; « ? » opens the help.
const KEPT = "rooms:cell";
const ARROWS = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"];

const stopsOf = (cell) => [...cell.querySelectorAll("a")].filter((stop) => stop.checkVisibility());
const rowsOf = (table) => [...table.rows].filter((row) => [...row.cells].some((cell) => stopsOf(cell).length));

// In that row, the cell of that column, or the nearest one that leads somewhere.
function nearest(row, column) {
  const cells = [...row.cells].filter((cell) => stopsOf(cell).length);
  const distance = (cell) => Math.abs(cell.cellIndex - column);
  return cells.reduce((best, cell) => (distance(cell) < distance(best) ? cell : best));
}

function beside(cell, step) {
  for (let at = cell; at; at = step < 0 ? at.previousElementSibling : at.nextElementSibling) {
    if (at !== cell && stopsOf(at).length) return stopsOf(at)[0];
  }
  return null;
}

function target(table, stop, event) {
  const cell = stop.closest("td, th");
  const stops = stopsOf(cell);
  const place = stops.indexOf(stop);
  const rows = rowsOf(table);
  const at = rows.indexOf(cell.parentElement);
  const column = cell.cellIndex;
  const cells = [...cell.parentElement.cells].filter((one) => stopsOf(one).length);
  switch (event.key) {
    case "ArrowDown": return stops[place + 1] ?? (rows[at + 1] && stopsOf(nearest(rows[at + 1], column))[0]);
    case "ArrowUp": return stops[place - 1] ?? (rows[at - 1] && stopsOf(nearest(rows[at - 1], column)).at(-1));
    case "ArrowLeft": return beside(cell, -1);
    case "ArrowRight": return beside(cell, 1);
    case "Home": return stopsOf(event.ctrlKey ? nearest(rows[0], column) : cells[0])[0];
    case "End": return stopsOf(event.ctrlKey ? nearest(rows.at(-1), column) : cells.at(-1))[0];
    default: return null;
  }
}

function stand(table, stop, { focus = true } = {}) {
  for (const other of table.querySelectorAll('a[tabindex="0"]')) other.tabIndex = -1;
  stop.tabIndex = 0;
  if (focus) {
    stop.focus();
    stop.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function turn(table, stop, relation) {
  const link = document.querySelector(`[data-turn] [rel="${relation}"]`);
  if (!link) return;
  const cell = stop.closest("td, th");
  const place = { table: tables.indexOf(table), row: rowsOf(table).indexOf(cell.parentElement), column: cell.cellIndex };
  sessionStorage.setItem(KEPT, JSON.stringify(place));
  link.click();
}

function press(table, event) {
  const stop = event.target.closest("a");
  const isOurs = !event.defaultPrevented && !event.altKey && !event.metaKey;
  if (!stop || !isOurs || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
  if (event.key === "?") {
    document.querySelector("[data-opens]")?.click();
  } else if (event.key === "PageUp" || event.key === "PageDown") {
    turn(table, stop, event.key === "PageUp" ? "prev" : "next");
  } else if (ARROWS.includes(event.key) && !event.shiftKey) {
    const next = target(table, stop, event);
    if (next) stand(table, next);
  } else return;
  event.preventDefault();
}

const tables = [...document.querySelectorAll("table[data-cells]")];
for (const table of tables) {
  const stops = [...table.querySelectorAll("a")];
  for (const stop of stops) stop.tabIndex = -1;
  const first = table.querySelector("td.today a") ?? table.querySelector("td:not(.outside) a");
  if (first) first.tabIndex = 0;
  table.addEventListener("keydown", (event) => press(table, event));
  table.addEventListener("focusin", (event) => {
    const stop = event.target.closest("a");
    if (stop) stand(table, stop, { focus: false });
  });
}

const kept = sessionStorage.getItem(KEPT);
sessionStorage.removeItem(KEPT);
if (kept && tables.length) {
  const place = JSON.parse(kept);
  const table = tables[place.table] ?? tables[0];
  const rows = rowsOf(table);
  const row = rows[Math.min(place.row, rows.length - 1)];
  if (row) stand(table, stopsOf(nearest(row, place.column))[0]);
}
