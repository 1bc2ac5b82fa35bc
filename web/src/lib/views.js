// The views of a recording: several pictures of one time, of which one is shown,
// or two, a large and a small one. Nothing of a second is loaded before somebody
// asks for it.
import { el, say } from "./dom.js";
import { Second, clothe, label } from "./second.js";
import { both, nameOf, named, remember } from "./viewlist.js";

/** Shows the views of a player, with the buttons to choose by. */
export class Views {
  changed = () => {}; // called when another picture is shown
  #turn = 0;

  constructor(player, list) {
    this.player = player;
    this.list = list;
    this.second = new Second(player);
    this.buttons = new Map([...list.map((view) => [view.id, view.title]), [both, "Side by side"]].map(([id, title]) => [
      id,
      el("button", { type: "button", dir: "auto", onclick: () => this.#choose(id) }, title),
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
    label(player.media, list[0], player.title);
    this.#mark(list[0], null);
  }

  /** What is shown: the IDs of the large picture and of the small one, or null. */
  get shown() {
    return { view: this.player.picture.view.id, small: this.two ? this.second.view.id : null };
  }

  /** Whether two pictures are shown. */
  get two() {
    return this.player.frame.classList.contains("two");
  }

  /** What is shown as an address names it, or null where it is what is shown anyway. */
  get asked() {
    const { view, small } = this.shown;
    return nameOf(this.list, view, small);
  }

  /** The views that a text names: [large, small or null]; null where it names none. */
  named(text) {
    return named(text, this.list, this.player.picture.view);
  }

  /** Shows what a text names. It resolves to whether that is shown now. */
  async show(text) {
    const views = this.named(text);
    return views ? this.#arrange(...views) : false;
  }

  /** Makes the first picture, of which nothing is loaded yet, that of another view. */
  dress(view) {
    const { picture, title } = this.player;
    if (picture.view === view) return;
    picture.view = view;
    for (const source of picture.media.querySelectorAll("source")) source.remove();
    clothe(picture.media, view, title);
    this.#mark(view, null);
  }

  /** Makes the small picture the large one. */
  swap() {
    const { view, small } = this.shown;
    if (small) this.#choose(`${small},${view}`);
  }

  // What somebody chose is kept for the visit. "Side by side" again is one picture.
  async #choose(text) {
    const wanted = text === both && this.two ? this.shown.view : text;
    if (await this.show(wanted)) remember(this.asked ?? this.list[0].id);
  }

  async #arrange(large, small) {
    const { player, second } = this;
    const turn = ++this.#turn;
    this.#mark(large, small);
    if (player.picture.view !== large) {
      if (second.view !== large) second.load(large);
      if (!(await second.ready(() => turn === this.#turn))) {
        if (turn !== this.#turn) return false; // something else was asked for meanwhile
        second.drop();
        this.#settle(player.picture.view, null);
        say(`${large.title} cannot be shown`);
        return false;
      }
      second.lead();
    }
    if (second.view !== small) second.drop();
    if (small && !second.view) second.load(small);
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
