/* The instructor's page, and the projector's, which has no names and no buttons. */
"use strict";

(() => {
  const { $, make } = Nodes;
  const leading = document.body.classList.contains("teach");
  const source = Nodes.at(leading ? "/teach/state" : "/teach/state?names=no");
  // Who goes offline says nothing: it shows in time.
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
        stage("This page is opened by the instructor's link.");
        return;
      }
      if (answer.ok) {
        const found = await answer.text();
        // What has not changed is not painted again: a button that has the focus keeps it.
        if (found !== shown) {
          shown = found;
          view = JSON.parse(found);
          paint();
        }
      }
    } catch {
      shown = "";
      stage("No connection to the server; trying again.");
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
    const phase = { open: "open", closed: "closed", ended: "ended" }[view.phase];
    const vote = view.vote > 1 ? `Vote ${view.vote}. ` : "";
    const people = `${view.here} ${view.here === 1 ? "student" : "students"} joined, ${view.done} with every sentence tagged.`;
    stage(`${vote}The work is ${phase}. ${people}`);
    $("legend").replaceChildren(
      ...view.material.tags.map((each) =>
        make("span", { class: each.color }, make("span", { class: "mark", "aria-hidden": "true" }, each.mark), ` ${each.name} `)));
    $("sentences").replaceChildren(...chosen().map(row));
    if (!chosen().length) $("sentences").append(make("li", { class: "quiet" }, "The class is not split on any sentence yet."));
    if (leading) people_();
  }

  const spoken = (each) => each.split || each.was_split || view.asked.includes(each.id);
  // What is revealed is for the class to see.
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
        toggle("ask", each.id, view.asked, "Ask why", "Ask no more"),
        view.has_key ? toggle("reveal", each.id, Object.keys(view.revealed), "Reveal key", "Hide key") : null) : null);
  }

  function parted(each) {
    const words = each.split ? "The class is split here." : each.was_split ? "The class was split here, and is no longer." : "";
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
      make("span", { class: "unseen" }, `${title} ${words.join(", ") || "nobody has tagged it"}`),
      title ? make("span", { class: "quiet title", "aria-hidden": "true" }, title) : null,
      make("span", { class: "bar", "aria-hidden": "true" }, ...(total ? segments : [make("span", { class: "segment" }, "–")])));
  }

  const changes = (count) => `${count} ${count === 1 ? "change" : "changes"}`;

  /* Who may have work that is not here; nothing where everybody is online. */
  function offline() {
    const names = view.offline;
    if (!names.length) return "";
    const many = names.length === 1 ? "1 student is" : `${names.length} students are`;
    const listed = names.slice(0, 12).join(", ") + (names.length > 12 ? `, and ${names.length - 12} more` : "");
    return `${many} offline and may have unsent work: ${listed}. What they tag before the work is closed still counts if it arrives within ten minutes of closing.`;
  }

  function people_() {
    const watching = view.students.filter((each) => each.watching).length;
    $("here").textContent = `${view.students.length} joined, ${watching} of them ${watching === 1 ? "has" : "have"} the page open.`;
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
      ? `Came back with work that was not accepted: ${refused.map((each) => `${each.name} (${changes(each.refused)})`).join(", ")}. It is kept in their browsers.`
      : "";
    $("absent").textContent = view.absent.length ? `Not here: ${view.absent.join(", ")}.` : "";
    for (const [name, off] of [
      ["open", view.phase !== "closed"], ["close", view.phase !== "open"],
      ["reveal", !view.has_key], ["end", view.phase === "ended"],
      ["ask", !split().length],
    ]) {
      document.querySelector(`.commands [data-do=${name}]`).disabled = off;
    }
    document.querySelector("[data-do=vote]").textContent = view.vote > 1 ? "Another vote" : "Second vote";
    const whole = view.sentences.every((each) => view.revealed[each.id]);
    document.querySelector("[data-do=reveal]").textContent = whole ? "Hide the key" : "Reveal the whole key";
  }

  const number = (id) => view.material.sentences.findIndex((each) => each.id === id) + 1;
  const split = () => view.sentences.filter((each) => each.split).map((each) => each.id);

  async function order(said) {
    try {
      const answer = await fetch(Nodes.at("/teach/do"), {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said),
      });
      const found = await answer.json();
      const failed = found.failed?.length ? `These could not be finished: ${found.failed.join(", ")}.` : "";
      tell(found.problem ?? failed);
      look();
      return answer.ok ? found : null;
    } catch {
      tell("No connection; nothing was changed.");
      return null;
    }
  }

  function tell(words) {
    $("said").textContent = words;
    $("said").hidden = !words;
  }

  async function link(student) {
    if (!(await sure(`A new link for ${student.name}?`, "The link that the student has now opens nothing any more."))) return;
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
      if (!why || (await sure("Close the work?", why))) order({ do: "close" });
    },
    ask: () => order({ do: "ask", sentences: [...new Set([...view.asked, ...split()])] }),
    reveal: async () => {
      const all = view.sentences.map((each) => each.id);
      const whole = all.every((id) => view.revealed[id]);
      if (whole) return order({ do: "reveal", sentences: [] });
      if (!(await sure("Reveal the whole key?", "Every student sees it, and nobody changes a tag of this vote any more."))) return null;
      return order({ do: "reveal", sentences: all });
    },
    vote: async () => {
      const why = "The votes so far are finished and kept. Everybody goes on from the same tags, in a new pass.";
      if (await sure("Call the next vote?", [offline(), why].filter(Boolean).join(" "))) order({ do: "vote" });
    },
    end: async () => {
      const why = "Everybody's work is marked finished. Nobody changes anything any more, unless you call another vote.";
      if (await sure("End the hour?", [offline(), why].filter(Boolean).join(" "))) order({ do: "end" });
    },
  };

  if (leading) {
    for (const button of document.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => COMMANDS[button.dataset.do]());
    }
  }
  $("split").addEventListener("change", () => view && paint());

  function follow() {
    const events = new EventSource(Nodes.at("/teach/pulse"));
    events.onmessage = look;
    events.onerror = () => {
      shown = "";
      stage("No connection to the server; trying again.");
      if (events.readyState === EventSource.CLOSED) setTimeout(follow, 3000);
    };
  }
  if (leading) setInterval(() => document.hidden || look(), LOOK_AGAIN);
  look();
  follow();
})();
