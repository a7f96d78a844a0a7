/* The start page works without this script. It says that something takes a while, and prevents that
   a form is sent twice. */
"use strict";

for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (button && form.dataset.busy) button.textContent = form.dataset.busy;
  });
}
// The browser may show this page again as it was when it was left.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
// The message about what is wrong is where the reader should be.
document.querySelector("[role=alert]")?.focus();
