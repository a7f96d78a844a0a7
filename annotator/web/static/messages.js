/* The texts of pages in the page's language: looked up by their English text, with named places.
   The catalog of a language is loaded after this script. A text that it does not have stays
   English. */
"use strict";

const Messages = (() => {
  const language = document.documentElement.lang || "en";
  const direction = document.documentElement.dir || "ltr";
  let catalog = { plural: "", texts: {} };

  const load = (given) => (catalog = given);

  const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);

  function gettext(text, values = {}) {
    const found = catalog.texts[text];
    return filled(typeof found === "string" ? found : text, values);
  }

  function pgettext(context, text, values = {}) {
    return filled(catalog.texts[`${context}\x04${text}`] ?? text, values);
  }

  /* The text that fits a count. */
  function ngettext(one, many, count, values = {}) {
    const forms = catalog.texts[one];
    // The table has 200 counts. Larger counts follow their last two digits.
    const form = Array.isArray(forms) ? forms[catalog.plural[count < 200 ? count : 100 + count % 100]] : null;
    return filled(form ?? (count === 1 ? one : many), values);
  }

  const list = (names, type) => new Intl.ListFormat(language, { style: type === "unit" ? "short" : "long", type }).format(names.map(String));
  /* Lists in words: "a, b", "a and b", "a or b". */
  const listed = (names) => list(names, "unit");
  const both = (names) => list(names, "conjunction");
  const either = (names) => list(names, "disjunction");

  return { both, direction, either, gettext, language, listed, load, ngettext, pgettext };
})();
