/* The students on the teacher's page: who needs a look first, who is paired, who is not here. */
"use strict";

const ClassList = (() => {
  const { $, make } = Nodes;
  const { gettext, listed } = Messages;
  const STATUSES = {
    stuck: gettext("stuck"), away: gettext("away"), "not started": gettext("not started"), working: gettext("working"), done: gettext("done"),
  };
  const HEADINGS = {
    stuck: gettext("Stuck"), away: gettext("Away"), "not started": gettext("Not started"), working: gettext("Working"), done: gettext("Done"),
  };
  const NEEDS_A_LOOK = ["stuck", "away", "not started"];
  let filter = "look";
  let order = "status";

  let open = false;

  // Before tagging is open, nobody is expected to have started.
  const needsALook = (each) =>
    (NEEDS_A_LOOK.includes(each.status) && (open || each.status !== "not started")) || each.refused || each.trouble;

  const FILTERS = {
    look: [gettext("Need a look"), needsALook],
    ...Object.fromEntries(Object.keys(STATUSES).map((status) => [status, [HEADINGS[status], (each) => each.status === status]])),
    all: [gettext("All"), () => true],
  };

  const urgency = (each) => Object.keys(STATUSES).indexOf(each.status);
  const byName = (one, other) => one.name.localeCompare(other.name);
  const ORDERS = {
    status: (one, other) => urgency(one) - urgency(other) || (one.since ?? 0) - (other.since ?? 0) || byName(one, other),
    name: byName,
    tagged: (one, other) => one.tagged - other.tagged || byName(one, other),
    since: (one, other) => (one.since ?? Infinity) - (other.since ?? Infinity) || byName(one, other),
  };

  /* Paint the students. `renew` makes a new link for one, `repaint` paints this again. */
  function paint(view, renew) {
    const repaint = () => ClassState.keepFocus(() => paint(view, renew));
    open = view.phase === "open";
    const watching = view.students.filter((each) => each.watching).length;
    $("here").textContent = gettext("%(joined)s joined, %(watching)s with the page open.", { joined: view.students.length, watching });
    $("filters").replaceChildren(...Object.entries(FILTERS).map(([id, [words, fits]]) => {
      const count = view.students.filter(fits).length;
      if (!count && ![filter, "look", "all"].includes(id)) return "";
      return make("button", {
        type: "button", "aria-pressed": String(filter === id), "data-focus": `filter ${id}`,
        onclick: () => { filter = id; repaint(); },
      }, `${words} ${count}`);
    }));
    $("columns").replaceChildren(...heads(repaint));
    const chosen = view.students.filter(FILTERS[filter][1]).sort(ORDERS[order]);
    $("students").replaceChildren(...chosen.map((each) => row(each, renew)));
    $("none").hidden = chosen.length > 0;
    $("none").textContent = !view.students.length ? gettext("No students have joined yet.") : filter === "look" ? gettext("No student needs a look.") : gettext("No students here.");
    absent(view);
    pairs(view);
    tick();
  }

  function heads(repaint) {
    const names = { name: gettext("Name"), tagged: gettext("Tagged"), since: gettext("For") };
    const cells = Object.entries(names).map(([id, words]) =>
      make("th", { scope: "col", "aria-sort": order === id ? "ascending" : false },
        make("button", {
          type: "button", class: "sort", "data-focus": `sort ${id}`,
          onclick: () => { order = order === id ? "status" : id; repaint(); },
        }, `${words}${order === id ? " ▾" : ""}`)));
    return [...cells, make("th", { scope: "col" }, make("span", { class: "unseen" }, gettext("Link")))];
  }

  function row(each, renew) {
    const status = STATUSES[each.status];
    const state = each.at ? gettext("%(status)s, at %(number)s", { status, number: ClassState.number(each.at) }) : status;
    return make("tr", { class: each.status.replace(" ", "-") },
      make("th", { scope: "row" }, each.name,
        make("span", { class: needsALook(each) ? "status look" : "status quiet" }, ` ${state}`),
        each.refused ? make("span", { class: "problem" }, " ", gettext("%(count)s not accepted", { count: each.refused })) : null,
        each.trouble ? make("span", { class: "problem" }, ` ${each.trouble}`) : null),
      make("td", {}, `${each.tagged}/${each.total}`),
      make("td", each.since === null ? {} : { "data-since": each.since }, "–"),
      make("td", {}, make("button", { type: "button", "data-focus": `link ${each.id}`, "aria-label": gettext("New link for %(name)s", { name: each.name }), onclick: () => renew(each) }, gettext("New link"))));
  }

  /* Write how long each student has been in this state. */
  function tick() {
    for (const cell of document.querySelectorAll("[data-since]")) {
      const minutes = Math.floor(ClassState.since(Number(cell.dataset.since)) / 60);
      const words = minutes < 1 ? gettext("< 1 min") : minutes < 120 ? gettext("%(minutes)s min", { minutes }) : gettext("%(hours)s h", { hours: Math.floor(minutes / 60) });
      if (cell.textContent !== words) cell.textContent = words;
    }
  }

  function absent(view) {
    $("absent").hidden = !view.absent.length;
    $("absent-h").textContent = gettext("Not joined (%(count)s)", { count: view.absent.length });
    $("absent-names").replaceChildren(...view.absent.map((name) => make("li", {}, name)));
  }

  function pairs(view) {
    $("pairs").hidden = !["talk", "vote"].includes(view.lesson.step);
    if (!view.pairs.length) {
      $("pair-list").replaceChildren(make("p", { class: "quiet" }, gettext("No two students tagged a split sentence differently.")));
      return;
    }
    const sentences = [...new Set(view.pairs.map((each) => each.sentence))];
    const groups = sentences.map((id) => make("details", { open: id === sentences[0] },
      make("summary", {}, gettext("Sentence %(number)s", { number: ClassState.number(id) })),
      make("ul", {}, ...view.pairs.filter((each) => each.sentence === id).map((each) => make("li", {}, each.students.join(" – "))))));
    const alone = view.unpaired.length ? make("p", { class: "quiet" }, gettext("Without a partner: %(names)s.", { names: listed(view.unpaired) })) : null;
    $("pair-list").replaceChildren(...groups, ...(alone ? [alone] : []));
  }

  return { paint, tick };
})();
