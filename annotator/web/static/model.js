/* The model as the page needs it: a set's decisions, and what each edit does to them.
   It does what annotator/model does. A test compares the two over random edits. */
"use strict";

const Model = (() => {
  // The characters that Python counts as white space.
  const WHITE = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
  const YAML_WORDS = new Set(["y", "n", "yes", "no", "on", "off", "true", "false", "null"]);
  const ATTRIBUTES = new Set(["claim", "confirmation", "non-response"]);
  const ANSWERS = new Set(["confirmation", "non-response"]);

  const PARTS = new Set(["title", "dateline", "byline", "caption", "pullquote", "other"]);

  // A browser may have stored a kind of source under its former name.
  const FORMER_KINDS = new Map([["organisation", "organization"]]); // codespell:ignore organisation

  // For these fields an edit holds an object.
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

  /* The decisions on a sentence at the start: every field has its default. */
  const empty = (material) =>
    Object.fromEntries(material.fields.map((field) => [field.name, field.default]));

  const blank = (material) => ({
    decisions: Object.fromEntries(
      material.sentences.map((each) => [each.id, { ...empty(material), part: each.part ?? null }])
    ),
    sources: [],
  });

  /* The kind of furniture that a sentence is in this state, or null for body text. State that an
     earlier version of the page stored has no such field. */
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
    // Where the exact text differs from the text shown, the handout has both.
    const text = sentence.exact ?? sentence.text;
    const all = points(text);
    if (Number.isInteger(start) && all.slice(start).join("").startsWith(words)) {
      return { text: words, start };
    }
    const at = text.indexOf(words);
    if (at < 0) throw new Refused("The sentence does not contain these words. Copy them from the sentence.");
    return { text: words, start: points(text.slice(0, at)).length };
  }

  // Each returns the changed decision, and also updates the sources if they change.
  const EDITS = {
    tag(edit, was, state, material, sentence) {
      const tag = edit.tag ?? null;
      if (tag === null) return { ...was, tag };
      if (partOf(state, sentence)) throw new Refused("This sentence is not body text, so it cannot have a tag.");
      return { ...was, tag, answers: inRole(was.answers, role(material, tag)) };
    },
    part(edit, was) {
      const part = edit.part ?? null;
      if (part && !PARTS.has(part)) throw new Refused(`“${part}” is not a kind of furniture.`);
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
        if (each.claim === sentence.id) throw new Refused("A sentence cannot respond to itself.");
        once.set(each.claim, { claim: each.claim, stance: each.stance ?? null });
      }
      return { ...was, answers: inRole([...once.values()], role(material, was.tag)) };
    },
    checkable: (edit, was) => ({ ...was, checkable: edit.checkable }),
    /* In a key: the other tags that are accepted. */
    accepted_tags(edit, was) {
      const restores = edit.do === "restore";
      const wanted = edit.accepted_tags ?? [];
      const fresh = [...new Set(wanted)].filter((each) => !was.accepted_tags.includes(each));
      if (!restores && fresh.length && was.tag === null) throw new Refused("Set the key's own tag first.");
      if (!restores && fresh.includes(was.tag)) throw new Refused("This is already the key's own tag.");
      const added = fresh.filter((each) => !restores || (was.tag !== null && each !== was.tag));
      return { ...was, accepted_tags: [...was.accepted_tags.filter((each) => wanted.includes(each)), ...added] };
    },
    explanation: (edit, was) => ({ ...was, explanation: trimmed(edit.explanation ?? "") || null }),
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

  /* The state after an edit. Does not change the state passed in. Throws Refused. */
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

  /* The edit that restores a sentence to what it is in this state. */
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
