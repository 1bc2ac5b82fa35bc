// The slides on the time line: a bar with a tick where a slide begins. It is one slider,
// however many slides there are, and shows the picture and title of the slide that the
// pointer or the focus is on.
import { el } from "./dom.js";
import { lastStarted, momentText, tickAt, tickPath } from "./slidetimes.js";
import { pictureOf } from "./strip.js";

const width = 2000; // units of the drawing
const reach = 0.01; // distance from a tick at which the pointer is on it, as a share of the bar
const far = 10; // ticks that Page Up and Page Down skip

function drawing(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} 1`);
  svg.setAttribute("preserveAspectRatio", "none");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** The bar of a player. slideOf(time) returns a slide, or a promise of one; seek(time) seeks. */
export class Ticks {
  #shown = -1; // index of the slide in the tip
  #slides = new Map(); // index → slide, of those that the tip has shown

  constructor(player, { slideOf, seek }) {
    this.times = player.slideTimes;
    this.duration = player.duration || this.times.at(-1).end;
    this.player = player;
    this.slideOf = slideOf;
    this.seek = seek;
    this.tip = el("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    this.line = drawing(tickPath(this.times, this.duration, width));
    // The time line of the player runs from left to right in all languages.
    this.element = el(
      "div",
      { class: "ticks", role: "slider", tabindex: 0, dir: "ltr", "aria-label": "Slides", "aria-valuemin": 0, "aria-valuemax": this.times.length },
      this.line,
      this.tip,
    );
    this.element.addEventListener("pointermove", (event) => this.#preview(this.#under(event)));
    this.element.addEventListener("pointerleave", () => (document.activeElement === this.element ? this.#preview(this.now) : this.#hide()));
    this.element.addEventListener("click", (event) => this.#go(this.#under(event)));
    this.element.addEventListener("focus", () => this.element.matches(":focus-visible") && this.#preview(Math.max(0, this.now)));
    this.element.addEventListener("blur", () => this.#hide());
    this.element.addEventListener("keydown", (event) => this.#key(event));
    for (const event of ["timeupdate", "seeking"]) player.on(event, () => this.#mark());
    this.#mark();
  }

  /** The index of the last slide that has begun, or -1. */
  get now() {
    return lastStarted(this.times, this.player.time);
  }

  #under({ clientX }) {
    const box = this.line.getBoundingClientRect();
    return tickAt(this.times, ((clientX - box.left) / box.width) * this.duration, reach * this.duration);
  }

  #key(event) {
    const last = this.times.length - 1;
    const at = this.now;
    const to = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, PageUp: at + far, PageDown: at - far, Home: 0, End: last, Enter: at, " ": at }[event.key];
    const hides = event.key === "Escape" && !this.tip.hidden;
    if (hides) this.#hide();
    else if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    else {
      const index = Math.min(last, Math.max(0, to));
      this.#go(index);
      this.#preview(index);
    }
    event.preventDefault();
    event.stopPropagation(); // the player has keys of its own
  }

  #go(index) {
    if (index >= 0) this.seek(this.times[index]);
  }

  // Tells screen readers which slide has begun.
  #mark() {
    const index = this.now;
    if (this.element.getAttribute("aria-valuenow") === String(index + 1)) return;
    this.element.setAttribute("aria-valuenow", index + 1);
    this.#name(index);
  }

  #name(index) {
    const time = this.times[index];
    const slide = this.#slides.get(index);
    const title = slide?.title ? `: ${slide.title}` : "";
    this.element.setAttribute("aria-valuetext", time ? `Slide ${time.slide}${title}, ${momentText(time)}` : "Before the first slide");
  }

  async #preview(index) {
    if (index === this.#shown) return;
    this.#shown = index;
    const time = this.times[index];
    if (!time) return this.#hide();
    const slide = await this.slideOf(time);
    this.#slides.set(index, slide);
    if (index === this.now) this.#name(index);
    if (this.#shown !== index) return; // the pointer is elsewhere now
    this.tip.style.setProperty("--at", time.start / this.duration);
    this.tip.replaceChildren(
      slide ? pictureOf(slide, "thumb") : "",
      el("span", { class: "title", dir: slide?.dir ?? "auto", lang: slide?.lang || null }, slide?.title || `Slide ${time.slide}`),
      el("span", { class: "at" }, momentText(time)),
    );
    this.tip.hidden = false;
  }

  #hide() {
    this.#shown = -1;
    this.tip.hidden = true;
  }
}
