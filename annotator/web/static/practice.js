/* The desk for practice: the key answers each tag at once. Nothing is kept, and nothing is sent. */
"use strict";

(async () => {
  const inside = document.getElementById("material");
  const material = inside ? JSON.parse(inside.textContent) : await (await fetch(Nodes.at("/api/practice"))).json();
  // The tags given first, which the summary counts, however often a sentence is tried again.
  const first = new Map();
  let hear = () => {};

  const desk = {
    material: { ...material, ask: "tags" },
    state: Model.blank(material),
    standing: { phase: "open", vote: 1, asked: [], revealed: {} },
    at: null,
    readOnly: null,
    undone: [],
    problem: "Practice: the key answers at once. Nothing is kept or marked.",
    practice: true,
    saving: { words: "Practice", kind: "busy" },
    edit(said) {
      try {
        desk.state = Model.apply(desk.state, said, material);
      } catch (error) {
        if (!(error instanceof Model.Refused)) throw error;
        hear(error.message);
        return false;
      }
      const tag = desk.state.decisions[said.sentence].tag;
      const verdict = material.verdicts[said.sentence]?.[tag];
      if (verdict) {
        desk.standing.revealed[said.sentence] = verdict;
        if (!first.has(said.sentence)) first.set(said.sentence, tag);
      } else {
        delete desk.standing.revealed[said.sentence];
      }
      tell();
      return true;
    },
    move() {},
    keep() {},
    listen(hearing) {
      hear = hearing;
    },
  };

  /* The first answers so far, as Practice.summary_lines of annotator/model/practice.py tells them. */
  function summary() {
    const asked = Object.keys(material.verdicts);
    const answered = asked.filter((id) => first.has(id));
    const left = asked.length - answered.length;
    const byTag = material.tags.map((tag) => [tag, answered.filter((id) => material.verdicts[id][tag.id].own)]);
    return {
      done: !left,
      lines: [
        `${counting(answered)} of ${answered.length} ${answered.length === 1 ? "answer" : "answers"} agreed with the key.`,
        ...(left ? [`${left} of ${asked.length} ${asked.length === 1 ? "sentence" : "sentences"} ${left === 1 || asked.length === 1 ? "was" : "were"} not answered.`] : []),
        ...byTag.filter(([, own]) => own.length).map(([tag, own]) => line(tag, own)),
      ],
    };
  }

  const verdict = (id) => material.verdicts[id][first.get(id)];
  const counting = (ids) => ids.filter((id) => verdict(id).counts).length;

  function line(tag, own) {
    const instead = new Map();
    for (const id of own.filter((each) => !verdict(each).counts)) {
      instead.set(first.get(id), (instead.get(first.get(id)) ?? 0) + 1);
    }
    const taken = [...instead].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    const name = (id) => material.tags.find((each) => each.id === id).name;
    const words = taken.map(([id, times]) => `${name(id)} (${times})`).join(", ");
    return `${tag.name}: ${counting(own)} of ${own.length}${words ? `; instead you said ${words}` : ""}.`;
  }

  function tell() {
    const { done, lines } = summary();
    desk.problem = done ? "" : lines[0];
    const list = document.getElementById("summary");
    list.hidden = !done;
    if (done) {
      const open = list.querySelector("details")?.open ?? true;
      list.replaceChildren(
        Nodes.make("details", { open },
          Nodes.make("summary", {}, `All done. ${lines[0]}`),
          Nodes.make("p", {}, "Your first answers count."),
          Nodes.make("ul", {}, ...lines.slice(1).map((each) => Nodes.make("li", {}, each)))));
    }
  }

  Page.begin(desk);
})();
