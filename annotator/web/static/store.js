/* Storage in this browser: named values that survive a reload, and the work on an article, which
   several tabs may do at once. If the browser stores nothing, the tab's memory does. */
"use strict";

const Store = (() => {
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
  }

  /* The values whose names begin with `own`. When another tab changes one, `hear` is called with
     its name, or with null if all were removed. */
  function open(own, hear = () => {}) {
    const memory = new Map();
    const store = {
      kept: true,
      raw(name) {
        // A value that could not be stored is newer than the stored one.
        if (memory.has(name)) return memory.get(name);
        try {
          return localStorage.getItem(own + name);
        } catch {
          store.kept = false;
          return null;
        }
      },
      read(name, other = null) {
        try {
          return JSON.parse(store.raw(name)) ?? other;
        } catch {
          return other;
        }
      },
      write(name, value) {
        const text = JSON.stringify(value);
        try {
          localStorage.setItem(own + name, text);
          memory.delete(name);
          if (!memory.size) store.kept = true;
        } catch {
          memory.set(name, text);
          store.kept = false;
        }
        return text;
      },
      remove(name) {
        memory.delete(name);
        try {
          localStorage.removeItem(own + name);
        } catch {
          store.kept = false;
        }
      },
      names() {
        const found = new Set(memory.keys());
        try {
          for (const key of Object.keys(localStorage)) {
            if (key.startsWith(own)) found.add(key.slice(own.length));
          }
        } catch {
          store.kept = false;
        }
        return [...found];
      },
    };
    addEventListener("storage", (event) => {
      if (event.key === null) hear(null);
      else if (event.key.startsWith(own)) hear(event.key.slice(own.length));
    });
    store.write("tried", true);
    store.remove("tried");
    return store;
  }

  /* Finds out whether another tab already has the same article open. Calls `found` with true if
     so, and with false when the last of them has closed. Tabs exchange messages through the store. */
  function others(store, found) {
    const me = newId();
    const there = new Set();
    const say = (word, to = null) => store.write("tab", { from: me, word, to });
    const greet = () => {
      say("hello");
    };
    addEventListener("pagehide", () => say("bye"));
    addEventListener("pageshow", (event) => event.persisted && greet());
    greet();
    return () => {
      const said = store.read("tab");
      if (!said || said.from === me) return;
      if (said.word === "hello") say("here", said.from);
      if (said.word === "here" && said.to === me) there.add(said.from);
      if (said.word === "bye") there.delete(said.from);
      found(there.size > 0);
    };
  }

  /* The work on an article, stored sentence by sentence, so that no tab overwrites another tab's
     decision on a different sentence. `hear` is called when another tab has changed something. */
  function work(own, material, hear) {
    const taken = new Map();
    let epoch = null;
    let another = false;
    const store = open(own, (name) => {
      if (name === "tab") {
        greeted();
      } else if (name === null) {
        // The browser's storage was emptied. Only this page still has the work.
        keepAll();
      } else if (sync() || !["page", "epoch"].includes(name)) {
        hear();
      }
    });
    const greeted = others(store, (found) => {
      if (found === another) return;
      another = found;
      hear();
    });

    const name = (id) => `sentence ${id}`;

    function keep(id) {
      const entry = { at: Date.now(), edit: Model.restoring(self.state, id) };
      taken.set(id, store.write(name(id), entry));
    }

    function keepAll() {
      if (epoch !== null) store.write("epoch", JSON.parse(epoch));
      for (const id of taken.keys()) keep(id);
    }

    /* Apply what other tabs have stored. Returns whether anything has changed. */
    function sync() {
      const now = store.raw("epoch");
      if (now === null && epoch !== null) keepAll();
      const begun = now !== null && now !== epoch && (epoch !== null || taken.size > 0);
      if (begun) {
        taken.clear();
        self.state = Model.blank(material);
      }
      epoch = now ?? epoch;
      const news = material.sentences
        .map((each) => [each.id, store.raw(name(each.id))])
        .filter(([id, raw]) => raw !== null && raw !== taken.get(id))
        .map(([id, raw]) => [id, raw, parsed(raw)])
        .sort(([, , one], [, , other]) => (one?.at ?? 0) - (other?.at ?? 0));
      for (const [id, raw, entry] of news) {
        taken.set(id, raw);
        restore({ ...entry?.edit, do: "restore", sentence: id });
      }
      return begun || news.length > 0;
    }

    function parsed(raw) {
      try {
        return JSON.parse(raw);
      } catch {
        return null;
      }
    }

    function restore(edit) {
      try {
        self.state = Model.apply(self.state, edit, material);
      } catch {
        // Not an edit for this segmentation of the article. The sentence does not change.
      }
    }

    const self = {
      store,
      state: Model.blank(material),
      get kept() {
        return store.kept;
      },
      get elsewhere() {
        return another;
      },
      /* Apply an edit and store it. Throws Refused. */
      edit(said) {
        sync();
        self.state = Model.apply(self.state, said, material);
        keep(said.sentence);
      },
      /* Start from a state that an earlier version stored under one name. */
      adopt(state) {
        for (const each of material.sentences) {
          if (taken.has(each.id) || !state.decisions?.[each.id]) continue;
          restore(Model.restoring(state, each.id));
          keep(each.id);
        }
      },
      /* Delete all of the work, in every tab. */
      reset() {
        for (const each of store.names()) if (each !== "tab") store.remove(each);
        epoch = store.write("epoch", newId());
        taken.clear();
        self.state = Model.blank(material);
      },
      sync,
    };
    sync();
    // A page restored from the browser's cache has missed the changes since.
    addEventListener("pageshow", () => sync() && hear());
    document.addEventListener("visibilitychange", () => sync() && hear());
    return self;
  }

  /* Ask before the student leaves the page, if `unsaved` returns true. */
  function warnOnLeaving(unsaved) {
    addEventListener("beforeunload", (event) => {
      if (unsaved()) event.preventDefault();
    });
  }

  return { newId, open, warnOnLeaving, work };
})();
