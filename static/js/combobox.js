// Comboboxes: the search box, and the fields that name people. htmx fetches the options of [data-combobox], the arrows
// choose one; Enter goes there, or writes the person in the field (in a text area, on the line of the cursor).
// htmx weighs as much as the rest of a page: it comes when a field is entered, or at once where a page goes on by itself.
let coming;
window.htmxLoaded = () => coming ??= new Promise((resolve, reject) => {
  const bring = () => {
    const script = document.createElement("script");
    script.src = document.querySelector("meta[name=htmx]").content;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => {
      coming = undefined;
      reject();
    });
    document.head.append(script);
  };
  // Sooner, htmx would wait for the page to be ready, which it may be already.
  if (document.readyState === "complete") bring();
  else window.addEventListener("load", bring);
});
if (document.querySelector("[hx-post], [hx-trigger^=every]")) window.htmxLoaded().catch(() => {});

function combine(box) {
  const input = box.querySelector("input, textarea");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const options = () => [...list.querySelectorAll("[role=option]")];

  // A text area may not be called a combobox, nor be expanded.
  const isOneLine = input.matches("input");
  if (isOneLine) {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
  }
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);

  const enter = async () => {
    const before = input.value;
    // Without it, the form itself still searches.
    await window.htmxLoaded().catch(() => {});
    // What was typed meanwhile.
    if (input.value !== before) input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  if (document.activeElement === input) enter();
  else input.addEventListener("focus", enter, { once: true });

  // The value of the field after a choice; none once something is typed.
  let taken = null;
  input.addEventListener("input", () => { taken = null; });

  // What is being typed: the line of the cursor, of a text area.
  const line = () => {
    if (isOneLine) return [0, input.value.length];
    const end = input.value.indexOf("\n", input.selectionStart);
    return [input.selectionStart ? input.value.lastIndexOf("\n", input.selectionStart - 1) + 1 : 0, end < 0 ? input.value.length : end];
  };
  const take = (option) => {
    if (option.dataset.url) {
      window.location.assign(option.dataset.url);
      return;
    }
    input.setRangeText(option.dataset.value, ...line(), "end");
    // An answer still in flight was for what stood there before.
    taken = input.value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    status.textContent = option.dataset.value;
    show(false);
  };
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
    if (isOneLine) input.setAttribute("aria-expanded", String(isOpen));
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

  box.addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters = { q: input.value.slice(...line()) };
  });
  box.addEventListener("htmx:beforeSwap", (event) => {
    // A session that ended answers with the sign-in page, and an answer may come after the field was left.
    const isFragment = event.detail.xhr.status === 200 && !event.detail.xhr.responseText.includes("<html");
    event.detail.shouldSwap = isFragment && document.activeElement === input && input.value !== taken;
  });
  box.addEventListener("htmx:afterSwap", () => {
    const count = options().length;
    options().forEach((option, place) => { option.id = `${list.id}-${place + 1}`; });
    show(count > 0 && input.value.trim() !== "");
    choose(null);
    if (count === 0) status.textContent = input.name === "q" ? "Aucune suggestion. Entrée lance la recherche." : "Aucune suggestion.";
    else status.textContent = `${count} suggestion${count > 1 ? "s" : ""}. Flèches pour choisir.`;
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    // In a text area, arrows move the cursor while nothing is proposed.
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (isOneLine || !list.hidden)) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden && chosen()) {
      event.preventDefault();
      take(chosen());
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
    if (option) take(option);
  });
  input.addEventListener("blur", () => show(false));
}

for (const box of document.querySelectorAll("[data-combobox]")) combine(box);
