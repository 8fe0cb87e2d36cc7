// A form sent once: its buttons rest until the answer comes. The server refuses doubles anyway, without this script.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
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

// A phone's one line of rubrics: Chromium leaves a link that is half out of the row where it is.
document.querySelector(".rubrics")?.addEventListener("focusin", ({ target }) => {
  // Not under a finger: what moves while it is pressed is not followed.
  if (target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// Escape folds the menu of a narrow screen, and gives the focus back to what opened it.
document.querySelector(".rubrics-row")?.addEventListener("keydown", ({ key, currentTarget }) => {
  const menu = currentTarget.querySelector(".all-rubrics[open]");
  if (key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The skip link's « #contenu » stays in the address of what is sent from there: browsers then ignore `autofocus`.
if (location.hash) addEventListener("load", () => document.querySelector("main [autofocus]")?.focus());

// Fields say how much room is left, near the end of it, and how much is too long: nothing that is typed is cut.
for (const field of document.querySelectorAll("textarea[data-maxlength], input[data-maxlength]")) {
  const limit = Number(field.dataset.maxlength);
  const note = document.createElement("p");
  note.className = "help";
  note.setAttribute("role", "status");
  note.hidden = field.matches("input");
  field.after(note);
  const count = (value) => `${value.toLocaleString("fr-FR")}\u00a0caractère${value > 1 ? "s" : ""}`;
  const say = () => {
    // Characters as the server counts them, without the spaces around.
    const left = limit - [...field.value.trim()].length;
    const isNear = field.matches("textarea") && left < limit * 0.1;
    if (left < 0) note.textContent = `${count(-left)} de trop\u00a0: ${limit.toLocaleString("fr-FR")} au plus.`;
    else note.textContent = isNear ? `Il reste ${count(left)}.` : "";
    note.classList.toggle("fault-words", left < 0);
    note.hidden = field.matches("input") && !note.textContent;
  };
  field.addEventListener("input", say);
  say();
}

// How many words are left, counted as the server counts them.
for (const field of document.querySelectorAll("textarea[data-most-words]")) {
  const most = Number(field.dataset.mostWords);
  const note = document.createElement("p");
  note.className = "help";
  note.setAttribute("role", "status");
  field.after(note);
  const words = (value) => `${value}\u00a0mot${value > 1 ? "s" : ""}`;
  const say = () => {
    const count = (field.value.replace(/\s+/gu, " ").match(new RegExp(field.dataset.word, "gu")) ?? []).length;
    note.textContent = count > most ? `${words(count - most)} de trop\u00a0: ${most} au plus.` : `${words(count)} sur ${most}.`;
    note.classList.toggle("fault-words", count > most);
  };
  field.addEventListener("input", say);
  say();
}

// « Fin » follows « Début »: the meeting keeps its length when its start moves, to midnight at most.
// Hook: select[name=start] and select[name=end] of one form, whose options go quarter by quarter.
const minutes = (time) => {
  const [hours, quarters] = time.split(":").map(Number);
  return hours * 60 + quarters;
};

document.addEventListener("change", ({ target }) => {
  const end = target.matches?.("select[name=start]") && target.form?.elements.end;
  // An end on another day does not move with the hour of the start.
  if (!end?.matches?.("select") || !end.value || !target.value || target.form.elements.end_date?.value) return;
  // As the page came, or as it was left last.
  const before = target.dataset.was ?? [...target.options].find((option) => option.defaultSelected)?.value;
  target.dataset.was = target.value;
  const length = before ? minutes(end.value) - minutes(before) : 0;
  if (length <= 0) return;
  const wanted = minutes(target.value) + length;
  const option = [...end.options].filter((one) => one.value && minutes(one.value) <= wanted).at(-1);
  if (option) end.value = option.value;
});
