/* Nodes of a page: finds them by id and makes new ones. */
"use strict";

const Nodes = (() => {
  const $ = (id) => document.getElementById(id);

  /* A new node with these attributes and contents. An attribute that begins with "on" adds a
     listener. Null and undefined are skipped. */
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

  // Holding down Enter would press a button again and again.
  document.addEventListener("keydown", (event) => {
    const pressed = event.target.closest?.("button, summary, a, input[type=checkbox]");
    if (event.repeat && event.key === "Enter" && pressed) event.preventDefault();
  });

  /* The address of a path on this site. Behind a proxy the class page may be under a path. */
  const at = (path) => (document.documentElement.dataset.root ?? "") + path;

  return { $, at, make };
})();
