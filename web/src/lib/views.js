// The views of a recording: it shows one picture, or a large and a small one. The
// second picture loads only when the user selects it.
import { announce, el } from "./dom.js";
import { Second, applyView, label } from "./second.js";
import { parseViews, saveView, sideBySide, viewParam } from "./viewlist.js";

/** The views of a player and the buttons that select them. */
export class Views {
  changed = () => {}; // called after the view changes
  #request = 0;

  constructor(player, list) {
    this.player = player;
    this.list = list;
    this.second = new Second(player);
    this.buttons = new Map([...list.map((view) => [view.id, view.title]), [sideBySide, "Side by side"]].map(([id, title]) => [
      id,
      el("button", { type: "button", dir: "auto", onclick: () => this.#choose(id) }, title),
    ]));
    this.element = el("div", { class: "views", role: "group", "aria-label": "View" }, ...this.buttons.values());
    this.switch = el("button", { type: "button", class: "swap", hidden: true, noautohide: true, "aria-keyshortcuts": "v", onclick: () => this.swap() });
    player.frame.append(this.switch);
    this.#place();
    document.addEventListener("fullscreenchange", () => this.#place());
    // Like the player's own keys, this works only with the focus in the player.
    player.article.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "v" && !event.ctrlKey && !event.metaKey && !event.altKey) this.swap();
    });
    label(player.media, list[0], player.title);
    this.#mark(list[0], null);
  }

  /** The IDs of the large picture and of the small one, which may be null. */
  get shown() {
    return { view: this.player.picture.view.id, small: this.two ? this.second.view.id : null };
  }

  /** Reports whether two pictures are shown. */
  get two() {
    return this.player.frame.classList.contains("two");
  }

  /** The view parameter of the current views, or null for the default view. */
  get param() {
    const { view, small } = this.shown;
    return viewParam(this.list, view, small);
  }

  /** Parses a view parameter: [large, small or null], or null if it is invalid. */
  parse(text) {
    return parseViews(text, this.list, this.player.picture.view);
  }

  /** Shows the views of a view parameter. Resolves to whether that succeeded. */
  async show(text) {
    const views = this.parse(text);
    return views ? this.#apply(...views) : false;
  }

  /** Sets the view of the first picture before it loads. */
  setInitial(view) {
    const { picture, title } = this.player;
    if (picture.view === view) return;
    picture.view = view;
    for (const source of picture.media.querySelectorAll("source")) source.remove();
    applyView(picture.media, view, title);
    this.#mark(view, null);
  }

  /** Swaps the large and the small picture. */
  swap() {
    const { view, small } = this.shown;
    if (small) this.#choose(`${small},${view}`);
  }

  // Saves the selection for this tab. A second click on "Side by side" shows one
  // picture again.
  async #choose(text) {
    const selected = text === sideBySide && this.two ? this.shown.view : text;
    if (await this.show(selected)) saveView(this.param ?? this.list[0].id);
  }

  async #apply(large, small) {
    const { player, second } = this;
    const request = ++this.#request;
    this.#mark(large, small);
    if (player.picture.view !== large) {
      if (second.view !== large) second.load(large);
      if (!(await second.ready(() => request === this.#request))) {
        if (request !== this.#request) return false; // a later request replaced this one
        second.drop();
        this.#settle(player.picture.view, null);
        announce(`${large.title} cannot be shown`);
        return false;
      }
      second.takeOver();
    }
    if (second.view !== small) second.drop();
    if (small && !second.view) second.load(small);
    this.#settle(large, small);
    announce(small ? `${large.title} is large, ${small.title} is small` : large.title);
    this.changed();
    return true;
  }

  // Lays out the pictures.
  #settle(large, small) {
    this.#mark(large, small);
    this.player.frame.classList.toggle("two", small !== null);
    this.switch.hidden = small === null;
    if (!small) return;
    this.switch.title = `Enlarge ${small.title} (v)`;
    this.switch.setAttribute("aria-label", this.switch.title);
    this.switch.style.aspectRatio = `${small.width} / ${small.height}`;
  }

  #mark(large, small) {
    for (const [id, button] of this.buttons) button.setAttribute("aria-pressed", String(id === (small ? sideBySide : large.id)));
  }

  // In the embed and in full screen the buttons are on the picture, else above it.
  #place() {
    const { frame } = this.player;
    const inside = document.fullscreenElement === frame || document.body.classList.contains("embed");
    this.element.slot = inside ? "top-chrome" : "";
    if (inside) frame.append(this.element);
    else frame.before(this.element);
  }
}
