/* Keys: which of a page's keys a press means, and when none is meant. */
"use strict";

const Keys = (() => {
  const LATIN = /^\p{Script=Latin}$/u;

  /* The key that the position has on a US keyboard; null where it has none of ours. */
  function positioned(event) {
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
    if (letter) return letter.toLowerCase();
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
    return digit && !event.shiftKey ? digit : null;
  }

  /* The one of our keys that is meant; null where none is.

     A key that is one of ours wins, so that letters are where a Dvorak or AZERTY keyboard has
     them. Then the same as a small letter, for caps lock and full-width letters. Where the key is
     no Latin letter, its position counts: other scripts, and digits that need shift. */
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

  /* Whether a press would write something: it was meant to do something. */
  const writes = (event) =>
    Array.from(event.key).length === 1 || event.key === "Process" || event.key === "Unidentified";

  /* Tells whether a press is one more of a key that is held down. */
  function held() {
    let acting = null;
    const release = () => (acting = null);
    document.addEventListener("keyup", (event) => event.code === acting && release());
    addEventListener("blur", release);
    return {
      acts: (event) => (acting = event.code || event.key),
      /* Whether what this key did would be done again, or typed into what it has opened. */
      again: (event) => event.repeat && acting === (event.code || event.key),
    };
  }

  return { held, meant, writes };
})();
