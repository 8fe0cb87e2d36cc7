// The search box as a combobox: htmx fetches its options, the arrows choose one, Enter goes there or searches.
const box = document.querySelector("[data-search-box]");
if (box) {
  const input = box.querySelector("input[name=q]");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const options = () => [...list.querySelectorAll("[role=option]")];

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const choose = (option) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const show = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(null);
  };
  const chosen = () => list.querySelector("[aria-selected=true]");
  const move = (step) => {
    const all = options();
    if (!all.length) return;
    show(true);
    // One place before the first option: the field itself.
    const place = all.indexOf(chosen()) + 1;
    const next = (place + step + all.length + 1) % (all.length + 1);
    choose(next ? all[next - 1] : null);
  };

  box.addEventListener("htmx:beforeSwap", (event) => {
    // A session that ended answers with the sign-in page, and an answer may come after the field was left.
    const isFragment = event.detail.xhr.status === 200 && !event.detail.xhr.responseText.includes("<html");
    event.detail.shouldSwap = isFragment && document.activeElement === input;
  });
  box.addEventListener("htmx:afterSwap", () => {
    const count = options().length;
    show(count > 0 && input.value.trim() !== "");
    choose(null);
    if (count === 0) status.textContent = "Aucune suggestion. Entrée lance la recherche.";
    else status.textContent = `${count} suggestion${count > 1 ? "s" : ""}. Flèches pour choisir.`;
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden && chosen()) {
      event.preventDefault();
      window.location.assign(chosen().dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
      status.textContent = "";
    }
  });
  // The pointer must not take the focus from the field before the click is done.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.url);
  });
  input.addEventListener("blur", () => show(false));
}
