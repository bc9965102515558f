// The pages work without this. It moves the focus to an error summary, and to what an answer has replaced; a form that
// was refused is asked for again when somebody comes back to it, where the browser would ask to send it once more.
"use strict";

(() => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  if (summary && document.querySelector("[data-kept]")) history.replaceState(null, "", location.href);
})();
