"use strict";
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let here = 0;

  function show(number, record = true) {
    here = Math.min(Math.max(number, 0), slides.length - 1);
    slides.forEach((slide, at) => {
      slide.hidden = at !== here;
    });
    document.title = `${here + 1}/${slides.length} ${slides[here].dataset.title}`;
    slides[here].focus({ preventScroll: true });
    if (record) history.replaceState(null, "", `#${here + 1}`);
  }

  function toggleTheme() {
    const now = root.dataset.theme || (dark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  }

  function toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (root.requestFullscreen) root.requestFullscreen().catch(() => {});
  }

  const keys = {
    ArrowRight: () => show(here + 1),
    ArrowDown: () => show(here + 1),
    PageDown: () => show(here + 1),
    Enter: () => show(here + 1),
    " ": () => show(here + 1),
    ArrowLeft: () => show(here - 1),
    ArrowUp: () => show(here - 1),
    PageUp: () => show(here - 1),
    Backspace: () => show(here - 1),
    Home: () => show(0),
    End: () => show(slides.length - 1),
    d: toggleTheme,
    f: toggleFullScreen,
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key === " " && event.shiftKey ? "ArrowLeft" : event.key;
    const action = keys[key.length === 1 ? key.toLowerCase() : key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) show(here + Number(button.dataset.move));
  });
  addEventListener("hashchange", () => show(Number(location.hash.slice(1)) - 1 || 0, false));

  root.classList.add("live");
  show(Number(location.hash.slice(1)) - 1 || 0, false);
})();
