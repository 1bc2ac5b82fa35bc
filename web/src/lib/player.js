// A recording with controls: those of media-chrome around the page's own <video>
// or <audio>, which without a script has the browser's.
import "./renditions.js"; // before the controls
import "media-chrome/dist/media-controller.js";
import "media-chrome/dist/media-control-bar.js";
import "media-chrome/dist/media-play-button.js";
import "media-chrome/dist/media-seek-backward-button.js";
import "media-chrome/dist/media-seek-forward-button.js";
import "media-chrome/dist/media-time-range.js";
import "media-chrome/dist/media-mute-button.js";
import "media-chrome/dist/media-volume-range.js";
import "media-chrome/dist/media-pip-button.js";
import "media-chrome/dist/media-fullscreen-button.js";
import "media-chrome/dist/media-loading-indicator.js";
import "media-chrome/dist/menu/media-chrome-menu-item.js";
import "media-chrome/dist/menu/media-captions-menu.js";
import "media-chrome/dist/menu/media-captions-menu-button.js";
import "media-chrome/dist/menu/media-playback-rate-menu.js";
import "media-chrome/dist/menu/media-playback-rate-menu-button.js";
import "media-chrome/dist/menu/media-rendition-menu.js";
import "media-chrome/dist/menu/media-rendition-menu-button.js";
import { En } from "media-chrome/dist/lang/en.js";
import { addTranslation } from "media-chrome/dist/utils/i18n.js";
import { clock } from "./clock.js";
import { el } from "./dom.js";
import { Picture } from "./picture.js";
import { viewsIn } from "./viewlist.js";
import { Views } from "./views.js";

// The button reads "1.5x"; who says what it reads must reach it (WCAG 2.5.3).
addTranslation("en", { ...En, "Playback rate {playbackRate}": "Playback rate {playbackRate}x" });

const rates = "0.75 1 1.25 1.5 1.75 2";

/** One recording of the page, with the ways to move it. */
export class Player {
  #listeners = []; // of whatever is heard, [event, listener]

  /** The recording in an article of the page, or null where it cannot be played yet. */
  static in(article) {
    const media = article.querySelector("video, audio");
    return media ? new Player(article, media) : null;
  }

  constructor(article, media) {
    this.article = article;
    this.id = article.dataset.recording;
    this.title = media.getAttribute("aria-label") ?? "";
    this.duration = Number(article.dataset.seconds) || 0;
    this.until = null; // where to stop, once
    this.frame = media.closest("media-controller");
    const list = viewsIn(article);
    this.picture = new Picture(media, list[0] ?? only(article, media));
    this.prepare(media);
    this.#controls(media.localName === "video");
    this.views = list.length > 1 ? new Views(this, list) : null;
    this.on("timeupdate", () => {
      if (this.until !== null && this.time >= this.until) {
        this.until = null;
        this.media.pause();
      }
    });
  }

  /** The element that is heard, which another view may replace. */
  get media() {
    return this.picture.media;
  }

  get time() {
    return this.media.currentTime;
  }

  /** Listens to events of whatever element is heard. */
  on(event, listener) {
    this.#listeners.push([event, listener]);
    this.media.addEventListener(event, listener);
  }

  /** Makes another picture the one that is heard and that the controls move. */
  take(picture) {
    for (const [event, listener] of this.#listeners) {
      this.media.removeEventListener(event, listener);
      picture.media.addEventListener(event, listener);
    }
    this.picture = picture;
    this.frame.handleMediaUpdated(picture.media);
  }

  /** Fetches what is needed to play, from a second on, and shows what view names. */
  async open(start = null, view = null) {
    const [large, small] = this.views?.named(view) ?? [];
    if (large) this.views.dress(large);
    await this.picture.open(start);
    if (small) await this.views.show(view);
  }

  /** Shows a moment, and plays from there. */
  jump(seconds, { play = true, until = null } = {}) {
    this.until = until;
    this.picture.at(seconds);
    if (play) this.play();
  }

  /** Plays, if the browser lets a script do so. */
  play() {
    return this.picture.play();
  }

  /** Sets up the tracks of an element: those that only scripts read, and chapters. */
  prepare(media) {
    for (const track of media.querySelectorAll('track[kind="metadata"]')) track.track.mode = "hidden";
    const starts = [...document.querySelectorAll("[data-chapter]")].filter((c) => c.dataset.in === this.id);
    if (starts.length === 0) return;
    const chapters = media.addTextTrack("chapters", "Chapters", "");
    chapters.mode = "hidden";
    starts.forEach((c, i) => {
      const next = starts[i + 1] ? Number(starts[i + 1].dataset.start) : this.duration;
      const start = Number(c.dataset.start);
      // The text of a cue is markup, in WebVTT as in what the controls make of it.
      const title = c.querySelector(".title").textContent.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
      if (next > start) chapters.addCue(new VTTCue(start, next, title));
    });
  }

  // Where it is, and how long it lasts. The bar tells it to a screen reader.
  #clock() {
    const text = el("span", { class: "clock", "aria-hidden": "true" });
    const show = () => (text.textContent = `${clock(this.time)} / ${clock(this.media.duration || this.duration)}`);
    for (const event of ["timeupdate", "seeking", "durationchange"]) this.on(event, show);
    show();
    return text;
  }

  #controls(video) {
    const { media, frame } = this;
    media.removeAttribute("controls");
    const captions = media.querySelector('track[kind="captions"]');
    frame.append(
      ...[
        video && el("media-loading-indicator", { slot: "centered-chrome", noautohide: true }),
        captions && el("media-captions-menu", { hidden: true, anchor: "auto" }),
        el("media-playback-rate-menu", { hidden: true, anchor: "auto", rates }),
        video && el("media-rendition-menu", { hidden: true, anchor: "auto" }),
        video && el("media-control-bar", { class: "bar time" }, el("media-time-range")),
        el(
          "media-control-bar",
          { class: "bar" },
          el("media-play-button"),
          el("media-seek-backward-button", { seekoffset: 10 }),
          el("media-seek-forward-button", { seekoffset: 10 }),
          el("media-mute-button"),
          el("media-volume-range"),
          !video && el("media-time-range"),
          this.#clock(),
          video && el("span", { class: "space" }),
          captions && el("media-captions-menu-button"),
          el("media-playback-rate-menu-button"),
          video && el("media-rendition-menu-button"),
          video && el("media-pip-button"),
          video && el("media-fullscreen-button"),
        ),
      ].filter(Boolean),
    );
  }
}

// only is the one picture of a recording without views, or its sound.
function only(article, media) {
  const files = [...media.querySelectorAll("source")].map((s) => ({ src: s.getAttribute("src"), type: s.type }));
  // Sound alone has one quality, so the plain file does.
  const plain = media.localName === "audio" && files.some((file) => file.type === "audio/mp4");
  return { id: null, hls: plain ? null : (article.dataset.hls ?? null), files };
}
