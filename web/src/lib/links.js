// Makes the links of the page, which work without scripts, use the player and the slides.

const isPlain = (event) => !event.ctrlKey && !event.metaKey;

/** Calls go(recording, seconds, element) instead of following a link to a time in the plain file. */
export function handleTimes(go) {
  document.addEventListener("click", (event) => {
    const start = event.target.closest("a.start, [data-cue]");
    const holder = start?.closest("[data-in]");
    if (!holder || !isPlain(event)) return;
    const at = start.closest("[data-start], [data-cue]") ?? start;
    const seconds = Number(at.dataset.cue ?? at.dataset.start ?? at.parentElement.querySelector("[data-cue]")?.dataset.cue);
    if (!Number.isFinite(seconds)) return;
    event.preventDefault();
    go(holder.dataset.in, seconds, at);
  });
}

/** Calls open(slide) instead of following a link to the image of a slide. */
export function handlePictures(slides, open) {
  document.addEventListener("click", (event) => {
    const picture = event.target.closest("a.picture");
    const slide = picture && slides.find((s) => s.element.contains(picture));
    if (!slide || !isPlain(event)) return;
    event.preventDefault();
    open(slide);
  });
}
