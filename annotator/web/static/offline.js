/* The desk without a server: the browser's storage holds the work, and a button downloads it. */
"use strict";

(() => {
  const { $, make } = Nodes;
  const { gettext, ngettext } = Messages;
  const material = JSON.parse($("material").textContent);
  const own = `annotator handout ${material.sha256}`;
  let hear = () => {};
  // Whether the work has changed since the last download.
  let changed = false;

  const work = Store.work(`${own} `, material, () => heard());
  const before = work.store.read("page", {});

  const desk = {
    material,
    get state() {
      return work.state;
    },
    standing: { phase: "open", vote: 1, asked: [], revealed: {} },
    at: before.at,
    readOnly: null,
    undone: before.undone ?? [],
    problem: "",
    get warnings() {
      return work.elsewhere
        ? [gettext("This article is also open in another tab. Work from both tabs is saved together. Close one of them.")]
        : [];
    },
    get saving() {
      return work.kept
        ? { words: gettext("Saved in this browser"), kind: "good" }
        : { words: gettext("Not saved: download your work before you leave"), kind: "bad" };
    },
    edit(said, at) {
      desk.problem = "";
      try {
        work.edit(said);
      } catch (error) {
        if (!(error instanceof Model.Refused)) throw error;
        desk.problem = error.message;
        hear(error.message);
        return false;
      }
      changed = true;
      desk.at = at;
      keep();
      return true;
    },
    move(id) {
      desk.at = id;
      keep();
    },
    keep,
    listen(hearing) {
      hear = hearing;
    },
  };

  function keep() {
    work.store.write("page", { at: desk.at, undone: desk.undone });
  }

  /* Called when another tab has changed the name or the work. */
  function heard() {
    showName();
    hear("");
  }

  // The name is saved as it is typed.

  function showName() {
    if (document.activeElement !== $("name")) $("name").value = work.store.read("name", "");
    showOwner();
  }

  function keepName() {
    work.store.write("name", $("name").value);
    $("me").textContent = owner();
    $("me").hidden = !owner();
    changed = true;
  }

  const fileName = (name) => name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "student";

  function save(name) {
    const blob = new Blob([Yaml.file(material, work.state, name)], { type: "application/yaml" });
    const link = make("a", { href: URL.createObjectURL(blob), download: `${material.document}.${fileName(name)}.yaml` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    changed = false;
    return link.download;
  }

  function download(event) {
    event.preventDefault();
    const name = Model.plain($("name").value);
    if (!name) {
      $("name").focus();
      return;
    }
    keepName();
    $("said").textContent = gettext("Downloaded %(file)s. Submit this file to your teacher.", { file: save(name) });
    changed = false;
  }

  // On a shared computer, another student may have left work here.

  // Only work that was here when the page was opened can be another student's.
  let found = Model.tagged(work.state, material) > 0 || Boolean(work.store.read("name", ""));

  const owner = () => Model.plain(work.store.read("name", ""));

  function showOwner() {
    const name = owner();
    $("me").textContent = name;
    $("me").hidden = !name;
    $("whose").hidden = !found;
    $("owner").textContent = name ? gettext("This is the work of %(name)s.", { name }) : gettext("This browser already has work on this article.");
    $("over").textContent = name ? gettext("Not %(name)s? Start over", { name }) : gettext("Not yours? Start over");
  }

  function ask() {
    const done = Model.tagged(work.state, material);
    const name = owner();
    $("sure-why").textContent = name
      ? ngettext(
          "The work of %(name)s (%(done)s sentence tagged) is first downloaded as a file. Then it is removed from this page.",
          "The work of %(name)s (%(done)s sentences tagged) is first downloaded as a file. Then it is removed from this page.",
          done, { name, done })
      : ngettext(
          "The work in this browser (%(done)s sentence tagged) is first downloaded as a file. Then it is removed from this page.",
          "The work in this browser (%(done)s sentences tagged) is first downloaded as a file. Then it is removed from this page.",
          done, { done });
    $("sure").returnValue = "";
    $("sure").showModal();
  }

  function startOver() {
    if ($("sure").returnValue !== "yes") return;
    const file = save(owner() || "student");
    work.reset();
    desk.undone = [];
    desk.at = material.sentences[0].id;
    found = false;
    $("name").value = "";
    $("said").textContent = "";
    showOwner();
    hear(gettext("Downloaded %(file)s. The page is now empty.", { file }));
  }

  function adoptEarlier() {
    // An earlier version of this page stored everything under one name.
    try {
      const earlier = JSON.parse(localStorage.getItem(own));
      if (!earlier?.state || work.store.read("name") !== null) return;
      work.adopt(earlier.state);
      work.store.write("name", earlier.name ?? "");
      localStorage.removeItem(own);
    } catch {
      // Nothing readable was stored.
    }
  }

  adoptEarlier();
  found ||= Model.tagged(work.state, material) > 0;
  showName();
  $("name").addEventListener("input", keepName);
  $("hand-in").addEventListener("submit", download);
  $("over").addEventListener("click", ask);
  $("sure").addEventListener("close", startOver);
  Store.warnOnLeaving(() => !work.kept && changed);
  Page.begin(desk);
})();
