/* The lesson bar: the steps with their minutes, the next step, and five seconds to cancel. */
"use strict";

const Lesson = (() => {
  const { $, make } = Nodes;
  const SECONDS = 5;
  const STEPS = {
    join: ["Join", "Back to joining"],
    read: ["Read", "Start reading"],
    tag: ["Tag", "Open tagging"],
    why: ["Why", "Close and ask why"],
    talk: ["Talk", "Talk in pairs"],
    vote: ["Vote again", "Start second vote"],
    reveal: ["Reveal", "Reveal full key"],
    end: ["End", "End lesson"],
  };
  const FINAL = {
    vote: "The next vote starts",
    reveal: "Every student sees the full key",
    end: "The lesson ends",
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

  const minutes = (value) => `${Math.floor(value / 60)} min`;

  /* Paint the bar. `go` moves the class to a step. */
  function paint(now, go) {
    view = now;
    const order = Object.keys(STEPS);
    const place = order.indexOf(view.lesson.step);
    $("steps").replaceChildren(...order.map((step, at) => make("li", {
      class: at < place ? "done" : "", "aria-current": at === place ? "step" : false,
    }, make("button", {
      type: "button", "data-step": step, "data-focus": `step ${step}`, disabled: step === "reveal" && !view.has_key,
      title: step === "reveal" && !view.has_key ? "This document has no answer key." : null,
      onclick: () => at !== place && go(step),
    }, make("i", { "aria-hidden": "true" }, at < place ? "✓" : String(at + 1)),
      make("span", { class: "name" }, STEPS[step][0]), make("span", { class: "time", "data-time": step })))));
    $("next").hidden = !view.lesson.next;
    if (view.lesson.next) $("next").textContent = `${label(view.lesson.next)} →`;
    $("clock").hidden = view.phase === "ended";
    $("undo").disabled = !view.lesson.undo;
    $("undo").title = view.lesson.undo ? `Undo: ${view.lesson.undo}` : "There is nothing to undo.";
    const begun = view.lesson.starts.length > 1 && view.phase !== "ended";
    $("undo-why").textContent = begun && !view.lesson.undo ? "You cannot undo what happened before a vote, a full reveal, another article or a restart." : "";
    $("tagging").hidden = !["tag", "vote"].includes(view.lesson.step) || view.phase === "ended";
    $("tagging").textContent = view.phase === "open" ? "Close tagging" : "Open tagging";
    if (document.activeElement !== $("minutes")) $("minutes").value = view.lesson.minutes ?? "";
    tick();
  }

  const label = (step) => (step === "vote" && view.vote > 1 ? "Start another vote" : STEPS[step][1]);
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
    $("gone").textContent = left === null ? minutes(gone) : left >= 0 ? `${minutes(gone)}, ${left} left` : `${minutes(gone)}, ${-left} over`;
    $("clock").classList.toggle("late", left !== null && left <= 0);
  }

  /* Wait five seconds. False if the teacher cancels, or if another wait is still running. */
  function grace(what) {
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
      const write = () => ($("waiting-p").textContent = `${what} in ${left} ${left === 1 ? "second" : "seconds"}.`);
      write();
      waiting = setInterval(() => (--left ? write() : finish(true)), 1000);
      $("cancel").onclick = () => finish(false);
      $("cancel").focus();
    });
  }

  return { FINAL, grace, label, name, paint, tick };
})();
