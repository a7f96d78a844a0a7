/* The desk on the server: edits are shown at once, sent one after another, and called saved when
   the server says that they are on its disk. What is not yet answered, and what was not accepted,
   stays in this browser. */
"use strict";

(async () => {
  const PAUSES = [500, 1000, 2000, 4000, 8000];
  // So often the page says that it is there, in milliseconds.
  const BEAT = 4000;
  // What the server will not take as it is; after anything else the same edit is sent again.
  const REFUSALS = new Set([400, 409, 410, 413, 422]);
  // Each load of the page is a page of its own, also in a tab that was duplicated.
  const page = Store.newId();
  // This tab's memory, for what is not work: the place, and the way back.
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
        // Without storage a reload forgets the place; the rest works.
      }
    },
  };

  // The server's clock, by which edits are judged: how far ours is behind it, in milliseconds.
  let behind = 0;
  let surest = Infinity;
  const serverTime = () => Date.now() + behind;

  /* What a request to an address of ours gives, with its JSON in `said`; its answer also says what time it is. */
  async function ask(address, options = {}) {
    const from = Date.now();
    const answer = await fetch(Nodes.at(address), { ...options, signal: AbortSignal.timeout(25000) });
    const trip = Date.now() - from;
    const said = await answer.json().catch(() => ({}));
    // A quick answer tells the time best; a slow one is better than none.
    if (Number.isFinite(said.now) && trip <= 2 * surest + 50) {
      behind = said.now - (from + trip / 2);
      surest = Math.min(surest, trip);
    }
    return { ok: answer.ok, status: answer.status, said };
  }

  const post = (address, value) =>
    ask(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });

  const look = () => ask(`/api/work?page=${page}`);

  const first = await patient(look);
  if (first.status === 401) {
    location.reload();
    return;
  }
  if (!first.ok) {
    document.getElementById("saving").textContent = first.said.problem ?? "This cannot be opened.";
    return;
  }
  const work = first.said;
  const link = document.getElementById("link").href;
  // Another student on this device begins with nothing of the one before.
  const own = `annotator ${work.material.document} ${link.slice(-12)} `;
  const outbox = Store.open(`${own}edit `, (name) => taken(name));
  const browser = browserId();
  let number = 0;
  let hear = () => {};
  let tries = 0;
  let sending = false;
  let stopped = false;

  // Also what other pages of this browser left behind: sent twice, an edit is counted once.
  const kept = outbox.names().map((name) => outbox.read(name)).filter((each) => each?.edit).sort((one, other) => one.made - other.made || one.number - other.number);
  let queue = kept.filter((each) => !each.held);
  let held = kept.filter((each) => each.held);

  const desk = {
    material: work.material,
    state: work.state,
    standing: work.standing,
    at: memory.read(`${own}at`, null) ?? work.at,
    readOnly: work.read_only,
    undone: memory.read(`${own}undone`, []),
    problem: "",
    get saving() {
      if (stopped && queue.length) return { words: `${queue.length} not saved`, kind: "bad" };
      if (queue.length && tries > 1) return { words: `No connection: ${queue.length} not saved yet`, kind: "bad" };
      if (queue.length) return { words: "Saving", kind: "busy" };
      if (held.length) return { words: `${held.length} not accepted`, kind: "bad" };
      return { words: "Saved", kind: "good" };
    },
    get offer() {
      return held.length && !queue.length ? offered() : null;
    },
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

  function browserId() {
    const known = Store.open(own);
    const id = known.read("browser") ?? Store.newId();
    known.write("browser", id);
    return id;
  }

  function blocked(said) {
    const { phase, asked, revealed } = desk.standing;
    if (desk.readOnly) return desk.readOnly;
    if (phase === "ended") return "The hour has ended; nothing is changed any more.";
    const reason = said.do === "note" && asked.includes(said.sentence);
    if (phase === "closed" && !reason) return "The work is closed: your teacher opens it.";
    if (revealed[said.sentence] && said.do !== "note") return "The key to this sentence is shown already.";
    return "";
  }

  async function patient(request) {
    for (let turn = 0; ; turn += 1) {
      try {
        const answer = await request();
        if (answer.status < 500 && answer.status !== 429) return answer;
      } catch {
        // No connection: ask again.
      }
      await new Promise((done) => setTimeout(done, PAUSES[Math.min(turn, PAUSES.length - 1)]));
    }
  }

  // What is on its way: each edit is kept under its own name until it is answered.

  const name = (sent) => `${sent.page} ${sent.number}`;

  function enqueue(edit, at) {
    number += 1;
    const made = Math.round(serverTime());
    const sent = { page, number, vote: desk.standing.vote, edit, at, made };
    queue.push(sent);
    outbox.write(name(sent), sent);
  }

  function forget(sent) {
    outbox.remove(name(sent));
    queue = queue.filter((each) => each !== sent);
    held = held.filter((each) => each !== sent);
  }

  /* Another tab has done with an edit that we have too. */
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
      if (stale) await reload();
      connect();
      hear("");
    }
    report();
  }

  async function one(sent) {
    let answer;
    try {
      const { page: from, number: count, vote, edit, at, made } = sent;
      answer = await post("/api/edit", { page: from, number: count, vote, edit, at, made });
    } catch {
      return pause();
    }
    const { said, status } = answer;
    if (answer.ok) return settled(sent, said);
    if (status === 409 && said.again) return renumber(sent);
    if (REFUSALS.has(status)) return hold(sent, said.problem ?? "This was refused.");
    if (status !== 401) return pause(said.problem);
    desk.problem = "Your link does not open this any more. Ask your teacher for a new one.";
    stopped = true;
    return hear(desk.problem);
  }

  async function pause(words) {
    tries += 1;
    desk.problem = words ?? "";
    hear(tries === 2 ? "No connection. Your work is kept and sent later." : "");
    await new Promise((done) => {
      const later = setTimeout(done, PAUSES[Math.min(tries - 1, PAUSES.length - 1)]);
      addEventListener("online", () => { clearTimeout(later); done(); }, { once: true });
    });
  }

  // What the page shows may differ from what the server has.
  let stale = false;

  function settled(sent, said) {
    const again = tries > 1;
    tries = 0;
    desk.problem = said.conflict ? `Saved in ${said.conflict}, because the file was changed elsewhere: tell your teacher.` : "";
    forget(sent);
    // What the server has wins, as far as nothing newer is on its way to it.
    if (!queue.length) {
      const decisions = { ...desk.state.decisions, [said.sentence]: said.decision };
      desk.state = { decisions, sources: said.sources };
    }
    hear(again ? "Connected again. Saved." : "");
    if (!queue.length && said.version !== desk.standing.version) reconnect();
  }

  /* The number was counted for another edit: the same goes under a number of this page. */
  function renumber(sent) {
    number += 1;
    const anew = { ...sent, page, number };
    outbox.write(name(anew), anew);
    outbox.remove(name(sent));
    queue = queue.map((each) => (each === sent ? anew : each));
  }

  // What was not accepted stays here; it does not hold up what comes after it.

  function hold(sent, problem) {
    tries = 0;
    const anew = { ...sent, held: true, problem };
    queue = queue.filter((each) => each !== sent);
    held.push(anew);
    outbox.write(name(sent), anew);
    stale = true;
    hear(`This was not accepted: ${problem}`);
    report();
  }

  function offered() {
    const numbers = new Map(desk.material.sentences.map((each, place) => [each.id, place + 1]));
    const places = [...new Set(held.map((each) => numbers.get(each.edit.sentence)).filter(Boolean))].sort((one, other) => one - other);
    const many = held.length > 1 ? `${held.length} changes were` : "1 change was";
    const where = places.length ? ` (${places.length > 1 ? "sentences" : "sentence"} ${places.join(", ")})` : "";
    const problems = [...new Set(held.map((each) => each.problem))].join("; ");
    const open = desk.standing.phase === "open" && !desk.readOnly;
    const then = open ? "" : " You can send them when the work is open again.";
    return {
      words: `${many} not accepted${where}: ${problems}. Kept in this browser.${then}`,
      choices: [...(open ? [["Send again", sendHeld]] : []), ["Discard", discardHeld]],
    };
  }

  function sendHeld() {
    for (const each of held.sort((one, other) => one.made - other.made)) {
      forget(each);
      replay(each);
      enqueue(each.edit, each.at);
    }
    hear("");
    send();
  }

  function discardHeld() {
    if (!confirm("Discard the changes that were not accepted? This cannot be undone.")) return;
    for (const each of held) forget(each);
    report();
    hear("Discarded.");
  }

  function replay(sent) {
    try {
      desk.state = Model.apply(desk.state, sent.edit, desk.material);
    } catch {
      // The server says what is wrong with it.
    }
  }

  /* Work of this very vote that came while it was closed is sent when it is open again. */
  function release() {
    const welcome = held.filter((each) => each.vote === desk.standing.vote && !desk.standing.revealed[each.edit.sentence]);
    if (!welcome.length) return;
    held = held.filter((each) => !welcome.includes(each));
    for (const each of welcome) {
      const anew = { ...each };
      delete anew.held;
      queue.push(anew);
      outbox.write(name(anew), anew);
      replay(anew);
    }
    send();
  }

  async function reload() {
    const again = await patient(look);
    if (!again.ok || queue.length) return;
    stale = false;
    desk.state = again.said.state;
    desk.readOnly = again.said.read_only;
    stand(again.said.standing);
  }

  function stand(standing) {
    const before = desk.standing;
    desk.standing = standing;
    const opened = standing.phase === "open" && before.phase !== "open";
    const changed = standing.phase !== before.phase || standing.vote !== before.vote;
    if (changed) desk.problem = "";
    const asked = standing.asked.length > before.asked.length;
    if (standing.vote !== before.vote) {
      stale = true;
      if (!queue.length) reload().then(() => hear(""));
    }
    if (changed || asked || standing.version !== before.version) {
      hear(asked ? "Your teacher asks why you tagged a sentence so." : phrase(before, standing));
    }
    if (opened) release();
  }

  function phrase(before, now) {
    if (now.vote !== before.vote) return `Vote ${now.vote} is open.`;
    if (now.phase === before.phase) return "";
    return { open: "The work is open.", closed: "The work is closed for now.", ended: "The hour has ended." }[now.phase];
  }

  // Hearing of the class. What is unsent goes first: a key that the page is shown before its edits
  // have arrived would speak against them.

  let events = null;
  let later;

  function connect() {
    if (events || queue.length) return;
    const stream = new EventSource(Nodes.at(`/api/events?page=${page}`));
    events = stream;
    stream.onmessage = (event) => stand(JSON.parse(event.data));
    stream.onerror = () => {
      // A server that was started again, or a connection that broke; who was refused waits longer.
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

  // Being there: the instructor sees who is offline, and who has work that is not on the server.

  const where = () => ({ browser, unsent: queue.length, refused: held.length, resting: document.hidden });

  let told = "";

  /* Say what is not on the server, and at every beat that the page is there. */
  async function report(beat = false) {
    const news = JSON.stringify(where());
    if (!beat && news === told) return;
    told = news;
    try {
      const { ok, said } = await post("/api/here", where());
      if (!ok || said.version === desk.standing.version) return;
      if (events) reconnect();
      else connect();
    } catch {
      told = "";
    }
  }

  function leave() {
    const gone = new Blob([JSON.stringify({ ...where(), resting: true })], { type: "application/json" });
    navigator.sendBeacon(Nodes.at("/api/here"), gone);
  }

  addEventListener("pagehide", leave);
  setInterval(() => report(true), BEAT);
  Store.warnOnLeaving(() => queue.length > 0 || (held.length > 0 && !outbox.kept));

  // Back from sleep, or from another device: look at what is there now.
  document.addEventListener("visibilitychange", () => {
    report();
    if (document.visibilityState === "visible" && !queue.length) reload().then(() => hear(""));
  });

  // What was on its way when a page was left is shown, and sent.
  queue.forEach(replay);
  Page.begin(desk);
  if (desk.standing.phase === "open") release();
  send();
})();
