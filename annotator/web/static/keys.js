/* Keys: which of the page's keys a key press means, if any. */
"use strict";

const Keys = (() => {
  const LATIN = /^\p{Script=Latin}$/u;

  /* The letter or digit at this position on a US keyboard, or null. */
  function positioned(event) {
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
    if (letter) return letter.toLowerCase();
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
    return digit && !event.shiftKey ? digit : null;
  }

  /* The page's key that a press means, or null. `ours` tells whether the page has a key.

     The key itself comes first, so that a Dvorak or AZERTY keyboard works as labeled. Then its
     lower-case form, for caps lock and full-width letters. If the key is not a Latin letter, its
     position counts. This serves other scripts, and keyboards where digits need shift. */
  function meant(event, ours) {
    const key = event.key;
    if (ours(key)) return key;
    const plain = key.length <= 2 ? key.normalize("NFKC").toLowerCase() : key;
    if (ours(plain)) return plain;
    if (!writes(event) || LATIN.test(plain)) return null;
    const place = positioned(event);
    const ascii = /^[\x21-\x7e]$/.test(plain);
    return place && ours(place) && (!ascii || /[0-9]/.test(place)) ? place : null;
  }

  /* Whether a press would type a character, so that the student expects an effect. */
  const writes = (event) =>
    Array.from(event.key).length === 1 || event.key === "Process" || event.key === "Unidentified";

  /* Tracks whether a press is a repeat of a key that is held down. */
  function held() {
    let acting = null;
    const release = () => (acting = null);
    document.addEventListener("keyup", (event) => event.code === acting && release());
    addEventListener("blur", release);
    return {
      acts: (event) => (acting = event.code || event.key),
      /* Whether this press would repeat the key's action, or type into a form that it opened. */
      again: (event) => event.repeat && acting === (event.code || event.key),
    };
  }

  return { held, meant, writes };
})();
