/* Suggestions on the page of an annotator's set or a key, never in a class: shown dimly before the
   own decision (ghost), offered in a form (list), or after the own decision where they differ (second
   look). What a person takes becomes an edit like any other. The page says what it has shown with the
   next edit of the sentence. */
"use strict";

const Suggestions = (() => {
  const { make } = Nodes;
  const { gettext, listed } = Messages;

  /* `page` has what is shared with the page: `desk`, `material`, `tags`, `numbers`, `nameOf`. */
  function begin({ desk, material, tags, numbers, nameOf }) {
    const offered = (id) => desk.set.suggestions?.[id] ?? {};
    const differing = (id) => desk.set.differences?.[id] ?? [];
    const decision = (id) => desk.state.decisions[id];
    const source = (id) => desk.state.sources.find((each) => each.id === decision(id).source);
    const inMode = (id, mode) => Object.entries(offered(id)).filter(([, item]) => item.mode === mode);
    let looking = null;
    let reasoned = false;

    // What has been shown.

    /* The own value of a field: empty if there is none. */
    function own(id, field) {
      if (field === "source") return source(id)?.name ?? "";
      if (field === "kind") return source(id)?.kind ?? "";
      if (field === "answers") return decision(id).answers.length ? decision(id).answers : "";
      return decision(id)[field] ?? "";
    }

    const saw = (id, field, token) => desk.seen.note(id, field, own(id, field) ? "after" : "before", token);

    /* Record what a list shows while its form is in view: these fields. */
    function sawList(id, fields) {
      for (const [field, { token }] of inMode(id, "list")) if (fields.includes(field)) saw(id, field, token);
    }

    // Ghosts.

    /* What is shown dimly at a sentence without a tag: the first value of each field. */
    function ghost(id) {
      if (desk.readOnly || decision(id).tag !== null || Model.partOf(desk.state, sentenceOf(id))) return null;
      const items = inMode(id, "ghost");
      if (!items.length) return null;
      const found = Object.fromEntries(items.map(([field, item]) => [field, item.values[0]]));
      // What is decided already is not offered again.
      if (decision(id).source) for (const field of ["source", "kind", "cue"]) delete found[field];
      if (decision(id).cue) delete found.cue;
      const kept = Object.keys(found);
      if (!kept.some((field) => field !== "kind")) return null;
      for (const [field, { token }] of items) if (kept.includes(field)) saw(id, field, token);
      return found;
    }

    const sentenceOf = (id) => material.sentences[numbers.get(id) - 1];

    /* The edit that takes all of a ghost. */
    function taking(id) {
      const { tag, source: name, kind, cue } = ghost(id) ?? {};
      if (!tag && !name && !cue) return null;
      return {
        do: "decide",
        sentence: id,
        ...(tag ? { tag } : {}),
        ...(name ? { source: { name, kind: Model.named(desk.state.sources, name) ? null : kind ?? null } } : {}),
        ...(cue ? { cue: { words: cue.text, start: cue.start } } : {}),
      };
    }

    function ghostWords({ tag, source: name, cue }) {
      return [tag ? tags.get(tag)?.name : "", name ?? "", cue ? `“${cue.text}”` : ""].filter(Boolean).join(" · ");
    }

    function ghostBox(id, take) {
      const found = ghost(id);
      if (!found) return null;
      const tag = tags.get(found.tag);
      return make("button", { type: "button", id: "take", class: "ghost", "aria-keyshortcuts": "Enter", onclick: take },
        make("span", { class: "quiet" }, gettext("Suggested: take it")), " ",
        tag ? make("span", { class: `mark ${tag.color}`, "aria-hidden": "true" }, tag.mark) : null, " ",
        make("span", { dir: "auto" }, ghostWords(found)), " ",
        make("kbd", { "aria-hidden": "true" }, "↵"));
    }

    /* A sentence's text, with the words of a suggested cue marked dimly. */
    function marked(each, shown) {
      const cue = shown?.cue;
      const points = Model.points(each.text);
      const length = cue ? Model.points(cue.text).length : 0;
      if (!cue || points.slice(cue.start, cue.start + length).join("") !== cue.text) return [each.text];
      const [before, after] = [points.slice(0, cue.start).join(""), points.slice(cue.start + length).join("")];
      return [before, make("span", { class: "ghost" }, cue.text), after];
    }

    // Lists.

    /* The suggested sources of a sentence, the likeliest first; null if no list shows sources. The
       kind and the cue belong to the first one. */
    function sources(id) {
      const list = Object.fromEntries(inMode(id, "list"));
      if (!list.source) return null;
      return list.source.values.map((name, place) => ({
        name,
        kind: (place === 0 && list.kind?.values[0]) || null,
        cue: place === 0 && material.cues ? list.cue?.values[0] ?? null : null,
      }));
    }

    const values = (id, field) => Object.fromEntries(inMode(id, "list"))[field]?.values ?? [];
    const cues = (id) => values(id, "cue");
    const claims = (id) => (values(id, "answers")[0] ?? []).map((each) => each.claim);

    // A second look.

    const SAID = {
      tag: () => gettext("A suggestion differs from your tag."),
      source: () => gettext("A suggestion differs from your source."),
      kind: () => gettext("A suggestion differs from the kind of your source."),
      cue: () => gettext("A suggestion differs from your signal words."),
      answers: () => gettext("A suggestion differs from the claims that you chose."),
    };

    const IN_WORDS = {
      tag: (value) => (value ? tags.get(value)?.name ?? value : gettext("no tag")),
      source: (value) => value || gettext("no source"),
      kind: (value) => material.kinds.find((each) => each.id === value)?.name ?? gettext("not specified"),
      cue: (value) => (value ? `“${value.text}”` : gettext("no signal words")),
      answers: (value) => (value?.length ? listed(value.map((each) => numbers.get(each.claim))) : gettext("no claims")),
    };

    /* The edit that takes a suggestion that differs. */
    function takingOther(id, { field, values: [value] }) {
      const said = { sentence: id };
      switch (field) {
        case "tag": return { ...said, do: "tag", tag: value };
        case "source": return { ...said, do: "source", name: value || null, kind: null };
        case "kind": return { ...said, do: "source", name: nameOf(decision(id).source), kind: value };
        case "cue": return { ...said, do: "cue", words: value.text, start: value.start };
        default: return { ...said, do: "answers", answers: value };
      }
    }

    /* The next sentence that differs, from a sentence on, around the end of the article. */
    function nextDifference(from) {
      const place = numbers.get(from) - 1;
      const round = [...material.sentences.slice(place), ...material.sentences.slice(0, place)];
      return round.find((each) => differing(each.id).length)?.id ?? null;
    }

    function look(id) {
      looking = id;
      reasoned = false;
    }

    /* What the panel shows of differences: that there is one, or the first one itself. */
    function differenceBox(id, { open, decide, refresh }) {
      if (looking !== id) looking = null;
      const [item] = differing(id);
      if (!item || desk.readOnly) return null;
      if (looking !== id) {
        return make("button", { type: "button", id: "look", "aria-keyshortcuts": "d", onclick: open },
          make("span", { "aria-hidden": "true" }, "≠ "), gettext("A suggestion differs: take a second look"), " ", make("kbd", { "aria-hidden": "true" }, "d"));
      }
      saw(id, item.field, item.token);
      const words = IN_WORDS[item.field];
      const why = () => {
        reasoned = !reasoned;
        refresh();
      };
      return make("div", { role: "group", id: "second", "aria-label": gettext("Second look") },
        make("p", {}, SAID[item.field]()),
        make("dl", {},
          make("dt", {}, gettext("Yours")), make("dd", { dir: "auto" }, words(own(id, item.field))),
          make("dt", {}, gettext("Suggested")), make("dd", { dir: "auto" }, words(item.values[0]))),
        reasoned ? make("p", { class: "quiet", id: "why" }, item.reason ?? gettext("No reason was given."), ` (${item.by})`) : null,
        make("div", { class: "moves" },
          make("button", { type: "button", id: "keep", onclick: () => decide({ do: "keep", sentence: id }, item) }, gettext("Keep mine")),
          make("button", { type: "button", id: "other", onclick: () => decide(takingOther(id, item), item) }, gettext("Take the suggestion")),
          make("button", { type: "button", id: "reason", "aria-expanded": String(reasoned), onclick: why }, gettext("Why?"))));
    }

    return {
      claims, cues, differenceBox, ghost, ghostBox, ghostWords, look, marked, nextDifference, sawList, sources, taking,
      differs: (id) => differing(id).length > 0,
      get hasDifferences() {
        return Object.values(desk.set.differences ?? {}).some((each) => each.length);
      },
      get hasGhosts() {
        return Object.values(desk.set.suggestions ?? {}).some((fields) => Object.values(fields).some((each) => each.mode === "ghost"));
      },
    };
  }

  return { begin };
})();
