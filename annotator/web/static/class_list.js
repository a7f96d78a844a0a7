/* The students on the teacher's page: who needs a look first, who is paired, who is not here. */
"use strict";

const ClassList = (() => {
  const { $, make } = Nodes;
  const STATUSES = { stuck: "stuck", away: "away", "not started": "not started", working: "working", done: "done" };
  const NEEDS_A_LOOK = ["stuck", "away", "not started"];
  let filter = "look";
  let order = "status";

  let open = false;

  // Before tagging is open, nobody is expected to have started.
  const needsALook = (each) =>
    (NEEDS_A_LOOK.includes(each.status) && (open || each.status !== "not started")) || each.refused || each.trouble;

  const FILTERS = {
    look: ["Need a look", needsALook],
    ...Object.fromEntries(Object.keys(STATUSES).map((status) => [status, [STATUSES[status][0].toUpperCase() + STATUSES[status].slice(1), (each) => each.status === status]])),
    all: ["All", () => true],
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
    $("here").textContent = `${view.students.length} joined, ${watching} with the page open.`;
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
    $("none").textContent = !view.students.length ? "No students have joined yet." : filter === "look" ? "No student needs a look." : "No students here.";
    absent(view);
    pairs(view);
    tick();
  }

  function heads(repaint) {
    const names = { name: "Name", tagged: "Tagged", since: "For" };
    const cells = Object.entries(names).map(([id, words]) =>
      make("th", { scope: "col", "aria-sort": order === id ? "ascending" : false },
        make("button", {
          type: "button", class: "sort", "data-focus": `sort ${id}`,
          onclick: () => { order = order === id ? "status" : id; repaint(); },
        }, `${words}${order === id ? " ▾" : ""}`)));
    return [...cells, make("th", { scope: "col" }, make("span", { class: "unseen" }, "Link"))];
  }

  function row(each, renew) {
    const at = each.at ? `, at ${ClassState.number(each.at)}` : "";
    return make("tr", { class: each.status.replace(" ", "-") },
      make("th", { scope: "row" }, each.name,
        make("span", { class: needsALook(each) ? "status look" : "status quiet" }, ` ${STATUSES[each.status]}${at}`),
        each.refused ? make("span", { class: "problem" }, ` ${each.refused} not accepted`) : null,
        each.trouble ? make("span", { class: "problem" }, ` ${each.trouble}`) : null),
      make("td", {}, `${each.tagged}/${each.total}`),
      make("td", each.since === null ? {} : { "data-since": each.since }, "–"),
      make("td", {}, make("button", { type: "button", "data-focus": `link ${each.id}`, "aria-label": `New link for ${each.name}`, onclick: () => renew(each) }, "New link")));
  }

  /* Write how long each student has been in this state. */
  function tick() {
    for (const cell of document.querySelectorAll("[data-since]")) {
      const minutes = Math.floor(ClassState.since(Number(cell.dataset.since)) / 60);
      const words = minutes < 1 ? "< 1 min" : minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
      if (cell.textContent !== words) cell.textContent = words;
    }
  }

  function absent(view) {
    $("absent").hidden = !view.absent.length;
    $("absent-h").textContent = `Not joined (${view.absent.length})`;
    $("absent-names").replaceChildren(...view.absent.map((name) => make("li", {}, name)));
  }

  function pairs(view) {
    $("pairs").hidden = !["talk", "vote"].includes(view.lesson.step);
    if (!view.pairs.length) {
      $("pair-list").replaceChildren(make("p", { class: "quiet" }, "No two students tagged a split sentence differently."));
      return;
    }
    const sentences = [...new Set(view.pairs.map((each) => each.sentence))];
    const groups = sentences.map((id) => make("details", { open: id === sentences[0] },
      make("summary", {}, `Sentence ${ClassState.number(id)}`),
      make("ul", {}, ...view.pairs.filter((each) => each.sentence === id).map((each) => make("li", {}, each.students.join(" – "))))));
    const alone = view.unpaired.length ? make("p", { class: "quiet" }, `Without a partner: ${view.unpaired.join(", ")}.`) : null;
    $("pair-list").replaceChildren(...groups, ...(alone ? [alone] : []));
  }

  return { paint, tick };
})();
