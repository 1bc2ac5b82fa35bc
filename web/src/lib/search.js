// Searches the presentations, chapters, slides and transcript of the meeting. All of
// them are on the page, so nothing is fetched.
import { clock } from "./clock.js";
import { el, icon, icons } from "./dom.js";
import { inTimeOrder, momentText } from "./slidetimes.js";
import { highlight, matchesAll, wordsOf } from "./words.js";

const maxResults = 60; // shown

/**
 * All searchable items in chronological order: { kind, text, where, recording, time, go }.
 * recordings are the IDs in the order of the page. A slide is listed at its first time.
 */
export function searchItems(decks, recordings, jump, show) {
  const list = [];
  const at = (recording, time) => ({ recording: recording ?? null, time, where: time === null ? "" : clock(time) });
  for (const presentation of document.querySelectorAll("[data-presentation]")) {
    const text = [presentation.dataset.title, presentation.querySelector(".speakers")?.textContent ?? ""].join(" · ");
    const start = presentation.dataset.start === undefined ? null : Number(presentation.dataset.start);
    const recording = presentation.dataset.in;
    list.push({ kind: "Presentation", text, ...at(recording, start), go: () => (start === null ? presentation.scrollIntoView() : jump(recording, start)) });
  }
  for (const chapter of document.querySelectorAll("[data-chapter]")) {
    const start = Number(chapter.dataset.start);
    list.push({ kind: "Chapter", text: chapter.querySelector(".title").textContent, ...at(chapter.dataset.in, start), go: () => jump(chapter.dataset.in, start) });
  }
  for (const deck of decks) {
    for (const slide of deck.slides) {
      const text = [slide.title, ...slide.text, ...slide.notes].filter(Boolean).join(" · ");
      const [time] = slide.times;
      const where = `${deck.title}, ${slide.number}`;
      list.push({ kind: "Slide", text, recording: time?.recording ?? null, time: time?.start ?? null, where: time ? `${momentText(time)} · ${where}` : where, go: (query) => show(slide, query) });
    }
  }
  for (const cue of document.querySelectorAll("[data-cue]")) {
    const start = Number(cue.dataset.cue);
    const recording = cue.closest("[data-in]").dataset.in;
    list.push({ kind: "Transcript", text: cue.textContent, ...at(recording, start), go: () => jump(recording, start) });
  }
  return inTimeOrder(list, recordings);
}

/** The search box and the panel with its results. */
export function searchBox(all) {
  const results = el("ol", { class: "results" });
  const count = el("p", { class: "quiet count", role: "status" });
  const input = el("input", { type: "search", id: "search", placeholder: "Search slides and transcript", autocomplete: "off", spellcheck: "false" });
  const box = el("search", { class: "search" }, el("label", { for: "search", class: "unseen" }, "Search this meeting"), icon(icons.find), input);
  const panel = el("div", { class: "found" }, count, results);

  const run = () => {
    const words = wordsOf(input.value);
    const found = words.length === 0 ? [] : all().filter((one) => matchesAll(one.text, words));
    count.textContent = words.length === 0 ? "" : found.length === 0 ? "No results" : found.length === 1 ? "1 result" : `${found.length} results${found.length > maxResults ? `; showing the first ${maxResults}` : ""}`;
    results.replaceChildren(
      ...found.slice(0, maxResults).map((one) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", onclick: () => one.go(input.value) },
            el("span", { class: "kind" }, one.kind),
            el("span", { class: "hit", dir: "auto" }, highlight(one.text, words).map(([piece, hit]) => (hit ? el("mark", {}, piece) : piece))),
            el("span", { class: "where", dir: "auto" }, one.where),
          ),
        ),
      ),
    );
    results.hidden = found.length === 0;
  };
  results.hidden = true;
  input.addEventListener("input", run);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      input.value = "";
      run();
    } else if (event.key === "Enter") results.querySelector("button")?.click();
    else if (event.key === "ArrowDown") results.querySelector("button")?.focus();
    else return;
    event.preventDefault();
  });
  results.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step) return;
    event.preventDefault();
    (document.activeElement.closest("li")?.[step]?.querySelector("button") ?? input).focus();
  });
  return {
    element: box,
    panel,
    find(query) {
      input.value = query;
      run();
    },
  };
}
