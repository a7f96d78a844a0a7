/* The desk on the server: edits are shown at once, sent one after another, and called saved when
   the server says that they are on its disk. What is not yet answered outlives a reload. */
"use strict";

(async () => {
  const PAUSES = [500, 1000, 2000, 4000, 8000];
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
        // Without storage a reload forgets what was on its way; the rest works.
      }
    },
  };

  const response = await patient(() => fetch(Nodes.at("/api/work")));
  if (response.status === 401) {
    location.reload();
    return;
  }
  if (!response.ok) {
    const said = await response.json().catch(() => ({}));
    document.getElementById("saving").textContent = said.problem ?? "This cannot be opened.";
    return;
  }
  const work = await response.json();
  const link = document.getElementById("link").href;
  // Another student on this device begins with nothing of the one before.
  const own = `annotator ${work.material.document} ${link.slice(-12)} `;
  const page = memory.read(`${own}page`, null) ?? newPage();
  memory.write(`${own}page`, page);
  let number = memory.read(`${own}number`, 0);
  const queue = memory.read(`${own}queue`, []);
  let hear = () => {};
  let tries = 0;
  let sending = false;
  let waiting = false;

  const desk = {
    material: work.material,
    state: work.state,
    standing: work.standing,
    at: memory.read(`${own}at`, null) ?? work.at,
    readOnly: work.read_only,
    undone: memory.read(`${own}undone`, []),
    problem: "",
    get saving() {
      if (!queue.length) return { words: "Saved", kind: "good" };
      if (waiting) return { words: `${queue.length} not saved: the work is closed`, kind: "bad" };
      if (tries > 1) return { words: `No connection: ${queue.length} not saved yet`, kind: "bad" };
      return { words: "Saving", kind: "busy" };
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
      number += 1;
      queue.push({ page, number, vote: desk.standing.vote, edit: said, at });
      desk.keep();
      send();
      return true;
    },
    move(id) {
      memory.write(`${own}at`, id);
    },
    keep() {
      memory.write(`${own}number`, number);
      memory.write(`${own}queue`, queue);
      memory.write(`${own}undone`, desk.undone);
    },
    listen(hearing) {
      hear = hearing;
    },
  };

  function newPage() {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
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

  async function patient(ask) {
    for (let turn = 0; ; turn += 1) {
      try {
        const answer = await ask();
        if (answer.status < 500 && answer.status !== 429) return answer;
      } catch {
        // No connection: ask again.
      }
      await new Promise((done) => setTimeout(done, PAUSES[Math.min(turn, PAUSES.length - 1)]));
    }
  }

  async function send() {
    if (sending) return;
    sending = true;
    try {
      while (queue.length && !waiting) await one(queue[0]);
    } finally {
      sending = false;
    }
  }

  async function one(sent) {
    let answer;
    try {
      answer = await fetch(Nodes.at("/api/edit"), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(sent),
        signal: AbortSignal.timeout(25000),
      });
    } catch {
      return pause();
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return settled(said);
    if (answer.status === 409) {
      waiting = true;
      return hear("");
    }
    if (answer.status === 401) {
      desk.problem = "Your link opens this no more; ask your teacher for a new one.";
      waiting = true;
      return hear(desk.problem);
    }
    if (answer.status === 429 || answer.status >= 500) return pause(said.problem);
    return dropped(said.problem ?? "This was refused.");
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

  function settled(said) {
    const again = tries > 1;
    tries = 0;
    desk.problem = said.conflict ? `Saved in ${said.conflict}, because the file was changed elsewhere: tell your teacher.` : "";
    queue.shift();
    desk.keep();
    // What the server has wins, as far as nothing newer is on its way to it.
    if (!queue.length) {
      const decisions = { ...desk.state.decisions, [said.sentence]: said.decision };
      desk.state = { decisions, sources: said.sources };
    }
    hear(again ? "Connected again. Saved." : "");
    if (!queue.length && said.version !== desk.standing.version) listenAgain();
  }

  async function dropped(words) {
    queue.shift();
    desk.problem = words;
    desk.keep();
    if (!queue.length) await reload();
    hear(words);
  }

  async function reload() {
    const again = await patient(() => fetch(Nodes.at("/api/work")));
    if (!again.ok) return;
    const found = await again.json();
    if (queue.length) return;
    desk.state = found.state;
    desk.readOnly = found.read_only;
    stand(found.standing);
  }

  function stand(standing) {
    const before = desk.standing;
    desk.standing = standing;
    if (standing.phase === "open" && waiting) {
      waiting = false;
      send();
    }
    const changed = standing.phase !== before.phase || standing.vote !== before.vote;
    if (changed) desk.problem = "";
    const asked = standing.asked.length > before.asked.length;
    if (standing.vote !== before.vote && !queue.length) reload().then(() => hear(""));
    if (changed || asked || standing.version !== before.version) {
      hear(asked ? "Your teacher asks why you tagged a sentence so." : phrase(before, standing));
    }
  }

  function phrase(before, now) {
    if (now.vote !== before.vote) return `Vote ${now.vote} is open.`;
    if (now.phase === before.phase) return "";
    return { open: "The work is open.", closed: "The work is closed for now.", ended: "The hour has ended." }[now.phase];
  }

  let events;
  function listenAgain() {
    events?.close();
    events = new EventSource(Nodes.at("/api/events"));
    events.onmessage = (event) => stand(JSON.parse(event.data));
    events.onerror = () => {
      // A server that was started again: the browser tries on unless it was refused.
      if (events.readyState === EventSource.CLOSED) setTimeout(listenAgain, 4000);
    };
  }

  // Back from sleep, or from another device: look at what is there now.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && !queue.length) reload().then(() => hear(""));
  });

  // What was on its way when the page was left is shown, and sent.
  for (const sent of queue) {
    try {
      desk.state = Model.apply(desk.state, sent.edit, desk.material);
    } catch {
      // The server says what is wrong with it.
    }
  }
  Page.begin(desk);
  listenAgain();
  send();
})();
