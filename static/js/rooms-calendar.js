// The calendar pages: days turned by key, the form in place, help, what is said. Without this script all are links.
// Hooks: [data-turn] holds the links of the days before and after, marked data-key; [data-opens="id"] opens a dialog;
// #reserver [data-form] takes the form that a link to the booking page would open; [data-said] is read aloud;
// [data-print] prints; .pop unfolds over the page; [data-frame] holds a grid wider than the window and its link
// [data-more]; a link to #grille leads into the grid. Other modules speak to this one by events on the document: « rooms:say » { words, undo, agenda },
// « rooms:book » { address }, « rooms:refresh », and hear « rooms:refreshed ».
const LONG_ENOUGH = 10_000;
const dialog = document.querySelector("#reserver");
const form = dialog?.querySelector("[data-form]");
const said = document.querySelector("[data-said]");
const bookingPath = "/reserver/";

function isTaken(element) {
  // Fields use the arrows themselves, and so does a grid of slots, or whatever scrolls sideways.
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    if (at.matches("input, select, textarea, [contenteditable], [data-grid], dialog")) return true;
    const overflow = getComputedStyle(at).overflowX;
    if (at.scrollWidth > at.clientWidth && (overflow === "auto" || overflow === "scroll")) return true;
  }
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (isTaken(document.activeElement)) return;
  const link = document.querySelector(`[data-turn] [data-key="${CSS.escape(event.key)}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

for (const button of document.querySelectorAll("[data-opens]")) {
  const panel = document.getElementById(button.dataset.opens);
  button.hidden = false;
  button.addEventListener("click", () => panel.showModal());
}

const printing = document.querySelector("[data-print]");
if (printing) {
  printing.hidden = false;
  printing.addEventListener("click", () => window.print());
}

// Where the week is wider than the screen, it opens on today.
for (const today of document.querySelectorAll(".strips-frame th.today")) {
  const frame = today.closest(".strips-frame");
  frame.scrollLeft = today.offsetLeft - frame.querySelector("th").offsetWidth;
}

// What unfolds over the page folds when one looks elsewhere.
const fold = (but) => document.querySelectorAll(".pop[open]").forEach((pop) => pop !== but && (pop.open = false));
document.addEventListener("pointerdown", (event) => fold(event.target.closest?.(".pop")));
document.addEventListener("focusin", (event) => fold(event.target.closest?.(".pop")));
// What a head or a quarter of an hour shows over its neighbours folds by Escape too, until one points elsewhere.
const elsewhere = (event) => document.querySelectorAll("[data-quiet]").forEach((one) => one.contains(event.target) || delete one.dataset.quiet);
document.addEventListener("pointerover", elsewhere);
document.addEventListener("focusin", elsewhere);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const one of document.querySelectorAll(":is(.day header, .track > .tiny):is(:hover, :focus-within)")) one.dataset.quiet = "";
  const pop = event.target.closest?.(".pop[open]");
  if (!pop) return;
  pop.open = false;
  pop.querySelector("summary").focus();
});

// « 2 salles de plus »: how many stand beyond the right edge, and a step towards them.
for (const frame of document.querySelectorAll("[data-frame]")) {
  const grid = frame.querySelector("[data-grid]");
  const more = frame.querySelector("[data-more]");
  const count = () => {
    const edge = grid.getBoundingClientRect().right + 8;
    const hidden = [...grid.querySelectorAll(":scope > .room")].filter((room) => room.getBoundingClientRect().right > edge).length;
    more.firstElementChild.textContent = `${hidden}\u00a0salle${hidden > 1 ? "s" : ""} de plus`;
    frame.toggleAttribute("data-at-end", !hidden);
  };
  grid.addEventListener("scroll", count, { passive: true });
  addEventListener("resize", count);
  more.addEventListener("click", (event) => {
    event.preventDefault();
    grid.scrollBy({ left: grid.clientWidth * 0.8 });
  });
  count();
}

// The link to the grid stands where the keys begin.
document.querySelector('.skip[href="#grille"]')?.addEventListener("click", (event) => {
  const stop = document.querySelector("#grille a[tabindex='0'], #grille[data-cells] a[tabindex='0']");
  if (!stop?.checkVisibility()) return;
  event.preventDefault();
  stop.focus();
});

// Today opens at now, where the hours go lower than the window.
const line = document.querySelector(".track[class*='now-']");
if (line && matchMedia("(min-width: 64rem)").matches && !location.hash) {
  const row = Number(line.className.match(/now-(\d+)/)[1]);
  const at = line.getBoundingClientRect().top + row * parseFloat(getComputedStyle(line).gridAutoRows);
  if (at > innerHeight) scrollBy(0, at - innerHeight / 2);
}

// What is said stays ten seconds, and as long as one points at it or stands in it.
let clearing = 0;
function say({ words, undo, agenda }) {
  if (!said) return;
  clearTimeout(clearing);
  const sentence = document.createElement("p");
  sentence.textContent = words;
  said.replaceChildren(sentence);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "act second";
    button.textContent = "Annuler";
    button.addEventListener("click", () => {
      said.replaceChildren();
      undo();
    });
    said.append(button);
  }
  if (agenda) {
    said.append(Object.assign(document.createElement("a"), { href: agenda, textContent: "Ajouter à mon agenda" }));
  }
  const leave = () => {
    if (said.matches(":hover, :focus-within")) clearing = setTimeout(leave, 1_000);
    else said.replaceChildren();
  };
  clearing = setTimeout(leave, LONG_ENOUGH);
}
document.addEventListener("rooms:say", (event) => say(event.detail));

// `path`: the booking that keeps the focus.
async function refresh(path = "") {
  const response = await fetch(location.href);
  if (!response.ok || response.redirected) return location.reload();
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const grids = [...fresh.querySelectorAll("[data-grid]")];
  for (const [number, grid] of document.querySelectorAll("[data-grid]").entries()) {
    if (grids[number]) grid.replaceChildren(...grids[number].childNodes);
  }
  document.dispatchEvent(new CustomEvent("rooms:refreshed"));
  if (path) document.querySelector(`[data-grid] a[href="${CSS.escape(path)}"]`)?.focus({ preventScroll: true });
}
document.addEventListener("rooms:refresh", (event) => refresh(event.detail.path));
// Back to this page: it may come from the browser's memory, older than what was booked or cancelled meanwhile.
window.addEventListener("pageshow", (event) => {
  if (event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward") refresh();
});

// The form in place. Whatever fails, or takes longer than that, leads to the page, which says what is wrong.
const PATIENCE = 3_000;
async function book(address) {
  if (!dialog) return location.assign(address);
  try {
    await Promise.race([window.htmxLoaded(), new Promise((resolve, reject) => { setTimeout(reject, PATIENCE); })]);
    await window.htmx.ajax("GET", address, { target: form, swap: "innerHTML" });
  } catch {
    return location.assign(address);
  }
  // A session that ended answers with the sign-in page.
  if (!form.querySelector("form[hx-post]")) return location.assign(address);
  if (!dialog.open) dialog.showModal();
  form.querySelector("[name=title]")?.focus();
}
document.addEventListener("rooms:book", (event) => book(event.detail.address));
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("main a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const address = new URL(link.href);
  if (!dialog || !address.pathname.endsWith(bookingPath) || link.closest("dialog")) return;
  event.preventDefault();
  book(link.href);
});
dialog?.addEventListener("close", () => form.replaceChildren());
// « Répéter… » takes what was typed to a page of its own: htmx, which would swap that page in here, does not see it go.
dialog?.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[formaction]");
  if (!button) return;
  event.preventDefault();
  button.form.action = button.formAction;
  button.form.submit();
});

// Once booked the page comes back, with the new booking in it: ten seconds to undo it.
const KEPT = "rooms:mine";
const mine = () => [...document.querySelectorAll("[data-grid] .mine > a")].map((link) => link.pathname);
dialog?.addEventListener("submit", (event) => {
  if (event.target.matches("[hx-post]")) sessionStorage.setItem(KEPT, JSON.stringify(mine()));
});
function offerUndo() {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  const booked = document.querySelector(".messages .success");
  if (!kept || !booked) return;
  const known = new Set(JSON.parse(kept));
  const fresh = mine().find((path) => !known.has(path));
  if (!fresh) return;
  const link = document.querySelector(`[data-grid] .mine > a[href="${CSS.escape(fresh)}"]`);
  link?.focus();
  const columns = () => [...document.querySelectorAll("[data-grid] > .room")];
  const column = columns().indexOf(link?.closest(".room"));
  const undo = async () => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const response = await fetch(`${fresh}annuler/`, { method: "POST", headers: { "X-CSRFToken": token } });
    // Refused, or no longer signed in, another page answers than the booking's.
    if (!response.ok || new URL(response.url).pathname !== fresh) return location.assign(`${fresh}annuler/`);
    document.querySelector(".messages")?.replaceChildren();
    say({ words: "La réservation est annulée, la salle est libre." });
    await refresh();
    // The booking that had the focus is gone: its room stays in hand.
    const here = columns()[column];
    (here?.querySelector(".gap > a") ?? here?.querySelector("h2 a"))?.focus({ preventScroll: true });
  };
  // Said there, the message need not push the grid down.
  say({ words: booked.textContent.trim(), undo, agenda: `${fresh}agenda.ics` });
  booked.remove();
}
offerUndo();
