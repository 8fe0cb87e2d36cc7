// A form sent once: its buttons rest until the answer comes. The server refuses doubles anyway, without this script.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "get") return;
  for (const button of event.target.querySelectorAll("button:not([type=button])")) {
    // After the browser has gathered the fields, or the pressed button's own value would be left out.
    setTimeout(() => { button.disabled = true; });
  }
});

// Back from the browser's memory: the buttons work again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});

// Text areas say how much room is left, near the end of it.
for (const area of document.querySelectorAll("textarea[maxlength]")) {
  const note = document.createElement("p");
  note.className = "help";
  note.setAttribute("role", "status");
  area.after(note);
  const say = () => {
    const left = area.maxLength - area.value.length;
    note.textContent = left < area.maxLength * 0.1 ? `Il reste ${left} caractères.` : "";
  };
  area.addEventListener("input", say);
  say();
}
