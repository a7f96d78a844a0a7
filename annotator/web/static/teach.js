/* The teacher's page: its commands, and how the class tags. */
"use strict";

(() => {
  const { $, make } = Nodes;
  const { gettext, listed, ngettext } = Messages;
  let view = null;
  let look = () => {};

  function paint(now) {
    view = now;
    const phase = { open: gettext("Tagging is open."), closed: gettext("Tagging is closed."), ended: gettext("The lesson has ended.") }[view.phase];
    const done = ngettext("%(done)s of %(here)s has tagged every sentence.", "%(done)s of %(here)s have tagged every sentence.", view.here, { done: view.done, here: view.here });
    const vote = view.vote > 1 ? gettext("Vote %(vote)s.", { vote: view.vote }) : "";
    stage([vote, phase, early() ? joined() : done].filter(Boolean).join(" "));
    $("title").textContent = view.material.title;
    $("next-article").hidden = !nextArticle() || view.phase === "ended";
    progress();
    Lesson.paint(view, go);
    projector();
    $("legend").replaceChildren(...Bars.legend(view));
    const split = ClassState.split();
    const others = view.sentences.filter((each) => !split.includes(each));
    $("sentences").replaceChildren(...split.map(row));
    if (!split.length) $("sentences").append(make("li", { class: "quiet" }, gettext("The class is not split on any sentence yet.")));
    const tagged = others.some((each) => Object.keys(each.counts).length);
    $("agreed-h").textContent = !split.length && !tagged ? gettext("All sentences") : gettext("Agreed");
    $("agreed-n").textContent = `(${others.length})`;
    $("agreed-sentences").replaceChildren(...others.map(row));
    sources();
    refused();
    ClassList.paint(view, renew);
  }

  /* Whether tagging has not been open yet. */
  const early = () => ["join", "read"].includes(view.lesson.step) && view.phase === "closed" && view.vote === 1;

  const joined = () => ngettext("%(count)s student has joined.", "%(count)s students have joined.", view.here, { count: view.here });

  function stage(words) {
    if ($("stage").textContent !== words) $("stage").textContent = words;
  }

  function progress() {
    const count = (status) => view.students.filter((each) => each.status === status).length;
    const words = {
      working: (values) => gettext("%(count)s working", values),
      stuck: (values) => gettext("%(count)s stuck", values),
      "not started": (values) => gettext("%(count)s not started", values),
      away: (values) => gettext("%(count)s away", values),
    };
    const parts = Object.entries(words)
      .filter(([status]) => count(status) && !(early() && ["working", "not started"].includes(status))).map(([status, say]) => say({ count: count(status) }));
    const split = view.sentences.filter((each) => each.split).length;
    const classSplit = early() ? "" : gettext("The class is split on %(split)s of %(total)s sentences.", { split, total: view.sentences.length });
    $("progress").textContent = [parts.length ? `${listed(parts)}.` : "", classSplit].filter(Boolean).join(" ");
    const total = view.students.reduce((sum, each) => sum + each.total, 0);
    $("bar").value = total ? view.students.reduce((sum, each) => sum + each.tagged, 0) / total : 0;
  }

  function row(each) {
    const revealed = view.revealed[each.id];
    const on = view.lesson.screen === "sentence" && view.lesson.sentence === each.id;
    return make("li", { value: each.number, class: `spread${each.split ? " split" : ""}${on ? " on" : ""}` },
      make("span", { class: "number" }, String(each.number)),
      make("div", { class: "what" },
        make("p", { class: "text", lang: view.material.language, dir: view.material.direction, title: each.text }, each.text),
        !each.split && each.was_split ? make("p", { class: "quiet" }, gettext("The class was split here in the last vote. It no longer is.")) : null,
        ...Bars.of(view, each),
        Bars.key(revealed),
        machine(each.id)),
      make("div", { class: "commands" },
        make("button", { type: "button", "aria-pressed": String(on), "data-focus": `show ${each.id}`, "aria-label": gettext("Show on projector: sentence %(number)s", { number: each.number }), onclick: () => show("sentence", each.id) }, on ? gettext("On projector ✓") : gettext("Show")),
        toggle("ask", each.id, view.asked, gettext("Ask why"), gettext("Stop asking")),
        view.has_key ? toggle("reveal", each.id, Object.keys(view.revealed), gettext("Reveal key"), gettext("Hide key")) : null),
      Reasons.of(each, lead));
  }

  /* What a suggester says, next to the class and the key. It is there only after the vote. */
  function machine(id) {
    const said = view.machine?.sentences?.[id];
    if (!said) return null;
    const tag = view.material.tags.find((each) => each.id === said.tag)?.name;
    const values = [tag, said.source || gettext("no source"), said.cue ? `“${said.cue}”` : ""].filter(Boolean).join(" · ");
    return make("p", { class: "key neutral machine" }, gettext("The machine (%(name)s): %(values)s", { name: view.machine.by, values }));
  }

  function toggle(command, id, now, on, off) {
    const there = now.includes(id);
    const { number } = ClassState.sentence(id);
    const sentences = there ? now.filter((each) => each !== id) : [...now, id];
    const what = gettext("%(action)s: sentence %(number)s", { action: there ? off : on, number });
    const run = async () => {
      if (command === "reveal" && !there && !(await Lesson.grace((left) => ngettext("Every student sees the key of sentence %(number)s in %(left)s second.", "Every student sees the key of sentence %(number)s in %(left)s seconds.", left, { left, number })))) return;
      lead({ do: command, sentences });
    };
    return make("button", { type: "button", "data-focus": `${command} ${id}`, "aria-label": what, onclick: run }, there ? off : on);
  }

  /* The sources of the key, after the whole key is revealed. */
  function sources() {
    $("sources").hidden = !view.cards.length;
    $("source-list").replaceChildren(...view.cards.map((each) => {
      const on = view.source?.id === each.id;
      return make("li", {}, make("span", { dir: "auto" }, each.name),
        make("button", { type: "button", "aria-pressed": String(on), "data-focus": `source ${each.id}`, "aria-label": gettext("Show on projector: %(name)s", { name: each.name }), onclick: () => lead({ do: "show", screen: "source", source: each.id }) }, on ? gettext("On projector ✓") : gettext("Show")));
    }));
  }

  function refused() {
    const found = view.students.filter((each) => each.refused);
    const changes = ({ name, refused: count }) => ngettext("%(name)s (%(count)s change)", "%(name)s (%(count)s changes)", count, { name, count });
    $("refused").hidden = !found.length;
    $("refused").textContent = found.length
      ? gettext("Some changes were not accepted: %(list)s. They are kept in the students' browsers.", { list: listed(found.map(changes)) })
      : "";
  }

  /* What the projector shows, and the split sentences before and after it. */
  function projector() {
    const { screen, sentence } = view.lesson;
    for (const button of document.querySelectorAll("[data-screen]")) {
      button.setAttribute("aria-pressed", String(button.dataset.screen === screen));
    }
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === view.lesson.theme));
    }
    const shown = screen === "sentence" ? gettext("Sentence %(number)s", { number: ClassState.number(sentence) }) : gettext("A sentence");
    document.querySelector("[data-screen=sentence]").textContent = shown;
    $("back").disabled = !neighbor(-1);
    $("forth").disabled = !neighbor(1);
  }

  /* The split sentence before (-1) or after (1) the one on the projector. */
  function neighbor(by) {
    const all = ClassState.split();
    const number = view.lesson.screen === "sentence" ? ClassState.number(view.lesson.sentence) : 0;
    const found = all.filter((each) => (by > 0 ? each.number > number : each.number < number));
    return by > 0 ? found[0] : found.at(-1);
  }

  const show = (screen, sentence = null) => lead({ do: "show", screen, sentence });

  function showSentence() {
    const first = ClassState.split()[0] ?? view.sentences[0];
    if (first) show("sentence", view.lesson.sentence ?? first.id);
  }

  async function lead(said) {
    try {
      const found = await ClassState.order({ document: view.document, ...said });
      const failed = found.failed?.length ? gettext("The work of these students could not be marked finished: %(names)s.", { names: listed(found.failed) }) : "";
      tell(found.problem ?? failed);
      look();
      return found.ok ? found : null;
    } catch {
      tell(gettext("No connection. Nothing was changed."));
      return null;
    }
  }

  function tell(words) {
    $("said").textContent = words;
    $("said").hidden = !words;
  }

  function sure(question, why) {
    $("sure-h").textContent = question;
    $("sure-why").textContent = why;
    $("sure").returnValue = "no";
    $("sure").showModal();
    return new Promise((done) => $("sure").addEventListener("close", () => done($("sure").returnValue === "yes"), { once: true }));
  }

  /* A warning about students who may have unsent work, or "" if all students are online. */
  function offline() {
    const names = view.offline;
    if (!names.length || view.phase !== "open") return "";
    const more = names.length > 12 ? [gettext("and %(count)s more", { count: names.length - 12 })] : [];
    const values = { count: names.length, names: listed([...names.slice(0, 12), ...more]) };
    return ngettext(
      "%(count)s student is offline and may have unsent work: %(names)s. Tags made before you close tagging still count if they arrive within ten minutes.",
      "%(count)s students are offline and may have unsent work: %(names)s. Tags made before you close tagging still count if they arrive within ten minutes.",
      names.length, values);
  }

  const WHY = {
    vote: gettext("The votes so far are marked finished and kept. Students continue from their current tags in a new pass."),
    reveal: gettext("Every student sees the full key. Students can no longer change their tags in this vote."),
    end: gettext("All students' work is marked finished. Students can no longer change it unless you start another vote."),
  };

  /* Move to a step. A step out of order asks, and what cannot be undone waits five seconds. */
  async function go(step) {
    const jumps = step !== view.lesson.next;
    const warning = offline();
    if (jumps || warning) {
      const question = jumps ? gettext("Go to “%(step)s” now?", { step: Lesson.name(step) }) : gettext("%(step)s?", { step: Lesson.label(step) });
      const next = jumps && view.lesson.next ? gettext("The next step would be “%(step)s”.", { step: Lesson.name(view.lesson.next) }) : "";
      if (!(await sure(question, [next, warning, WHY[step]].filter(Boolean).join(" ")))) return;
    }
    if (Lesson.FINAL[step] && !(await Lesson.grace(Lesson.FINAL[step]))) return;
    lead({ do: "step", step });
  }

  async function undo() {
    const { undo: name } = view.lesson;
    if (await lead({ do: "undo" })) tell(gettext("Undone: %(what)s.", { what: name }));
  }

  const nextArticle = () => view.documents[view.documents.findIndex((each) => each.id === view.document) + 1];

  async function goToNextArticle() {
    const why = gettext("Tagging is closed. Students go to the next article, and their tags on this one are kept.");
    if (await sure(gettext("Go to the next article?"), [offline(), why].filter(Boolean).join(" "))) lead({ do: "article", document: nextArticle().id });
  }

  async function changeTagging() {
    if (view.phase !== "open") return lead({ do: "open" });
    const why = offline();
    if (!why || (await sure(gettext("Close tagging?"), why))) lead({ do: "close" });
    return null;
  }

  function showLink(heading, why, link) {
    $("linked-h").textContent = heading;
    $("linked-why").textContent = why;
    $("linked-a").href = link;
    $("linked-a").textContent = link;
    $("linked").showModal();
  }

  async function renew(student) {
    if (!(await sure(gettext("Make a new link for %(name)s?", { name: student.name }), gettext("The student's current link stops working.")))) return;
    const found = await lead({ do: "link", student: student.id });
    if (found) showLink(gettext("New personal link"), gettext("The old link no longer works. Show this link only to the student:"), found.link);
  }

  async function second() {
    if (!(await sure(gettext("Make a link for another teacher?"), gettext("Anyone who opens it can lead the class. Do not show it on the projector.")))) return;
    const found = await lead({ do: "teacher" });
    if (found) showLink(gettext("Link for another teacher"), gettext("It works once, in the next 12 hours. Copy it, and send it to the teacher:"), found.link);
  }

  $("next").addEventListener("click", () => view && go(view.lesson.next));
  $("undo").addEventListener("click", undo);
  $("tagging").addEventListener("click", changeTagging);
  $("next-article").addEventListener("click", goToNextArticle);
  $("second").addEventListener("click", second);
  $("minutes").addEventListener("change", () => lead({ do: "minutes", minutes: $("minutes").value ? Number($("minutes").value) : null }));
  for (const button of document.querySelectorAll("[data-screen]")) {
    const { screen } = button.dataset;
    button.addEventListener("click", () => (screen === "sentence" ? showSentence() : show(screen)));
  }
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.addEventListener("click", () => lead({ do: "theme", theme: button.dataset.themeChoice }));
  }
  $("back").addEventListener("click", () => show("sentence", neighbor(-1).id));
  $("forth").addEventListener("click", () => show("sentence", neighbor(1).id));
  look = ClassState.follow("", paint, stage);
  setInterval(() => document.hidden || look(), ClassState.LOOK_AGAIN);
  setInterval(() => {
    Lesson.tick();
    ClassList.tick();
  }, 1000);
})();
