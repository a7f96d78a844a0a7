/* The teacher's list of people: the door, who waits, who is who, and removing a student. */
"use strict";

(() => {
  const { $, make } = Nodes;
  const own = (path) => Nodes.at(`${document.body.dataset.teach}/${path}`);
  const LOOK_AGAIN = 4000;
  let shown = "";
  let view = null;

  async function look() {
    try {
      const answer = await fetch(own("people"));
      if (!answer.ok) return;
      const found = await answer.text();
      // Repaint only if something has changed, so that a focused control keeps the focus.
      if (found === shown) return;
      shown = found;
      view = JSON.parse(found);
      paint();
    } catch {
      shown = "";
    }
  }

  function paint() {
    const open = view.waiting.length + view.unlisted.length;
    $("people-count").textContent = open ? `(${open} to answer)` : "";
    $("door").textContent = doorWords();
    $("door-shut").textContent = view.shut ? "Open the door" : "Shut the door";
    if (document.activeElement !== $("limit")) $("limit").value = view.limit;
    $("waiting-box").hidden = !view.waiting.length;
    $("waiting-names").replaceChildren(...view.waiting.map(waiting));
    $("unlisted-box").hidden = !view.unlisted.length;
    $("unlisted").replaceChildren(...view.unlisted.map(unlisted));
    $("remove-box").hidden = !view.students.length;
    const chosen = $("remove-who").value;
    $("remove-who").replaceChildren(...view.students.map((each) => make("option", { value: each.id, selected: each.id === chosen }, each.name)));
    for (const code of document.querySelectorAll("#head .join .code")) code.textContent = view.code;
  }

  function doorWords() {
    if (view.shut) return "The door is shut. New students wait until you let them in.";
    if (!view.open) return "More students than expected have joined. New students wait until you let them in.";
    return "The door is open.";
  }

  function waiting({ id, name }) {
    return make("li", {}, `${name} `,
      make("button", { type: "button", "aria-label": `Let ${name} in`, onclick: () => order({ do: "let-in", waiting: id }) }, "Let in"), " ",
      make("button", { type: "button", "aria-label": `Dismiss ${name}`, onclick: () => order({ do: "dismiss", waiting: id }) }, "Dismiss"));
  }

  /* The likeliest people come first in the list. */
  function unlisted(student) {
    const label = (each) => (each.name === each.shown_id ? each.name : `${each.name} (${each.shown_id})`);
    const likely = view.people.filter((each) => student.candidates.includes(each.id));
    const others = view.people.filter((each) => !student.candidates.includes(each.id));
    const option = (each) => make("option", { value: each.id }, label(each));
    const choice = make("select", { "aria-label": `Who is ${student.name}?` },
      make("option", { value: "" }, "Choose …"), ...likely.map(option),
      make("optgroup", { label: "Everyone else" }, ...others.map(option)));
    choice.addEventListener("change", () => choice.value && order({ do: "person", student: student.id, person: choice.value }));
    return make("li", {}, make("strong", {}, student.name), " ", choice, " ",
      make("button", { type: "button", "aria-label": `${student.name} is not in the roster`, onclick: () => order({ do: "person", student: student.id, person: null }) }, "Not in the roster"));
  }

  async function order(said) {
    try {
      const answer = await fetch(own("do"), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said) });
      tell((await answer.json()).problem ?? "");
    } catch {
      tell("No connection. Nothing was changed.");
    }
    look();
  }

  function tell(words) {
    $("people-said").textContent = words;
    $("people-said").hidden = !words;
  }

  $("door-shut").addEventListener("click", () => order({ do: "door", shut: !view.shut }));
  $("set-limit").addEventListener("click", () => order({ do: "limit", limit: Number($("limit").value) }));
  $("new-code").addEventListener("click", () => {
    if (confirm("Make a new code? The old code no longer works. Students who have joined stay. Reload the projector view to show the new code.")) order({ do: "code" });
  });
  $("remove").addEventListener("click", () => {
    const student = view.students.find((each) => each.id === $("remove-who").value);
    if (student && confirm(`Remove ${student.name} from the class?`)) order({ do: "remove", student: student.id });
  });
  setInterval(() => document.hidden || look(), LOOK_AGAIN);
  look();
})();
