// While an idea is typed, those like it: « Suivre celle-ci », or « La mienne est différente ».
// Hook: <form data-similar="/idees/semblables/">, never on the anonymous form. The ideas stand in
// [data-similar-here], after the title. What is typed leaves by POST alone; nothing else needs this script.
const FIELDS = ["title", "problem", "proposal", "benefit"];
const PAUSE = 600;
const SHORTEST = 8;

function watch(form) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const region = form.querySelector("[data-similar-here]");
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  const found = document.createElement("div");
  region.replaceChildren(status, found);

  const different = new Set();
  let asked = "";
  let waiting = null;
  let running = null;

  const ideas = () => [...found.querySelectorAll("[data-similar-idea]")];
  const post = (address, body, signal) =>
    fetch(address, { method: "POST", body, signal, headers: { "X-CSRFToken": token } });

  const typed = () => {
    const words = new URLSearchParams();
    for (const name of FIELDS) words.set(name, form.elements.namedItem(name)?.value?.trim() ?? "");
    return words;
  };
  const say = () => {
    const count = ideas().length;
    found.hidden = count === 0;
    const words = `${count} idée${count > 1 ? "s" : ""} proche${count > 1 ? "s" : ""} de la vôtre, après le titre.`;
    const sentence = count ? words : "";
    if (status.textContent !== sentence) status.textContent = sentence;
  };
  const ask = async () => {
    const words = typed();
    const text = [...words.values()].join(" ").trim();
    if (text === asked) return;
    running?.abort();
    running = new AbortController();
    asked = text;
    if (text.length < SHORTEST) {
      found.replaceChildren();
      say();
      return;
    }
    try {
      const response = await post(form.dataset.similar, words, running.signal);
      const fragment = await response.text();
      // A session that ended answers with the sign-in page. Under the reader's own focus nothing is replaced.
      if (!response.ok || response.redirected || found.contains(document.activeElement)) return;
      found.innerHTML = fragment;
      for (const idea of ideas()) if (different.has(idea.dataset.similarIdea)) idea.remove();
      say();
      if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
    } catch (error) {
      // Given up for newer words, or no network: the form works without.
      if (error.name !== "AbortError") asked = "";
    }
  };
  const leave = (idea) => {
    const all = ideas();
    const place = all.indexOf(idea);
    const next = all[place + 1] ?? all[place - 1];
    different.add(idea.dataset.similarIdea);
    idea.remove();
    say();
    (next?.querySelector("[data-similar-dismiss]") ?? form.elements.namedItem("problem")).focus();
  };
  const follow = async (idea, button) => {
    button.disabled = true;
    const note = document.createElement("p");
    note.className = "mb-0";
    note.tabIndex = -1;
    let isFollowed = false;
    try {
      const response = await post(button.dataset.similarFollow, new URLSearchParams());
      // It leads back to an idea; a session that ended leads to the sign-in page.
      isFollowed = response.ok && !(await response.text()).includes('name="password"');
    } catch {
      isFollowed = false;
    }
    note.textContent = isFollowed
      ? "Vous suivez cette idée : vous saurez ce qu’elle devient. Vous pouvez en rester là, ou envoyer aussi la vôtre."
      : "Cela n’a pas marché : ouvrez l’idée pour la suivre depuis sa page.";
    idea.querySelector("[data-similar-acts]").replaceChildren(note);
    note.focus();
  };

  form.addEventListener("input", (event) => {
    if (!FIELDS.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  found.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const idea = event.target.closest("[data-similar-idea]");
    if (!button || !idea) return;
    if (button.matches("[data-similar-dismiss]")) leave(idea);
    if (button.matches("[data-similar-follow]")) follow(idea, button);
  });
  // A form that comes back filled, from a draft or with an error, is compared at once.
  ask();
}

for (const form of document.querySelectorAll("form[data-similar]")) watch(form);
