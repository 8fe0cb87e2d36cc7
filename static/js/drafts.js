// What is typed is kept on the server every few seconds; the button « Garder mon brouillon » does it without this script.
// Hook: <form data-draft="…" data-level="…"> with a [data-draft-said] status; never on the anonymous form.
const PAUSE = 2500;

function watch(form) {
  const said = form.querySelector("[data-draft-said]");
  const stamp = form.elements.namedItem("draft_stamp");
  const typed = () => {
    const data = new FormData(form);
    // Files have their own way (uploads.js): here only the keys of those that have arrived.
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.delete("draft_stamp");
    return data;
  };
  const text = (data) => JSON.stringify([...data].filter(([name]) => name !== "csrfmiddlewaretoken"));

  let kept = text(typed());
  let waiting = null;
  let isRunning = false;
  let isOver = false;

  const say = (words) => {
    if (said && said.textContent !== words) said.textContent = words;
  };
  const keep = async () => {
    waiting = null;
    const data = typed();
    const words = text(data);
    if (isOver || words === kept) return;
    if (isRunning) return later();
    isRunning = true;
    data.set("draft_stamp", stamp.value);
    data.set("niveau", form.dataset.level);
    try {
      const response = await fetch(form.dataset.draft, { method: "POST", body: data });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      const answer = isJson ? await response.json() : {};
      if (response.ok && answer.stamp) {
        stamp.value = answer.stamp;
        kept = words;
        say(answer.said);
      } else if (response.status === 409) {
        isOver = true;
        say(answer.said);
      } else {
        // The sign-in has ended: sending the idea carries the words through it.
        say("Brouillon non gardé : votre connexion est peut-être finie. Votre texte reste ici.");
      }
    } catch {
      say("Brouillon non gardé : le réseau ne répond pas. Votre texte reste ici.");
      later();
    } finally {
      isRunning = false;
    }
  };
  const later = () => {
    waiting ??= setTimeout(keep, PAUSE);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // A file that has just arrived adds its key to the form without an event of its own.
  new MutationObserver(later).observe(form, { childList: true, subtree: true });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    isOver = true;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) isOver = false;
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
