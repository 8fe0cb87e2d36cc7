// A screen of a door or of a hall: asks for what changes, and says when nothing answers any more.
const board = document.querySelector("[data-screen]");
const lost = document.querySelector("[data-lost]");
const since = document.querySelector("[data-lost-since]");
const GIVES_UP_AFTER = 15_000;

const shown = () => board.firstElementChild;
const day = shown().dataset.day;

async function renew() {
  const answer = await fetch(shown().dataset.next, {
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(GIVES_UP_AFTER),
  });
  if (!answer.ok) throw new Error(answer.status);
  const content = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-next]");
  if (!content) throw new Error("no content");
  // Once a day the whole page: its script and its style sheet follow the site's.
  if (content.dataset.day !== day) location.reload();
  board.replaceChildren(content);
}

async function look() {
  try {
    await renew();
    lost.hidden = true;
    document.body.classList.remove("is-lost");
  } catch {
    // The time of the last answer, as the site wrote it.
    since.textContent = shown().dataset.clock;
    lost.hidden = false;
    document.body.classList.add("is-lost");
  }
  setTimeout(look, Number(shown().dataset.seconds) * 1000);
}

setTimeout(look, Number(shown().dataset.seconds) * 1000);
