// The slides beside the recording: one large slide above a strip of thumbnails.
import { el, iconButton, icons } from "./dom.js";
import { Scroller } from "./scroller.js";
import { momentText } from "./slidetimes.js";

const maxTimes = 50; // of a slide, listed below it

/**
 * The slide panel. Calls on.pick(slide), on.choose(slide) when the reader shows a slide
 * without seeking, on.seek(time), on.enlarge(slide), on.share(slide) and on.shown(slide).
 * follow is the state of the page, or null if no recording has slide times. number is that
 * of the slide to begin with.
 */
export class Strip {
  constructor(decks, on, follow = null, number = null) {
    this.decks = decks.filter((d) => d.slides.length > 0);
    this.on = on;
    this.current = null;
    this.picture = el("button", { type: "button", class: "slide-now", onclick: () => this.on.enlarge(this.current) });
    this.caption = el("p", { class: "caption" });
    this.list = el("ol", { class: "thumbs" });
    this.choice = el("select", { "aria-label": "Deck", onchange: () => this.#choose(this.decks[this.choice.selectedIndex].slides[0]) });
    this.scroller = new Scroller(this.list);
    this.times = el("p", { class: "shown-at", hidden: true });
    this.element = el(
      "section",
      { class: "strip", "aria-label": "Slide panel" },
      this.decks.length > 1 && this.choice,
      this.picture,
      el(
        "div",
        { class: "under" },
        this.caption,
        el(
          "div",
          { class: "buttons" },
          iconButton(icons.back, "Previous slide", () => this.step(-1)),
          iconButton(icons.on, "Next slide", () => this.step(1)),
          on.share && iconButton(icons.share, "Share this slide", () => this.on.share(this.current)),
          iconButton(icons.larger, "Enlarge this slide", () => this.on.enlarge(this.current)),
        ),
      ),
      this.times,
      this.list,
      follow?.button(this.scroller),
    );
    // Arrow keys change the slide only if the focus is on the slides. In the player
    // they seek.
    this.element.addEventListener("keydown", (event) => {
      if (event.target === this.choice || event.altKey || event.ctrlKey || event.metaKey) return;
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const inList = this.list.contains(document.activeElement);
      this.step(step);
      if (inList) this.list.querySelector("[aria-current]")?.focus();
    });
    for (const deck of this.decks) this.choice.append(el("option", {}, deck.title));
    if (this.decks.length === 0) return;
    const { slides } = this.decks[0];
    this.show(slides.find((slide) => slide.number === number) ?? slides[0], { quiet: true });
  }

  get empty() {
    return this.decks.length === 0;
  }

  /** Moves n slides forward in the same deck. */
  step(n) {
    const { slides } = this.current.deck;
    const next = slides[slides.indexOf(this.current) + n];
    if (next) this.#choose(next);
  }

  #choose(slide) {
    this.scroller.paused = false;
    this.show(slide);
    this.on.choose?.(slide);
  }

  /** Shows a slide, and its deck in the strip. quiet means that no user selected it. */
  show(slide, { quiet = false } = {}) {
    if (slide === this.current) return this.reveal();
    const old = this.current;
    this.current = slide;
    if (old?.deck !== slide.deck) this.#fill(slide.deck);
    this.picture.setAttribute("aria-label", `Enlarge slide ${slide.number}: ${slide.title || slide.alt || "no title"}`);
    this.picture.replaceChildren(pictureOf(slide, "full"));
    this.caption.replaceChildren(
      el("span", { class: "number" }, `${slide.deck.slides.indexOf(slide) + 1} / ${slide.deck.slides.length}`),
      el("span", { class: "title", dir: slide.dir, lang: slide.lang || null }, slide.title || `Slide ${slide.number}`),
    );
    for (const button of this.list.querySelectorAll("button")) {
      const is = button.slide === slide;
      button.toggleAttribute("aria-current", is);
      if (is) button.setAttribute("aria-current", "true");
    }
    this.#listTimes(slide);
    this.reveal();
    this.on.shown?.(slide, quiet);
  }

  /** Scrolls to the current slide, unless the reader has scrolled. */
  reveal() {
    const button = this.list.querySelector("[aria-current]");
    if (button) this.scroller.reveal(button);
  }

  /** Marks the time of the current slide that contains the second of a recording. */
  mark(recording, interval) {
    for (const button of this.times.querySelectorAll("button")) {
      if (button.time.recording === recording && button.time.start === interval?.start) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  #listTimes(slide) {
    const times = slide.times.filter((time) => !time.planned);
    this.times.hidden = times.length === 0;
    this.times.replaceChildren(
      el("span", { class: "quiet" }, times.length > 1 ? `Shown ${times.length} times: ` : "Shown at "),
      ...times.slice(0, maxTimes).map((time) => {
        const place = this.on.place?.(time.recording);
        const text = place ? `${momentText(time)}, ${place}` : momentText(time);
        const button = el("button", { type: "button", dir: "auto", "aria-label": `Play from ${text}`, onclick: () => this.on.seek(time) }, text);
        button.time = time;
        return button;
      }),
      times.length > maxTimes ? el("span", { class: "quiet" }, `and ${times.length - maxTimes} more`) : "",
    );
  }

  #fill(deck) {
    this.choice.selectedIndex = this.decks.indexOf(deck);
    this.list.setAttribute("aria-label", deck.title);
    this.list.replaceChildren(
      ...deck.slides.map((slide) => {
        const button = el(
          "button",
          { type: "button", "aria-label": `Slide ${slide.number}: ${slide.title || "no title"}`, title: slide.title || null, onclick: () => this.on.pick(slide) },
          pictureOf(slide, "thumb"),
        );
        button.slide = slide;
        return el("li", {}, button);
      }),
    );
    this.scroller.settle();
  }
}

/** The image of a slide, or its text if there is no image. */
export function pictureOf(slide, size) {
  const url = slide[size] ?? slide.full;
  if (!url) return el("span", { class: "no-picture", dir: "auto" }, slide.title || slide.text[0] || `Slide ${slide.number}`);
  return el("img", { src: url, width: slide.width, height: slide.height, alt: size === "thumb" ? "" : slide.alt, decoding: "async", lang: slide.lang || null });
}
