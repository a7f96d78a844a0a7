/* The model as the page needs it: a set's decisions, and what each edit does to them.
   It does what annotator/model does; a test compares the two over random edits. */
"use strict";

const Model = (() => {
  // What Python takes for white space.
  const WHITE = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
  const YAML_WORDS = new Set(["y", "n", "yes", "no", "on", "off", "true", "false", "null"]);
  const ATTRIBUTES = new Set(["claim", "confirmation", "non-response"]);
  const ANSWERS = new Set(["confirmation", "non-response"]);

  const PARTS = new Set(["title", "dateline", "byline", "caption", "pullquote", "other"]);

  // What a browser has kept may have a kind by the name that was written before.
  const FORMER_KINDS = new Map([["organisation", "organization"]]);

  // Of these fields an edit says several things.
  const NESTED = new Set(["source", "cue"]);

  class Refused extends Error {}

  const ENDS = new RegExp(`^${WHITE.source}|${WHITE.source}$`, "g");

  const trimmed = (text) => text.replace(ENDS, "");
  const plain = (name) => name.replace(WHITE, " ").replace(/^ | $/g, "");
  const folded = (name) => plain(name.normalize("NFKC").toLowerCase());
  const points = (text) => Array.from(text);

  function identifier(name, taken) {
    const ascii = name.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
    let stem = ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
    if (!/^[a-z]/.test(stem)) stem = `source-${stem}`.replace(/-+$/, "");
    let number = 1;
    let candidate = YAML_WORDS.has(stem) ? `${stem}-1` : stem;
    while (taken.has(candidate)) {
      number += 1;
      candidate = `${stem}-${number}`;
    }
    return candidate;
  }

  /* What is decided of a sentence at first: every field of the page is at its default. */
  const empty = (material) =>
    Object.fromEntries(material.fields.map((field) => [field.name, field.default]));

  const blank = (material) => ({
    decisions: Object.fromEntries(
      material.sentences.map((each) => [each.id, { ...empty(material), part: each.part ?? null }])
    ),
    sources: [],
  });

  /* Which furniture a sentence is in this state; null is body text. What a page kept before there
     was a choice says nothing of it. */
  function partOf(state, sentence) {
    const own = state.decisions[sentence.id].part;
    return (own === undefined ? sentence.part : own) ?? null;
  }

  const role = (material, tag) => material.tags.find((each) => each.id === tag)?.role ?? "none";

  function inRole(answers, what) {
    if (what === "confirmation") {
      return answers.map((each) => ({ claim: each.claim, stance: each.stance ?? "supports" }));
    }
    if (what === "non-response") {
      return answers.map((each) => ({ claim: each.claim, stance: null }));
    }
    return answers;
  }

  function found(sources, name, kind) {
    const known =
      sources.find((each) => folded(each.name) === folded(name)) ??
      sources.find((each) => each.id === name);
    if (known) return { id: known.id, name: known.name, kind: kind ?? known.kind };
    const clean = plain(name);
    return { id: identifier(clean, new Set(sources.map((each) => each.id))), name: clean, kind };
  }

  function put(sources, source) {
    const there = sources.some((each) => each.id === source.id);
    return there
      ? sources.map((each) => (each.id === source.id ? source : each))
      : [...sources, source];
  }

  function placed(sentence, words, start) {
    // The handout has the text as it is beside the text as it is shown, where they differ.
    const text = sentence.exact ?? sentence.text;
    const all = points(text);
    if (Number.isInteger(start) && all.slice(start).join("").startsWith(words)) {
      return { text: words, start };
    }
    const at = text.indexOf(words);
    if (at < 0) throw new Refused("These words do not stand in the sentence; copy them from there.");
    return { text: words, start: points(text.slice(0, at)).length };
  }

  // Each gives the changed decision, and the sources where they change too.
  const EDITS = {
    tag(edit, was, state, material, sentence) {
      const tag = edit.tag ?? null;
      if (tag === null) return { ...was, tag };
      if (partOf(state, sentence)) throw new Refused("This is furniture, which takes no tag.");
      return { ...was, tag, answers: inRole(was.answers, role(material, tag)) };
    },
    part(edit, was) {
      const part = edit.part ?? null;
      if (part && !PARTS.has(part)) throw new Refused(`There is no part “${part}”.`);
      return part ? { ...was, tag: null, part } : { ...was, part };
    },
    source(edit, was, state) {
      if (!edit.name || !plain(edit.name)) return { ...was, source: null };
      const source = found(state.sources, edit.name, FORMER_KINDS.get(edit.kind) ?? edit.kind ?? null);
      state.sources = put(state.sources, source);
      return { ...was, source: source.id };
    },
    cue(edit, was, state, material, sentence) {
      const words = trimmed(edit.words ?? "");
      return { ...was, cue: words ? placed(sentence, words, edit.start) : null };
    },
    answers(edit, was, state, material, sentence) {
      const once = new Map();
      for (const each of edit.answers) {
        if (each.claim === sentence.id) throw new Refused("A sentence cannot answer itself.");
        once.set(each.claim, { claim: each.claim, stance: each.stance ?? null });
      }
      return { ...was, answers: inRole([...once.values()], role(material, was.tag)) };
    },
    checkable: (edit, was) => ({ ...was, checkable: edit.checkable }),
    note: (edit, was) => ({ ...was, note: trimmed(edit.note ?? "") || null }),
    flag: (edit, was) => ({ ...was, flag: edit.flag }),
    restore(edit, was, state, material, sentence) {
      let now = edit.part === undefined ? was : { ...was, part: edit.part };
      for (const { name, type } of material.fields) {
        if (type === "part") continue;
        const part = NESTED.has(type) ? edit[name] ?? {} : edit;
        if (name === "tag" && (now.part ?? null) && (edit.tag ?? null) !== null) continue;
        state.decisions[sentence.id] = now;
        now = EDITS[name](part, now, state, material, sentence);
      }
      return now;
    },
  };

  /* The state after an edit; the state before it stays as it was. Throws Refused. */
  function apply(state, edit, material) {
    const sentence = material.sentences.find((each) => each.id === edit.sentence);
    const next = { decisions: { ...state.decisions }, sources: state.sources };
    const was = state.decisions[edit.sentence];
    next.decisions[edit.sentence] = EDITS[edit.do](edit, was, next, material, sentence);
    if (next.sources !== state.sources || was.source !== next.decisions[edit.sentence].source) {
      const used = new Set(Object.values(next.decisions).map((each) => each.source));
      next.sources = next.sources.filter((each) => used.has(each.id));
    }
    return next;
  }

  /* The edit that sets a sentence back to what it is in this state. */
  function restoring(state, id) {
    const now = state.decisions[id];
    const source = state.sources.find((each) => each.id === now.source);
    return {
      ...now,
      do: "restore",
      sentence: id,
      source: source ? { name: source.name, kind: source.kind } : null,
      cue: now.cue ? { words: now.cue.text, start: now.cue.start } : null,
    };
  }

  const body = (state, material) => material.sentences.filter((each) => !partOf(state, each));
  const tagged = (state, material) =>
    body(state, material).filter((each) => state.decisions[each.id].tag !== null).length;

  return {
    ANSWERS, ATTRIBUTES, Refused, apply, blank, body, empty, folded, identifier, partOf, plain, points,
    restoring, role, tagged,
  };
})();
