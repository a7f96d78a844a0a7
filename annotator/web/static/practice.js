/* The desk for practice: the key answers each tag at once. Nothing is kept, and nothing is sent. */
"use strict";

(async () => {
  const inside = document.getElementById("material");
  const material = inside ? JSON.parse(inside.textContent) : await (await fetch("/api/practice")).json();
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
      desk.problem = summary();
      return true;
    },
    move() {},
    keep() {},
    listen(hearing) {
      hear = hearing;
    },
  };

  function summary() {
    const asked = Object.keys(material.verdicts);
    const counts = (ids) => ids.filter((id) => material.verdicts[id][first.get(id)].counts).length;
    const answered = asked.filter((id) => first.has(id));
    const words = `${counts(answered)} of ${answered.length} first answers agreed with the key.`;
    if (answered.length < asked.length) return words;
    const byTag = material.tags.flatMap((tag) => {
      const own = asked.filter((id) => material.verdicts[id][tag.id]?.own);
      return own.length ? [`${tag.name}: ${counts(own)} of ${own.length}.`] : [];
    });
    return `All done. ${words} ${byTag.join(" ")}`;
  }

  Page.begin(desk);
})();
