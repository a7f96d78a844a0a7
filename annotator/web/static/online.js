/* The desk with a server: edits are shown at once and sent one after another. An edit counts as
   saved when the server says that it is on its disk. Edits that are not answered yet, or were not
   accepted, stay in this browser.

   The page may also work on a set outside a sitting: then the document's body names its address, and
   there are no events. The answers to reports that the page is open say whether the set changed. */
"use strict";

(async () => {
  const { gettext, listed, ngettext } = Messages;
  const PAUSES = [500, 1000, 2000, 4000, 8000];
  // The page reports that it is open at this interval, in milliseconds. A large class asks for a
  // longer one.
  let beat = 4000;
  // The pages of a class do not all try again at the same moment.
  const pauseAfter = (failures) => PAUSES[Math.min(failures, PAUSES.length - 1)] * (0.5 + Math.random());
  // Statuses that refuse an edit for good. After any other failure the same edit is sent again.
  const REFUSALS = new Set([400, 409, 410, 413, 422]);
  const { api, identity } = document.body.dataset;
  // Whether the set is in a sitting of a class.
  const inClass = !api;
  const base = api ?? "/api";
  // Each load of the page has its own id, also in a duplicated tab.
  const page = Store.newId();
  // This tab's storage for what is not work: the current sentence and the undo list.
  const memory = {
    read(name, other) {
      try {
        return JSON.parse(sessionStorage.getItem(name)) ?? other;
      } catch {
        return other;
      }
    },
    write(name, value) {
      try {
        sessionStorage.setItem(name, JSON.stringify(value));
      } catch {
        // Without storage a reload forgets the current sentence. Everything else works.
      }
    },
  };

  // Edits are judged by the server's clock. Our clock is behind it by this many milliseconds.
  let behind = 0;
  let surest = Infinity;
  const serverTime = () => Date.now() + behind;

  /* The response to a request to our server, with its JSON in `said`. It also tells the time. */
  async function ask(address, options = {}) {
    const from = Date.now();
    const answer = await fetch(Nodes.at(address), { ...options, signal: AbortSignal.timeout(25000) });
    const trip = Date.now() - from;
    const said = await answer.json().catch(() => ({}));
    // A quick answer tells the time best, but a slow one is better than none.
    if (Number.isFinite(said.now) && trip <= 2 * surest + 50) {
      behind = said.now - (from + trip / 2);
      surest = Math.min(surest, trip);
    }
    return { ok: answer.ok, status: answer.status, said };
  }

  const post = (address, value) =>
    ask(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });

  const look = () => ask(`${base}/work?page=${page}`);

  const first = await patient(look);
  if (first.status === 401) {
    location.reload();
    return;
  }
  if (!first.ok) {
    document.getElementById("saving").textContent = first.said.problem ?? gettext("This page could not be opened. Reload it or ask your teacher.");
    return;
  }
  const work = first.said;
  const whose = identity ?? document.getElementById("link").href.slice(-12);
  // Another student on this device sees nothing of the student before, and a retest nothing of the
  // earlier pass.
  const own = `annotator ${work.material.document} ${whose} ${inClass ? "" : `${work.standing.vote} `}`;
  // Edits of every article of a class are in one place, so that those of the last article are still
  // sent.
  const outbox = Store.open(`annotator ${whose} edit `, (name) => taken(name));
  const browser = browserId();
  let number = 0;
  let hear = () => {};
  let tries = 0;
  let sending = false;
  let stopped = false;

  // This includes edits that other pages of this browser left. An edit sent twice counts once.
  const kept = outbox.names().map((name) => outbox.read(name)).filter((each) => each?.edit).sort((one, other) => one.made - other.made || one.number - other.number);
  let queue = kept.filter((each) => !each.held);
  let held = kept.filter((each) => each.held);

  const desk = {
    material: work.material,
    state: work.state,
    standing: work.standing,
    at: memory.read(`${own}at`, null) ?? work.at,
    readOnly: work.read_only,
    firstVote: work.first_vote,
    set: work.set ?? null,
    attention: work.set?.times ? Attention.begin() : null,
    seen: inClass ? null : seenSuggestions(),
    undone: memory.read(`${own}undone`, []),
    problem: "",
    get saving() {
      if (stopped && queue.length) return { words: gettext("%(count)s not saved", { count: queue.length }), kind: "bad" };
      if (queue.length && tries > 1) return { words: gettext("No connection: %(count)s not saved yet", { count: queue.length }), kind: "bad" };
      if (queue.length) return { words: gettext("Saving"), kind: "busy" };
      if (held.length) return { words: gettext("%(count)s not accepted", { count: held.length }), kind: "bad" };
      return { words: gettext("Saved"), kind: "good" };
    },
    get offer() {
      if (held.length && !queue.length) return offered();
      return desk.set?.finishes ? offeredStep() : null;
    },
    command,
    edit(said, at) {
      desk.problem = blocked(said);
      if (desk.problem) {
        hear(desk.problem);
        return false;
      }
      try {
        desk.state = Model.apply(desk.state, said, desk.material);
      } catch (error) {
        if (!(error instanceof Model.Refused)) throw error;
        desk.problem = error.message;
        hear(error.message);
        return false;
      }
      enqueue(said, at);
      send();
      return true;
    },
    move(id) {
      memory.write(`${own}at`, id);
    },
    keep() {
      memory.write(`${own}undone`, desk.undone);
    },
    listen(hearing) {
      hear = hearing;
    },
  };

  /* What this browser has shown of suggestions: by sentence and field, when it was first seen, and the
     token of the suggestion. It goes with each edit of the sentence, also after a reload. */
  function seenSuggestions() {
    const kept = Store.open(own);
    const all = kept.read("seen", {});
    return {
      note(id, field, when, token) {
        const before = all[id]?.[field];
        if (before?.[1] === token) return;
        all[id] = { ...all[id], [field]: [before?.[0] ?? when, token] };
        kept.write("seen", all);
      },
      of: (ids) => Object.fromEntries(ids.filter((id) => all[id]).map((id) => [id, all[id]])),
    };
  }

  function browserId() {
    const known = Store.open(own);
    const id = known.read("browser") ?? Store.newId();
    known.write("browser", id);
    return id;
  }

  function blocked(said) {
    const { phase, asked, revealed } = desk.standing;
    if (desk.readOnly) return desk.readOnly;
    if (phase === "ended") return gettext("The lesson has ended. You can no longer change your work.");
    const reason = said.do === "note" && asked.includes(said.sentence);
    if (phase === "closed" && !reason) return gettext("Tagging is closed, so nothing was changed.");
    if (revealed[said.sentence] && said.do !== "note") return gettext("The key for this sentence is already shown, so you can no longer change it.");
    return "";
  }

  async function patient(request) {
    for (let turn = 0; ; turn += 1) {
      try {
        const answer = await request();
        if (answer.status < 500 && answer.status !== 429) return answer;
      } catch {
        // No connection: try again.
      }
      await new Promise((done) => setTimeout(done, pauseAfter(turn)));
    }
  }

  // Edits to send: each is stored under its own name until it is answered.

  const name = (sent) => `${sent.page} ${sent.number}`;

  /* Whether an edit belongs to the article that the page shows. */
  const isHere = (sent) => (sent.document ?? work.material.document) === work.material.document;

  function enqueue(edit, at) {
    number += 1;
    const made = Math.round(serverTime());
    const sent = { page, number, document: work.material.document, vote: desk.standing.vote, edit, at, made };
    queue.push(sent);
    outbox.write(name(sent), sent);
  }

  function forget(sent) {
    outbox.remove(name(sent));
    queue = queue.filter((each) => each !== sent);
    held = held.filter((each) => each !== sent);
  }

  /* Another tab has settled an edit that this tab also has. */
  function taken(changed) {
    if (changed === null) return;
    const now = outbox.read(changed);
    if (now && !now.held) return;
    const found = [...queue.slice(sending ? 1 : 0), ...held].find((each) => name(each) === changed);
    if (!found) return;
    queue = queue.filter((each) => each !== found);
    held = held.filter((each) => each !== found);
    if (now) held.push(now);
    hear("");
  }

  async function send() {
    if (sending) return;
    sending = true;
    try {
      while (queue.length && !stopped) await one(queue[0]);
    } finally {
      sending = false;
    }
    if (!queue.length) {
      if (moved()) return;
      if (stale) await reload();
      connect();
      hear("");
    }
    report();
  }

  async function one(sent) {
    let answer;
    try {
      const { page: from, number: count, document, vote, edit, at, made } = sent;
      answer = await post(`${base}/edit`, { page: from, number: count, document, vote, edit, at, made });
    } catch {
      return pause();
    }
    const { said, status } = answer;
    if (answer.ok) return settled(sent, said);
    if (status === 409 && said.again) return renumber(sent);
    if (REFUSALS.has(status)) return hold(sent, said.problem ?? gettext("The server refused this change."));
    if (status !== 401) return pause(said.problem);
    desk.problem = inClass ? gettext("This link has expired. Ask your teacher for a new one.") : said.problem;
    stopped = true;
    return hear(desk.problem);
  }

  async function pause(words) {
    tries += 1;
    desk.problem = words ?? "";
    hear(tries === 2 ? gettext("No connection. Your work is kept in this browser and sent later.") : "");
    await new Promise((done) => {
      const later = setTimeout(done, pauseAfter(tries - 1));
      addEventListener("online", () => { clearTimeout(later); done(); }, { once: true });
    });
  }

  // Whether the page may show something other than what the server has.
  let stale = false;

  function settled(sent, said) {
    const again = tries > 1;
    tries = 0;
    desk.problem = said.conflict ? conflictWords(said.conflict) : "";
    forget(sent);
    // The server's version wins, unless a newer edit is still to be sent.
    if (!queue.length && isHere(sent)) {
      const decisions = { ...desk.state.decisions, ...said.decisions, [said.sentence]: said.decision };
      desk.state = { decisions, sources: said.sources };
      if (desk.set) desk.set.differences = said.differences;
    }
    hear(again ? gettext("Connected again. Your work is saved.") : "");
    if (!queue.length && said.version !== desk.standing.version) reconnect();
  }

  function conflictWords(file) {
    if (inClass) return gettext("Your file was changed elsewhere. Your work is saved in %(file)s instead. Tell your teacher.", { file });
    return gettext("The file was changed elsewhere. Your work is saved in %(file)s instead. Tell the person who runs the project.", { file });
  }

  /* The number was used for another edit. Send this edit again with a new number of this page. */
  function renumber(sent) {
    number += 1;
    const renumbered = { ...sent, page, number };
    outbox.write(name(renumbered), renumbered);
    outbox.remove(name(sent));
    queue = queue.map((each) => (each === sent ? renumbered : each));
  }

  // An edit that was not accepted stays here. It does not hold up the edits after it.

  function hold(sent, problem) {
    tries = 0;
    const refused = { ...sent, held: true, problem };
    queue = queue.filter((each) => each !== sent);
    held.push(refused);
    outbox.write(name(sent), refused);
    stale = true;
    hear(gettext("Your change was not accepted: %(problem)s", { problem }));
    report();
  }

  function offered() {
    const numbers = new Map(desk.material.sentences.map((each, place) => [each.id, place + 1]));
    const places = [...new Set(held.filter(isHere).map((each) => numbers.get(each.edit.sentence)).filter(Boolean))].sort((one, other) => one - other);
    const problems = [...new Set(held.map((each) => each.problem))].join(" ");
    const open = desk.standing.phase === "open" && !desk.readOnly;
    const count = held.length;
    const said = [
      places.length
        ? ngettext("%(count)s change was not accepted, sentence %(places)s.", "%(count)s changes were not accepted, sentences %(places)s.", count, { count, places: listed(places) })
        : ngettext("%(count)s change was not accepted.", "%(count)s changes were not accepted.", count, { count }),
      problems,
      ngettext("It is kept in this browser.", "They are kept in this browser.", count),
      open || !inClass ? "" : ngettext("You can send it when tagging is open again.", "You can send them when tagging is open again.", count),
    ];
    return {
      words: said.filter(Boolean).join(" "),
      choices: [...(open ? [[gettext("Send again"), sendHeld]] : []), [gettext("Discard"), discardHeld]],
    };
  }

  // Finishing a pass, outside a class.

  /* What can be done next with the pass, when all is tagged or it is finished. */
  function offeredStep() {
    const { status, reason, reopens, onward } = desk.set;
    const next = onward ? [[gettext("Next document"), () => location.assign(Nodes.at(onward))]] : [];
    if (status === "unusable") {
      return { words: gettext("This article is marked unusable: %(reason)s", { reason }), choices: [...next, [gettext("Mark it usable"), () => command("reopen")]] };
    }
    if (status === "finished") {
      const reopen = reopens ? [[gettext("Reopen this pass"), () => command("reopen")]] : [];
      return { words: "", choices: [...next, ...reopen, [gettext("Begin the next pass"), () => command("next pass")]] };
    }
    const total = Model.body(desk.state, desk.material).length;
    if (desk.readOnly || !total || Model.tagged(desk.state, desk.material) < total) return null;
    return { words: gettext("Every sentence has a tag."), choices: [[gettext("Finish this pass"), finish]] };
  }

  const finish = () => command("finish");

  const QUESTIONS = {
    finish() {
      const left = Model.body(desk.state, desk.material).length - Model.tagged(desk.state, desk.material);
      if (!left) return gettext("Mark this pass finished?");
      return ngettext("%(left)s sentence has no tag yet. Mark this pass finished?", "%(left)s sentences have no tag yet. Mark this pass finished?", left, { left });
    },
    "next pass": () => gettext("Begin the next pass? It starts with these tags. This pass stays as it is."),
  };

  async function command(what, fields = {}) {
    if (queue.length) return hear(gettext("Your last changes are not saved yet. Try again in a moment."));
    if (QUESTIONS[what] && !confirm(QUESTIONS[what]())) return undefined;
    try {
      const { ok, said } = await post(`${base}/do`, { do: what, vote: desk.standing.vote, ...fields });
      desk.problem = ok ? "" : said.problem ?? "";
    } catch {
      desk.problem = gettext("No connection. Nothing was changed. Try again.");
    }
    const problem = desk.problem;
    await reload();
    desk.problem = problem;
    return hear(problem);
  }

  function sendHeld() {
    for (const each of held.sort((one, other) => one.made - other.made)) {
      forget(each);
      if (isHere(each)) {
        replay(each);
        enqueue(each.edit, each.at);
      } else {
        const again = { ...each };
        delete again.held;
        queue.push(again);
        outbox.write(name(again), again);
      }
    }
    hear("");
    send();
  }

  function discardHeld() {
    if (!confirm(gettext("Discard the changes that were not accepted? This cannot be undone."))) return;
    for (const each of held) forget(each);
    report();
    hear(gettext("Discarded."));
  }

  function replay(sent) {
    try {
      desk.state = Model.apply(desk.state, sent.edit, desk.material);
    } catch {
      // The server will say what is wrong with it.
    }
  }

  /* Send what was refused while tagging was closed, if it belongs to the current vote. */
  function release() {
    const welcome = held.filter((each) => isHere(each) && each.vote === desk.standing.vote && !desk.standing.revealed[each.edit.sentence]);
    if (!welcome.length) return;
    held = held.filter((each) => !welcome.includes(each));
    for (const each of welcome) {
      const released = { ...each };
      delete released.held;
      queue.push(released);
      outbox.write(name(released), released);
      replay(released);
    }
    send();
  }

  async function reload() {
    const again = await patient(look);
    if (!again.ok || queue.length) return;
    stale = false;
    desk.state = again.said.state;
    desk.readOnly = again.said.read_only;
    desk.set = again.said.set ?? null;
    stand(again.said.standing);
  }

  /* Whether the page has to be loaded again: the class works on another article, or the teacher
     said that this is the same student as another one, whose work goes on. Outside a class another
     pass is another page. */
  const isElsewhere = (standing) =>
    standing.document !== work.material.document || standing.student !== work.standing.student ||
    (!inClass && standing.vote !== work.standing.vote);

  /* Load the page again if it shows something else, when all edits are sent. */
  function moved() {
    if (!isElsewhere(desk.standing)) return false;
    location.reload();
    return true;
  }

  function stand(standing) {
    const before = desk.standing;
    desk.standing = standing;
    if (isElsewhere(standing)) {
      if (!queue.length) moved();
      return;
    }
    const opened = standing.phase === "open" && before.phase !== "open";
    const changed = standing.phase !== before.phase || standing.vote !== before.vote;
    if (changed) desk.problem = "";
    if (standing.vote !== before.vote) {
      stale = true;
      if (!queue.length) reload().then(() => hear(""));
    }
    if (changed || standing.version !== before.version) {
      // The page says what else has changed.
      hear(opened && standing.vote === 1 ? gettext("Tagging is open.") : "");
    }
    if (opened) release();
  }

  // Events of the class. Unsent edits go first: if the page were shown a key before its edits
  // arrived, the server would refuse them.

  let events = null;
  let later;

  function connect() {
    if (events || queue.length || !inClass) return;
    const stream = new EventSource(Nodes.at(`/api/events?page=${page}`));
    events = stream;
    stream.onmessage = (event) => stand(JSON.parse(event.data));
    stream.onerror = () => {
      // The server restarted or the connection broke. After a refusal, wait longer.
      const least = stream.readyState === EventSource.CLOSED ? 4000 : 1000;
      stream.close();
      if (events === stream) events = null;
      clearTimeout(later);
      later = setTimeout(connect, least + 2000 * Math.random());
    };
  }

  function reconnect() {
    events?.close();
    events = null;
    connect();
  }

  addEventListener("online", connect);

  // Presence: the teacher sees who is offline and who has work that is not on the server.

  const beats = async () => {
    await report(true);
    setTimeout(beats, beat);
  };

  const where = () => ({ page, browser, unsent: queue.length, refused: held.length, resting: document.hidden });

  let told = "";

  /* Report what is not on the server, and at every beat that the page is open. */
  async function report(always = false) {
    const news = JSON.stringify(where());
    if (!always && news === told) return;
    told = news;
    try {
      const { ok, said } = await post(`${base}/here`, where());
      if (said.beat) beat = said.beat;
      if (!ok || said.version === desk.standing.version) return;
      if (!inClass) await refreshed();
      else if (events) reconnect();
      else connect();
    } catch {
      told = "";
    }
  }

  /* Show what another tab or device has changed. */
  async function refreshed() {
    if (queue.length) return;
    await reload();
    hear("");
  }

  function leave() {
    const gone = new Blob([JSON.stringify({ ...where(), resting: true, left: true })], { type: "application/json" });
    navigator.sendBeacon(Nodes.at(`${base}/here`), gone);
  }

  addEventListener("pagehide", leave);
  setTimeout(beats, beat);
  Store.warnOnLeaving(() => queue.length > 0 || (held.length > 0 && !outbox.kept));

  // Back from sleep or from another device: load the current state.
  document.addEventListener("visibilitychange", () => {
    report();
    if (document.visibilityState === "visible" && !queue.length) reload().then(() => hear(""));
  });

  // Edits that were unsent when a page was closed are shown and sent.
  queue.forEach(replay);
  Page.begin(desk);
  if (desk.standing.phase === "open") release();
  send();
})();
