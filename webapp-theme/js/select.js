// The page of a secret: selects the value, and takes it out of the page when the page is left.
const field = document.querySelector("[data-selected]");
field.focus();
field.select();
window.addEventListener("pagehide", () => { field.value = ""; });
