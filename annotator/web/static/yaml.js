/* An annotation set as the file that annotator writes, byte for byte. A test compares the two.
   The parts that no student changes come from annotator/web/handout.py. */
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

  function cue(name, each, start) {
    const from = start + each.start;
    const to = from + Array.from(each.text).length;
    return [`${name}: {text: ${quote(each.text)}, span: [${from}, ${to}]}`];
  }

  // The lines of a field, by its type. The types are in annotator/model/annotation.py.
  const word = (name, value) => [`${name}: ${value}`];
  const LINES = {
    part: word,
    id: word,
    source: word,
    flag: word,
    count: word,
    text: (name, text) => [`${name}: ${quote(text)}`],
    cue,
    answers: (name, answers) => [`${name}:`, ...answers.map(answer)],
  };

  function lines(fields, decision, start) {
    const found = fields.flatMap(({ name, type, default: usual }) => {
      const value = decision[name] ?? usual;
      const left = value === usual || (Array.isArray(value) && !value.length);
      return left ? [] : LINES[type](name, value, start);
    });
    return found.map((each) => `  ${each}\n`).join("");
  }

  function file(material, state, annotator) {
    const sources = state.sources.length ? `sources:\n${state.sources.map(source).join("")}` : "";
    const blocks = material.sentences.map(
      (each) => each.block + lines(material.fields, { ...state.decisions[each.id], part: Model.partOf(state, each) }, each.start)
    );
    const { before, after } = material.head;
    return `${before}annotator: ${quote(annotator)}\n${after}${sources}sentences:\n${blocks.join("")}`;
  }

  return { file, quote };
})();
