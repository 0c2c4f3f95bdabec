// Copies what a field of the page shows; where a page may not write to the clipboard, it selects it instead.

const TICK_MS = 4000;

function say(said, tone, text) {
  said.dataset.tone = tone;
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = text; }); // so that the same words are read out again
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const said = document.getElementById(`${button.dataset.copies}-said`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      say(said, "good", said.dataset.copied);
      button.dataset.state = "copied";
      setTimeout(() => { delete button.dataset.state; }, TICK_MS);
    } catch {
      field.select();
      say(said, "bad", said.dataset.press);
    }
  });
}
