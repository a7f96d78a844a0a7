/* The projector: one thing at a time, as the teacher leads. It has no names, and no button but the
   one for dark or light. */
"use strict";

(() => {
  const { $, make } = Nodes;
  const { gettext, listed, ngettext } = Messages;
  const TASKS = {
    join: [gettext("Welcome"), gettext("Read the article while the others join.")],
    read: [gettext("Read the article"), gettext("Read it once, from the beginning to the end.")],
    tag: [gettext("Tag each sentence"), gettext("Ask the questions in their order. The first yes gives the tag.")],
    why: [gettext("Why this tag?"), ""],
    talk: [gettext("Talk in pairs"), ""],
    vote: [gettext("Vote again"), gettext("Change a tag if another student convinced you. Keep it if not.")],
    reveal: [gettext("The key"), gettext("Compare it with your own tags.")],
    end: [gettext("The lesson has ended"), ""],
  };
  let view = null;
  let led = null;

  function paint(now) {
    view = now;
    if (view.lesson.theme !== led) keepTheme(view.lesson.theme);
    const { screen, step, sentence } = view.lesson;
    $("title").textContent = view.material.title;
    $("join").hidden = screen !== "join";
    $("lesson").hidden = screen === "join";
    $("here").textContent = view.here;
    const expected = view.here + view.expected;
    $("here-of").textContent = view.expected ? gettext("of %(expected)s are here", { expected }) : ngettext("is here", "are here", view.here);
    const shown = screen === "sentence" ? ClassState.sentence(sentence) : null;
    const card = screen === "source" ? view.source : null;
    $("task").hidden = Boolean(shown || card);
    $("sentence").hidden = !shown;
    $("source").hidden = !card;
    if (shown) paintSentence(shown);
    else if (card) paintSource(card);
    else paintTask(step);
    paintState(shown);
    tick();
  }

  function paintTask(step) {
    const [heading, words] = TASKS[step];
    $("task-h").textContent = heading;
    $("task-p").textContent = { why: asking, talk: pairing, end: ending }[step]?.() ?? words;
    $("question").textContent = "";
    $("place").textContent = view.material.title;
  }

  /* The sentences for which students give a reason. */
  function asking() {
    const numbers = listed(view.asked.map(ClassState.number));
    return view.asked.length ? gettext("Write one line for each of these sentences: %(numbers)s.", { numbers }) : gettext("Your teacher asks about some sentences.");
  }

  const ending = () => (view.has_key ? gettext("Your work is saved. Your page leads to your feedback.") : gettext("Your work is saved."));

  /* What to look for in another student. */
  function pairing() {
    const first = view.talk ? ClassState.number(view.talk) : 0;
    return first
      ? gettext("Your page names your partner and the sentence. If it does not, find someone who tagged sentence %(number)s differently. Explain your tags to each other.", { number: first })
      : gettext("Compare your tags with the student next to you.");
  }

  function paintState(shown) {
    const { vote } = view;
    const phase = {
      open: vote > 1 ? gettext("Vote %(vote)s is open", { vote }) : gettext("Tagging is open"),
      closed: vote > 1 ? gettext("Vote %(vote)s is closed", { vote }) : gettext("Tagging is closed"),
      ended: gettext("The lesson has ended"),
    }[view.phase];
    const answers = shown ? Object.values(shown.counts).reduce((sum, each) => sum + each, 0) : 0;
    const count = shown ? ngettext("%(answers)s answer", "%(answers)s answers", answers, { answers }) : gettext("%(done)s of %(here)s finished", { done: view.done, here: view.here });
    // Before tagging opens, nobody can have finished.
    const early = !shown && ["join", "read"].includes(view.lesson.step) && view.phase === "closed";
    const words = early ? phase : `${phase} · ${count}`;
    if ($("stage").textContent !== words) $("stage").textContent = words;
  }

  function paintSentence(each) {
    const split = ClassState.split();
    const place = split.indexOf(each);
    const all = view.material.sentences.length;
    $("place").textContent = [
      gettext("Sentence %(number)s of %(total)s", { number: each.number, total: all }),
      place < 0 ? "" : gettext("%(place)s of %(count)s split", { place: place + 1, count: split.length }),
    ].filter(Boolean).join(" · ");
    $("question").textContent = view.lesson.step === "talk" ? gettext("Find someone who tagged sentence %(number)s differently.", { number: each.number }) : "";
    const reasons = make("ul", { class: "reasons" }, ...each.reasons.map(reason));
    $("sentence").replaceChildren(
      make("p", { class: "said", lang: view.material.language, dir: view.material.direction }, make("sup", {}, String(each.number)), each.text),
      ...Bars.of(view, each, true).filter(Boolean),
      ...[Bars.key(view.revealed[each.id])].filter(Boolean),
      ...(each.reasons.length ? [reasons] : []));
    $("sentence").className = each.text.length > 220 ? "long" : "";
    fit(reasons);
  }

  /* The card of a source: the five questions with their answers. */
  function paintSource(card) {
    $("place").textContent = gettext("Source %(number)s of %(total)s", { number: card.number, total: card.of });
    $("question").textContent = "";
    const about = [...card.about, card.concerned ? gettext("concerned party") : ""].filter(Boolean);
    $("source").replaceChildren(
      make("h2", { dir: "auto" }, card.name),
      make("p", { class: "quiet", dir: "auto" }, about.join(" · ")),
      make("dl", {}, ...card.answers.map(answer)),
      card.described.length ? make("p", { class: "quiet", lang: view.material.language }, card.described.map((each) => `“${each}”`).join(", ")) : "");
  }

  function answer(each) {
    return make("div", {},
      make("dt", {}, make("span", { class: "letter", "aria-hidden": "true" }, each.letter), make("span", {}, each.question)),
      make("dd", {}, make("strong", { class: each.color }, `${each.sign} ${each.verdict}`), ` ${each.reason} `,
        each.places.length ? make("span", { class: "quiet" }, `(${each.places.slice(0, 6).join(", ")})`) : ""));
  }

  function reason(each) {
    const tag = ClassState.tag(each.tag);
    return make("li", {},
      make("span", { class: `mark ${tag?.color ?? ""}` }, tag?.mark ?? "·"),
      make("span", {}, each.note),
      each.count > 1 ? make("strong", {}, `× ${each.count}`) : null);
  }

  /* Take reasons off until the rest fits, and say how many are not shown. */
  function fit(list) {
    const area = $("sentence").parentElement;
    const fits = () => area.scrollHeight <= area.clientHeight + 1;
    let removed = 0;
    const more = make("li", { class: "quiet" });
    while (!fits() && list.querySelector("li:not(.quiet)")) {
      list.querySelector("li:not(.quiet):last-of-type, li:not(.quiet):nth-last-child(2)")?.remove();
      removed += 1;
      more.textContent = gettext("and %(count)s more", { count: removed });
      list.append(more);
    }
    if (!fits()) $("sentence").classList.add("long");
  }

  function tick() {
    if (!view) return;
    const start = view.lesson.starts.at(-1);
    if (!start || start.minutes === null) return void ($("clock").textContent = "");
    const left = Math.max(0, Math.ceil(start.minutes * 60 - ClassState.since(start.since)));
    $("clock").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    $("clock").classList.toggle("late", left === 0);
  }

  /* Dark on a bright wall, light in a bright room: as the teacher's page says, or this button. The
     browser remembers it for the next sitting. */
  function theme(name) {
    if (name) document.documentElement.dataset.theme = name;
  }

  function keepTheme(name) {
    led = name;
    delete document.documentElement.dataset.theme;
    theme(name);
    try {
      if (name) localStorage.setItem("projector theme", name);
      else localStorage.removeItem("projector theme");
    } catch {
      // Without storage the next page begins as the system is.
    }
  }

  function otherTheme() {
    const now = document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    keepTheme(now === "dark" ? "light" : "dark");
    // Without a connection, it is changed here alone.
    ClassState.order({ do: "theme", theme: led }).catch(() => {});
  }

  try {
    theme(localStorage.getItem("projector theme"));
  } catch {
    // Without storage the page begins as the system is.
  }
  $("theme").addEventListener("click", otherTheme);
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "d" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat) otherTheme();
  });
  ClassState.follow("?names=no", paint, (words) => ($("stage").textContent = words));
  setInterval(tick, 500);
  addEventListener("resize", () => view && paint(view));
})();
