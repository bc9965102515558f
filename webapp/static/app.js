// The pages work without this. It moves the focus to an error summary, and to what an answer has replaced.
"use strict";

(() => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
})();
