// One <video> or <audio> element and its source: the HLS stream, or the plain file
// if the browser cannot play the stream.
import { el } from "./dom.js";
import { attach } from "./stream.js";

/** A media element. view is { hls, files }: the stream or null, and [{ src, type }]. */
export class Picture {
  constructor(media, view) {
    this.media = media;
    this.view = view;
    this.closed = false;
  }

  /** Loads the source. start is the requested start time in seconds, or null. */
  async open(start = null) {
    const { media, view } = this;
    if (view.hls) {
      media.addEventListener("streamlost", () => this.hls && this.#plain(), { once: true });
      try {
        this.hls = await attach(media, new URL(view.hls, document.baseURI).href, start);
        if (this.closed) return this.close();
        if (!this.hls && !media.querySelector("source")) this.#plain();
      } catch {
        if (!this.closed) this.#plain();
      }
    }
    if (start !== null && Math.abs(media.currentTime - start) > 0.5) this.at(start);
  }

  /** Switches to the plain files. */
  #plain() {
    const { media, view } = this;
    const at = media.currentTime;
    for (const source of media.querySelectorAll("source")) source.remove();
    media.prepend(...view.files.map((file) => el("source", file)));
    media.removeAttribute("src");
    media.load(); // selects among the source elements again
    if (at > 0) this.at(at);
  }

  /** Seeks to a second, as soon as metadata is loaded. */
  at(seconds) {
    const { media } = this;
    if (media.readyState > 0) media.currentTime = seconds;
    else media.addEventListener("loadedmetadata", () => (media.currentTime = seconds), { once: true });
  }

  /** Plays, if the browser allows autoplay. */
  play() {
    return this.media.play().catch(() => {});
  }

  /** Removes the element and stops its downloads. */
  close() {
    this.closed = true;
    this.hls?.destroy();
    this.media.replaceChildren();
    this.media.removeAttribute("src");
    this.media.load();
    this.media.remove();
  }
}
