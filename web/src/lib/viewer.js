// Shows a slide in the full window with its steps, media, text and links, and marks
// the search words on the image.
import { safeLink } from "./address.js";
import { fileOf } from "./decks.js";
import { announce, el, iconButton, icons } from "./dom.js";
import { momentText } from "./slidetimes.js";
import { pictureOf } from "./strip.js";
import { boxesOf } from "./words.js";

/** The slide dialog. Calls on.time(slide), the time to watch it from or null, on.watch(time), on.share(slide) and on.shown(slide). */
export class Viewer {
  constructor(on) {
    this.on = on;
    this.slide = null;
    this.query = "";
    this.title = el("h2", { id: "viewer-title", dir: "auto" });
    this.picture = el("div", { class: "picture" });
    this.words = el("div", { class: "words" });
    this.watch = el("button", { type: "button", class: "button", onclick: () => this.#leave(() => on.watch(this.time)) });
    this.back = iconButton(icons.back, "Previous slide", () => this.#step(-1));
    this.next = iconButton(icons.on, "Next slide", () => this.#step(1));
    this.dialog = el(
      "dialog",
      { class: "viewer", "aria-labelledby": "viewer-title" },
      el(
        "div",
        { class: "top" },
        this.title,
        el(
          "div",
          { class: "buttons" },
          this.watch,
          this.back,
          this.next,
          on.share && iconButton(icons.share, "Share this slide", () => this.#leave(() => on.share(this.slide))),
          iconButton(icons.close, "Close", () => this.dialog.close()),
        ),
      ),
      el("div", { class: "middle" }, this.picture, this.words),
    );
    this.dialog.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.#step(step);
    });
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close(); // a click on the backdrop
    });
    this.dialog.addEventListener("close", () => {
      for (const media of this.picture.querySelectorAll("video, audio")) media.pause();
    });
    document.body.append(this.dialog);
  }

  open(slide, query = "") {
    this.query = query;
    this.#show(slide); // before showModal: hiding a focused button loses the focus
    if (!this.dialog.open) this.dialog.showModal();
  }

  #leave(then) {
    this.dialog.close();
    then();
  }

  #step(n) {
    const { slides } = this.slide.deck;
    const next = slides[slides.indexOf(this.slide) + n];
    if (next) this.#show(next);
  }

  async #show(slide) {
    this.slide = slide;
    const { slides, title } = slide.deck;
    const at = slides.indexOf(slide);
    this.title.textContent = `${title} · ${at + 1} / ${slides.length}`;
    // Not "disabled", which would lose the focus and so the arrow keys.
    this.back.setAttribute("aria-disabled", String(at === 0));
    this.next.setAttribute("aria-disabled", String(at === slides.length - 1));
    this.time = this.on.time(slide);
    if (this.time === null && document.activeElement === this.watch) this.next.focus();
    this.watch.hidden = this.time === null;
    this.watch.textContent = this.time === null ? "" : `Watch from ${momentText(this.time)}`;
    this.picture.replaceChildren(el("div", { class: "sheet" }, pictureOf(slide, "full")));
    this.words.replaceChildren(
      slide.title ? el("h3", { dir: slide.dir, lang: slide.lang || null }, slide.title) : "",
      slide.body?.cloneNode(true) ?? "",
      ...(slide.notes.length > 0 ? [el("h3", {}, "Notes"), ...slide.notes.map((text) => el("p", { dir: "auto" }, text))] : []),
    );
    this.on.shown?.(slide);
    announce(`Slide ${at + 1} of ${slides.length}`);
    const data = (await fileOf(slide.deck))?.slides.find((s) => s.number === slide.number);
    if (!data || this.slide !== slide) return;
    this.#links(data.links ?? []);
    this.#steps(data);
    this.#media(data.media ?? []);
    this.#marks(data, slide);
  }

  #links(links) {
    const list = links.map((link) => ({ href: safeLink(link.url ?? ""), text: link.text })).filter((link) => link.href);
    if (list.length === 0) return;
    this.words.append(
      el("h3", {}, "Links"),
      el("ul", {}, ...list.map((link) => el("li", {}, el("a", { href: link.href, target: "_blank", rel: "noopener noreferrer nofollow" }, link.text || link.href)))),
    );
  }

  // Goes through the images of a slide that is built up step by step.
  #steps(data) {
    const steps = [...(data.steps ?? []), data.images ?? []].map((list) => list.find((image) => image.type === "image/jpeg") ?? list[0]).filter(Boolean);
    if (steps.length < 2) return;
    const sheet = this.picture.querySelector(".sheet");
    const label = el("span", { role: "status" });
    const show = (at) => {
      if (at < 0 || at >= steps.length) return;
      label.textContent = `Step ${at + 1} of ${steps.length}`;
      sheet.querySelector("img").src = steps[at].url;
      sheet.classList.toggle("early", at < steps.length - 1);
      for (const [button, to] of [[back, at - 1], [next, at + 1]]) {
        button.onclick = () => show(to);
        button.setAttribute("aria-disabled", String(!steps[to]));
      }
    };
    const back = iconButton(icons.back, "Previous step");
    const next = iconButton(icons.on, "Next step");
    show(steps.length - 1);
    this.picture.append(el("div", { class: "steps", role: "group", "aria-label": "Steps of this slide" }, back, label, next));
  }

  #media(list) {
    for (const { url, type, title } of list) {
      const video = type.startsWith("video/");
      const name = title || (video ? "Video on this slide" : "Audio on this slide");
      this.picture.append(
        el("figure", { class: "media" }, el(video ? "video" : "audio", { controls: true, preload: "none", src: url, poster: video ? this.slide.full : null, "aria-label": name }), title && el("figcaption", { dir: "auto" }, title)),
      );
    }
  }

  async #marks(data, slide) {
    const sheet = this.picture.querySelector(".sheet");
    const boxes = await boxesOf(data, this.query);
    await sheet.querySelector("img")?.decode().catch(() => {}); // show marks only on a loaded image
    if (this.slide !== slide) return;
    for (const [x, y, width, height] of boxes) {
      const mark = el("span", { class: "box", "aria-hidden": "true" });
      mark.style.cssText = `left:${x * 100}%;top:${y * 100}%;width:${width * 100}%;height:${height * 100}%`;
      sheet.append(mark);
    }
  }
}
