// The rich-text editor stands for a text area, and takes its name from the same label.
const name = () => {
  for (const editor of document.querySelectorAll(".prose-editor [contenteditable]:not([aria-labelledby])")) {
    const area = editor.closest(".prose-editor").querySelector("textarea");
    const label = area && document.querySelector(`label[for="${area.id}"]`);
    if (!label) continue;
    label.id ||= `${area.id}_label`;
    editor.setAttribute("aria-labelledby", label.id);
    editor.setAttribute("aria-multiline", "true");
    label.addEventListener("click", () => editor.focus());
  }
};
new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true });
name();
