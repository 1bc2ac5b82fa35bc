// The second picture of a recording: it is loaded beside the first, muted and at
// its time, to be shown with it or to take its place without a gap.
import { el } from "./dom.js";
import { Picture } from "./picture.js";
import { addRenditions } from "./renditions.js";
import { Sync } from "./sync.js";

const patience = 10_000; // milliseconds that it may take to load

/** The place for a second picture of a player; empty until something is loaded. */
export class Second {
  #picture = null;
  #sync = null;

  constructor(player) {
    this.player = player;
    for (const event of ["play", "pause", "seeking", "seeked", "ratechange", "waiting", "playing"]) player.on(event, () => this.#sync?.look());
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
      own.removeAttribute("default"); // the large picture has them
      media.append(own);
    }
    media.append(el("track", { kind: "metadata", label: "thumbnails" }));
    clothe(media, view, player.title);
    addRenditions(media);
    player.prepare(media);
    player.frame.append(media);
    media.load(); // Safari plays with sound only what was touched within a click
    this.#picture = new Picture(media, view);
    this.#picture.open(player.time);
    this.#sync = new Sync(player.media, media);
  }

  drop() {
    this.#sync?.stop();
    this.#picture?.close();
    this.#sync = this.#picture = null;
  }

  /** Resolves to whether it can take over now; false as soon as nobody wants it. */
  async ready(wanted) {
    const ends = performance.now() + patience;
    while (wanted()) {
      const { media } = this.#picture;
      const late = performance.now() > ends;
      if (media.error || (late && media.readyState < 2)) return false;
      const enough = this.player.media.paused ? 1 : 2;
      if (late || (media.readyState > enough && !media.seeking && Math.abs(this.#sync.gap) < 0.12)) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  /** Both pictures change places: this one is heard now, and moved by the controls. */
  lead() {
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
    player.take(next);
    if (!from.paused && to.paused) next.play();
    this.#picture = last;
    this.#sync = new Sync(to, from);
  }
}

/** Gives an element what it has of a view before it plays. */
export function clothe(media, view, title) {
  media.width = view.width;
  media.height = view.height;
  if (view.poster) media.poster = view.poster;
  else media.removeAttribute("poster");
  label(media, view, title);
  const thumbnails = media.querySelector('track[label="thumbnails"]');
  if (view.thumbnails && thumbnails) thumbnails.src = view.thumbnails;
  else thumbnails?.remove();
}

/** Names an element for who cannot see it. */
export function label(media, view, title) {
  media.setAttribute("aria-label", `${title}: ${view.title}`);
}
