// Each answer is kept on the server soon after it is typed; the button of each part does it without this script.
// Hook: <form data-answers="key"> with a <div data-answer="key"> for each question, which holds its fields, its
// version and a [data-said] status; data-who is the agent's key. What the network refuses waits in this tab, for this
// agent alone, and leaves once kept.
const PAUSE = 900;
const AGAIN = 4000;

function watch(form, box) {
  const said = box.querySelector("[data-said]");
  const name = `answers ${form.dataset.who} ${form.dataset.answers} ${box.dataset.answer}`;
  const version = box.querySelector("input[type=hidden]");
  const inputs = () => [...box.querySelectorAll("input:not([type=hidden]), textarea, select")];
  const typed = () => inputs().map((input) => (/radio|checkbox/.test(input.type) ? input.checked : input.value));
  const restore = (values) => inputs().forEach((input, place) => {
    if (/radio|checkbox/.test(input.type)) input.checked = values[place];
    else input.value = values[place];
  });

  let kept = JSON.stringify(typed());
  let waiting = null;
  let isRunning = false;
  // Somebody else's answer is shown beside: nothing is sent until one of the two is chosen.
  let isStale = false;

  const say = (words, ...more) => {
    said.classList.remove("refused");
    said.replaceChildren(words, ...more);
  };
  const refuse = (words) => {
    say(words);
    said.classList.add("refused");
  };
  const button = (words, act) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "act second", textContent: words, onclick: act });
    return made;
  };
  const remember = (values) => {
    try {
      if (values) sessionStorage.setItem(name, JSON.stringify({ values, version: version.value }));
      else sessionStorage.removeItem(name);
    } catch { /* A browser that keeps nothing: the page still holds the words. */ }
  };
  const later = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, pause);
  };

  async function keep() {
    waiting = null;
    const values = typed();
    const words = JSON.stringify(values);
    if (isRunning) return later(PAUSE);
    if (isStale) return remember(values);
    // A browser gives nothing for a number that it cannot read: that is no answer taken back.
    if (inputs().some((input) => input.validity.badInput)) return refuse("Écrivez un nombre entier, sans lettres.");
    if (words === kept) return remember(null);
    isRunning = true;
    remember(values);
    const data = new FormData();
    for (const [key, value] of new FormData(form)) {
      const isHere = [...box.querySelectorAll("[name]")].some((input) => input.name === key);
      if (isHere || key === "csrfmiddlewaretoken" || key === "partie") data.append(key, value);
    }
    try {
      const response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      const answer = isJson ? await response.json() : {};
      const stale = answer.stale?.[box.dataset.answer];
      if (response.ok && answer.versions) {
        version.value = answer.versions[box.dataset.answer];
        kept = words;
        remember(null);
        say(answer.said);
      } else if (stale) {
        isStale = true;
        say(
          `Entre-temps, ${stale.said}. `,
          button("Garder ma réponse", () => { isStale = false; version.value = stale.version; keep(); }), " ",
          button("Prendre la sienne", () => { remember(null); kept = JSON.stringify(typed()); location.reload(); }),
        );
      } else {
        refuse(answer.said ?? "Réponse non gardée : votre connexion est peut-être finie. Vos mots restent ici.");
      }
    } catch {
      say("Le réseau ne répond pas. Votre réponse attend dans cette page, et partira dès qu’il revient.");
      later(AGAIN);
    } finally {
      isRunning = false;
    }
  }

  box.addEventListener("input", () => later(PAUSE));
  box.addEventListener("change", () => later(PAUSE));
  // The copy stays until the next page shows that the server has it.
  form.addEventListener("submit", () => { clearTimeout(waiting); remember(typed()); kept = JSON.stringify(typed()); });
  addEventListener("beforeunload", (event) => {
    if (JSON.stringify(typed()) !== kept) event.preventDefault();
  });

  let found = null;
  try {
    found = JSON.parse(sessionStorage.getItem(name));
  } catch { /* Nothing readable. */ }
  if (found && JSON.stringify(found.values) === kept) remember(null);
  else if (found) {
    restore(found.values);
    version.value = found.version;
    say("Une réponse attendait dans cette page : elle part.");
    later(0);
  }
}

for (const form of document.querySelectorAll("form[data-answers]")) {
  for (const box of form.querySelectorAll("[data-answer]")) watch(form, box);
}
