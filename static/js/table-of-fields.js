// A table of fields filled in column by column: Enter goes to the same column of the next row, and from the last one to
// the form's button; Ctrl and Enter press that button; the arrows go up and down between numbers. Hook:
// table[data-columns]. Without this script, Enter sends the form.
for (const table of document.querySelectorAll("table[data-columns]")) {
  const button = table.closest("form").querySelector("button.act");
  table.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, select");
    if (!field || event.altKey || event.metaKey || event.isComposing) return;
    const isEnter = event.key === "Enter";
    if (event.ctrlKey) {
      if (isEnter) button.click();
      return;
    }
    // A list's own arrows choose in it.
    if (!isEnter && (field.matches("select") || !["ArrowDown", "ArrowUp"].includes(event.key))) return;
    const isUp = isEnter ? event.shiftKey : event.key === "ArrowUp";
    const cell = field.closest("td");
    const row = isUp ? cell.parentElement.previousElementSibling : cell.parentElement.nextElementSibling;
    const next = row?.cells[cell.cellIndex]?.querySelector("input, select");
    if (!next && !isEnter) return;
    event.preventDefault();
    if (next) {
      next.focus();
      next.select?.();
    } else if (!isUp) button.focus();
  });
}
