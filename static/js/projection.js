// The arrows, and the keys of a presenter's remote, lead from one projected idea to the next.
const DIRECTIONS = { ArrowLeft: "prev", PageUp: "prev", ArrowRight: "next", PageDown: "next" };

if (document.querySelector("[data-projected]")) {
  document.addEventListener("keydown", (event) => {
    const rel = DIRECTIONS[event.key];
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (!rel || isTyping || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = document.querySelector(`[data-projected] a[rel=${rel}]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
