/* The page on which one person tags one article. It does not know the network or any file: a desk
   (online.js, offline.js or practice.js) gives it the state and applies its edits. */
"use strict";

const Page = (() => {
  const { $, make } = Nodes;
  const { both, direction, gettext, language, listed, ngettext, pgettext } = Messages;
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
    const wide = matchMedia("(min-width: 60rem) and (min-height: 30rem)");
    const decision = (id) => desk.state.decisions[id];
    const sentence = (id) => sentences[numbers.get(id) - 1];
    const partOf = (id) => Model.partOf(desk.state, sentence(id));
    const own = { lang: language, dir: direction };
    const partName = (part) => (part === null ? null : material.parts?.[part] ?? part);
    const sourceOf = (id) => desk.state.sources.find((each) => each.id === id);
    const nameOf = (id) => sourceOf(id)?.name ?? "";
    // Outside a class the page has all that an annotator records about sources.
    const full = Boolean(desk.set);
    const hints = full ? Suggestions.begin({ desk, material, tags, numbers, nameOf }) : null;

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
      const parts = [partName(partOf(id)) ?? (now.tag ? tagName(now.tag) : gettext("no tag"))];
      if (now.source) parts.push(gettext("source %(name)s", { name: nameOf(now.source) }));
      if (now.via) parts.push(gettext("via %(outlet)s", { outlet: now.via }));
      if (now.answers.length) {
        parts.push(gettext("responds to %(claims)s", { claims: listed(now.answers.map((each) => numbers.get(each.claim))) }));
      }
      return listed(parts);
    }

    // The article.

    function paint() {
      const paragraphs = new Map();
      for (const each of sentences) {
        if (!paragraphs.has(each.paragraph)) paragraphs.set(each.paragraph, []);
        paragraphs.get(each.paragraph).push(option(each));
      }
      const groups = [...paragraphs].map(([number, options]) =>
        make("div", { role: "group", class: "paragraph", "aria-label": gettext("Paragraph %(number)s", { number }) }, ...options)
      );
      $("article").replaceChildren(...groups);
      // The article has its own language and direction. What the page says in it has the page's.
      $("article").lang = material.language;
      $("article").dir = material.direction;
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
      const ghost = each.id === at && writable() ? hints?.ghost(each.id) : null;
      const ghostTag = tags.get(ghost?.tag);
      node.className = `sentence ${tag ? tag.color : ""} ${part ? "furniture" : ""}`;
      node.setAttribute("aria-selected", String(each.id === at));
      const links = [
        now.source ? nameOf(now.source) : "",
        now.via ? gettext("via %(outlet)s", { outlet: now.via }) : "",
        now.answers.length ? `→ ${listed(now.answers.map((one) => numbers.get(one.claim)))}` : "",
        now.checkable ? "" : gettext("not checkable"),
        now.accepted_tags?.length ? gettext("also accepted: %(tags)s", { tags: listed(now.accepted_tags.map(tagName)) }) : "",
        now.explanation ? gettext("explained") : "",
        now.flag ? "⚑" : "",
        hints?.differs(each.id) ? gettext("≠ a suggestion differs") : "",
      ].filter(Boolean);
      put(node,
        make("span", { class: "number" }, String(numbers.get(each.id))),
        make("span", { class: ghostTag ? "mark ghost" : "mark", "aria-hidden": "true" }, tag ? tag.mark : part ? "" : ghostTag?.mark ?? "·"),
        make("span", { class: "unseen", ...own }, ` ${part ? partName(part) : tag ? tag.name : gettext("no tag")}: `),
        make("span", { class: "text" }, ...(ghost ? hints.marked(each, ghost) : [each.text])),
        links.length ? make("span", { class: "links", ...own }, ` ${links.join(" · ")}`) : null,
        key ? verdict(now.tag, key) : null
      );
    }

    /* How a tag compares with the key: one of the outcomes that the material declares. */
    function outcomeOf(tag, key) {
      if (key.outcome) return key.outcome;
      if (!tag) return "untagged";
      if (tag === key.tag) return "key_tag";
      return key.accepted_tags.includes(tag) ? "accepted" : "other_tag";
    }

    const tagName = (id) => tags.get(id)?.name ?? id;

    /* The result of one's own tag in words. The sign goes before it where it is seen. */
    function result(tag, key) {
      switch (outcomeOf(tag, key)) {
        case "key_tag": return gettext("Same as the key: %(key)s.", { key: tagName(key.tag) });
        case "accepted": return gettext("Also accepted. You: %(own)s. Key: %(key)s.", { own: tagName(tag), key: tagName(key.tag) });
        case "other_tag": return gettext("Different. You: %(own)s. Key: %(key)s.", { own: tagName(tag), key: tagName(key.tag) });
        default: return gettext("You gave no tag. Key: %(key)s.", { key: tagName(key.tag) });
      }
    }

    function verdict(tag, key) {
      const outcome = material.outcomes[outcomeOf(tag, key)];
      const [first, ...more] = key.lines ?? [result(tag, key), key.why];
      // The words of practice come from the server. They name the key's tag before the student's.
      const word = key.lines && outcome.look === "bad" ? gettext("Different.") + " " : "";
      return make("span", { class: `key ${outcome.look}`, ...own },
        make("strong", {}, make("span", { "aria-hidden": "true" }, `${outcome.sign} `), `${word}${first}`), ` ${more.join(" ")}`);
    }

    function refresh() {
      for (const each of sentences) fill($(`o-${each.id}`), each);
      follow();
      panel();
      head();
      notice();
      if (hints) hintKeys();
    }

    function follow() {
      $("article").setAttribute("aria-activedescendant", `o-${at}`);
    }

    function head() {
      const total = Model.body(desk.state, material).length;
      const done = Model.tagged(desk.state, material);
      $("count").textContent = gettext("%(done)s of %(total)s tagged", { done, total });
      $("bar").max = total;
      $("bar").value = done;
      const state = desk.saving;
      $("saving").textContent = state.words;
      $("saving").className = `pill ${state.kind}`;
    }

    // A message stays in view until the student does something. One that waits for the student
    // stays longer.
    let fresh = true;

    function notice() {
      const urgent = [hint, desk.practice ? "" : desk.problem, ...(desk.warnings ?? [])];
      const said = [...urgent, desk.practice ? desk.problem : "", ...phaseWords()].filter(Boolean);
      const asked = toExplain();
      const { offer, standing } = desk;
      const about = JSON.stringify([urgent, situation(), offer]);
      if ($("notice").dataset.about !== about && !desk.practice) fresh = true;
      $("notice").dataset.about = about;
      const wanted = JSON.stringify([said, asked, offer, standing.feedback, standing.sources]);
      if ($("notice").dataset.said !== wanted) {
        $("notice").dataset.said = wanted;
        put($("notice"),
          ...said.map((each) => make("span", {}, `${each} `)),
          ...asked.map((id) => make("button", { type: "button", onclick: () => why_(id) }, gettext("Sentence %(number)s", { number: numbers.get(id) }))),
          standing.feedback ? make("a", { class: "button primary", href: Nodes.at("/feedback") }, gettext("See your feedback")) : null,
          standing.sources ? make("a", { class: "button", href: Nodes.at("/sources") }, gettext("See the sources")) : null,
          ...(offer ? offered(offer) : []));
      }
      $("notice").hidden = !said.length && !asked.length && !offer;
      // On a shared computer the handout says whose work it has.
      const whose = $("whose") && !$("whose").hidden ? $("whose").innerText : "";
      const stays = (!$("notice").hidden || whose !== "") && (fresh || Boolean(asked.length || offer || urgent.some(Boolean)));
      $("notices").classList.toggle("stays", stays);
      $("brief").hidden = !stays;
      $("brief").dataset.name = $("me").hidden ? "" : $("me").innerText;
      $("brief").textContent = [offer?.words, whose, ...said, ...asked.map((id) => numbers.get(id))].filter(Boolean).join(" ");
      brief();
      $("notices").classList.toggle("closed", !writable());
    }

    /* A message, with a button for each choice that the student has. */
    function offered({ words, choices }) {
      return [
        words ? make("span", { class: "offer" }, words) : null,
        ...choices.map(([name, choose]) => make("button", { type: "button", onclick: choose }, name)),
      ];
    }

    function why_(id) {
      go(id);
      open("note");
    }

    // What the page says in each situation.

    const started = () => Model.tagged(desk.state, material) > 0;
    const writable = () => desk.standing.phase === "open" && !desk.readOnly;
    // While tagging is closed, the teacher may still ask for reasons.
    const explains = (id) => desk.standing.phase === "closed" && !desk.readOnly && desk.standing.asked.includes(id);

    // The sentences for which the teacher still waits for the student's reason.
    const toExplain = () => desk.standing.asked.filter((id) => decision(id).tag && !decision(id).note);

    function phaseWords() {
      const { phase } = desk.standing;
      if (desk.readOnly) return [desk.readOnly];
      const words = [...{ open: openWords, closed: closedWords, ended: endedWords }[phase](), ...talkWords()];
      return toExplain().length && phase !== "ended" ? [...words, gettext("Your teacher asks why you chose your tag for:")] : words;
    }

    // With whom the teacher's page has paired the student, in the step for talking.
    function talkWords() {
      const { talk } = desk.standing;
      if (!talk) return [];
      const values = { names: both(talk.with), number: numbers.get(talk.sentence) };
      if (decision(talk.sentence).tag) return [gettext("Talk with %(names)s about sentence %(number)s. You did not all give it the same tag.", values)];
      return [gettext("Talk with %(names)s about sentence %(number)s. They tagged it differently. Which tag would you choose?", values)];
    }

    function openWords() {
      const { vote } = desk.standing;
      const late = desk.firstVote === vote;
      if (vote === 1 || desk.set) return [];
      if (late) return [gettext("You joined during vote %(vote)s, so you have no earlier vote. Tag each sentence.", { vote })];
      if (!started()) return [gettext("Vote %(vote)s: you have no tags yet. Tag each sentence.", { vote })];
      return [gettext("Vote %(vote)s: change any tag that you now see differently. Your earlier vote is kept.", { vote })];
    }

    function closedWords() {
      const { vote, revealed } = desk.standing;
      const shown = Object.keys(revealed).length;
      if (shown && started()) return [gettext("Tagging is closed. Compare your tags with the key.")];
      if (shown) return [gettext("Tagging is closed. You have no tags. The key shows what the class discusses.")];
      if (started()) return [gettext("Tagging is closed for now. Listen to your teacher.")];
      if (vote > 1 && desk.firstVote === vote) return [gettext("You joined after vote %(vote)s. Read the article. You can tag when your teacher opens tagging.", { vote: vote - 1 })];
      return [gettext("Tagging is closed. Read the article. You can tag when your teacher opens tagging.")];
    }

    function endedWords() {
      const { feedback } = desk.standing;
      if (!started()) return [gettext("The lesson has ended. You tagged no sentence.")];
      const then = feedback ? gettext("Your feedback compares your tags with the key.") : gettext("Your teacher has your work. Thank you.");
      return [gettext("The lesson has ended. You can no longer change your work."), then];
    }

    // The sentences whose key the student has been told of.
    let known = new Set(Object.keys(desk.standing.revealed));

    /* What to say about keys that were revealed since the last call. */
    function keyNews() {
      const { revealed } = desk.standing;
      const news = Object.keys(revealed).filter((id) => !known.has(id) && numbers.has(id));
      known = new Set(Object.keys(revealed));
      if (desk.practice || !news.length) return "";
      if (news.length === 1) return keyWords(news[0]);
      const counts = new Map();
      for (const id of news) {
        const found = outcomeOf(decision(id).tag, revealed[id]);
        counts.set(found, (counts.get(found) ?? 0) + 1);
      }
      const parts = Object.entries(material.outcomes).filter(([id]) => counts.has(id)).map(([id, { label }]) => gettext("%(result)s: %(count)s", { count: counts.get(id), result: label }));
      return ngettext("The key for %(count)s sentence is shown. %(results)s.", "The key for %(count)s sentences is shown. %(results)s.", news.length, { count: news.length, results: listed(parts) });
    }

    function keyWords(id) {
      const key = desk.standing.revealed[id];
      return [gettext("The key for sentence %(number)s is shown.", { number: numbers.get(id) }), result(decision(id).tag, key), key.why].join(" ");
    }

    /* What the words above depend on, apart from the student's own tags. */
    function situation() {
      const { phase, vote, asked, revealed, talk } = desk.standing;
      return JSON.stringify([desk.readOnly, phase, vote, asked, talk, phase === "closed" && Object.keys(revealed).length > 0]);
    }

    // The situation that was last announced.
    let told = situation();

    function situationNews() {
      const now = situation();
      if (now === told) return "";
      told = now;
      const about = desk.standing.phase === "ended" ? [] : toExplain().map((id) => gettext("Sentence %(number)s.", { number: numbers.get(id) }));
      return [...phaseWords(), ...about].join(" ");
    }

    // A hint shown once, because a key did nothing. It stays until the student does something.
    let hint = "";
    const hinted = new Set();
    function hintOnce(what, words) {
      if (hinted.has(what)) return;
      hinted.add(what);
      hint = words;
      notice();
      measure();
      say(words);
    }

    // Moving.

    function go(id, quiet = false) {
      if (!id) return;
      const before = at;
      at = id;
      attend();
      fresh = false;
      desk.move(id);
      fill($(`o-${before}`), sentence(before));
      fill($(`o-${at}`), sentence(at));
      follow();
      unfold(false);
      panel();
      notice();
      measure();
      show();
      for (const id of ["panel", "rest"]) $(id).scrollTop = 0;
      if (!quiet) say(gettext("Sentence %(number)s of %(total)s: %(state)s", { number: numbers.get(id), total: sentences.length, state: described(id) }));
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
      else say(gettext("Every sentence has a tag."));
    }

    // Editing.

    function edit(said, then = at) {
      const before = desk.state;
      const changed = changes(said);
      const times = desk.attention?.times(changed) ?? null;
      const seen = desk.seen?.of([...new Set([said.sentence, ...changed])]) ?? {};
      const sent = { ...said, ...(times ? { times } : {}), ...(Object.keys(seen).length ? { seen } : {}) };
      if (!desk.edit(sent, then)) return false;
      desk.attention?.sent(times ?? {});
      if (said.do !== "keep") desk.undone.push(Model.undoing(before, desk.state, said.sentence));
      desk.undone.splice(0, desk.undone.length - MOST_UNDO);
      desk.keep();
      fresh = false;
      refresh();
      return true;
    }

    /* The sentences that an edit changes. */
    function changes(said) {
      if (!desk.attention && !desk.seen) return [];
      try {
        return Model.changed(desk.state, Model.apply(desk.state, said, material));
      } catch (error) {
        if (!(error instanceof Model.Refused)) throw error;
        return [];
      }
    }

    const attend = () => desk.attention?.lookAt(at);

    function tag(id) {
      const here = at;
      const stays = desk.practice || material.prompt_level !== "tags" && Model.ATTRIBUTES.has(Model.role(material, id));
      const then = stays ? here : followingBody();
      if (!edit({ do: "tag", sentence: here, tag: id }, then)) return;
      const words = stated(here, tags.get(id).name);
      if (desk.practice) {
        measure();
        show();
        say(`${words} ${practiced(here)}`);
      } else if (stays) {
        open("source");
        say([words, gettext("Who is the source?")].join(" "));
      } else {
        go(then, true);
        say(`${words} ${nowAt()}`);
      }
    }

    /* What an edit has done to a sentence, for screen readers. */
    const stated = (id, state) => gettext("%(number)s: %(state)s.", { number: numbers.get(id), state });
    const nowAt = () => gettext("Now %(number)s: %(state)s", { number: numbers.get(at), state: described(at) });

    /* The key's words on the student's tag, in practice. */
    function practiced(id) {
      const key = desk.standing.revealed[id];
      if (!key) return "";
      return [material.outcomes[key.outcome].look === "bad" ? gettext("Different.") : "", ...key.lines].filter(Boolean).join(" ");
    }

    // Suggestions. What they take is an edit like any other.

    /* Take the tag, the source and the cue that are shown dimly, with one key. */
    function takeSuggestion() {
      const here = at;
      const said = writable() ? hints.taking(here) : null;
      if (!said) return say(gettext("No suggestion is shown here."));
      const asked = said.tag && material.prompt_level !== "tags" && Model.ATTRIBUTES.has(Model.role(material, said.tag));
      const more = !said.tag || (asked && !said.source && !decision(here).source ? "source" : "");
      const links = asked && material.prompt_level === "links" && Model.ANSWERS.has(Model.role(material, said.tag));
      const then = more || links ? here : followingBody();
      if (!edit(said, then)) return undefined;
      const words = stated(here, described(here));
      if (more === "source" || links) {
        open(more || "answers");
        return say(words);
      }
      if (then !== here) go(then, true);
      return say(`${words} ${nowAt()}`);
    }

    /* Show the next suggestion that differs from the own decision. */
    function secondLook() {
      const id = hints.nextDifference(at);
      if (!id) return say(gettext("No suggestion differs from your decisions."));
      if (id !== at) go(id, true);
      hints.look(id);
      hintBox();
      unfold(false);
      measure();
      show();
      $("keep")?.focus({ preventScroll: true });
      return say($("second")?.innerText ?? "");
    }

    /* Keep the own value, or take the suggested one. Then show the next difference here. */
    function decideLook(said) {
      const here = at;
      if (!edit(said, here)) return;
      desk.set.differences = { ...desk.set.differences, [here]: (desk.set.differences?.[here] ?? []).slice(1) };
      refresh();
      if (hints.differs(here)) $("keep")?.focus({ preventScroll: true });
      else $("article").focus({ preventScroll: true });
      say(said.do === "keep" ? gettext("Your decision stays.") : stated(here, described(here)));
    }

    function hintBox() {
      const focused = document.activeElement?.id;
      put($("hint"), writable() ? hints.ghostBox(at, takeSuggestion) : null, writable() ? hints.differenceBox(at, { open: secondLook, decide: decideLook, refresh: hintBox }) : null);
      $("hint").hidden = !$("hint").childElementCount;
      if (focused && $("hint").contains($(focused))) $(focused).focus({ preventScroll: true });
    }

    /* Record what the forms show of a list, while they are in view. */
    function sawLists() {
      const inView_ = (id) => Boolean($(id)) && $("more").open && ($(id).checkVisibility?.() ?? true);
      const fields = [
        ...(inView_("f-source") ? ["source", "kind", ...(material.cues ? ["cue"] : [])] : []),
        ...(inView_("f-cue") ? ["cue"] : []),
        ...($("forms").querySelector("[name=claim]") && $("more").open ? ["answers"] : []),
      ];
      if (fields.length) hints.sawList(at, fields);
    }

    function untag() {
      if (edit({ do: "tag", sentence: at, tag: null })) say(stated(at, gettext("no tag")));
    }

    /* Turn furniture into body text, in this student's work only, or turn it back. */
    function furniture() {
      const part = partOf(at) ? null : sentence(at).part ?? null;
      if (!partOf(at) && !part) return say(gettext("This sentence is already body text."));
      if (edit({ do: "part", sentence: at, part })) say(stated(at, partName(part) ?? gettext("body text")));
      return undefined;
    }

    function undo() {
      const last = desk.undone.pop();
      if (!last) return say(gettext("Nothing to undo."));
      if (!desk.edit(last, last.sentence)) return undefined;
      desk.keep();
      go(last.sentence, true);
      refresh();
      return say(gettext("Undone. %(number)s: %(state)s", { number: numbers.get(at), state: described(at) }));
    }

    function same() {
      const before = sentences.slice(0, numbers.get(at) - 1).reverse().find((each) => decision(each.id).source);
      if (!before) return say(gettext("No earlier sentence has a source."));
      const name = nameOf(decision(before.id).source);
      if (edit({ do: "source", sentence: at, name })) say(stated(at, gettext("source %(name)s", { name })));
      return undefined;
    }

    function flip(field) {
      const said = { do: field, sentence: at, [field]: !decision(at)[field] };
      if (edit(said)) say(stated(at, flipped(field, decision(at)[field])));
    }

    function flipped(field, on) {
      if (field === "flag") return on ? gettext("flagged") : gettext("not flagged");
      return on ? gettext("checkable") : gettext("not checkable");
    }

    // The panel.

    function buttons() {
      $("tags").replaceChildren(
        ...material.tags.map((each) =>
          make("button", { type: "button", id: `t-${each.id}`, class: `tag ${each.color}`, onclick: () => tag(each.id), "aria-keyshortcuts": each.key },
            make("span", { class: "mark", "aria-hidden": "true" }, each.mark),
            make("span", { lang: material.codebook_language }, each.name),
            make("kbd", { "aria-hidden": "true" }, each.key)
          )
        )
      );
    }

    let painted = "";
    function panel() {
      fillPanel();
      if (!hints) return;
      hintBox();
      sawLists();
    }

    function fillPanel() {
      const now = decision(at);
      layPanel();
      $("now").textContent = gettext("Sentence %(number)s of %(total)s", { number: numbers.get(at), total: sentences.length });
      if (full) sourceList();
      const settled = !desk.practice && Boolean(desk.standing.revealed[at]) || Boolean(partOf(at));
      for (const each of material.tags) {
        $(`t-${each.id}`).setAttribute("aria-pressed", String(now.tag === each.id));
        $(`t-${each.id}`).setAttribute("aria-disabled", String(settled));
      }
      const looks = JSON.stringify([at, now, desk.state.sources, claims().map((each) => each.id), writable(), desk.standing.asked]);
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

    /* Show the whole panel while the student may tag, the reason alone while that is asked for, and
       otherwise nothing but the article. */
    function layPanel() {
      const reason = !writable() && explains(at);
      const shown = writable() || reason;
      const held = $("panel").contains(document.activeElement);
      $("panel").classList.toggle("reason", reason);
      $("panel").hidden = !shown;
      // What the tags mean is of use while one reads, too.
      const place = writable() ? $("rest") : $("below");
      if ($("book").parentElement !== place) place === $("rest") ? $("keys").before($("book")) : place.append($("book"));
      if (held && !shown) $("article").focus({ preventScroll: true });
    }

    /* On a small screen the rest of the panel is folded away until it is asked for. */
    function unfold(on) {
      $("panel").classList.toggle("unfolded", on);
      $("unfold").setAttribute("aria-expanded", String(on));
      $("unfold").textContent = on ? gettext("Close") : gettext("More");
      if (hints) sawLists();
    }

    function toArticle() {
      $("article").focus({ preventScroll: true });
      unfold(false);
      measure();
      show();
    }

    function turnPanel() {
      unfold(!$("panel").classList.contains("unfolded"));
      measure();
      show();
    }

    function help() {
      const opens = !$("book").open || !readable($("book"));
      unfold(opens);
      $("book").open = opens;
      measure();
      if (opens) $("book").scrollIntoView({ block: "start" });
      show();
    }

    /* Whether the beginning of a part of the panel is in view. */
    function readable(node) {
      const [box, frame] = [node, node.closest("#panel") ?? document.documentElement].map((each) => each.getBoundingClientRect());
      return box.height > 0 && box.top >= frame.top && box.top < Math.min(frame.bottom, document.documentElement.clientHeight);
    }

    const claims = () => sentences.filter((each) => each.id !== at && Model.role(material, decision(each.id).tag) === "claim");

    function forms(now) {
      const role = Model.role(material, now.tag);
      const list = [];
      if (!writable()) return explains(at) ? [noteForm(now)] : [];
      if (partOf(at)) {
        return [make("p", { class: "quiet" }, gettext("This sentence is not body text (%(part)s), so it has no tag.", { part: partName(partOf(at)) })), turn(gettext("Mark as body text"))];
      }
      if (sentence(at).part) list.push(turn(gettext("Mark as %(part)s again", { part: partName(sentence(at).part) })));
      if (Model.ATTRIBUTES.has(role) || now.source || now.via) list.push(sourceForm(now));
      if (material.cues && (Model.ATTRIBUTES.has(role) || now.cue)) list.push(cueForm(now));
      if (Model.ANSWERS.has(role) || now.answers.length) list.push(answersForm(now));
      if (role === "claim" || !now.checkable) list.push(check("checkable", gettext("This claim can be checked"), now.checkable));
      if (isKey) list.push(acceptForm(now), explanationForm(now));
      list.push(noteForm(now), check("flag", gettext("Flag for later"), now.flag));
      return list;
    }

    const turn = (words) => make("button", { type: "button", id: "f-part", onclick: furniture }, words);

    function form(title, send, ...inside) {
      return make("form", { onsubmit: (event) => { event.preventDefault(); send(new FormData(event.target)); } },
        make("fieldset", {}, make("legend", {}, title), ...inside));
    }

    function sourceForm(now) {
      const known = sourceOf(now.source);
      const offers = hints?.sources(at) ?? [];
      const take = (name, kind, more = {}) => taken({ do: "source", sentence: at, name: name || null, kind: kind || null, ...more }, name);
      const taken = (said, name) => {
        if (edit(said)) {
          say(stated(at, name ? gettext("source %(name)s", { name }) : gettext("no source")));
          if (material.prompt_level === "links" && Model.ANSWERS.has(Model.role(material, decision(at).tag))) open("answers");
          else onward();
        }
      };
      const takeOffer = ({ name, kind, cue }) => {
        const fresh = !Model.named(desk.state.sources, name);
        const more = name && cue && !now.cue ? { cue: { words: cue.text, start: cue.start } } : {};
        taken({ do: "decide", sentence: at, source: { name: name || null, kind: fresh ? kind : null }, ...more }, name);
      };
      // Enter takes the highlighted suggestion until something is typed.
      const entered = (event) => {
        if (event.key !== "Enter" || event.isComposing || event.target.value || now.source || !offers.length) return;
        event.preventDefault();
        takeOffer(offers[0]);
      };
      const others = byPlace(desk.state.sources).filter((each) => !offers.some(({ name }) => Model.folded(name) === Model.folded(each.name)));
      const send = (said) => take(said.get("name").trim(), said.get("kind"), full ? { details: details(said), via: said.get("via").trim() || null } : {});
      return form(gettext("Source: who says this?"), send,
        offers.length
          ? make("div", { class: "chips", role: "group", "aria-label": gettext("Suggested sources") },
              ...offers.map((each, place) => offerChip(each, place === 0 && !now.source, now, () => takeOffer(each))))
          : null,
        others.length
          ? make("div", { class: "chips", role: "group", "aria-label": gettext("Sources so far") },
              ...others.map((each) =>
                make("button", { type: "button", "aria-pressed": String(each.id === now.source), onclick: () => take(each.name, null) }, each.name)))
          : null,
        make("label", { for: "f-source" }, gettext("Name")),
        make("input", { id: "f-source", name: "name", value: known?.name ?? "", maxlength: 200, autocomplete: "off", oninput: full ? showKnown(known) : null, onkeydown: offers.length ? entered : null }),
        ...(full ? facts("f", known ?? {}, ...viaField(now)) : kindField("f", known)),
        make("button", { type: "submit" }, gettext("Save source")));
    }

    /* Sources in the order in which the text first has them. */
    function byPlace(sources) {
      if (!full) return sources;
      const first = (source) => sentences.findIndex((each) => decision(each.id).source === source.id);
      const places = new Map(sources.map((each) => [each, first(each)]));
      return [...sources].sort((one, other) => (places.get(one) + 1 || Infinity) - (places.get(other) + 1 || Infinity));
    }

    /* A suggested source, with the kind and the cue that come with it. Enter takes the first one. */
    function offerChip({ name, kind, cue }, likeliest, now, onclick) {
      const about = [material.kinds.find((each) => each.id === kind)?.name, cue && !now.cue ? `“${cue.text}”` : ""].filter(Boolean).join(" · ");
      return make("button", { type: "button", class: likeliest ? "likeliest" : null, "aria-pressed": String(Boolean(name) && nameOf(now.source) === name), onclick },
        make("bdi", {}, name || gettext("No source")), about ? make("span", { class: "quiet" }, ` ${about}`) : null, likeliest ? make("kbd", { "aria-hidden": "true" }, "↵") : null);
    }

    // What is known about a source: fields of the form of a sentence, and of the list of sources.

    const field = (id, name, words, value, maxlength) => [
      make("label", { for: id }, words),
      make("input", { id, name, value: value ?? "", maxlength, autocomplete: "off" }),
    ];

    const choice = (id, name, words, value, choices) => [
      make("label", { for: id }, words),
      make("select", { id, name }, ...choices.map(([each, said]) => make("option", { value: each, selected: (value ?? "") === each }, said))),
    ];

    const viaField = (now) => field("f-via", "via", gettext("Passed on by: the outlet in between, if any"), now.via, 200);

    const kindField = (place, known) => choice(`${place}-kind`, "kind", gettext("Kind"), known?.kind,
      [["", gettext("not specified")], ...material.kinds.map((each) => [each.id, each.name])]);

    const STANDINGS = [
      ["", gettext("not judged")],
      ["informed", gettext("informed: it can know what it speaks about"), gettext("informed")],
      ["uninformed", gettext("uninformed: it cannot know"), gettext("uninformed")],
      ["unclear", gettext("unclear: the article does not show it"), gettext("standing unclear")],
    ];

    const facts = (place, known, ...more) => [
      ...kindField(place, known),
      ...field(`${place}-affiliation`, "affiliation", gettext("Affiliation: the organization it speaks or works for"), known.affiliation, 200),
      make("label", { class: "check" },
        make("input", { type: "checkbox", id: `${place}-concerned`, name: "concerned", checked: known.concerned }), " ", gettext("Concerned: the claims are about it, so it should be heard")),
      ...more,
      ...choice(`${place}-standing`, "standing", gettext("Standing"), known.standing, STANDINGS),
      ...field(`${place}-standing-reason`, "standing_reason", gettext("Why it has this standing"), known.standing_reason, 2000),
    ];

    const details = (said) => ({
      kind: said.get("kind") || null,
      affiliation: said.get("affiliation").trim() || null,
      concerned: said.has("concerned"),
      standing: said.get("standing") || null,
      standing_reason: said.get("standing_reason").trim() || null,
    });

    /* While a name is typed: the facts of the source that has it, or what was typed for a new one. */
    function showKnown(first) {
      let shown = first;
      let typed = {};
      return (event) => {
        const { form: now, value } = event.target;
        const known = Model.named(desk.state.sources, value);
        if (known === shown) return;
        if (!shown) typed = details(new FormData(now));
        shown = known;
        const all = known ?? typed;
        for (const name of ["kind", "affiliation", "standing", "standing_reason"]) now.elements[name].value = all[name] ?? "";
        now.elements.concerned.checked = Boolean(all.concerned);
      };
    }

    // The article's sources: each can be described, renamed and merged with another one.

    const NEW = "+";
    let unfolded = null;
    let listed_ = "";

    function sourcesBox() {
      $("book").before(make("details", { id: "sources" }, make("summary", {}, gettext("Sources of this article")), make("div", { id: "source-list" })));
    }

    /* Show the list, unless the annotator types in it. */
    function sourceList(anyway = false) {
      $("sources").hidden = !writable();
      const uses = desk.state.sources.map(uses_);
      const looks = JSON.stringify([desk.state.sources, uses, unfolded]);
      const types = $("source-list").contains(document.activeElement) && document.activeElement.matches("input, select");
      if (looks === listed_ || types && !anyway) return;
      listed_ = looks;
      const focused = document.activeElement?.id;
      $("source-list").replaceChildren(
        make("ul", {}, ...desk.state.sources.map((each) => make("li", {}, sourceRow(each), unfolded === each.id ? describeForm(each) : null))),
        sourceButton(NEW, gettext("Add a concerned party that no sentence quotes")),
        ...(unfolded === NEW ? [describeForm(null)] : []));
      if (focused && $("source-list").contains($(focused))) $(focused).focus({ preventScroll: true });
    }

    const uses_ = (source) => sentences.filter((each) => decision(each.id).source === source.id).length;

    function sourceRow(each) {
      const count = uses_(each);
      const known = [
        material.kinds.find((kind) => kind.id === each.kind)?.name,
        each.affiliation,
        each.concerned ? gettext("concerned") : "",
        each.standing ? STANDINGS.find(([id]) => id === each.standing)[2] : "",
        ngettext("%(count)s sentence", "%(count)s sentences", count, { count }),
      ].filter(Boolean).join(" · ");
      return sourceButton(each.id, make("bdi", {}, each.name), make("span", { class: "quiet" }, known));
    }

    function sourceButton(id, ...inside) {
      const on = unfolded === id;
      return make("button", { type: "button", id: `b-${id}`, "aria-expanded": String(on), onclick: () => unfoldSource(on ? null : id) }, ...inside);
    }

    function unfoldSource(id, focus = "") {
      unfolded = id;
      sourceList(true);
      const wanted = $(focus || "d-name");
      wanted?.focus({ preventScroll: true });
      wanted?.scrollIntoView({ block: "nearest" });
    }

    function describeForm(known) {
      const others = desk.state.sources.filter((each) => each !== known);
      return make("div", { class: "described" },
        form(known ? gettext("Change this source everywhere in the article") : gettext("New concerned party"), (said) => describe(known, said),
          ...field("d-name", "name", gettext("Name"), known?.name, 200),
          ...facts("d", known ?? { concerned: true }),
          make("button", { type: "submit" }, gettext("Save source"))),
        known && others.length
          ? form(gettext("Merge this source into another one"), (said) => merge(known, sourceOf(said.get("into"))),
              ...choice("d-into", "into", gettext("The other source"), null, others.map((each) => [each.id, each.name])),
              make("button", { type: "submit" }, gettext("Merge the two sources")))
          : null);
    }

    /* Save a source everywhere. The name of another source merges the two. */
    function describe(known, said) {
      const name = Model.plain(said.get("name"));
      const other = Model.named(desk.state.sources, name);
      if (known && other && other.id !== known.id) {
        if (confirm(gettext("“%(name)s” is already a source. Merge the two sources?", { name: other.name }))) merge(known, other);
        return;
      }
      if (!edit({ do: "edit_source", sentence: at, source: known?.id ?? null, name, details: details(said) })) return;
      const saved = Model.named(desk.state.sources, name);
      unfoldSource(null, saved ? `b-${saved.id}` : `b-${NEW}`);
      say(gettext("Source %(name)s saved.", { name }));
    }

    function merge(source, into) {
      if (!edit({ do: "merge_sources", sentence: at, source: source.id, into: into.id })) return;
      unfoldSource(null, `b-${into.id}`);
      say(gettext("%(source)s is merged into %(into)s.", { source: source.name, into: into.name }));
    }

    function openSources() {
      if (!writable()) return say(phaseWords()[0] ?? "");
      unfold(true);
      unfolded = null;
      sourceList(true);
      $("sources").open = true;
      measure();
      const first = $("source-list").querySelector("button");
      first.focus({ preventScroll: true });
      $("sources").scrollIntoView({ block: "start" });
      return show();
    }

    function onward() {
      $("article").focus({ preventScroll: true });
      if (material.prompt_level === "tags") return;
      const words = described(at);
      const here = numbers.get(at);
      go(followingBody(), true);
      say([gettext("%(number)s: %(state)s.", { number: here, state: words }), nowAt()].join(" "));
    }

    function cueForm(now) {
      const offers = now.cue ? [] : hints?.cues(at) ?? [];
      const take = (words, more = {}) => {
        if (edit({ do: "cue", sentence: at, words: words || null, ...more })) say(stated(at, words ? gettext("signal words %(words)s", { words }) : gettext("no signal words")));
      };
      const takeOffer = ({ text, start }) => take(text, { start });
      const entered = (event) => {
        if (event.key !== "Enter" || event.isComposing || event.target.value) return;
        event.preventDefault();
        takeOffer(offers[0]);
      };
      return form(gettext("Signal words: which words point to the source?"), (said) => take(said.get("words").trim()),
        offers.length
          ? make("div", { class: "chips", role: "group", "aria-label": gettext("Suggested signal words") },
              ...offers.map((each, place) => make("button", { type: "button", class: place ? null : "likeliest", onclick: () => takeOffer(each) }, `“${each.text}”`, place ? null : make("kbd", { "aria-hidden": "true" }, "↵"))))
          : null,
        make("label", { for: "f-cue" }, gettext("Copy them from the sentence, for example “said”")),
        make("input", { id: "f-cue", name: "words", value: now.cue?.text ?? "", maxlength: 500, autocomplete: "off", spellcheck: "false", onkeydown: offers.length ? entered : null }),
        make("button", { type: "submit" }, gettext("Save signal words")));
    }

    function answersForm(now) {
      const given = new Map(now.answers.map((each) => [each.claim, each.stance]));
      const stance = Model.role(material, now.tag) === "confirmation";
      const likely = hints?.claims(at) ?? [];
      const found = claims();
      const rows = [...found.filter((each) => likely.includes(each.id)), ...found.filter((each) => !likely.includes(each.id))].map((each) =>
        make("div", { class: likely.includes(each.id) ? "answer likeliest" : "answer" },
          make("label", { class: "check" },
            make("input", { type: "checkbox", name: "claim", value: each.id, checked: given.has(each.id) }),
            ` ${numbers.get(each.id)}: ${short(each.text)}`),
          stance
            ? make("select", { name: `stance-${each.id}`, "aria-label": gettext("How it responds to claim %(number)s", { number: numbers.get(each.id) }) },
                ...material.stances.map((one) => make("option", { value: one.id, selected: given.get(each.id) === one.id }, one.name)))
            : null));
      return form(gettext("Which claims does this sentence respond to?"), (said) => {
        const answers = said.getAll("claim").map((claim) => ({ claim, stance: said.get(`stance-${claim}`) }));
        if (edit({ do: "answers", sentence: at, answers })) {
          say(stated(at, described(at)));
          onward();
        }
      },
        ...(rows.length ? rows : [make("p", { class: "quiet" }, gettext("No sentence is tagged as a claim yet."))]),
        rows.length ? make("button", { type: "submit" }, gettext("Save responses")) : null);
    }

    const short = (text) => (Model.points(text).length > 60 ? `${Model.points(text).slice(0, 58).join("")}…` : text);

    function check(field, words, on) {
      return make("label", { class: "check" },
        make("input", { type: "checkbox", id: `f-${field}`, checked: on, onchange: () => flip(field) }), ` ${words}`);
    }

    function noteForm(now) {
      const asked = desk.standing.asked.includes(at);
      return form(asked ? gettext("Why did you choose this tag? Write one line.") : gettext("Note"), (said) => {
        if (edit({ do: "note", sentence: at, note: said.get("note") })) {
          say(stated(at, gettext("note saved")));
          $("article").focus({ preventScroll: true });
        }
      },
        make("label", { for: "f-note", class: "unseen" }, asked ? gettext("Why this tag") : gettext("Note")),
        make("input", { id: "f-note", name: "note", value: now.note ?? "", maxlength: 500, autocomplete: "off" }),
        make("button", { type: "submit" }, asked ? gettext("Send") : gettext("Save note")));
    }

    // In an answer key: the other tags that are accepted, and why the tag is right.

    function acceptForm(now) {
      const others = material.tags.filter((each) => each.id !== now.tag);
      return make("fieldset", {}, make("legend", {}, gettext("Which other tags do you accept?")),
        ...(now.tag === null
          ? [make("p", { class: "quiet" }, gettext("Choose the key's own tag first."))]
          : others.map((each, place) =>
              make("label", { class: "check" },
                make("input", { type: "checkbox", id: place ? `f-accepted-${each.id}` : "f-accepted", checked: now.accepted_tags.includes(each.id), onchange: () => accept(each.id) }), ` ${each.name}`))));
    }

    function accept(id) {
      const before = decision(at).accepted_tags;
      const accepted = before.includes(id) ? before.filter((each) => each !== id) : [...before, id];
      if (!edit({ do: "accepted_tags", sentence: at, accepted_tags: accepted })) return;
      say(stated(at, accepted.includes(id) ? gettext("%(tag)s is also accepted", { tag: tagName(id) }) : gettext("%(tag)s is no longer accepted", { tag: tagName(id) })));
    }

    function explanationForm(now) {
      return form(gettext("Why is this the right tag?"), (said) => {
        if (edit({ do: "explanation", sentence: at, explanation: said.get("explanation") })) {
          say(stated(at, gettext("explanation saved")));
          $("article").focus({ preventScroll: true });
        }
      },
        make("label", { for: "f-explanation" }, gettext("Students read it beside the key")),
        make("textarea", { id: "f-explanation", name: "explanation", rows: 3, maxlength: 2000 }, now.explanation ?? ""),
        make("button", { type: "submit" }, gettext("Save explanation")));
    }

    // Outside a class: finish the pass, or mark the article unusable.

    function passForms() {
      const box = make("details", { id: "pass" }, make("summary", {}, gettext("Finish")),
        make("p", {}, make("button", { type: "button", onclick: () => desk.command("finish") }, gettext("Finish this pass"))),
        form(gettext("This article cannot be used"), (said) => {
          const reason = said.get("reason").trim();
          if (reason) desk.command("unusable", { reason });
        },
          make("label", { for: "f-reason" }, gettext("Why? For example: not a news article")),
          make("input", { id: "f-reason", name: "reason", maxlength: 500, autocomplete: "off", required: true }),
          make("button", { type: "submit" }, gettext("Mark it unusable"))));
      $("book").before(box);
    }

    function open(field) {
      if (!writable() && !(field === "note" && explains(at))) return say(desk.problem || phaseWords()[0] || gettext("Tagging is closed."));
      unfold(true);
      $("more").open = true;
      painted = "";
      panel();
      const wanted = $(`f-${field}`) ?? $("forms").querySelector(field === "answers" ? "[name=claim]" : "input");
      measure();
      if (!wanted) return say(gettext("No sentence is tagged as a claim yet."));
      wanted.focus({ preventScroll: true });
      wanted.select?.();
      // With its label. The window is scrolled back below.
      // What Enter would take is in view, too.
      const offering = wanted.form?.querySelector(".likeliest") ? wanted.form : null;
      (offering ?? wanted.closest("label") ?? wanted.previousElementSibling ?? wanted).scrollIntoView({ block: "start" });
      wanted.scrollIntoView({ block: "nearest" });
      return show();
    }

    function meanings() {
      const words = { lang: material.codebook_language, dir: material.codebook_direction };
      $("meanings").replaceChildren(
        make("p", {}, gettext("Ask these questions in order. Use the first tag that fits.")),
        make("ol", words, ...material.order.map((each) => make("li", {}, `${each.question} `, make("strong", {}, tags.get(each.tag)?.name ?? each.tag)))),
        make("dl", words, ...material.tags.flatMap((each) => [
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
      ["ArrowDown", "↓", gettext("next sentence"), next],
      ["ArrowUp", "↑", gettext("previous sentence"), before],
      ["j", "j", gettext("next sentence"), next],
      ["k", "k", gettext("previous sentence"), before],
      ["Home", pgettext("key", "Home"), gettext("first sentence"), () => go(sentences[0].id)],
      ["End", pgettext("key", "End"), gettext("last sentence"), () => go(sentences.at(-1).id)],
      [" ", pgettext("key", "space"), gettext("next untagged"), nextUntagged],
      ["Backspace", pgettext("key", "backspace"), gettext("clear tag"), untag],
      ["u", "u", gettext("undo"), undo],
      ["s", "s", gettext("source"), () => open("source")],
      [".", ".", gettext("same source as before"), same],
      ["e", "e", gettext("signal words"), () => open("cue")],
      ["l", "l", gettext("responds to"), () => open("answers")],
      ["h", "h", gettext("checkable or not"), () => flip("checkable")],
      ["m", "m", gettext("note"), () => open("note")],
      ["x", "x", gettext("flag"), () => flip("flag")],
      ["p", "p", gettext("change a title or caption to body text, or back"), furniture],
      ["?", "?", gettext("what the tags mean"), help],
    ];

    if (full) KEYS.push(["S", "S", gettext("all sources"), openSources]);
    const isKey = desk.set?.form === "key";
    if (isKey) KEYS.push(["+", "+", gettext("accept another tag"), () => open("accepted")], ["E", "E", gettext("explain the tag"), () => open("explanation")]);
    if (desk.set?.finishes) KEYS.push(["F", "F", gettext("finish this pass"), () => desk.command("finish")]);

    // The keys of suggestions are there as long as the page shows one.
    let hinting = "";
    function hintKeys() {
      const wanted = [
        ...(hints.hasGhosts ? [["Enter", pgettext("key", "Enter"), gettext("take the suggestion"), takeSuggestion]] : []),
        ...(hints.hasDifferences ? [["d", "d", gettext("second look: the next suggestion that differs"), secondLook]] : []),
      ];
      const names = wanted.map(([key]) => key).join("");
      if (names === hinting) return;
      hinting = names;
      KEYS.splice(0, KEYS.length, ...KEYS.filter(([, , , action]) => action !== takeSuggestion && action !== secondLook), ...wanted);
      keylist();
    }

    function keylist() {
      const tagKeys = material.tags.map((each, place) => [gettext("%(letter)s or %(digit)s", { letter: each.key, digit: place + 1 }), each.name, material.codebook_language]);
      const all = [...tagKeys, ...KEYS.map((each) => [each[1], each[2]])];
      $("keylist").replaceChildren(...all.flatMap(([key, words, lang]) => [make("dt", {}, make("kbd", {}, key)), make("dd", { lang }, words)]));
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
        if (event.key === "Escape") toArticle();
        return;
      }
      if (event.key === "Escape" && $("panel").classList.contains("unfolded")) return toArticle();
      const inArticle = $("article").contains(target) || target === $("article");
      if (!inArticle && target.matches(CONTROL) && /^( |Enter)$/.test(event.key)) return;
      if (!inArticle && target.closest("[role=region], dialog")) return;
      act(event, inArticle);
    }

    function act(event, inArticle) {
      const meant = Keys.meant(event, (each) => Boolean(actionOf(each)));
      const action = meant && actionOf(meant);
      if (!$("single").checked && Keys.writes(event)) {
        if (action && inArticle) hintOnce("off", gettext("Single-key shortcuts are off. Turn them on under “Keyboard shortcuts”."));
        return;
      }
      if (!action && inArticle && Keys.writes(event)) {
        const words = event.key.length > 2
          ? gettext("This key does nothing here. All keys are listed under “Keyboard shortcuts”.")
          : gettext("The key “%(key)s” does nothing here. All keys are listed under “Keyboard shortcuts”.", { key: event.key });
        hintOnce("unknown", words);
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

    // What lies over the article: the header and messages above, and on a small screen the panel
    // below. The style sheet decides which of them do.

    const covers = (node, ...positions) => (positions.includes(getComputedStyle(node).position) ? node.offsetHeight : 0);
    const beside = () => getComputedStyle($("panel")).getPropertyValue("--beside") === "1";

    function insets() {
      const head = covers($("head"), "sticky");
      return { head, top: head + covers($("notices"), "sticky") + covers($("brief"), "fixed"), bottom: beside() ? 0 : covers($("panel"), "fixed") };
    }

    function measure() {
      const style = document.documentElement.style;
      const height = document.documentElement.clientHeight;
      const { head, top } = insets();
      // The panel leaves the current sentence its room, if the window has room for both.
      const room = height - top - $(`o-${at}`).offsetHeight - NEAR;
      style.setProperty("--sheet", `${Math.max(LEAST_SHEET, Math.min(MOST_SHEET * height, room))}px`);
      style.setProperty("--head", `${head}px`);
      style.setProperty("--over", `${top}px`);
      style.setProperty("--foot", `${insets().bottom}px`);
    }

    const NEAR = 8;
    const LOOKAHEAD = 40;
    const LEAST_SHEET = 144;
    const MOST_SHEET = 0.62;

    /* Bring the current sentence into view. If it is taller than the room, its beginning counts. */
    function show() {
      const { top, bottom } = insets();
      makeRoom(top);
      const end = document.documentElement.clientHeight - bottom;
      const box = $(`o-${at}`).getBoundingClientRect();
      const spare = Math.max(0, Math.min(end - top - box.height, LOOKAHEAD));
      if (box.top < top) scrollBy(0, box.top - top - Math.min(NEAR, spare / 2));
      else if (box.bottom > end - spare) scrollBy(0, Math.min(box.top - top, box.bottom - end + spare));
      seen = inView();
    }

    /* In a low window the header and a new message scroll away. One line of them stays. */
    function makeRoom(top) {
      const above = covers($("brief"), "fixed") ? $("article").getBoundingClientRect().top - top : 0;
      if (above > 0) scrollBy(0, above);
    }

    function brief() {
      $("brief").classList.toggle("away", $("notices").getBoundingClientRect().top >= covers($("head"), "sticky") - 1);
    }

    function scrolled() {
      seen = inView();
      brief();
    }

    function inView() {
      const { top, bottom } = insets();
      const box = $(`o-${at}`).getBoundingClientRect();
      return box.bottom > top && box.top < document.documentElement.clientHeight - bottom;
    }

    // Phones change the height of the window while one scrolls. That must not pull a reader back.
    let seen = true;
    let width = innerWidth;

    function resized() {
      const turned = innerWidth !== width;
      width = innerWidth;
      measure();
      if (seen || turned || $("panel").contains(document.activeElement)) show();
    }

    function panelResized() {
      const was = seen;
      measure();
      if (was) show();
    }

    // Start.

    paint();
    buttons();
    meanings();
    keylist();
    if (full) sourcesBox();
    if (hints) {
      $("tags").before(make("div", { id: "hint", hidden: true }));
      $("more").addEventListener("toggle", sawLists);
    }
    if (desk.set?.finishes) passForms();
    refresh();
    $("back").addEventListener("click", () => go(step(-1)));
    $("forth").addEventListener("click", () => go(step(1)));
    $("untagged").addEventListener("click", nextUntagged);
    $("undo").addEventListener("click", undo);
    $("untag").addEventListener("click", untag);
    $("unfold").addEventListener("click", turnPanel);
    $("which").addEventListener("click", help);
    for (const id of ["head", "notices", "article", "panel"]) new ResizeObserver(panelResized).observe($(id));
    addEventListener("resize", resized);
    addEventListener("scroll", scrolled, { passive: true });
    $("brief").addEventListener("click", () => $("notices").scrollIntoView({ block: "start" }));
    for (const kind of ["keydown", "pointerdown", "input"]) addEventListener(kind, attend, { capture: true, passive: true });
    document.addEventListener("keydown", pressed);
    $("single").checked = settings.read("single keys", true);
    $("single").addEventListener("change", remember);
    if (material.prompt_level !== "tags") $("more").open = wide.matches;
    $("book").open = wide.matches;
    $("article").focus({ preventScroll: true });
    $(`o-${at}`).scrollIntoView({ block: "center" });
    measure();
    show();
    attend();
    desk.listen((words) => {
      refresh();
      const news = [words, keyNews(), situationNews()].filter(Boolean).join(" ");
      if (news) say(news);
    });
    return { go };
  }

  return { begin };
})();
