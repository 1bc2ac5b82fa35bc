// The second picture of a recording. It loads muted and in sync with the first, to
// be shown beside it or to replace it without a gap.
import { el } from "./dom.js";
import { Picture } from "./picture.js";
import { addRenditions } from "./renditions.js";
import { Sync } from "./sync.js";

const loadTimeout = 10_000; // milliseconds

/** The second picture of a player; empty until a view is loaded. */
export class Second {
  #picture = null;
  #sync = null;

  constructor(player) {
    this.player = player;
    for (const event of ["play", "pause", "seeking", "seeked", "ratechange", "waiting", "playing"]) player.on(event, () => this.#sync?.update());
  }

  /** The view that is loaded, or null. */
  get view() {
    return this.#picture?.view ?? null;
  }

  load(view) {
    this.drop();
    const { player } = this;
    const media = el("video", { playsinline: true, preload: "auto", noautohide: true, tabindex: -1 });
    media.muted = true;
    for (const track of player.media.querySelectorAll('track[kind="captions"]')) {
      const own = track.cloneNode();
      own.removeAttribute("default"); // only the large picture shows captions
      media.append(own);
    }
    media.append(el("track", { kind: "metadata", label: "thumbnails" }));
    applyView(media, view, player.title);
    addRenditions(media);
    player.prepare(media);
    player.frame.append(media);
    media.load(); // Safari plays audio only in elements that were loaded during a click
    this.#picture = new Picture(media, view);
    this.#picture.open(player.time);
    this.#sync = new Sync(player.media, media);
  }

  drop() {
    this.#sync?.stop();
    this.#picture?.close();
    this.#sync = this.#picture = null;
  }

  /** Resolves to true when it can replace the first picture, to false on failure or when isCurrent() is false. */
  async ready(isCurrent) {
    const ends = performance.now() + loadTimeout;
    while (isCurrent()) {
      const { media } = this.#picture;
      const late = performance.now() > ends;
      if (media.error || (late && media.readyState < 2)) return false;
      const enough = this.player.media.paused ? 1 : 2;
      if (late || (media.readyState > enough && !media.seeking && Math.abs(this.#sync.gap) < 0.12)) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  /** Swaps both pictures: the controls and the audio move to this one. */
  takeOver() {
    const { player } = this;
    const [last, next] = [player.picture, this.#picture];
    const [from, to] = [last.media, next.media];
    this.#sync.stop();
    for (const name of ["volume", "muted", "playbackRate"]) to[name] = from[name];
    from.muted = true;
    const captions = (media) => [...media.textTracks].filter((track) => track.kind === "captions");
    captions(from).forEach((track, i) => {
      captions(to)[i].mode = track.mode;
      track.mode = "disabled";
    });
    from.removeAttribute("slot");
    from.setAttribute("noautohide", "");
    to.slot = "media";
    player.setPicture(next);
    if (!from.paused && to.paused) next.play();
    this.#picture = last;
    this.#sync = new Sync(to, from);
  }
}

/** Sets size, poster, name and thumbnails of an element from a view. */
export function applyView(media, view, title) {
  media.width = view.width;
  media.height = view.height;
  if (view.poster) media.poster = view.poster;
  else media.removeAttribute("poster");
  label(media, view, title);
  const thumbnails = media.querySelector('track[label="thumbnails"]');
  if (view.thumbnails && thumbnails) thumbnails.src = view.thumbnails;
  else thumbnails?.remove();
}

/** Sets the accessible name of an element. */
export function label(media, view, title) {
  media.setAttribute("aria-label", `${title}: ${view.title}`);
}
