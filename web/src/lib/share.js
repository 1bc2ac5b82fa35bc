// The share dialog: a link, an iframe for another site, an image for an article.
import { addressOf, embedAddress, pageAddress } from "./address.js";
import { clock } from "./clock.js";
import { announce, el, iconButton, icons } from "./dom.js";

/** Escapes text for HTML elements and quoted attributes. */
const escaped = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** HTML of an iframe with the player. */
export function frameCode(address, title) {
  return (
    `<iframe src="${escaped(address)}" title="${escaped(title)}" width="960" height="540" ` +
    `style="width:100%;max-width:960px;height:auto;aspect-ratio:16/9;border:0" ` +
    `allow="fullscreen; picture-in-picture; autoplay; clipboard-write" allowfullscreen loading="lazy"></iframe>`
  );
}

/** HTML of a slide's image with alternative text and a link to the slide. */
export function figureCode(slide, link, meeting) {
  const title = slide.title || `Slide ${slide.number}`;
  return (
    `<figure>\n  <a href="${escaped(link)}"><img src="${escaped(addressOf(slide.picture ?? slide.full))}" ` +
    `alt="${escaped(slide.alt || title)}" loading="lazy" style="max-width:100%;height:auto"></a>\n` +
    `  <figcaption>${escaped(title)}. <a href="${escaped(link)}">${escaped(slide.deck.title)}, slide ${slide.number}</a> (${escaped(meeting)})</figcaption>\n</figure>`
  );
}

/** The parameters of a slide. It starts the video at its moment; that of a presentation is added. */
const slideQuery = ({ deck, number, times: [time] }, view = null) => ({ d: deck.id, s: number, t: time?.planned ? Math.floor(time.start) : null, view });

function field(label, value) {
  const id = `share-${label.toLowerCase().replace(/[^a-z]+/g, "-")}`;
  const long = value.includes("\n") || value.length > 90;
  const text = long ? el("textarea", { id, readonly: true, rows: 4, spellcheck: "false" }) : el("input", { id, readonly: true, type: "text" });
  text.value = value;
  text.addEventListener("focus", () => text.select());
  const copy = el("button", { type: "button", class: "button", "aria-label": `Copy: ${label}` }, "Copy");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      text.select(); // the clipboard API needs HTTPS
      document.execCommand("copy");
    }
    copy.textContent = "Copied";
    announce("Copied");
    setTimeout(() => (copy.textContent = "Copy"), 2000);
  });
  return { element: el("div", { class: "field" }, el("label", { for: id }, label), text, copy), text };
}

/** The share dialog. */
export class Share {
  constructor(meeting, time) {
    this.meeting = meeting;
    this.time = time; // returns { recording, seconds, view }, or null without a player
    this.heading = el("h2", { id: "share-title", dir: "auto" });
    this.fields = el("div", { class: "fields" });
    this.dialog = el(
      "dialog",
      { class: "share", "aria-labelledby": "share-title" },
      el("div", { class: "top" }, this.heading, iconButton(icons.close, "Close", () => this.dialog.close())),
      this.fields,
    );
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    document.body.append(this.dialog);
  }

  #open(title, ...parts) {
    this.heading.textContent = title;
    this.fields.replaceChildren(...parts);
    this.dialog.showModal();
  }

  /** Shares the meeting, from its start or from the current time. */
  forMeeting() {
    const now = this.time();
    const query = () => (now && at.checked ? { r: now.recording, t: Math.floor(now.seconds), view: now.view } : { view: now?.view });
    const at = el("input", { type: "checkbox", onchange: () => fill() });
    const link = field("Link", "");
    const frame = now ? field("Embed the player", "x".repeat(200)) : null;
    const fill = () => {
      link.text.value = pageAddress(query());
      if (frame) frame.text.value = frameCode(embedAddress(query()), this.meeting);
    };
    fill();
    this.#open("Share", now && now.seconds >= 1 ? el("label", { class: "check" }, at, ` Start at ${clock(now.seconds)}`) : "", link.element, frame?.element ?? "");
  }

  /** Shares a presentation. */
  forPresentation(presentation) {
    const { presentation: id, title, start } = presentation.dataset;
    const query = start === undefined ? {} : { p: id, view: this.time()?.view };
    const parts = [field("Link", pageAddress(query, `presentation-${id}`)).element];
    if (start !== undefined) parts.push(field("Embed this presentation", frameCode(embedAddress(query), title)).element);
    this.#open(title, ...parts);
  }

  /** Shares one slide. */
  forSlide(slide) {
    const [time] = slide.times;
    const query = slideQuery(slide, time ? this.time()?.view : null);
    const link = pageAddress(query);
    const parts = [field("Link", link).element];
    if (slide.full) parts.push(field("Image", addressOf(slide.picture ?? slide.full)).element, field("HTML for an article", figureCode(slide, link, this.meeting)).element);
    if (time && !time.planned) parts.push(field("Embed the player at this slide", frameCode(embedAddress({ ...query, slides: 1 }), slide.title || `${slide.deck.title}, slide ${slide.number}`)).element);
    this.#open(`${slide.deck.title}, slide ${slide.number}`, ...parts);
  }

  /** Shares a document. */
  forDocument(item) {
    this.#open(item.dataset.title, field("Link", pageAddress({}, `document-${item.dataset.document}`)).element);
  }
}
