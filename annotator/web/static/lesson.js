/* The lesson bar: the steps with their minutes, the next step, and five seconds to cancel. */
"use strict";

const Lesson = (() => {
  const { $, make } = Nodes;
  const { gettext, ngettext, pgettext } = Messages;
  const SECONDS = 5;
  const STEPS = {
    join: [gettext("Join"), gettext("Back to joining")],
    read: [gettext("Read"), gettext("Start reading")],
    tag: [pgettext("step", "Tag"), gettext("Open tagging")],
    why: [gettext("Why"), gettext("Close and ask why")],
    talk: [gettext("Talk"), gettext("Talk in pairs")],
    vote: [gettext("Vote again"), gettext("Start second vote")],
    reveal: [gettext("Reveal"), gettext("Reveal full key")],
    end: [gettext("End"), gettext("End lesson")],
  };
  const FINAL = {
    vote: (left) => ngettext("The next vote starts in %(left)s second.", "The next vote starts in %(left)s seconds.", left, { left }),
    reveal: (left) => ngettext("Every student sees the full key in %(left)s second.", "Every student sees the full key in %(left)s seconds.", left, { left }),
    end: (left) => ngettext("The lesson ends in %(left)s second.", "The lesson ends in %(left)s seconds.", left, { left }),
  };
  let view = null;
  let waiting = 0;

  const seconds = (step) => {
    const starts = view.lesson.starts;
    return starts.reduce((sum, each, place) => {
      if (each.step !== step) return sum;
      const end = starts[place + 1]?.since;
      return sum + (end === undefined ? ClassState.since(each.since) : Math.max(0, end - each.since));
    }, 0);
  };

  const minutes = (value) => gettext("%(minutes)s min", { minutes: Math.floor(value / 60) });

  /* Paint the bar. `go` moves the class to a step. */
  function paint(now, go) {
    view = now;
    const order = Object.keys(STEPS);
    const place = order.indexOf(view.lesson.step);
    $("steps").replaceChildren(...order.map((step, at) => make("li", {
      class: at < place ? "done" : "", "aria-current": at === place ? "step" : false,
    }, make("button", {
      type: "button", "data-step": step, "data-focus": `step ${step}`, disabled: step === "reveal" && !view.has_key,
      title: step === "reveal" && !view.has_key ? gettext("This document has no answer key.") : null,
      onclick: () => at !== place && go(step),
    }, make("i", { "aria-hidden": "true" }, at < place ? "✓" : String(at + 1)),
      make("span", { class: "name" }, STEPS[step][0]), make("span", { class: "time", "data-time": step })))));
    $("next").hidden = !view.lesson.next;
    if (view.lesson.next) $("next").textContent = `${label(view.lesson.next)} ${document.documentElement.dir === "rtl" ? "←" : "→"}`;
    $("clock").hidden = view.phase === "ended";
    $("undo").disabled = !view.lesson.undo;
    $("undo").title = view.lesson.undo ? gettext("Undo: %(what)s", { what: view.lesson.undo }) : gettext("There is nothing to undo.");
    const begun = view.lesson.starts.length > 1 && view.phase !== "ended";
    $("undo-why").textContent = begun && !view.lesson.undo ? gettext("You cannot undo what happened before a vote, a full reveal, another article or a restart.") : "";
    $("tagging").hidden = !["tag", "vote"].includes(view.lesson.step) || view.phase === "ended";
    $("tagging").textContent = view.phase === "open" ? gettext("Close tagging") : gettext("Open tagging");
    if (document.activeElement !== $("minutes")) $("minutes").value = view.lesson.minutes ?? "";
    tick();
  }

  const label = (step) => (step === "vote" && view.vote > 1 ? gettext("Start another vote") : STEPS[step][1]);
  const name = (step) => STEPS[step][0];

  /* Write the minutes of each step. The current one also has the minutes that are left. */
  function tick() {
    if (!view) return;
    for (const node of document.querySelectorAll("[data-time]")) {
      const step = node.dataset.time;
      const reached = view.lesson.starts.some((each) => each.step === step);
      node.textContent = reached ? minutes(seconds(step)) : "";
    }
    const start = view.lesson.starts.at(-1);
    if (!start) return;
    const gone = ClassState.since(start.since);
    const left = start.minutes === null ? null : Math.ceil(start.minutes - gone / 60);
    $("gone").textContent = left === null ? minutes(gone) : left >= 0 ? gettext("%(gone)s, %(left)s left", { gone: minutes(gone), left }) : gettext("%(gone)s, %(over)s over", { gone: minutes(gone), over: -left });
    $("clock").classList.toggle("late", left !== null && left <= 0);
  }

  /* Wait five seconds. `words` gives the sentence for the seconds that are left. False if the teacher cancels, or if another wait is still running. */
  function grace(words) {
    if (waiting) return Promise.resolve(false);
    $("waiting").hidden = false;
    return new Promise((done) => {
      let left = SECONDS;
      const finish = (yes) => {
        clearInterval(waiting);
        waiting = 0;
        $("waiting").hidden = true;
        done(yes);
      };
      const write = () => ($("waiting-p").textContent = words(left));
      write();
      waiting = setInterval(() => (--left ? write() : finish(true)), 1000);
      $("cancel").onclick = () => finish(false);
      $("cancel").focus();
    });
  }

  return { FINAL, grace, label, name, paint, tick };
})();
