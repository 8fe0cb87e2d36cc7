// On a shared workstation the server ends a session after some idle minutes: the page asks before whether one is still
// there. Hook: dialog.still-there[data-minutes][data-page]; reading any page is a sign of life.
const dialog = document.querySelector("dialog.still-there");
const said = dialog.querySelector("[role=status]");
const button = dialog.querySelector("button");
const MINUTE = 60_000;
const minutes = Number(dialog.dataset.minutes);
// Two minutes to answer; the server, which notes the last sign each minute, may count one more.
const toAnswer = Math.min(2, minutes / 3) * MINUTE;
const quiet = Math.max(minutes - 3, minutes / 3) * MINUTE;
let ending = 0;

function wait() {
  setTimeout(() => {
    dialog.showModal();
    ending = setTimeout(() => {
      said.textContent = "Votre session est fermée. Ce que vous avez écrit ici n’est pas perdu\u00a0: envoyez-le, puis reconnectez-vous.";
      button.textContent = "J’ai compris";
    }, toAnswer);
  }, quiet);
}

dialog.addEventListener("close", async () => {
  clearTimeout(ending);
  await fetch(dialog.dataset.page);
  wait();
});
wait();
