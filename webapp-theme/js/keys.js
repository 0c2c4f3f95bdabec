// What people expect of keys: Escape closes what is open, or leaves a page that asks; Ctrl or Command with Enter
// sends the form that one types in. A menu also closes when one presses beside it.

// What the browser closes itself.
const OPEN = CSS.supports("selector(:popover-open)") ? "dialog[open], :popover-open" : "dialog[open]";

const openMenus = () => document.querySelectorAll("details.menu[open]");

function close(details) {
  details.open = false;
  details.querySelector("summary").focus();
}

function escape() {
  const here = document.activeElement?.closest("details[data-escape][open], details.menu[open]") ?? openMenus()[0];
  if (here) {
    close(here);
    return true;
  }
  const cancel = document.querySelector("main [data-cancel]");
  cancel?.click();
  return Boolean(cancel);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || document.querySelector(OPEN)) {
    return;
  }
  if (event.key === "Escape" && escape()) {
    event.preventDefault();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form?.requestSubmit();
  }
});

document.addEventListener("click", (event) => {
  openMenus().forEach((menu) => { menu.open = menu.contains(event.target); });
});
