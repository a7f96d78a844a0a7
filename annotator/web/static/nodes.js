/* The nodes of a page: found by their ids, and made. */
"use strict";

const Nodes = (() => {
  const $ = (id) => document.getElementById(id);

  /* A node with attributes (those that begin with "on" listen) and this inside it; what is null
     is left out. */
  function make(name, attributes = {}, ...inside) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === false || value === null || value === undefined) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...inside.filter((each) => each !== null && each !== undefined));
    return node;
  }

  // Enter that is held down would press a button again and again.
  document.addEventListener("keydown", (event) => {
    const pressed = event.target.closest?.("button, summary, a, input[type=checkbox]");
    if (event.repeat && event.key === "Enter" && pressed) event.preventDefault();
  });

  /* An address of ours: behind a proxy the class page may be served under a path. */
  const at = (path) => (document.documentElement.dataset.root ?? "") + path;

  return { $, at, make };
})();
