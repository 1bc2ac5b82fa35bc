// The views of a recording: several pictures of one time, of which one is shown,
// or two, a large and a small one. Nothing of a second is loaded before somebody
// asks for it.
import { el, say } from "./dom.js";
import { Picture } from "./picture.js";
import { addRenditions } from "./renditions.js";
import { Sync } from "./sync.js";

const both = "side"; // in addresses: two pictures
const patience = 10_000; // milliseconds that another picture may take to load
const store = "proceedings-view";

/** The views that the page names for a recording; none where it has one picture. */
export function viewsIn(article) {
  return [...article.querySelectorAll("[data-view]")].map(({ dataset, textContent }) => ({
    id: dataset.view,
    title: textContent,
    hls: dataset.hls,
    files: [
      ...(dataset.mp4 ? [{ src: dataset.mp4, type: "video/mp4" }] : []),
      { src: dataset.hls, type: "application/vnd.apple.mpegurl" },
    ],
    poster: dataset.poster ?? null,
    thumbnails: dataset.thumbnails ?? null,
    width: dataset.width,
    height: dataset.height,
  }));
}

/** What the viewer chose last in this visit, in the words of an address, or null. */
export function remembered() {
  try {
    return sessionStorage.getItem(store);
  } catch {
    return null; // a frame may be forbidden to keep anything
  }
}

function remember(text) {
  try {
    sessionStorage.setItem(store, text);
  } catch {
    // it is not kept, then
  }
}

/** Shows the views of a player, with the buttons to choose by. */
export class Views {
  changed = () => {}; // called when another picture is shown
  #small = null; // the second picture, or one that is on its way to become the first
  #sync = null;
  #turn = 0;

  constructor(player, list) {
    this.player = player;
    this.list = list;
    this.buttons = new Map([...list.map((view) => [view.id, view.title]), [both, "Side by side"]].map(([id, title]) => [
      id,
      el("button", { type: "button", dir: "auto", "aria-pressed": "false", onclick: () => this.#choose(id) }, title),
    ]));
    this.element = el("div", { class: "views", role: "group", "aria-label": "Picture" }, ...this.buttons.values());
    this.switch = el("button", { type: "button", class: "swap", hidden: true, noautohide: true, "aria-keyshortcuts": "v", onclick: () => this.swap() });
    player.frame.append(this.switch);
    this.#place();
    document.addEventListener("fullscreenchange", () => this.#place());
    // As with the player's own keys, the focus has to be in it.
    player.article.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "v" && !event.ctrlKey && !event.metaKey && !event.altKey) this.swap();
    });
    for (const event of ["play", "pause", "seeking", "seeked", "ratechange", "waiting", "playing"]) player.on(event, () => this.#sync?.look());
    this.#label(player.media, list[0]);
    this.#mark(list[0], null);
  }

  /** What is shown: the IDs of the large picture and of the small one, or null. */
  get shown() {
    return { view: this.player.picture.view.id, small: this.two ? this.#small.view.id : null };
  }

  /** Whether two pictures are shown. */
  get two() {
    return this.player.frame.classList.contains("two");
  }

  /** What is shown in the words of an address, or null where it is what is shown anyway. */
  get asked() {
    const { view, small } = this.shown;
    const [first, second] = this.list;
    if (!small) return view === first.id ? null : view;
    return view === first.id && small === second.id ? both : `${view},${small}`;
  }

  /** The views that a text names: [large, small or null]; null where it names none. */
  named(text) {
    const now = this.player.picture.view;
    if (text === both) return [now, this.list.find((view) => view !== now)];
    const views = text?.split(",").map((id) => this.list.find((view) => view.id === id)) ?? [];
    if (!views[0] || views.length > 2 || (views.length === 2 && (!views[1] || views[0] === views[1]))) return null;
    return [views[0], views[1] ?? null];
  }

  /** Shows what a text names. It resolves to whether that can be shown. */
  async show(text) {
    const named = this.named(text);
    return named ? this.#arrange(...named) : false;
  }

  /** Makes the first picture, of which nothing is loaded yet, that of another view. */
  dress(view) {
    const { picture } = this.player;
    if (picture.view === view) return;
    picture.view = view;
    for (const source of picture.media.querySelectorAll("source")) source.remove();
    this.#clothe(picture.media, view);
    this.#mark(view, null);
  }

  /** Makes the small picture the large one. */
  swap() {
    if (!this.two) return;
    const { view, small } = this.shown;
    this.#choose(`${small},${view}`);
  }

  // What somebody chose is kept for the visit. "Side by side" again is one picture.
  async #choose(text) {
    if (text === both && this.two) text = this.shown.view;
    if (await this.show(text)) remember(this.asked ?? this.list[0].id);
  }

  async #arrange(large, small) {
    const { player } = this;
    const turn = ++this.#turn;
    this.#mark(large, small);
    if (player.picture.view !== large) {
      if (this.#small?.view !== large) this.#load(large);
      if (!(await this.#ready(() => turn === this.#turn))) {
        if (turn !== this.#turn) return false; // something else was asked for meanwhile
        this.#drop();
        this.#settle(player.picture.view, null);
        say(`${large.title} cannot be shown`);
        return false;
      }
      this.#lead();
    }
    if (this.#small?.view !== small) this.#drop();
    if (small && !this.#small) this.#load(small);
    this.#settle(large, small);
    say(small ? `${large.title} is large, ${small.title} is small` : large.title);
    this.changed();
    return true;
  }

  // Lays out what is shown.
  #settle(large, small) {
    this.#mark(large, small);
    this.player.frame.classList.toggle("two", small !== null);
    this.switch.hidden = small === null;
    if (!small) return;
    this.switch.title = `Show large: ${small.title} (v)`;
    this.switch.setAttribute("aria-label", this.switch.title);
    this.switch.style.aspectRatio = `${small.width} / ${small.height}`;
  }

  // Loads a view beside the one that is shown, muted and at its time.
  #load(view) {
    this.#drop();
    const { player } = this;
    const media = el("video", { playsinline: true, preload: "auto", noautohide: true, tabindex: -1 });
    media.muted = true;
    for (const track of player.media.querySelectorAll('track[kind="captions"]')) {
      const own = track.cloneNode();
      own.removeAttribute("default"); // the large picture has them
      media.append(own);
    }
    media.append(el("track", { kind: "metadata", label: "thumbnails" }));
    this.#clothe(media, view);
    addRenditions(media);
    player.prepare(media);
    player.frame.append(media);
    media.load(); // Safari plays with sound only what was touched within a click
    this.#small = new Picture(media, view);
    this.#small.open(player.time);
    this.#sync = new Sync(player.media, media);
  }

  #drop() {
    this.#sync?.stop();
    this.#small?.close();
    this.#sync = this.#small = null;
  }

  // Resolves to whether the second picture can take over now, without a gap.
  async #ready(wanted) {
    const ends = performance.now() + patience;
    const { player } = this;
    while (wanted()) {
      const { media } = this.#small;
      const late = performance.now() > ends;
      if (media.error || (late && media.readyState < 2)) return false;
      const still = player.media.paused;
      const there = media.readyState > (still ? 1 : 2) && !media.seeking && Math.abs(this.#sync.gap) < 0.12;
      if (there || late) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  // The second picture becomes the one that is heard and that the controls move.
  #lead() {
    const { player } = this;
    const [last, next] = [player.picture, this.#small];
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
    this.#small = last;
    this.#sync = new Sync(to, from);
  }

  #clothe(media, view) {
    media.width = view.width;
    media.height = view.height;
    if (view.poster) media.poster = view.poster;
    else media.removeAttribute("poster");
    this.#label(media, view);
    const thumbnails = media.querySelector('track[label="thumbnails"]');
    if (view.thumbnails && thumbnails) thumbnails.src = view.thumbnails;
    else thumbnails?.remove();
  }

  #label(media, view) {
    media.setAttribute("aria-label", `${this.player.title}: ${view.title}`);
  }

  #mark(large, small) {
    for (const [id, button] of this.buttons) button.setAttribute("aria-pressed", String(id === (small ? both : large.id)));
  }

  // In a frame or on the whole screen the buttons stand on the picture, else over it.
  #place() {
    const { frame } = this.player;
    const inside = document.fullscreenElement === frame || document.body.classList.contains("embed");
    this.element.slot = inside ? "top-chrome" : "";
    if (inside) frame.append(this.element);
    else frame.before(this.element);
  }
}
