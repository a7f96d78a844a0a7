/* The desk without a server: the browser's own storage keeps the work, and a button downloads it. */
"use strict";

(() => {
  const { $, make } = Nodes;
  const material = JSON.parse($("material").textContent);
  const own = `annotator handout ${material.sha256}`;
  let hear = () => {};
  let kept = true;

  function read() {
    try {
      return JSON.parse(localStorage.getItem(own)) ?? {};
    } catch {
      return {};
    }
  }

  function keep() {
    const said = { state: desk.state, at: desk.at, undone: desk.undone, name: $("name").value };
    try {
      localStorage.setItem(own, JSON.stringify(said));
      kept = true;
    } catch {
      kept = false;
    }
  }

  const before = read();
  const whole = before.state && material.sentences.every((each) => before.state.decisions?.[each.id]);
  const desk = {
    material,
    state: whole ? before.state : Model.blank(material),
    standing: { phase: "open", vote: 1, asked: [], revealed: {} },
    at: before.at,
    readOnly: null,
    undone: before.undone ?? [],
    problem: "",
    get saving() {
      return kept
        ? { words: "Kept in this browser", kind: "good" }
        : { words: "This browser keeps nothing: download before you leave", kind: "bad" };
    },
    edit(said, at) {
      desk.problem = "";
      try {
        desk.state = Model.apply(desk.state, said, material);
      } catch (error) {
        if (!(error instanceof Model.Refused)) throw error;
        desk.problem = error.message;
        hear(error.message);
        return false;
      }
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

  function download(event) {
    event.preventDefault();
    const name = Model.plain($("name").value);
    if (!name) {
      $("name").focus();
      return;
    }
    keep();
    const blob = new Blob([Yaml.file(material, desk.state, name)], { type: "application/yaml" });
    const link = make("a", { href: URL.createObjectURL(blob), download: `${material.document}.${fileName(name)}.yaml` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    $("said").textContent = `Downloaded ${link.download}. Hand this file in.`;
  }

  const fileName = (name) => name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "student";

  $("name").value = before.name ?? "";
  $("name").addEventListener("input", keep);
  $("hand-in").addEventListener("submit", download);
  Page.begin(desk);
  keep();
})();
