// A list put in order by dragging a handle, or with the arrows (Page up and down by ten, Home, End) while the handle has
// the focus, or with its buttons, one place a press. Nothing is sent before the form is: one save. Hook: [data-order] in a
// form with [data-save], shown once something moved; in each row [data-handle], buttons [data-move], -1 or 1, and a number,
// its place, which stands in for them without this script. [data-how] says how.
const FAR = 1e6;
const STEPS = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -FAR, End: FAR };
// So near the edge of the window, the page scrolls under what is dragged: pixels, and how many at each frame.
const BORDER = 70;
const SPEED = 9;

for (const list of document.querySelectorAll("[data-order]")) {
  const form = list.closest("form");
  const said = form.querySelector("[data-said]");
  const rows = () => [...list.children];
  const first = Math.min(...rows().map((row) => Number(row.querySelector("input").value)));
  const shown = list.hasAttribute("data-changed") ? [] : rows();
  let sent = false;
  const isChanged = () => rows().some((row, place) => row !== shown[place]);

  list.classList.add("by-hand");
  for (const each of form.querySelectorAll("[data-handle], [data-move], [data-how]")) each.hidden = false;
  form.querySelector("[data-back]").hidden = false;

  const write = () => {
    for (const [place, row] of rows().entries()) row.querySelector("input").value = first + place;
    form.querySelector("[data-save]").hidden = !isChanged();
  };
  const say = (row) => {
    const place = first + rows().indexOf(row);
    said.textContent = `Place ${place} sur ${first + rows().length - 1}. L’ordre n’est pas encore enregistré.`;
  };
  // The others pass over the row, which stays in the page with its focus and the pointer.
  const put = (row, place) => {
    let here = rows().indexOf(row);
    const there = Math.min(Math.max(place, 0), rows().length - 1);
    for (; here < there; here += 1) row.before(row.nextElementSibling);
    for (; here > there; here -= 1) row.after(row.previousElementSibling);
    write();
  };

  const move = (row, steps) => {
    put(row, rows().indexOf(row) + steps);
    row.scrollIntoView({ block: "nearest" });
    say(row);
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) move(button.closest("li"), Number(button.dataset.move));
  });

  list.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || !(event.key in STEPS) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(handle.closest("li"), STEPS[event.key]);
  });

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const row = handle.closest("li");
    let y = event.clientY;
    row.classList.add("dragged");
    const follow = () => {
      const others = rows().filter((other) => other !== row);
      const place = others.filter((other) => {
        const box = other.getBoundingClientRect();
        return box.top + box.height / 2 < y;
      }).length;
      if (place !== rows().indexOf(row)) put(row, place);
    };
    const turn = () => {
      if (!row.classList.contains("dragged")) return;
      if (y < BORDER) window.scrollBy(0, -SPEED);
      if (y > window.innerHeight - BORDER) window.scrollBy(0, SPEED);
      follow();
      requestAnimationFrame(turn);
    };
    const track = (moved) => { y = moved.clientY; };
    const end = () => {
      row.classList.remove("dragged");
      handle.removeEventListener("pointermove", track);
      follow();
      say(row);
    };
    handle.addEventListener("pointermove", track);
    for (const name of ["pointerup", "pointercancel"]) handle.addEventListener(name, end, { once: true });
    requestAnimationFrame(turn);
  });

  form.addEventListener("submit", () => { sent = true; });
  form.querySelector("[data-back]").addEventListener("click", () => { sent = true; });
  window.addEventListener("beforeunload", (event) => { if (isChanged() && !sent) event.preventDefault(); });
  write();
}
