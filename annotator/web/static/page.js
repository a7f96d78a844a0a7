/* The page on which one person tags one article. It does not know the network or any file: a desk
   (online.js, offline.js or practice.js) gives it the state and applies its edits. */
"use strict";

const Page = (() => {
  const { $, make } = Nodes;
  const MOST_UNDO = 200;

  /* Replace the contents of a node. Null and undefined are skipped. */
  function put(node, ...inside) {
    node.replaceChildren(...inside.filter((each) => each !== null && each !== undefined));
  }

  function begin(desk) {
    const material = desk.material;
    const numbers = new Map(material.sentences.map((each, at) => [each.id, at + 1]));
    const tags = new Map(material.tags.map((each) => [each.id, each]));
    const sentences = material.sentences;
    let at = sentences.some((each) => each.id === desk.at) ? desk.at : firstUntagged() ?? sentences[0].id;

    // The student's settings, shared by every page in this browser.
    const settings = Store.open("annotator ");
    const holding = Keys.held();
    const wide = matchMedia("(min-width: 60rem)");
    const decision = (id) => desk.state.decisions[id];
    const sentence = (id) => sentences[numbers.get(id) - 1];
    const partOf = (id) => Model.partOf(desk.state, sentence(id));
    const nameOf = (id) => desk.state.sources.find((each) => each.id === id)?.name ?? "";

    function firstUntagged() {
      return Model.body(desk.state, material).find((each) => desk.state.decisions[each.id].tag === null)?.id;
    }

    // Announcements for screen readers.

    let saying;
    function say(words) {
      // A live region is read aloud when its text changes. To repeat a text, empty it first.
      clearTimeout(saying);
      $("live").textContent = "";
      saying = setTimeout(() => ($("live").textContent = words), 40);
    }

    function described(id) {
      const now = decision(id);
      const parts = [partOf(id) ?? (now.tag ? tags.get(now.tag)?.name ?? now.tag : "no tag")];
      if (now.source) parts.push(`source ${nameOf(now.source)}`);
      if (now.answers.length) {
        parts.push(`responds to ${now.answers.map((each) => numbers.get(each.claim)).join(", ")}`);
      }
      return parts.join(", ");
    }

    // The article.

    function paint() {
      const paragraphs = new Map();
      for (const each of sentences) {
        if (!paragraphs.has(each.paragraph)) paragraphs.set(each.paragraph, []);
        paragraphs.get(each.paragraph).push(option(each));
      }
      const groups = [...paragraphs].map(([number, options]) =>
        make("div", { role: "group", class: "paragraph", "aria-label": `Paragraph ${number}` }, ...options)
      );
      $("article").replaceChildren(...groups);
      $("article").lang = material.language;
    }

    function option(each) {
      const node = make("div", { role: "option", id: `o-${each.id}`, class: "sentence" });
      node.addEventListener("click", () => {
        go(each.id);
        $("article").focus({ preventScroll: true });
      });
      fill(node, each);
      return node;
    }

    function fill(node, each) {
      const now = decision(each.id);
      const tag = tags.get(now.tag);
      const part = partOf(each.id);
      const key = desk.standing.revealed[each.id];
      node.className = `sentence ${tag ? tag.color : ""} ${part ? "furniture" : ""}`;
      node.setAttribute("aria-selected", String(each.id === at));
      const links = [
        now.source ? nameOf(now.source) : "",
        now.answers.length ? `→ ${now.answers.map((one) => numbers.get(one.claim)).join(", ")}` : "",
        now.checkable ? "" : "not checkable",
        now.flag ? "⚑" : "",
      ].filter(Boolean);
      put(node,
        make("span", { class: "number" }, String(numbers.get(each.id))),
        make("span", { class: "mark", "aria-hidden": "true" }, tag ? tag.mark : part ? "" : "·"),
        make("span", { class: "unseen" }, part ? ` ${part}: ` : ` ${tag ? tag.name : "no tag"}: `),
        make("span", { class: "text" }, each.text),
        links.length ? make("span", { class: "links" }, ` ${links.join(" · ")}`) : null,
        key ? make("span", { class: "key" }, ...verdict(now.tag, key)) : null
      );
    }

    function verdict(tag, key) {
      if (key.lines) {
        return [make("strong", {}, `${key.counts ? "✓ " : ""}${key.lines[0]}`), ` ${key.lines.slice(1).join(" ")}`];
      }
      const name = (id) => tags.get(id)?.name ?? id;
      let words;
      if (tag === key.tag) words = `✓ Same as the key: ${name(key.tag)}.`;
      else if (tag && key.accepted_tags.includes(tag)) words = `✓ The key says ${name(key.tag)} and also accepts ${name(tag)}.`;
      else words = `The key says ${name(key.tag)}.`;
      return [make("strong", {}, words), ` ${key.why}`];
    }

    function refresh() {
      for (const each of sentences) fill($(`o-${each.id}`), each);
      follow();
      panel();
      head();
    }

    function follow() {
      $("article").setAttribute("aria-activedescendant", `o-${at}`);
    }

    function head() {
      const total = Model.body(desk.state, material).length;
      const done = Model.tagged(desk.state, material);
      $("count").textContent = `${done} of ${total} tagged`;
      $("bar").max = total;
      $("bar").value = done;
      const state = desk.saving;
      $("saving").textContent = state.words;
      $("saving").className = `pill ${state.kind}`;
      notice();
    }

    function notice() {
      const said = [hint, desk.problem, ...(desk.warnings ?? []), ...phaseWords()].filter(Boolean);
      const asked = desk.standing.asked.filter((id) => !decision(id).note);
      const offer = desk.offer;
      $("notice").hidden = !said.length && !asked.length && !offer;
      const why = asked.map((id) =>
        make("button", { type: "button", onclick: () => why_(id) }, `Sentence ${numbers.get(id)}`)
      );
      const wanted = JSON.stringify([said, asked, offer]);
      if ($("notice").dataset.said !== wanted) {
        $("notice").dataset.said = wanted;
        $("notice").replaceChildren(
          ...said.map((each) => make("span", {}, `${each} `)), ...why, ...(offer ? offered(offer) : []));
      }
    }

    /* A message, with a button for each choice that the student has. */
    function offered({ words, choices }) {
      return [
        make("span", { class: "offer" }, words),
        ...choices.map(([name, choose]) => make("button", { type: "button", onclick: choose }, name)),
      ];
    }

    function why_(id) {
      go(id);
      open("note");
    }

    function phaseWords() {
      const { phase, vote, asked } = desk.standing;
      const words = [];
      if (desk.readOnly) words.push(desk.readOnly);
      else if (phase === "closed") words.push(started() ? "Tagging is closed for now. Listen to your teacher." : "Read the article. Your teacher will open tagging soon.");
      else if (phase === "ended") words.push("The lesson has ended. You can no longer change your work. Thank you.");
      else if (vote > 1) words.push(`Vote ${vote}: change any tag that you now see differently. Your earlier vote is kept.`);
      if (asked.length && phase !== "ended") words.push("Your teacher asks why you chose your tag for:");
      return words;
    }

    const started = () => Model.tagged(desk.state, material) > 0;

    // A hint shown once, because a key did nothing. It stays until the student does something.
    let hint = "";
    const hinted = new Set();
    function hintOnce(what, words) {
      if (hinted.has(what)) return;
      hinted.add(what);
      hint = words;
      notice();
      say(words);
    }

    // Moving.

    function go(id, quiet = false) {
      if (!id) return;
      const before = at;
      at = id;
      desk.move(id);
      fill($(`o-${before}`), sentence(before));
      fill($(`o-${at}`), sentence(at));
      follow();
      panel();
      $(`o-${at}`).scrollIntoView({ block: "nearest" });
      $("panel").scrollTop = 0;
      if (!quiet) say(`Sentence ${numbers.get(id)} of ${sentences.length}: ${described(id)}`);
    }

    const step = (by) => sentences[numbers.get(at) - 1 + by]?.id;

    function followingBody() {
      return sentences.slice(numbers.get(at)).find((each) => !partOf(each.id))?.id ?? at;
    }

    function nextUntagged() {
      const place = numbers.get(at);
      const round = [...sentences.slice(place), ...sentences.slice(0, place)];
      const next = round.find((each) => !partOf(each.id) && decision(each.id).tag === null);
      if (next) go(next.id);
      else say("Every sentence has a tag.");
    }

    // Editing.

    function edit(said, then = at) {
      const before = Model.restoring(desk.state, said.sentence);
      if (!desk.edit(said, then)) return false;
      desk.undone.push(before);
      desk.undone.splice(0, desk.undone.length - MOST_UNDO);
      desk.keep();
      refresh();
      return true;
    }

    function tag(id) {
      const here = at;
      const stays = desk.practice || material.prompt_level !== "tags" && Model.ATTRIBUTES.has(Model.role(material, id));
      const then = stays ? here : followingBody();
      if (!edit({ do: "tag", sentence: here, tag: id }, then)) return;
      const words = `${numbers.get(here)}: ${tags.get(id).name}.`;
      if (desk.practice) {
        $(`o-${here}`).scrollIntoView({ block: "nearest" });
        say(`${words} ${desk.standing.revealed[here]?.lines.join(" ") ?? ""}`);
      } else if (stays) {
        open("source");
        say(`${words} Who is the source?`);
      } else {
        go(then, true);
        say(`${words} Now ${numbers.get(at)}: ${described(at)}`);
      }
    }

    function untag() {
      if (edit({ do: "tag", sentence: at, tag: null })) say(`${numbers.get(at)}: no tag.`);
    }

    /* Turn furniture into body text, in this student's work only, or turn it back. */
    function furniture() {
      const part = partOf(at) ? null : sentence(at).part ?? null;
      if (!partOf(at) && !part) return say("This sentence is already body text.");
      if (edit({ do: "part", sentence: at, part })) say(`${numbers.get(at)}: ${part ?? "body text"}.`);
      return undefined;
    }

    function undo() {
      const last = desk.undone.pop();
      if (!last) return say("Nothing to undo.");
      if (!desk.edit(last, last.sentence)) return undefined;
      desk.keep();
      go(last.sentence, true);
      refresh();
      return say(`Undone. ${numbers.get(at)}: ${described(at)}`);
    }

    function same() {
      const before = sentences.slice(0, numbers.get(at) - 1).reverse().find((each) => decision(each.id).source);
      if (!before) return say("No earlier sentence has a source.");
      const name = nameOf(decision(before.id).source);
      if (edit({ do: "source", sentence: at, name })) say(`${numbers.get(at)}: source ${name}.`);
      return undefined;
    }

    function flip(field) {
      const said = { do: field, sentence: at, [field]: !decision(at)[field] };
      if (edit(said)) say(`${numbers.get(at)}: ${field} ${decision(at)[field] ? "on" : "off"}.`);
    }

    // The panel.

    function buttons() {
      $("tags").replaceChildren(
        ...material.tags.map((each) =>
          make("button", { type: "button", id: `t-${each.id}`, class: `tag ${each.color}`, onclick: () => tag(each.id), "aria-keyshortcuts": each.key },
            make("span", { class: "mark", "aria-hidden": "true" }, each.mark),
            make("span", {}, each.name),
            make("kbd", { "aria-hidden": "true" }, each.key)
          )
        )
      );
    }

    let painted = "";
    function panel() {
      const now = decision(at);
      $("now").textContent = `Sentence ${numbers.get(at)} of ${sentences.length}`;
      for (const each of material.tags) $(`t-${each.id}`).setAttribute("aria-pressed", String(now.tag === each.id));
      const looks = JSON.stringify([at, now, desk.state.sources, claims().map((each) => each.id)]);
      if (looks === painted) return;
      painted = looks;
      // Do not replace a form while the student types in it, unless the sentence has changed.
      if ($("forms").dataset.at === at && $("forms").contains(document.activeElement)
        && document.activeElement.matches("input, textarea")) return;
      // The button that makes furniture body text is one tap away.
      if (partOf(at)) $("more").open = true;
      $("forms").dataset.at = at;
      const focused = document.activeElement?.id;
      $("forms").replaceChildren(...forms(now));
      if (focused && $("forms").contains($(focused))) $(focused).focus({ preventScroll: true });
    }

    const claims = () => sentences.filter((each) => each.id !== at && Model.role(material, decision(each.id).tag) === "claim");

    function forms(now) {
      const role = Model.role(material, now.tag);
      const list = [];
      if (partOf(at)) {
        return [make("p", { class: "quiet" }, `This sentence is not body text (${partOf(at)}), so it has no tag.`), turn("Mark as body text")];
      }
      if (sentence(at).part) list.push(turn(`Mark as ${sentence(at).part} again`));
      if (Model.ATTRIBUTES.has(role) || now.source) list.push(sourceForm(now));
      if (material.cues && (Model.ATTRIBUTES.has(role) || now.cue)) list.push(cueForm(now));
      if (Model.ANSWERS.has(role) || now.answers.length) list.push(answersForm(now));
      if (role === "claim" || !now.checkable) list.push(check("checkable", "This claim can be checked", now.checkable));
      list.push(noteForm(now), check("flag", "Flag for later", now.flag));
      return list;
    }

    const turn = (words) => make("button", { type: "button", id: "f-part", onclick: furniture }, words);

    function form(title, send, ...inside) {
      return make("form", { onsubmit: (event) => { event.preventDefault(); send(new FormData(event.target)); } },
        make("fieldset", {}, make("legend", {}, title), ...inside));
    }

    function sourceForm(now) {
      const known = desk.state.sources.find((each) => each.id === now.source);
      const take = (name, kind) => {
        if (edit({ do: "source", sentence: at, name: name || null, kind: kind || null })) {
          say(name ? `${numbers.get(at)}: source ${name}.` : `${numbers.get(at)}: no source.`);
          if (material.prompt_level === "links" && Model.ANSWERS.has(Model.role(material, decision(at).tag))) open("answers");
          else onward();
        }
      };
      return form("Source: who says this?", (said) => take(said.get("name").trim(), said.get("kind")),
        desk.state.sources.length
          ? make("div", { class: "chips", role: "group", "aria-label": "Sources so far" },
              ...desk.state.sources.map((each) =>
                make("button", { type: "button", "aria-pressed": String(each.id === now.source), onclick: () => take(each.name, null) }, each.name)))
          : null,
        make("label", { for: "f-source" }, "Name"),
        make("input", { id: "f-source", name: "name", value: known?.name ?? "", maxlength: 200, autocomplete: "off" }),
        make("label", { for: "f-kind" }, "Kind"),
        make("select", { id: "f-kind", name: "kind" },
          make("option", { value: "" }, "not specified"),
          ...material.kinds.map((each) => make("option", { value: each.id, selected: known?.kind === each.id }, each.name))),
        make("button", { type: "submit" }, "Save source"));
    }

    function onward() {
      $("article").focus({ preventScroll: true });
      if (material.prompt_level === "tags") return;
      const words = described(at);
      const here = numbers.get(at);
      go(followingBody(), true);
      say(`${here}: ${words}. Now ${numbers.get(at)}: ${described(at)}`);
    }

    function cueForm(now) {
      return form("Signal words: which words point to the source?", (said) => {
        const words = said.get("words").trim();
        if (edit({ do: "cue", sentence: at, words: words || null })) say(words ? `${numbers.get(at)}: signal words ${words}.` : `${numbers.get(at)}: no signal words.`);
      },
        make("label", { for: "f-cue" }, "Copy them from the sentence, for example “said”"),
        make("input", { id: "f-cue", name: "words", value: now.cue?.text ?? "", maxlength: 500, autocomplete: "off", spellcheck: "false" }),
        make("button", { type: "submit" }, "Save signal words"));
    }

    function answersForm(now) {
      const given = new Map(now.answers.map((each) => [each.claim, each.stance]));
      const stance = Model.role(material, now.tag) === "confirmation";
      const rows = claims().map((each) =>
        make("div", { class: "answer" },
          make("label", { class: "check" },
            make("input", { type: "checkbox", name: "claim", value: each.id, checked: given.has(each.id) }),
            ` ${numbers.get(each.id)}: ${short(each.text)}`),
          stance
            ? make("select", { name: `stance-${each.id}`, "aria-label": `How it responds to claim ${numbers.get(each.id)}` },
                ...material.stances.map((one) => make("option", { value: one.id, selected: given.get(each.id) === one.id }, one.name)))
            : null));
      return form("Which claims does this sentence respond to?", (said) => {
        const answers = said.getAll("claim").map((claim) => ({ claim, stance: said.get(`stance-${claim}`) }));
        if (edit({ do: "answers", sentence: at, answers })) {
          say(`${numbers.get(at)}: ${described(at)}.`);
          onward();
        }
      },
        ...(rows.length ? rows : [make("p", { class: "quiet" }, "No sentence is tagged as a claim yet.")]),
        rows.length ? make("button", { type: "submit" }, "Save responses") : null);
    }

    const short = (text) => (Model.points(text).length > 60 ? `${Model.points(text).slice(0, 58).join("")}…` : text);

    function check(field, words, on) {
      return make("label", { class: "check" },
        make("input", { type: "checkbox", id: `f-${field}`, checked: on, onchange: () => flip(field) }), ` ${words}`);
    }

    function noteForm(now) {
      const asked = desk.standing.asked.includes(at);
      return form(asked ? "Why did you choose this tag? Write one line." : "Note", (said) => {
        if (edit({ do: "note", sentence: at, note: said.get("note") })) {
          say(`${numbers.get(at)}: note saved.`);
          $("article").focus({ preventScroll: true });
        }
      },
        make("label", { for: "f-note", class: "unseen" }, asked ? "Why this tag" : "Note"),
        make("input", { id: "f-note", name: "note", value: now.note ?? "", maxlength: 500, autocomplete: "off" }),
        make("button", { type: "submit" }, asked ? "Send" : "Save note"));
    }

    function open(field) {
      $("more").open = true;
      painted = "";
      panel();
      const wanted = $(`f-${field}`) ?? $("forms").querySelector(field === "answers" ? "[name=claim]" : "input");
      if (!wanted) return;
      wanted.focus({ preventScroll: true });
      wanted.select?.();
      $("panel").scrollTop = wanted.offsetTop - $("panel").clientHeight / 2;
      measure();
      $(`o-${at}`).scrollIntoView({ block: "nearest" });
    }

    function meanings() {
      $("meanings").replaceChildren(
        make("p", {}, "Ask these questions in order. Use the first tag that fits."),
        make("ol", {}, ...material.order.map((each) => make("li", {}, `${each.question} `, make("strong", {}, tags.get(each.tag)?.name ?? each.tag)))),
        make("dl", {}, ...material.tags.flatMap((each) => [
          make("dt", { class: each.color }, each.name),
          make("dd", {}, `${each.definition} ${each.decision}`),
        ])));
    }

    // The keys: one table, from which the list on the page is made.

    const next = () => go(step(1));
    const before = () => go(step(-1));
    // These repeat while their key is held down. Every other action runs once for each press.
    const REPEATED = new Set([next, before]);
    const KEYS = [
      ["ArrowDown", "↓", "next sentence", next],
      ["ArrowUp", "↑", "previous sentence", before],
      ["j", "j", "next sentence", next],
      ["k", "k", "previous sentence", before],
      ["Home", "Home", "first sentence", () => go(sentences[0].id)],
      ["End", "End", "last sentence", () => go(sentences.at(-1).id)],
      [" ", "space", "next untagged", nextUntagged],
      ["Backspace", "backspace", "clear tag", untag],
      ["u", "u", "undo", undo],
      ["s", "s", "source", () => open("source")],
      [".", ".", "same source as before", same],
      ["e", "e", "signal words", () => open("cue")],
      ["l", "l", "responds to", () => open("answers")],
      ["h", "h", "checkable or not", () => flip("checkable")],
      ["m", "m", "note", () => open("note")],
      ["x", "x", "flag", () => flip("flag")],
      ["p", "p", "change a title or caption to body text, or back", furniture],
      ["?", "?", "what the tags mean", () => { $("book").open = !$("book").open; $("book").scrollIntoView({ block: "nearest" }); }],
    ];

    function keylist() {
      const own = material.tags.map((each, place) => [`${each.key} or ${place + 1}`, each.name]);
      const all = [...own, ...KEYS.map((each) => [each[1], each[2]])];
      $("keylist").replaceChildren(...all.flatMap(([key, words]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, words)]));
    }

    function actionOf(key) {
      const known = material.tags.find((each) => each.key === key) ?? material.tags[Number(key) - 1];
      if (known) return () => tag(known.id);
      return KEYS.find((each) => each[0] === key)?.[3];
    }

    const FIELD = "input:not([type=checkbox]), textarea, select, [contenteditable]";
    const CONTROL = "button, summary, a, input[type=checkbox]";

    function pressed(event) {
      const target = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (holding.again(event)) {
        event.preventDefault();
        return;
      }
      if (target.matches(FIELD)) {
        if (event.key === "Escape") $("article").focus();
        return;
      }
      const inArticle = $("article").contains(target) || target === $("article");
      if (!inArticle && target.matches(CONTROL) && /^( |Enter)$/.test(event.key)) return;
      if (!inArticle && target.closest("[role=region], dialog")) return;
      act(event, inArticle);
    }

    function act(event, inArticle) {
      const meant = Keys.meant(event, (each) => Boolean(actionOf(each)));
      const action = meant && actionOf(meant);
      if (!$("single").checked && Keys.writes(event)) {
        if (action && inArticle) hintOnce("off", "Single-key shortcuts are off. Turn them on under “Keyboard shortcuts”.");
        return;
      }
      if (!action && inArticle && Keys.writes(event)) {
        const key = event.key.length > 2 ? "This key" : `The key “${event.key}”`;
        hintOnce("unknown", `${key} does nothing here. All keys are listed under “Keyboard shortcuts”.`);
      }
      if (!action || (!inArticle && !$("single").checked)) return;
      event.preventDefault();
      if (event.repeat && !REPEATED.has(action)) return;
      if (!REPEATED.has(action)) holding.acts(event);
      hint = "";
      action();
    }

    function remember() {
      settings.write("single keys", $("single").checked);
    }

    // A sentence scrolled into view must not be hidden by the header or, on a phone, by the panel.
    function measure() {
      const style = document.documentElement.style;
      style.setProperty("--head", `${$("head").offsetHeight}px`);
      style.setProperty("--foot", `${wide.matches ? 0 : $("panel").offsetHeight}px`);
    }

    // Start.

    paint();
    buttons();
    meanings();
    keylist();
    refresh();
    $("back").addEventListener("click", () => go(step(-1)));
    $("forth").addEventListener("click", () => go(step(1)));
    $("untagged").addEventListener("click", nextUntagged);
    $("undo").addEventListener("click", undo);
    $("untag").addEventListener("click", untag);
    new ResizeObserver(measure).observe($("head"));
    new ResizeObserver(measure).observe($("panel"));
    document.addEventListener("keydown", pressed);
    $("single").checked = settings.read("single keys", true);
    $("single").addEventListener("change", remember);
    if (material.prompt_level !== "tags") $("more").open = wide.matches;
    $("book").open = wide.matches;
    $("article").focus({ preventScroll: true });
    $(`o-${at}`).scrollIntoView({ block: "center" });
    desk.listen((words) => {
      refresh();
      if (words) say(words);
    });
    return { go };
  }

  return { begin };
})();
