/* A set as the file that annotator writes, byte for byte; a test compares the two.
   Everything that no student changes comes ready from annotator/web/handout.py. */
"use strict";

const Yaml = (() => {
  const ESCAPED = /["\\\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/gu;
  const SHORT = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0" };

  function escaped(character) {
    const number = character.codePointAt(0);
    const hex = (width) => number.toString(16).toUpperCase().padStart(width, "0");
    return SHORT[character] ?? (number < 256 ? `\\x${hex(2)}` : `\\u${hex(4)}`);
  }

  const quote = (text) => `"${text.replace(ESCAPED, escaped)}"`;

  function source(each) {
    const kind = each.kind ? `, kind: ${each.kind}` : "";
    return `- {id: ${each.id}, name: ${quote(each.name)}${kind}}\n`;
  }

  function answer(each) {
    return each.stance ? `- {claim: ${each.claim}, stance: ${each.stance}}` : `- {claim: ${each.claim}}`;
  }

  function lines(decision, start) {
    const found = [];
    if (decision.part) found.push(`part: ${decision.part}`);
    if (decision.tag) found.push(`tag: ${decision.tag}`);
    if (decision.source) found.push(`source: ${decision.source}`);
    if (decision.cue) {
      const from = start + decision.cue.start;
      const to = from + Array.from(decision.cue.text).length;
      found.push(`cue: {text: ${quote(decision.cue.text)}, span: [${from}, ${to}]}`);
    }
    if (decision.answers.length) found.push("answers:", ...decision.answers.map(answer));
    if (!decision.checkable) found.push("checkable: false");
    if (decision.note) found.push(`note: ${quote(decision.note)}`);
    if (decision.flag) found.push("flag: true");
    return found.map((each) => `  ${each}\n`).join("");
  }

  function file(material, state, annotator) {
    const sources = state.sources.length ? `sources:\n${state.sources.map(source).join("")}` : "";
    const blocks = material.sentences.map(
      (each) => each.block + lines({ ...state.decisions[each.id], part: Model.partOf(state, each) }, each.start)
    );
    const { before, after } = material.head;
    return `${before}annotator: ${quote(annotator)}\n${after}${sources}sentences:\n${blocks.join("")}`;
  }

  return { file, quote };
})();
