// A chosen file leaves at once, with its progress; the form then only carries its key, or the reason why it was
// refused, so that the server refuses the form too. Without this script, the form sends the file itself.
const refusalsOf = (box) => [...box.querySelectorAll("[data-refused-file]")];

const say = (box, words, isFault = false) => {
  const note = box.querySelector("[data-note]");
  const earlier = refusalsOf(box).map((refusal) => refusal.value).filter((reason) => reason !== words);
  note.textContent = [...earlier, words].join(" ");
  note.classList.toggle("fault-words", isFault || earlier.length > 0);
};

function refuse(box, file, reason) {
  const refusal = document.createElement("input");
  Object.assign(refusal, { type: "hidden", name: box.dataset.refusalName, value: reason });
  refusal.dataset.refusedFile = file.name;
  box.append(refusal);
}

// Another file stands for the refused one: of the same name where there are several, any where there is one.
function forget(box, file) {
  for (const refusal of refusalsOf(box)) {
    if (!("multiple" in box.dataset) || refusal.dataset.refusedFile === file.name) refusal.remove();
  }
}

const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// Keys wait in `form`, whose buttons rest while something is on its way.
const pending = new WeakMap();
const hold = (form, by) => {
  const left = (pending.get(form) ?? 0) + by;
  pending.set(form, left);
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (left > 0) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
};

document.addEventListener("submit", (event) => {
  if (!pending.get(event.target)) return;
  event.preventDefault();
  for (const box of event.target.querySelectorAll("[data-upload]")) {
    if (box.querySelector("progress")) say(box, "Attendez la fin de l’envoi, ou annulez-le.", true);
  }
}, true);

function listed(box, answer) {
  const item = document.createElement("li");
  const label = document.createElement("label");
  label.className = "check-line";
  const check = document.createElement("input");
  Object.assign(check, { type: "checkbox", name: box.dataset.keyName, value: answer.key, checked: true });
  const words = document.createElement("span");
  words.textContent = `${answer.name} `;
  const about = document.createElement("span");
  about.className = "when";
  about.textContent = `(${answer.kind}, ${answer.size}) déjà reçu`;
  words.append(about);
  label.append(check, " ", words);
  item.append(label);
  if (answer.mended) {
    const mended = document.createElement("span");
    mended.className = "help";
    mended.textContent = ` ${answer.mended}`;
    item.append(mended);
  }
  const list = box.querySelector("[data-received]");
  if (!("multiple" in box.dataset)) list.replaceChildren();
  list.append(item);
}

function row(box, file) {
  const line = document.createElement("p");
  line.className = "upload-line";
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `Envoi de « ${file.name} »`);
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "act second";
  cancel.textContent = "Annuler l’envoi";
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = ` de « ${file.name} »`;
  cancel.append(name);
  line.append(bar, " ", cancel);
  box.append(line);
  return { line, bar, cancel };
}

function send(box, file) {
  const form = box.closest("form");
  return new Promise((resolve) => {
    const { line, bar, cancel } = row(box, file);
    const request = new XMLHttpRequest();
    let quarter = 0;
    const done = (words, isFault) => {
      if (isFault) refuse(box, file, words);
      const hadFocus = line.contains(document.activeElement);
      line.remove();
      hold(form, -1);
      say(box, words, isFault);
      if (hadFocus) box.querySelector("input[type=file]").focus();
      resolve();
    };
    cancel.addEventListener("click", () => request.abort());
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.floor((event.loaded / event.total) * 100);
      // Four times at most: a screen reader is not to read every percent.
      const reached = Math.floor(bar.value / 25);
      if (reached > quarter) {
        quarter = reached;
        say(box, reached < 4 ? `${file.name} : ${reached * 25} % envoyés.` : `${file.name} : vérification…`);
      }
    });
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* a page of error, or of sign-in */ }
      if (request.status === 201) {
        listed(box, answer);
        done(`${answer.name} est reçu.`, false);
      } else if (request.status === 413) {
        done(`${file.name} : ce fichier est trop lourd.`, true);
      } else {
        done(`${file.name} : ${answer.error ?? "l’envoi a échoué. Rechargez la page, puis recommencez."}`, true);
      }
    });
    request.addEventListener("error", () => done(`${file.name} : la connexion s’est coupée. Choisissez le fichier de nouveau.`, true));
    request.addEventListener("abort", () => done(`L’envoi de « ${file.name} » est annulé.`, false));
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token(form));
    data.append("limites", box.dataset.limits);
    data.append("fichier", file);
    hold(form, 1);
    say(box, `Envoi de « ${file.name} »…`);
    request.open("POST", box.dataset.upload);
    request.send(data);
  });
}

for (const box of document.querySelectorAll("[data-upload]")) {
  const input = box.querySelector("input[type=file]");
  if (!box.closest("form")) continue;
  const note = document.createElement("p");
  note.className = "help";
  note.dataset.note = "";
  note.setAttribute("role", "status");
  box.append(note);
  const take = async () => {
    const files = [...input.files];
    // The form no longer sends them: their keys go instead.
    input.value = "";
    for (const file of files) {
      forget(box, file);
      let fault = "";
      if (file.size > Number(box.dataset.largest)) fault = `${file.name} dépasse ${box.dataset.largestLabel}.`;
      else if (!file.size) fault = `${file.name} est vide.`;
      if (fault) {
        refuse(box, file, fault);
        say(box, fault, true);
      } else {
        await send(box, file);
      }
    }
  };
  input.addEventListener("change", take);
  // Chosen before this script was there.
  if (input.files.length) take();
}
