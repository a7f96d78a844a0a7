/* The desk for practice: each tag is compared with the key at once. The answers stay in this browser,
   and nothing is sent. */
"use strict";

(async () => {
  const { gettext, listed, ngettext } = Messages;
  const inside = document.getElementById("material");
  const material = inside ? JSON.parse(inside.textContent) : await (await fetch(Nodes.at("/api/practice"))).json();
  let hear = () => {};

  // On a shared device, each student has separate answers.
  const own = `annotator practice ${material.sha256} ${material.student ?? ""}`;
  const work = Store.work(`${own} `, material, () => heard());
  const answer = (id) => `first ${id}`;
  // The first tag chosen. The summary counts it even if the student tries the sentence again.
  const first = (id) => work.store.read(answer(id));

  const desk = {
    material: { ...material, prompt_level: "tags" },
    get state() {
      return work.state;
    },
    standing: { phase: "open", vote: 1, asked: [], revealed: {} },
    at: null,
    readOnly: null,
    undone: [],
    problem: "",
    practice: true,
    get warnings() {
      return work.elsewhere
        ? [gettext("This practice is also open in another tab. Answers from both tabs are saved together. Close one of them.")]
        : [];
    },
    get saving() {
      return work.kept
        ? { words: gettext("Practice"), kind: "busy" }
        : { words: gettext("Practice: answers are not saved in this browser"), kind: "bad" };
    },
    get offer() {
      const words = gettext("This browser has answers from an earlier practice.");
      return begun ? { words, choices: [[gettext("Start over"), startOver]] } : null;
    },
    edit(said) {
      try {
        work.edit(said);
      } catch (error) {
        if (!(error instanceof Model.Refused)) throw error;
        hear(error.message);
        return false;
      }
      const tag = work.state.decisions[said.sentence].tag;
      if (material.verdicts[said.sentence]?.[tag] && first(said.sentence) === null) {
        work.store.write(answer(said.sentence), tag);
      }
      begun = false;
      tell();
      return true;
    },
    move() {},
    keep() {},
    listen(hearing) {
      hear = hearing;
    },
  };

  function startOver() {
    work.reset();
    begun = false;
    desk.undone = [];
    heard();
  }

  function heard() {
    tell();
    hear("");
  }

  /* The summary of the first answers so far, in the words of `annotator practice`. */
  function summary() {
    const asked = Object.keys(material.verdicts);
    const answered = asked.filter((id) => first(id) !== null);
    const left = asked.length - answered.length;
    const byTag = material.tags.map((tag) => [tag, answered.filter((id) => material.verdicts[id][tag.id].own)]);
    return {
      done: !left,
      lines: [
        ngettext(
          "%(right)s of %(total)s answer agreed with the key.", "%(right)s of %(total)s answers agreed with the key.",
          answered.length, { right: counting(answered), total: answered.length }),
        ...(left ? [unanswered(left, asked.length)] : []),
        ...byTag.filter(([, own]) => own.length).map(([tag, own]) => line(tag, own)),
      ],
    };
  }

  function unanswered(left, total) {
    if (total === 1) return gettext("The only sentence was not answered.");
    return ngettext(
      "%(left)s of %(total)s sentences was not answered.", "%(left)s of %(total)s sentences were not answered.",
      left, { left, total });
  }

  const verdict = (id) => material.verdicts[id][first(id)];
  const counting = (ids) => ids.filter((id) => verdict(id).counts).length;

  function line(tag, own) {
    const instead = new Map();
    for (const id of own.filter((each) => !verdict(each).counts)) {
      instead.set(first(id), (instead.get(first(id)) ?? 0) + 1);
    }
    const taken = [...instead].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    const name = (id) => material.tags.find((each) => each.id === id).name;
    const values = { tag: tag.name, right: counting(own), total: own.length };
    if (!taken.length) return gettext("%(tag)s: %(right)s of %(total)s.", values);
    const tags = listed(taken.map(([id, times]) => gettext("%(tag)s (%(times)s)", { tag: name(id), times })));
    return gettext("%(tag)s: %(right)s of %(total)s. You chose %(tags)s instead.", { ...values, tags });
  }

  function reveal() {
    const given = Object.keys(material.verdicts).map((id) => [id, material.verdicts[id][work.state.decisions[id].tag]]);
    desk.standing.revealed = Object.fromEntries(given.filter(([, verdict]) => verdict));
  }

  const BEFORE = gettext("Practice: you see the key's answer after each tag. Your answers stay in this browser. They are not graded.");

  function tell() {
    reveal();
    const { done, lines } = summary();
    desk.problem = Object.keys(material.verdicts).some((id) => first(id) !== null) ? (done ? "" : lines[0]) : BEFORE;
    const list = document.getElementById("summary");
    list.hidden = !done;
    if (done) {
      const open = list.querySelector("details")?.open ?? true;
      list.replaceChildren(
        Nodes.make("details", { open },
          Nodes.make("summary", {}, gettext("All done. %(result)s", { result: lines[0] })),
          Nodes.make("p", {}, gettext("Only your first answer to each sentence counts.")),
          Nodes.make("ul", {}, ...lines.slice(1).map((each) => Nodes.make("li", {}, each)))));
    }
  }

  let begun = Object.keys(material.verdicts).some((id) => first(id) !== null);
  tell();
  Store.warnOnLeaving(() => !work.kept && Object.keys(desk.standing.revealed).length > 0);
  Page.begin(desk);
})();
