/* Bars of tags: how the class tags a sentence, in this vote and in the one before. */
"use strict";

const Bars = (() => {
  const { make } = Nodes;
  const { either, gettext, listed } = Messages;

  /* The bars of a sentence. `wide` bars name their tags. */
  function of(view, each, wide = false) {
    const before = Object.keys(each.before).length;
    return [
      before ? bar(view, each.before, gettext("vote %(vote)s", { vote: view.vote - 1 }), "earlier") : null,
      bar(view, each.counts, before ? gettext("vote %(vote)s", { vote: view.vote }) : "", "", wide),
    ];
  }

  function bar(view, counts, title, kind, wide = false) {
    const used = view.material.tags.filter((each) => counts[each.id]);
    const words = listed(used.map((each) => `${each.name} ${counts[each.id]}`)) || gettext("not tagged yet");
    const total = used.reduce((sum, each) => sum + counts[each.id], 0);
    const segments = used.map((each) => segment(each, counts[each.id], wide, counts[each.id] / total));
    return make("div", { class: `bars ${kind}` },
      make("span", { class: "unseen" }, `${title} ${words}`),
      title ? make("span", { class: "quiet title", "aria-hidden": "true" }, title) : null,
      make("span", { class: "bar", "aria-hidden": "true" }, ...(segments.length ? segments : [make("span", { class: "segment" }, "–")])));
  }

  // Below this share of the width, the name of a tag does not fit.
  const ROOM_FOR_NAME = 0.16;

  function segment(tag, count, wide, share) {
    const name = wide ? make("small", {}, share < ROOM_FOR_NAME ? tag.mark : `${tag.mark} ${tag.name}`) : null;
    const node = make("span", { class: `segment ${tag.color}` }, wide ? String(count) : `${tag.mark} ${count}`, name);
    node.style.flexGrow = count;
    return node;
  }

  function legend(view) {
    return view.material.tags.map((each) =>
      make("span", { class: each.color }, make("span", { class: "mark", "aria-hidden": "true" }, each.mark), ` ${each.name} `));
  }

  const keyNames = (key) => either([key.tag, ...key.accepted_tags].map((id) => ClassState.tag(id)?.name ?? id));

  function key(revealed) {
    return revealed
      ? make("p", { class: "key" }, make("strong", {}, gettext("Key: %(tags)s.", { tags: keyNames(revealed) })), ` ${revealed.why}`)
      : null;
  }

  return { key, legend, of };
})();
