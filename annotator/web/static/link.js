/* The page behind a personal link: exchanges the token after the # for a session, once. */
"use strict";

(() => {
  const said = document.getElementById("said");

  async function exchange() {
    const token = location.hash.slice(1);
    // The token does not stay in the address, or in the list of visited pages.
    history.replaceState(null, "", location.pathname);
    try {
      const answer = await fetch(location.pathname, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }),
      });
      const found = await answer.json();
      if (answer.ok) location.replace(found.address);
      else said.textContent = found.problem;
    } catch {
      said.textContent = gettext("No connection. Open your link again.");
    }
  }

  // Another link pasted over this one changes only what is after the #.
  addEventListener("hashchange", () => location.hash.length > 1 && exchange());
  exchange();
})();
