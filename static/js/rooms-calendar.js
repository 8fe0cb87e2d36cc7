// The calendar by key: the left and right arrows follow the links marked data-key, as a click would.
const nav = document.querySelector("[data-turn]");

function isTaken(element) {
  // Fields use the arrows themselves, and so does whatever scrolls sideways.
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    if (at.matches("input, select, textarea, [contenteditable]")) return true;
    const overflow = getComputedStyle(at).overflowX;
    if (at.scrollWidth > at.clientWidth && (overflow === "auto" || overflow === "scroll")) return true;
  }
  return false;
}

if (nav) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (isTaken(document.activeElement)) return;
    const link = nav.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
