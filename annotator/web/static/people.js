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
      ClassState.keepFocus(paint);
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
    $("dismiss-all").hidden = view.waiting.length < 2;
    $("student-box").hidden = !view.students.length;
    fill($("student-who"), view.students, studentLabel);
    fillOthers();
    $("merged-box").hidden = !view.merged.length;
    $("merged").replaceChildren(...view.merged.map(merged));
    $("pins-box").hidden = !view.pins;
    fill($("pin-who"), view.people, personLabel);
    for (const code of document.querySelectorAll("#head .join .code")) code.textContent = view.code;
  }

  function doorWords() {
    if (view.shut) return "The door is shut. New students wait until you let them in.";
    if (!view.open) return "More students than expected have joined. New students wait until you let them in.";
    return "The door is open.";
  }

  /* Fill a list, and keep what is chosen in it. */
  function fill(select, entries, label) {
    const chosen = select.value;
    select.replaceChildren(...entries.map((each) => make("option", { value: each.id, selected: each.id === chosen }, label(each))));
  }

  const studentLabel = (each) => (each.name === each.typed ? each.name : `${each.name} (typed: ${each.typed})`);
  const personLabel = (each) => (each.name === each.shown_id ? each.name : `${each.name} (${each.shown_id})`);
  const chosenStudent = () => view.students.find((each) => each.id === $("student-who").value);

  function fillOthers() {
    const others = view.students.filter((each) => each.id !== $("student-who").value);
    fill($("merge-into"), others, studentLabel);
    $("merge").disabled = !others.length;
  }

  /* A button of an entry in a list. Its full name tells it from those of other entries. */
  const button = (words, full, said) => make("button", { type: "button", "aria-label": full, "data-focus": full, onclick: () => order(said) }, words);

  function waiting({ id, name, taken, listed }) {
    const dismiss = button("Dismiss", `Dismiss ${name}`, { do: "dismiss", waiting: id });
    if (taken === null) {
      const mark = listed ? make("span", { class: "quiet" }, "on the class list") : null;
      return make("li", {}, make("strong", {}, name), mark, button("Let in", `Let ${name} in`, { do: "let-in", waiting: id }), dismiss);
    }
    return make("li", {}, make("strong", {}, name), make("span", { class: "quiet" }, `This name is taken by ${taken}.`),
      button("Same student", `${name} is the same student on another device`, { do: "let-in", waiting: id, same: true }),
      button("Other student", `${name} is another student with the same name`, { do: "let-in", waiting: id }), dismiss);
  }

  const merged = ({ id, name, into }) =>
    make("li", {}, `${name} is the same student as ${into}.`, button("Separate", `Separate ${name} from ${into}`, { do: "separate-students", student: id }));

  /* The likeliest people come first in the list. */
  function unlisted(student) {
    const likely = view.people.filter((each) => student.candidates.includes(each.id));
    const others = view.people.filter((each) => !student.candidates.includes(each.id));
    const option = (each) => make("option", { value: each.id }, personLabel(each));
    const choice = make("select", { "aria-label": `Who is ${student.name}?`, "data-focus": `who ${student.id}` },
      make("option", { value: "" }, "Choose …"), ...likely.map(option),
      make("optgroup", { label: "Everyone else" }, ...others.map(option)));
    // A keyboard changes the choice with each arrow key, so the answer is sent by the button.
    return make("li", {}, make("strong", {}, student.name), " ", choice, " ",
      make("button", { type: "button", "aria-label": `Save who ${student.name} is`, onclick: () => choice.value && order({ do: "person", student: student.id, person: choice.value }) }, "Save"), " ",
      make("button", { type: "button", "aria-label": `${student.name} is not in the roster`, onclick: () => order({ do: "person", student: student.id, person: null }) }, "Not in the roster"));
  }

  /* Send a command. Returns what the server says; a problem is shown. */
  async function order(said) {
    let answer = { problem: "No connection. Nothing was changed." };
    try {
      const response = await fetch(own("do"), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said) });
      answer = await response.json();
    } catch {
      // The problem says so.
    }
    tell(answer.problem ?? "");
    await look();
    return answer;
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
  $("dismiss-all").addEventListener("click", () => order({ do: "dismiss" }));
  $("student-who").addEventListener("change", fillOthers);
  $("remove").addEventListener("click", () => {
    const student = chosenStudent();
    if (student && confirm(`Remove ${student.name} from the class?`)) order({ do: "remove", student: student.id });
  });
  $("rename").addEventListener("click", async () => {
    const student = chosenStudent();
    const name = $("new-name").value.trim();
    if (!student || !name) return tell("Type the new name first.");
    const said = { do: "rename", student: student.id, name };
    let answer = await order(said);
    if (answer.ask) {
      if (!confirm(`${answer.ask} Is ${student.name} the same student?`)) return null;
      answer = await order({ ...said, same: true });
    }
    if (!answer.problem) $("new-name").value = "";
    return null;
  });
  $("merge").addEventListener("click", () => {
    const student = chosenStudent();
    const into = view.students.find((each) => each.id === $("merge-into").value);
    if (student && into && confirm(`Merge ${studentLabel(student)} into ${studentLabel(into)}? ${$("merge-why").textContent}`)) {
      order({ do: "merge-students", student: student.id, into: into.id });
    }
  });
  $("new-pin").addEventListener("click", async () => {
    const person = view.people.find((each) => each.id === $("pin-who").value);
    if (!person || !confirm(`Make a new PIN for ${person.name}? The old one no longer works.`)) return;
    const { pin } = await order({ do: "pin", person: person.id });
    $("pin-said").textContent = pin ? `The new PIN of ${person.name} is ${pin}. It is shown only now.` : "";
  });
  setInterval(() => document.hidden || look(), LOOK_AGAIN);
  look();
})();
