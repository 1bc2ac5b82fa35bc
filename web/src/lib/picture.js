// One <video> or <audio> and what it plays: the stream, or the plain file where
// the stream cannot be played.
import { el } from "./dom.js";
import { attach } from "./stream.js";

/** A media element. view is { hls, files }: the stream, or null, and [{ src, type }]. */
export class Picture {
  constructor(media, view) {
    this.media = media;
    this.view = view;
    this.closed = false;
  }

  /** Fetches what is needed to play. start is the second to begin at, if one was asked for. */
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

  /** Goes on with the files where the stream cannot be played. */
  #plain() {
    const { media, view } = this;
    const at = media.currentTime;
    for (const source of media.querySelectorAll("source")) source.remove();
    media.prepend(...view.files.map((file) => el("source", file)));
    media.removeAttribute("src");
    media.load(); // takes the source elements again
    if (at > 0) this.at(at);
  }

  /** Moves to a second, as soon as that can be done. */
  at(seconds) {
    const { media } = this;
    if (media.readyState > 0) media.currentTime = seconds;
    else media.addEventListener("loadedmetadata", () => (media.currentTime = seconds), { once: true });
  }

  /** Plays, if the browser lets a script do so. */
  play() {
    return this.media.play().catch(() => {});
  }

  /** Takes it off the page, with all that it loads. */
  close() {
    this.closed = true;
    this.hls?.destroy();
    this.media.replaceChildren();
    this.media.removeAttribute("src");
    this.media.load();
    this.media.remove();
  }
}
