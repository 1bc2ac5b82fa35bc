// The slides beside the recording: one large slide above a strip of thumbnails.
import { el, iconButton, icons } from "./dom.js";

/** The slide panel. Calls on.pick(slide), on.enlarge(slide) and on.share(slide). */
export class Strip {
  constructor(decks, on) {
    this.decks = decks.filter((d) => d.slides.length > 0);
    this.on = on;
    this.current = null;
    this.picture = el("button", { type: "button", class: "slide-now", onclick: () => this.on.enlarge(this.current) });
    this.caption = el("p", { class: "caption" });
    this.list = el("ol", { class: "thumbs" });
    this.choice = el("select", { "aria-label": "Deck", onchange: () => this.#showDeck(this.decks[this.choice.selectedIndex]) });
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
      this.list,
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
    if (this.decks.length > 0) this.show(this.decks[0].slides[0], { quiet: true });
  }

  get empty() {
    return this.decks.length === 0;
  }

  /** Moves n slides forward in the same deck. */
  step(n) {
    const { slides } = this.current.deck;
    const next = slides[slides.indexOf(this.current) + n];
    if (next) this.show(next);
  }

  /** Shows a slide, and its deck in the strip. quiet means that no user selected it. */
  show(slide, { quiet = false } = {}) {
    if (slide === this.current) return;
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
      if (is) reveal(this.list, button);
    }
    this.on.shown?.(slide, quiet);
  }

  #showDeck(deck) {
    this.show(deck.slides[0]);
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
  }
}

// Scrolls only the strip; scrollIntoView would also scroll the page.
function reveal(list, item) {
  const box = item.parentElement;
  const outside = box.offsetLeft < list.scrollLeft || box.offsetLeft + box.offsetWidth > list.scrollLeft + list.clientWidth;
  if (outside) list.scrollLeft = box.offsetLeft - (list.clientWidth - box.offsetWidth) / 2;
}

/** The image of a slide, or its text if there is no image. */
export function pictureOf(slide, size) {
  const url = slide[size] ?? slide.full;
  if (!url) return el("span", { class: "no-picture", dir: "auto" }, slide.title || slide.text[0] || `Slide ${slide.number}`);
  return el("img", { src: url, width: slide.width, height: slide.height, alt: size === "thumb" ? "" : slide.alt, decoding: "async", lang: slide.lang || null });
}
