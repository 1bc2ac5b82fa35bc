// Marks the line of the transcript that is spoken, and scrolls to it.
import { Scroller } from "./scroller.js";
import { intervalAt } from "./slidetimes.js";

/** The cues of an element: { start, end, element }. A cue without an end lasts until the next one. */
function cuesIn(element) {
  const list = [...element.querySelectorAll("[data-cue]")].map((cue) => ({ start: Number(cue.dataset.cue), end: Number(cue.dataset.end ?? Infinity), element: cue }));
  list.sort((a, b) => a.start - b.start);
  list.forEach((cue, i) => (cue.end = Math.min(cue.end, list[i + 1]?.start ?? Infinity)));
  return list;
}

/** The transcript in an article of the page. */
class Transcript {
  #cues;
  #spoken = null;

  constructor(article, follow) {
    this.recording = article.dataset.in;
    const box = article.querySelector(".said");
    this.#cues = cuesIn(box);
    this.scroller = new Scroller(box);
    box.before(follow.button(this.scroller));
  }

  /** Marks the line at a second, or none if that is null. Scrolls to it if it follows. */
  show(seconds, follows, again = false) {
    const cue = seconds === null ? null : intervalAt(this.#cues, seconds);
    if (cue !== this.#spoken) {
      this.#spoken?.element.removeAttribute("aria-current");
      cue?.element.setAttribute("aria-current", "true");
      this.#spoken = cue;
    } else if (!again) return;
    if (cue && follows) this.scroller.reveal(cue.element);
  }
}

/** The transcripts on the page. */
export const transcriptsOnPage = (follow) => [...document.querySelectorAll("article.transcript")].map((article) => new Transcript(article, follow));
