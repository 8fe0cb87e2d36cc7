// « Fin » follows « Début »: the meeting keeps its length when its start moves, to midnight at most.
// Hook: select[name=start] and select[name=end] of one form, whose options go quarter by quarter.
const minutes = (time) => {
  const [hours, quarters] = time.split(":").map(Number);
  return hours * 60 + quarters;
};

document.addEventListener("change", ({ target }) => {
  const end = target.matches?.("select[name=start]") && target.form?.elements.end;
  if (!end?.matches?.("select") || !end.value || !target.value) return;
  // As the page came, or as it was left last.
  const before = target.dataset.was ?? [...target.options].find((option) => option.defaultSelected)?.value;
  target.dataset.was = target.value;
  const length = before ? minutes(end.value) - minutes(before) : 0;
  if (length <= 0) return;
  const wanted = minutes(target.value) + length;
  const option = [...end.options].filter((one) => one.value && minutes(one.value) <= wanted).at(-1);
  if (option) end.value = option.value;
});
