// A recording with the controls of media-chrome around the page's <video> or
// <audio>. Without scripts, the browser's own controls show.
import "./renditions.js"; // must come before the controls
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
import { parseTimes } from "./slidetimes.js";
import { Ticks } from "./ticks.js";
import { applyTrim, forgetFragments, startOf } from "./trim.js";
import { viewsIn } from "./viewlist.js";
import { Views } from "./views.js";

// The button shows "1.5x", and its name must contain the visible text (WCAG 2.5.3).
addTranslation("en", { ...En, "Playback rate {playbackRate}": "Playback rate {playbackRate}x" });

const rates = "0.75 1 1.25 1.5 1.75 2";

/** One recording of the page and its playback. */
export class Player {
  #listeners = []; // [event, listener] of the element with the sound

  /** The recording in an article of the page, or null if it is not playable yet. */
  static in(article) {
    const media = article.querySelector("video, audio");
    return media ? new Player(article, media) : null;
  }

  constructor(article, media) {
    this.article = article;
    this.id = article.dataset.recording;
    this.title = media.getAttribute("aria-label") ?? "";
    this.duration = Number(article.dataset.seconds) || 0;
    const { from = 0, to = this.duration } = article.dataset;
    this.trim = { from: Number(from), to: Number(to) }; // the part that is played
    this.until = null; // stop at this second, once
    // Which slide the recording shows when: see slidetimes.js.
    this.slideTimes = parseTimes(article.dataset.slideTimes, [...document.querySelectorAll("[data-deck]")].map((deck) => deck.dataset.deck));
    this.frame = media.closest("media-controller");
    if (this.trimmed) forgetFragments(media);
    const list = viewsIn(article);
    this.picture = new Picture(media, list[0] ?? only(article, media));
    this.prepare(media);
    this.#controls(media.localName === "video");
    if (this.trimmed) applyTrim(this, this.trim);
    this.views = list.length > 1 ? new Views(this, list) : null;
    this.on("timeupdate", () => {
      if (this.until !== null && this.time >= this.until) {
        this.until = null;
        this.media.pause();
      }
    });
  }

  /** The element with the sound. Another view can replace it. */
  get media() {
    return this.picture.media;
  }

  get time() {
    return this.media.currentTime;
  }

  /** Whether only a part of the recording is played. */
  get trimmed() {
    return this.article.dataset.from !== undefined;
  }

  /** Listens to events of the element with the sound. */
  on(event, listener) {
    this.#listeners.push([event, listener]);
    this.media.addEventListener(event, listener);
  }

  /** Moves the sound and the controls to another picture. */
  setPicture(picture) {
    for (const [event, listener] of this.#listeners) {
      this.media.removeEventListener(event, listener);
      picture.media.addEventListener(event, listener);
    }
    this.picture = picture;
    this.frame.handleMediaUpdated(picture.media);
  }

  /** Loads the recording at a second, or else where it begins, and shows the views that view names. */
  async open(requested = null, view = null) {
    const start = startOf(requested, this.trim.from);
    const [large, small] = this.views?.parse(view) ?? [];
    if (large) this.views.setInitial(large);
    await this.picture.open(start);
    if (small) await this.views.show(view);
  }

  /** Adds the slides to the time line, if the recording shows any: see Ticks. */
  addTicks(on) {
    if (this.slideTimes.length === 0) return;
    const bar = new Ticks(this, on).element;
    const timeline = this.frame.querySelector(".bar.time");
    if (timeline) timeline.after(bar);
    else this.frame.querySelector(".bar").before(bar);
  }

  /** Seeks to a second and plays. */
  jump(seconds, { play = true, until = null } = {}) {
    this.until = until;
    this.picture.at(seconds);
    if (play) this.play();
  }

  /** Plays, if the browser allows autoplay. */
  play() {
    return this.picture.play();
  }

  /** Sets up the metadata tracks and the chapters of an element. */
  prepare(media) {
    for (const track of media.querySelectorAll('track[kind="metadata"]')) track.track.mode = "hidden";
    const starts = [...document.querySelectorAll("[data-chapter]")].filter((c) => c.dataset.in === this.id);
    if (starts.length === 0) return;
    const chapters = media.addTextTrack("chapters", "Chapters", "");
    chapters.mode = "hidden";
    starts.forEach((c, i) => {
      const next = starts[i + 1] ? Number(starts[i + 1].dataset.start) : this.trim.to;
      const start = Number(c.dataset.start);
      // The text of a cue is markup, in WebVTT and in the controls.
      const title = c.querySelector(".title").textContent.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
      if (next > start) chapters.addCue(new VTTCue(start, next, title));
    });
  }

  // Current time and duration. Screen readers get them from the time range.
  #clock() {
    const [now, all] = [el("span"), el("span", { class: "all" })];
    const text = el("span", { class: "clock", "aria-hidden": "true" }, now, all);
    const show = () => {
      now.textContent = clock(this.time);
      all.textContent = ` / ${clock(this.trimmed ? this.trim.to : this.media.duration || this.duration)}`;
    };
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

// only returns the picture, or the audio, of a recording without views.
function only(article, media) {
  const files = [...media.querySelectorAll("source")].map((s) => ({ src: s.getAttribute("src"), type: s.type }));
  // Audio has one quality, so the plain file is enough.
  const plain = media.localName === "audio" && files.some((file) => file.type === "audio/mp4");
  return { id: null, hls: plain ? null : (article.dataset.hls ?? null), files };
}
