/* The model as the page needs it: a set's decisions, and what each edit does to them.
   It does what annotator/model does. A test compares the two over random edits. */
"use strict";

const Model = (() => {
  const { gettext } = Messages;
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

  const named = (sources, name) => sources.find((each) => folded(each.name) === folded(name));

  function fresh(sources, name, kind = null) {
    const clean = plain(name);
    if (!clean) throw new Refused(gettext("Enter a name for the source."));
    return { id: identifier(clean, new Set(sources.map((each) => each.id))), name: clean, kind, ...UNDESCRIBED };
  }

  const UNDESCRIBED = { affiliation: null, concerned: false, standing: null, standing_reason: null };

  function found(sources, name, kind) {
    const known = named(sources, name) ?? sources.find((each) => each.id === name);
    if (known) return { ...known, kind: kind ?? known.kind };
    return fresh(sources, name, kind);
  }

  /* A source with everything but its name as a form says. */
  const described = (source, details) => ({
    ...source,
    kind: current(details.kind),
    affiliation: text(details.affiliation),
    concerned: Boolean(details.concerned),
    standing: details.standing ?? null,
    standing_reason: text(details.standing_reason),
  });

  const text = (value) => trimmed(value ?? "") || null;
  const current = (kind) => FORMER_KINDS.get(kind) ?? kind ?? null;

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
    if (at < 0) throw new Refused(gettext("The sentence does not contain these words. Copy them from the sentence."));
    return { text: words, start: points(text.slice(0, at)).length };
  }

  // Each returns the changed decision, and also updates the sources if they change.
  const EDITS = {
    tag(edit, was, state, material, sentence) {
      const tag = edit.tag ?? null;
      if (tag === null) return { ...was, tag };
      if (partOf(state, sentence)) throw new Refused(gettext("This sentence is not body text, so it cannot have a tag."));
      return { ...was, tag, answers: inRole(was.answers, role(material, tag)) };
    },
    part(edit, was) {
      const part = edit.part ?? null;
      if (part && !PARTS.has(part)) throw new Refused(gettext("“%(part)s” is not a kind of furniture.", { part }));
      return part ? { ...was, tag: null, part } : { ...was, part };
    },
    source(edit, was, state) {
      const via = edit.via === undefined ? was.via : text(edit.via);
      if (!edit.name || !plain(edit.name)) return { ...was, source: null, via };
      const source = edit.details
        ? described(named(state.sources, edit.name) ?? fresh(state.sources, edit.name), edit.details)
        : found(state.sources, edit.name, current(edit.kind));
      state.sources = put(state.sources, source);
      return { ...was, source: source.id, via };
    },
    /* Change a source everywhere, or with no id add one that no sentence names. */
    edit_source(edit, was, state) {
      const name = plain(edit.name ?? "");
      if (!name) throw new Refused(gettext("Enter a name for the source."));
      const known = edit.source ? known_(state.sources, edit.source) : named(state.sources, name) ?? fresh(state.sources, name);
      const other = named(state.sources, name);
      if (other && other.id !== known.id) throw new Refused(gettext("“%(name)s” is already a source. Merge the two instead of renaming one.", { name: other.name }));
      const source = { ...described(known, edit.details), name: edit.source ? name : known.name };
      if (!state.sources.includes(known) && !source.concerned) {
        throw new Refused(gettext("A source that no sentence names is kept only if it is concerned."));
      }
      state.sources = put(state.sources, source);
      return was;
    },
    merge_sources(edit, was, state) {
      const [source, into] = [edit.source, edit.into].map((id) => known_(state.sources, id));
      if (source === into) throw new Refused(gettext("A source cannot be merged with itself."));
      state.sources = put(state.sources, merged(into, source)).filter((each) => each !== source);
      for (const [id, each] of Object.entries(state.decisions)) {
        if (each.source === source.id) state.decisions[id] = { ...each, source: into.id };
      }
      return state.decisions[edit.sentence];
    },
    via: (edit, was) => ({ ...was, via: text(edit.via) }),
    seconds: (edit, was) => ({ ...was, seconds: edit.seconds ?? null }),
    cue(edit, was, state, material, sentence) {
      const words = trimmed(edit.words ?? "");
      return { ...was, cue: words ? placed(sentence, words, edit.start) : null };
    },
    answers(edit, was, state, material, sentence) {
      const once = new Map();
      for (const each of edit.answers) {
        if (each.claim === sentence.id) throw new Refused(gettext("A sentence cannot respond to itself."));
        once.set(each.claim, { claim: each.claim, stance: each.stance ?? null });
      }
      return { ...was, answers: inRole([...once.values()], role(material, was.tag)) };
    },
    /* Several fields of a sentence at once. */
    decide(edit, was, state, material, sentence) {
      let now = was;
      for (const name of ["tag", "source", "cue"]) {
        if (edit[name] === undefined) continue;
        state.decisions[sentence.id] = now;
        now = EDITS[name](name === "tag" ? edit : edit[name] ?? {}, now, state, material, sentence);
      }
      return now;
    },
    /* Keep a decision after a second look. The server records what was looked at. */
    keep: (edit, was) => was,
    checkable: (edit, was) => ({ ...was, checkable: edit.checkable }),
    /* In a key: the other tags that are accepted. */
    accepted_tags(edit, was) {
      const restores = edit.do === "restore";
      const wanted = edit.accepted_tags ?? [];
      const fresh = [...new Set(wanted)].filter((each) => !was.accepted_tags.includes(each));
      if (!restores && fresh.length && was.tag === null) throw new Refused(gettext("Set the key's own tag first."));
      if (!restores && fresh.includes(was.tag)) throw new Refused(gettext("This is already the key's own tag."));
      const added = fresh.filter((each) => !restores || (was.tag !== null && each !== was.tag));
      return { ...was, accepted_tags: [...was.accepted_tags.filter((each) => wanted.includes(each)), ...added] };
    },
    explanation: (edit, was) => ({ ...was, explanation: trimmed(edit.explanation ?? "") || null }),
    note: (edit, was) => ({ ...was, note: trimmed(edit.note ?? "") || null }),
    flag: (edit, was) => ({ ...was, flag: edit.flag }),
    restore(edit, was, state, material, sentence) {
      if (edit.shared) share(edit.shared, state);
      let now = state.decisions[sentence.id];
      for (const { name, type } of material.fields) {
        if (edit[name] === undefined) continue;
        if (type === "part") {
          now = { ...now, part: edit.part };
          continue;
        }
        const part = NESTED.has(type) ? edit[name] ?? {} : edit;
        if (name === "tag" && (now.part ?? null) && (edit.tag ?? null) !== null) continue;
        state.decisions[sentence.id] = now;
        now = EDITS[name](part, now, state, material, sentence);
      }
      return now;
    },
  };

  /* Restore the sources, and the sentences that name them, after an edit that changed them. */
  function share(shared, state) {
    const before = state.sources;
    const restored = new Set([...shared.sources.map((each) => each.id), ...shared.added]);
    state.sources = [...shared.sources, ...state.sources.filter((each) => !restored.has(each.id))];
    for (const [id, { source, seconds }] of Object.entries(shared.sentences)) {
      state.decisions[id] = { ...state.decisions[id], source, seconds };
    }
    // A source that another page has used since stays.
    const used = new Set(Object.values(state.decisions).map((each) => each.source));
    state.sources = [...state.sources, ...before.filter((each) => shared.added.includes(each.id) && used.has(each.id))];
  }

  function known_(sources, id) {
    const source = sources.find((each) => each.id === id);
    if (!source) throw new Refused(gettext("This source is no longer in the article."));
    return source;
  }

  /* A source with what it lacks taken from another one. The reason for another standing is not. */
  function merged(into, other) {
    const all = { ...into, concerned: into.concerned || other.concerned };
    for (const name of ["kind", "affiliation", "standing", "standing_reason"]) all[name] = into[name] ?? other[name];
    const another = into.standing !== null && ![null, into.standing].includes(other.standing);
    return another ? { ...all, standing_reason: into.standing_reason } : all;
  }

  /* The state after an edit. Does not change the state passed in. Throws Refused. */
  function apply(state, edit, material) {
    const sentence = material.sentences.find((each) => each.id === edit.sentence);
    const next = { decisions: { ...state.decisions }, sources: state.sources };
    const was = state.decisions[edit.sentence];
    next.decisions[edit.sentence] = EDITS[edit.do](edit, was, next, material, sentence);
    if (next.sources !== state.sources || was.source !== next.decisions[edit.sentence].source) {
      const used = new Set(Object.values(next.decisions).map((each) => each.source));
      next.sources = next.sources.filter((each) => each.concerned || used.has(each.id));
    }
    for (const id of changed(state, next)) {
      const spent = edit.times?.[id];
      if (spent) next.decisions[id] = { ...next.decisions[id], seconds: (next.decisions[id].seconds ?? 0) + spent };
    }
    return next;
  }

  const same = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

  /* The sentences on which two states differ. */
  const changed = (before, after) => Object.keys(after.decisions).filter((id) => !same(before.decisions[id], after.decisions[id]));

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

  /* The edit that undoes an edit of a sentence: what it was, and the sources if they changed. */
  function undoing(before, after, id) {
    const back = restoring(before, id);
    if (same(before.sources, after.sources)) return back;
    const sentences = changed(before, after).map((each) => {
      const { source, seconds } = before.decisions[each];
      return [each, { source, seconds: seconds ?? null }];
    });
    const earlier = new Set(before.sources.map((each) => each.id));
    const added = after.sources.map((each) => each.id).filter((each) => !earlier.has(each));
    return { ...back, shared: { sources: before.sources, added, sentences: Object.fromEntries(sentences) } };
  }

  const body = (state, material) => material.sentences.filter((each) => !partOf(state, each));
  const tagged = (state, material) =>
    body(state, material).filter((each) => state.decisions[each.id].tag !== null).length;

  return {
    ANSWERS, ATTRIBUTES, Refused, apply, blank, body, changed, empty, folded, identifier, named, partOf, plain,
    points, restoring, role, tagged, undoing,
  };
})();
