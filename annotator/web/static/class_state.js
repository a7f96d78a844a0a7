/* The state of the class: fetched when something has changed, and changed by commands. */
"use strict";

const ClassState = (() => {
  const { gettext } = Messages;
  // A student who goes offline sends no event, so the page also asks at this interval (milliseconds).
  const LOOK_AGAIN = 4000;
  const base = document.body.dataset.teach;
  let view = null;
  let shown = "";
  let asking = false;
  let again = false;
  let ahead = 0;

  /* Paint the state of the class, now and after each change.
     `paint` gets the state, and `trouble` a sentence if there is none. */
  function follow(query, paint, trouble) {
    const look = () => ask(query, paint, trouble);
    const events = new EventSource(Nodes.at(`${base}/pulse`));
    events.onmessage = look;
    events.onerror = () => {
      shown = "";
      trouble(gettext("No connection to the server. Trying again."));
      if (events.readyState === EventSource.CLOSED) setTimeout(() => follow(query, paint, trouble), 3000);
    };
    look();
    return look;
  }

  async function ask(query, paint, trouble) {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(Nodes.at(`${base}/state${query}`));
      if (answer.status === 401) return void trouble(gettext("Your link is no longer valid. Ask for a new one."));
      if (answer.ok) take(answer, await answer.text(), paint);
    } catch {
      shown = "";
      trouble(gettext("No connection to the server. Trying again."));
    } finally {
      asking = false;
      if (again) {
        again = false;
        ask(query, paint, trouble);
      }
    }
  }

  function take(answer, found, paint) {
    const date = Date.parse(answer.headers.get("Date"));
    if (date) ahead = date - Date.now();
    // Repaint only if something has changed.
    if (found === shown) return;
    shown = found;
    view = JSON.parse(found);
    keepFocus(() => paint(view));
  }

  /* Paint, and give the focus back to the control that had it, or to the one that took its place. */
  function keepFocus(paint) {
    const id = document.activeElement?.dataset?.focus;
    paint();
    if (id) document.querySelector(`[data-focus="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }

  /* The seconds since a time of the server. */
  const since = (seconds) => Math.max(0, (Date.now() + ahead) / 1000 - seconds);

  /* What the server answers to a command, with its status. */
  async function order(said) {
    const answer = await fetch(Nodes.at(`${base}/do`), {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said),
    });
    return { ok: answer.ok, ...(await answer.json()) };
  }

  const number = (id) => view.material.sentences.findIndex((each) => each.id === id) + 1;
  const sentence = (id) => view.sentences.find((each) => each.id === id);
  const tag = (id) => view.material.tags.find((each) => each.id === id);
  const split = () => view.sentences.filter((each) => each.split || each.was_split || view.asked.includes(each.id));

  return { LOOK_AGAIN, follow, keepFocus, number, order, sentence, since, split, tag };
})();
