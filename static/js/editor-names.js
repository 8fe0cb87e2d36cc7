// The rich-text editor stands for a text area, and takes its name from the same label. Its own words are English: those
// that go through gettext are translated before it asks, the others where they appear.
const WORDS = {
  "Cancel": "Annuler",
  "Code": "Code",
  "Edit Link": "Le lien",
  "List properties": "Propriétés de la liste",
  "List type": "Type de liste",
  "Open in new window": "Ouvrir dans une nouvelle fenêtre",
  "Start at": "Commencer à",
  "Title": "Titre",
  "Toggle fullscreen": "Plein écran",
  "URL": "Adresse",
  "Update": "Enregistrer",
  "Bullets": "Puces",
  "Decimal numbers": "Nombres",
  "Lowercase letters": "Lettres minuscules",
  "Uppercase letters": "Lettres majuscules",
  "Lowercase Roman numerals": "Chiffres romains minuscules",
  "Uppercase Roman numerals": "Chiffres romains majuscules",
  "blockquote": "Citation",
  "bold": "Gras",
  "italic": "Italique",
  "insert link": "Mettre un lien",
  "remove link": "Retirer le lien",
  "unordered list": "Liste à puces",
  "ordered list": "Liste numérotée",
  "Paragraph": "Paragraphe",
  "paragraph": "Paragraphe",
  "undo": "Annuler la dernière frappe",
  "redo": "Refaire",
  "edit HTML": "Modifier le HTML",
};
for (const level of [1, 2, 3, 4, 5, 6]) WORDS[`heading ${level}`] = WORDS[`Heading ${level}`] = `Titre ${level}`;
const before = window.gettext;
window.gettext = (text) => WORDS[text] ?? (before ? before(text) : text);

const translate = () => {
  for (const button of document.querySelectorAll(".prose-menubar [title], .prose-menubar [aria-label]")) {
    for (const attribute of ["title", "aria-label"]) {
      const french = WORDS[button.getAttribute(attribute)];
      if (french) button.setAttribute(attribute, french);
    }
  }
  for (const words of document.querySelectorAll(".prose-menubar__option > *")) {
    const french = WORDS[words.textContent];
    if (french) words.textContent = french;
  }
};

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
  translate();
};
new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true });
name();

// Going back, the browser puts the words back in the text area, after the editor has read it.
const written = new Map();
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const note = () => written.set(editor, { textarea, value: textarea.value });
  note();
  editor.on("update", note);
});
window.addEventListener("pageshow", () => {
  for (const [editor, { textarea, value }] of written) {
    if (textarea.value === value) continue;
    editor.chain().setMeta("addToHistory", false).setContent(textarea.value, { emitUpdate: false }).run();
    written.set(editor, { textarea, value: textarea.value });
  }
});
