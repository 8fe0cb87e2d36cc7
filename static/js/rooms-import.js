// An import at work says how far it is: its state is asked for again until it is over.
const EVERY = 2000;

async function look() {
  const state = document.getElementById("etat");
  if (!state?.hasAttribute("data-busy")) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("etat");
    if (!fresh?.hasAttribute("data-busy")) return location.reload();
    state.replaceChildren(...fresh.childNodes);
  } catch {
    // The network is away for a moment: the next look tells.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
