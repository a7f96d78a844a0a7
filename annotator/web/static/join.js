/* Joining with a roster: a student finds the own name after typing three letters of it. */
"use strict";

(() => {
  const { $, at, make } = Nodes;
  // Ask after a pause in typing (milliseconds).
  const PAUSE = 250;
  let timer = null;
  let latest = 0;

  async function look() {
    const typed = $("name").value.trim();
    const number = ++latest;
    if (!$("code").value.trim() || typed.length < 2) return show([], "");
    try {
      const answer = await fetch(at("/names"), {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ code: $("code").value, typed }),
      });
      const found = await answer.json();
      // A later request may have been answered first.
      if (number !== latest) return null;
      if (!answer.ok) return show([], found.problem ?? "");
      // In homework, the name alone is not enough.
      $("pin-box").hidden = !found.pins;
      return show(found.names, words(found, typed));
    } catch {
      return number === latest ? show([], "") : null;
    }
  }

  function words({ roster, names }, typed) {
    if (!roster) return "";
    if (names.length) return "Choose your name. If you are not on the list, choose Join.";
    return typed.length < 3 ? "" : "No name on the class list fits. If you are not on the list, choose Join.";
  }

  function show(names, said) {
    if ($("found-said").textContent !== said) $("found-said").textContent = said;
    $("found").hidden = !names.length;
    $("found").replaceChildren(...names.map((each) =>
      make("li", {}, make("button", { type: "button", onclick: () => choose(each) }, each.name))));
  }

  function choose(person) {
    latest += 1;
    $("name").value = person.name;
    $("person").value = person.id;
    show([], `You join as ${person.name}.`);
    ($("pin-box").hidden ? document.querySelector("form button[type=submit]") : $("pin")).focus();
  }

  $("name").addEventListener("input", () => {
    $("person").value = "";
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
})();
