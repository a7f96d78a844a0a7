/* The teacher's list of people: the door, who waits, who is who, and removing a student. */
"use strict";

(() => {
  const { $, make } = Nodes;
  const { gettext, listed, ngettext } = Messages;
  const MOST_NAMES = 12;
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
    $("people-count").textContent = open ? gettext("(%(count)s to answer)", { count: open }) : "";
    $("door").textContent = doorWords();
    $("door-shut").textContent = view.shut ? gettext("Open the door") : gettext("Shut the door");
    if (document.activeElement !== $("limit")) $("limit").value = view.limit;
    $("waiting-box").hidden = !view.waiting.length;
    $("waiting-names").replaceChildren(...view.waiting.map(waiting));
    $("unlisted-box").hidden = !view.unlisted.length;
    $("unlisted").replaceChildren(...view.unlisted.map(unlisted));
    $("dismiss-all").hidden = view.waiting.length < 2;
    $("strangers-box").hidden = view.strangers.length < 2;
    $("strangers-why").textContent = strangersWords();
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
    if (view.shut) return gettext("The door is shut. New students wait until you let them in.");
    if (!view.open) return gettext("More students than expected have joined. New students wait until you let them in.");
    return gettext("The door is open.");
  }

  function strangersWords() {
    const count = view.strangers.length;
    if (view.people.length) return ngettext("%(count)s name fits nobody in the roster.", "%(count)s names fit nobody in the roster.", count, { count });
    return ngettext("%(count)s student has no tag and no open page.", "%(count)s students have no tag and no open page.", count, { count });
  }

  /* Fill a list, and keep what is chosen in it. */
  function fill(select, entries, label) {
    const chosen = select.value;
    select.replaceChildren(...entries.map((each) => make("option", { value: each.id, selected: each.id === chosen }, label(each))));
  }

  const studentLabel = (each) => (each.name === each.typed ? each.name : gettext("%(name)s (typed: %(typed)s)", { name: each.name, typed: each.typed }));
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
    const dismiss = button(gettext("Dismiss"), gettext("Dismiss %(name)s", { name }), { do: "dismiss", waiting: id });
    if (taken === null) {
      const mark = listed ? make("span", { class: "quiet" }, gettext("on the class list")) : null;
      return make("li", {}, make("strong", {}, name), mark, button(gettext("Let in"), gettext("Let %(name)s in", { name }), { do: "let-in", waiting: id }), dismiss);
    }
    return make("li", {}, make("strong", {}, name), make("span", { class: "quiet" }, gettext("This name is taken by %(taken)s.", { taken })),
      button(gettext("Same student"), gettext("%(name)s is the same student on another device", { name }), { do: "let-in", waiting: id, same: true }),
      button(gettext("Other student"), gettext("%(name)s is another student with the same name", { name }), { do: "let-in", waiting: id }), dismiss);
  }

  const merged = ({ id, name, into }) =>
    make("li", {}, gettext("%(name)s is the same student as %(into)s.", { name, into }), button(gettext("Separate"), gettext("Separate %(name)s from %(into)s", { name, into }), { do: "separate-students", student: id }));

  /* The likeliest people come first in the list. */
  function unlisted(student) {
    const likely = view.people.filter((each) => student.candidates.includes(each.id));
    const others = view.people.filter((each) => !student.candidates.includes(each.id));
    const option = (each) => make("option", { value: each.id }, personLabel(each));
    const choice = make("select", { "aria-label": gettext("Who is %(name)s?", { name: student.name }), "data-focus": `who ${student.id}` },
      make("option", { value: "" }, gettext("Choose …")), ...likely.map(option),
      make("optgroup", { label: gettext("Everyone else") }, ...others.map(option)));
    // A keyboard changes the choice with each arrow key, so the answer is sent by the button.
    return make("li", {}, make("strong", {}, student.name), " ", choice, " ",
      make("button", { type: "button", "aria-label": gettext("Save who %(name)s is", { name: student.name }), onclick: () => choice.value && order({ do: "person", student: student.id, person: choice.value }) }, gettext("Save")), " ",
      make("button", { type: "button", "aria-label": gettext("%(name)s is not in the roster", { name: student.name }), onclick: () => order({ do: "person", student: student.id, person: null }) }, gettext("Not in the roster")));
  }

  /* Send a command. Returns what the server says; a problem is shown. */
  async function order(said) {
    let answer = { problem: gettext("No connection. Nothing was changed.") };
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
    if (confirm(gettext("Make a new code? The old code no longer works. Students who have joined stay. Reload the projector view to show the new code."))) order({ do: "code" });
  });
  $("dismiss-all").addEventListener("click", () => order({ do: "dismiss" }));
  $("student-who").addEventListener("change", fillOthers);
  $("remove").addEventListener("click", () => {
    const student = chosenStudent();
    if (student && confirm(gettext("Remove %(name)s from the class?", { name: student.name }))) order({ do: "remove", student: student.id });
  });
  $("remove-strangers").addEventListener("click", () => {
    // Those whom the question names, also if the list changes while it is open.
    const students = view.strangers;
    const names = view.students.filter((each) => students.includes(each.id)).map((each) => each.name);
    const more = names.length > MOST_NAMES ? [gettext("and %(count)s more", { count: names.length - MOST_NAMES })] : [];
    const words = gettext("Remove %(count)s students from the class: %(names)s? Their work stays in the project.", { count: names.length, names: listed([...names.slice(0, MOST_NAMES), ...more]) });
    if (confirm(words)) order({ do: "remove-several", students });
  });
  $("rename").addEventListener("click", async () => {
    const student = chosenStudent();
    const name = $("new-name").value.trim();
    if (!student || !name) return tell(gettext("Type the new name first."));
    const said = { do: "rename", student: student.id, name };
    let answer = await order(said);
    if (answer.ask) {
      if (!confirm([answer.ask, gettext("Is %(name)s the same student?", { name: student.name })].join(" "))) return null;
      answer = await order({ ...said, same: true });
    }
    if (!answer.problem) $("new-name").value = "";
    return null;
  });
  $("merge").addEventListener("click", () => {
    const student = chosenStudent();
    const into = view.students.find((each) => each.id === $("merge-into").value);
    if (student && into && confirm([gettext("Merge %(student)s into %(into)s?", { student: studentLabel(student), into: studentLabel(into) }), $("merge-why").textContent].join(" "))) {
      order({ do: "merge-students", student: student.id, into: into.id });
    }
  });
  $("new-pin").addEventListener("click", async () => {
    const person = view.people.find((each) => each.id === $("pin-who").value);
    if (!person || !confirm(gettext("Make a new PIN for %(name)s? The old one no longer works.", { name: person.name }))) return;
    const { pin } = await order({ do: "pin", person: person.id });
    $("pin-said").textContent = pin ? gettext("The new PIN of %(name)s is %(pin)s. It is shown only now.", { name: person.name, pin }) : "";
  });
  setInterval(() => document.hidden || look(), LOOK_AGAIN);
  look();
})();
