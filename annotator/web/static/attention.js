/* The seconds that an annotator spends on each sentence, where a project records times. It counts as
   annotator/model/session.py does: the time between two key presses counts for the current
   sentence, one minute at most. It is sent with that sentence's next decision. */
"use strict";

const Attention = (() => {
  const MAX_IDLE_SECONDS = 60;

  function begin(clock = () => performance.now() / 1000) {
    const spent = new Map();
    let since = clock();
    let sentence = null;

    /* A key press or a tap, after which the page is at this sentence. */
    function lookAt(id) {
      const now = clock();
      if (sentence !== null) {
        const passed = Math.min(Math.max(now - since, 0), MAX_IDLE_SECONDS);
        spent.set(sentence, (spent.get(sentence) ?? 0) + passed);
      }
      since = now;
      sentence = id;
    }

    const whole = (id) => Math.round(spent.get(id) ?? 0);

    return {
      lookAt,
      /* The whole seconds for each of these sentences, up to now. */
      times(ids) {
        lookAt(sentence);
        return Object.fromEntries(ids.map((id) => [id, whole(id)]).filter(([, seconds]) => seconds > 0));
      },
      /* What was sent does not count again. What rounding left over does. */
      sent(times) {
        for (const [id, seconds] of Object.entries(times)) spent.set(id, spent.get(id) - seconds);
      },
    };
  }

  return { begin };
})();
