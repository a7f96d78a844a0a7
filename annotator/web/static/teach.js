/* The teacher's page, and the projector view, which has no names and no buttons. */
"use strict";

(() => {
  const { $, make } = Nodes;
  const leading = document.body.classList.contains("teach");
  // The sitting that this page is about.
  const own = (path) => Nodes.at(`/teach/${$("head").dataset.sitting}/${path}`);
  const source = own(leading ? "state" : "state?names=no");
  // A student who goes offline sends no event, so the page also asks at this interval (milliseconds).
  const LOOK_AGAIN = 4000;
  let view = null;
  let shown = "";
  let asking = false;
  let again = false;

  async function look() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(source);
      if (answer.status === 401) {
        stage("Open this page with the teacher's link.");
        return;
      }
      if (answer.ok) {
        const found = await answer.text();
        // Repaint only if something has changed, so that a focused button keeps the focus.
        if (found !== shown) {
          shown = found;
          view = JSON.parse(found);
          paint();
        }
      }
    } catch {
      shown = "";
      stage("No connection to the server. Trying again.");
    } finally {
      asking = false;
      if (again) {
        again = false;
        look();
      }
    }
  }

  const tagOf = (id) => view.material.tags.find((each) => each.id === id);

  function stage(words) {
    if ($("stage").textContent !== words) $("stage").textContent = words;
  }

  function paint() {
    const phase = { open: "Tagging is open", closed: "Tagging is closed", ended: "The lesson has ended" }[view.phase];
    const vote = view.vote > 1 ? `Vote ${view.vote}. ` : "";
    const people = `${view.here} ${view.here === 1 ? "student has" : "students have"} joined. ${view.done} of ${view.here} ${view.here === 1 || view.done === 1 ? "has" : "have"} tagged every sentence.`;
    stage(`${vote}${phase}. ${people}`);
    $("title").textContent = view.material.title;
    $("legend").replaceChildren(
      ...view.material.tags.map((each) =>
        make("span", { class: each.color }, make("span", { class: "mark", "aria-hidden": "true" }, each.mark), ` ${each.name} `)));
    $("sentences").replaceChildren(...chosen().map(row));
    if (!chosen().length) $("sentences").append(make("li", { class: "quiet" }, "The class is not split on any sentence yet."));
    if (leading) people_();
  }

  const spoken = (each) => each.split || each.was_split || view.asked.includes(each.id);
  // The projector also shows every revealed sentence, for the class to see.
  const chosen = () => view.sentences.filter((each) => !$("split").checked || spoken(each) || (!leading && view.revealed[each.id]));

  function row(each) {
    const revealed = view.revealed[each.id];
    return make("li", { value: each.number, class: each.split ? "spread split" : "spread" },
      make("p", { class: "text", lang: view.material.language }, `${each.number}. ${each.text}`),
      parted(each),
      Object.keys(each.before).length ? bars(each.before, `vote ${view.vote - 1}`) : null,
      bars(each.counts, Object.keys(each.before).length ? `vote ${view.vote}` : ""),
      revealed ? make("p", { class: "key" }, make("strong", {}, `Key: ${keyNames(revealed)}.`), ` ${revealed.why}`) : null,
      each.reasons.length ? make("ul", { class: "reasons" }, ...each.reasons.map(reason)) : null,
      leading ? make("p", { class: "commands" },
        toggle("ask", each.id, view.asked, "Ask why", "Stop asking"),
        view.has_key ? toggle("reveal", each.id, Object.keys(view.revealed), "Reveal key", "Hide key") : null) : null);
  }

  function parted(each) {
    const words = each.split ? "The class is split here." : each.was_split ? "The class was split here in the last vote. It no longer is." : "";
    return words ? make("p", { class: "quiet" }, words) : null;
  }

  const keyNames = (key) => [key.tag, ...key.accepted_tags].map((id) => tagOf(id)?.name ?? id).join(" or ");

  function reason(each) {
    const who = each.name ? ` (${each.name})` : "";
    return make("li", {}, make("strong", {}, `${tagOf(each.tag)?.name ?? "no tag"}: `), each.note + who);
  }

  function toggle(command, id, now, on, off) {
    const there = now.includes(id);
    const sentences = there ? now.filter((each) => each !== id) : [...now, id];
    const number = view.sentences.find((each) => each.id === id).number;
    return make("button", { type: "button", "aria-label": `${there ? off : on}: sentence ${number}`, onclick: () => order({ do: command, sentences }) }, there ? off : on);
  }

  function bars(counts, title) {
    const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
    const words = view.material.tags.filter((each) => counts[each.id]).map((each) => `${each.name} ${counts[each.id]}`);
    const segments = view.material.tags.filter((each) => counts[each.id]).map((each) => {
      const node = make("span", { class: `segment ${each.color}` }, `${each.mark} ${counts[each.id]}`);
      node.style.flexGrow = counts[each.id];
      return node;
    });
    return make("div", { class: "bars" },
      make("span", { class: "unseen" }, `${title} ${words.join(", ") || "not tagged yet"}`),
      title ? make("span", { class: "quiet title", "aria-hidden": "true" }, title) : null,
      make("span", { class: "bar", "aria-hidden": "true" }, ...(total ? segments : [make("span", { class: "segment" }, "–")])));
  }

  const changes = (count) => `${count} ${count === 1 ? "change" : "changes"}`;

  /* A warning about students who may have unsent work, or "" if all students are online. */
  function offline() {
    const names = view.offline;
    if (!names.length) return "";
    const many = names.length === 1 ? "1 student is" : `${names.length} students are`;
    const listed = names.slice(0, 12).join(", ") + (names.length > 12 ? `, and ${names.length - 12} more` : "");
    return `${many} offline and may have unsent work: ${listed}. Tags made before you close tagging still count if they arrive within ten minutes.`;
  }

  function people_() {
    const watching = view.students.filter((each) => each.watching).length;
    $("here").textContent = `${watching} of ${view.students.length} ${view.students.length === 1 ? "student has" : watching === 1 ? "students has" : "students have"} the page open.`;
    $("students").replaceChildren(...view.students.map((each) =>
      make("tr", {},
        make("th", { scope: "row" }, each.name,
          each.watching ? null : make("span", { class: "quiet" }, " (away)"),
          each.refused ? make("span", { class: "problem" }, ` ${each.refused} not accepted`) : null,
          each.trouble ? make("span", { class: "problem" }, ` ${each.trouble}`) : null),
        make("td", {}, `${each.tagged}/${each.total}`),
        make("td", {}, each.at ? String(number(each.at)) : "–"),
        make("td", {}, make("button", { type: "button", "aria-label": `New link for ${each.name}`, onclick: () => link(each) }, "New link")))));
    const refused = view.students.filter((each) => each.refused);
    $("refused").hidden = !refused.length;
    $("refused").textContent = refused.length
      ? `Some changes were not accepted: ${refused.map((each) => `${each.name} (${changes(each.refused)})`).join(", ")}. They are kept in the students' browsers.`
      : "";
    $("absent").textContent = view.absent.length ? `Not joined: ${view.absent.join(", ")}.` : "";
    for (const [name, off] of [
      ["open", view.phase !== "closed"], ["close", view.phase !== "open"],
      ["reveal", !view.has_key], ["end", view.phase === "ended"],
      ["ask", !split().length],
    ]) {
      document.querySelector(`.commands [data-do=${name}]`).disabled = off;
    }
    document.querySelector("[data-do=vote]").textContent = view.vote > 1 ? "Start another vote" : "Start second vote";
    const next = view.documents[view.documents.findIndex((each) => each.id === view.document) + 1];
    document.querySelector("[data-do=article]").hidden = !next || view.phase === "ended";
    const whole = view.sentences.every((each) => view.revealed[each.id]);
    document.querySelector("[data-do=reveal]").textContent = whole ? "Hide key" : "Reveal full key";
  }

  const number = (id) => view.material.sentences.findIndex((each) => each.id === id) + 1;
  const split = () => view.sentences.filter((each) => each.split).map((each) => each.id);

  async function order(said) {
    try {
      const answer = await fetch(own("do"), {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...(said.sentences ? { document: view.document } : {}), ...said }),
      });
      const found = await answer.json();
      const failed = found.failed?.length ? `The work of these students could not be marked finished: ${found.failed.join(", ")}.` : "";
      tell(found.problem ?? failed);
      look();
      return answer.ok ? found : null;
    } catch {
      tell("No connection. Nothing was changed.");
      return null;
    }
  }

  function tell(words) {
    $("said").textContent = words;
    $("said").hidden = !words;
  }

  async function link(student) {
    if (!(await sure(`Make a new link for ${student.name}?`, "The student's current link stops working."))) return;
    const found = await order({ do: "link", student: student.id });
    if (!found) return;
    $("linked-a").href = found.link;
    $("linked-a").textContent = found.link;
    $("linked").showModal();
  }

  function sure(question, why) {
    $("sure-h").textContent = question;
    $("sure-why").textContent = why;
    $("sure").returnValue = "no";
    $("sure").showModal();
    return new Promise((done) => $("sure").addEventListener("close", () => done($("sure").returnValue === "yes"), { once: true }));
  }

  const COMMANDS = {
    open: () => order({ do: "open" }),
    close: async () => {
      const why = offline();
      if (!why || (await sure("Close tagging?", why))) order({ do: "close" });
    },
    ask: () => order({ do: "ask", sentences: [...new Set([...view.asked, ...split()])] }),
    reveal: async () => {
      const all = view.sentences.map((each) => each.id);
      const whole = all.every((id) => view.revealed[id]);
      if (whole) return order({ do: "reveal", sentences: [] });
      if (!(await sure("Reveal the full key?", "Every student sees it. Students can no longer change their tags in this vote."))) return null;
      return order({ do: "reveal", sentences: all });
    },
    vote: async () => {
      const why = "The votes so far are marked finished and kept. Students continue from their current tags in a new pass.";
      if (await sure("Start the next vote?", [offline(), why].filter(Boolean).join(" "))) order({ do: "vote" });
    },
    article: async () => {
      const why = "Tagging is closed. Students go to the next article, and their tags on this one are kept.";
      if (await sure("Go to the next article?", [offline(), why].filter(Boolean).join(" "))) order({ do: "article" });
    },
    end: async () => {
      const why = "All students' work is marked finished. Students can no longer change it unless you start another vote.";
      if (await sure("End the lesson?", [offline(), why].filter(Boolean).join(" "))) order({ do: "end" });
    },
  };

  if (leading) {
    for (const button of document.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => COMMANDS[button.dataset.do]());
    }
  }
  $("split").addEventListener("change", () => view && paint());

  function follow() {
    const events = new EventSource(own("pulse"));
    events.onmessage = look;
    events.onerror = () => {
      shown = "";
      stage("No connection to the server. Trying again.");
      if (events.readyState === EventSource.CLOSED) setTimeout(follow, 3000);
    };
  }
  if (leading) setInterval(() => document.hidden || look(), LOOK_AGAIN);
  look();
  follow();
})();
