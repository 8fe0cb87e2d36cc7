// A picture that is pasted anywhere in the page goes into its file field, as if it had been chosen.
document.addEventListener("paste", (event) => {
  const input = document.querySelector('input[type="file"]');
  const files = event.clipboardData?.files;
  if (!input || !files?.length) return;
  event.preventDefault();
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
