// Whether the slides and the transcript follow the video. The reader can stop that with
// a button, by choosing another slide, and by scrolling a list.
import { el } from "./dom.js";

/**
 * The state after an event. States: "on"; "held", because the reader chose another
 * slide; "off", because the reader said so. Events: "choose" a slide without seeking,
 * "seek" to the chosen slide, "toggle".
 */
export function nextState(state, event) {
  if (event === "toggle") return state === "on" ? "off" : "on";
  if (event === "choose") return state === "on" ? "held" : state;
  return state === "held" ? "on" : state;
}

/** The state of a page, its scrollers and its buttons. */
export class Follow {
  #state = "on";
  #scrollers = [];
  #update = []; // one function for each button

  /** Calls resumed() when the page follows the video again. */
  constructor(resumed) {
    this.resumed = resumed;
  }

  get on() {
    return this.#state === "on";
  }

  /** Applies an event: see nextState. */
  apply(event) {
    const before = this.#state;
    this.#state = nextState(before, event);
    if (event !== "choose" && this.on) for (const scroller of this.#scrollers) scroller.paused = false;
    this.#show();
    if (before !== "on" && this.on) this.resumed();
  }

  /** Starts or stops to follow. */
  set(on) {
    if (on !== this.on) this.apply("toggle");
  }

  /** A button that says whether a list follows, and changes that. */
  button(scroller) {
    this.#scrollers.push(scroller);
    scroller.changed = () => this.#show();
    const button = el("button", { type: "button", class: "button follow", title: "Show the slide and the text of the current moment" }, "Follow the video");
    button.addEventListener("click", () => {
      if (this.on && scroller.paused) {
        this.apply("seek");
        this.resumed();
      } else this.apply("toggle");
    });
    this.#update.push(() => button.setAttribute("aria-pressed", String(this.on && !scroller.paused)));
    this.#show();
    return button;
  }

  #show() {
    for (const update of this.#update) update();
  }
}
