/* Joining with a roster: a student finds the own name after typing three letters of it, and chooses
   it. A student who is not on the list says so with a button of its own. */
"use strict";

(() => {
  const { $, at, make } = Nodes;
  const { gettext } = Messages;
  // Ask after a pause in typing (milliseconds).
  const PAUSE = 250;
  let timer = null;
  // The name with which the page came back from the server, which has answered about it.
  const before = $("name").value.trim();
  const form = $("name").form;
  let latest = 0;
  // What was found for what was typed, or null.
  let answered = null;

  async function look() {
    const typed = $("name").value.trim();
    const number = ++latest;
    answered = null;
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
      $("unlisted").hidden = !found.roster;
      answered = { ...found, typed };
      return show(found.names, words(found, typed));
    } catch {
      return number === latest ? show([], "") : null;
    }
  }

  function words({ roster, names }, typed) {
    if (!roster) return "";
    if (names.length) return gettext("Choose your name. If it is not here, choose “I am not on the list”.");
    return typed.length < 3 ? "" : gettext("No name on the class list fits. Check it. If you are not on the list, choose “I am not on the list”.");
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
    show([], gettext("You join as %(name)s.", { name: person.name }));
    ($("pin-box").hidden ? document.querySelector("form button[type=submit]") : $("pin")).focus();
  }

  const plain = (name) => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/u).join(" ");

  /* With a roster, nobody joins under a name that was only begun: the student chooses one. */
  async function join(event) {
    const typed = $("name").value.trim();
    if ($("person").value || event.submitter === $("unlisted") || typed === before) return;
    event.preventDefault();
    clearTimeout(timer);
    if (answered?.typed !== typed) await look();
    const own = answered?.names.filter((each) => plain(each.name) === plain(typed)) ?? [];
    if (own.length === 1) $("person").value = own[0].id;
    if (!answered?.roster || $("person").value) return void form.submit();
    if (typed.length < 3) $("found-said").textContent = gettext("No name on the class list fits. Check it. If you are not on the list, choose “I am not on the list”.");
    (document.querySelector("#found button") ?? $("name")).focus();
  }

  form.addEventListener("submit", join);
  $("name").addEventListener("input", () => {
    $("person").value = "";
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
})();
