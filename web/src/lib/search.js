// Searches the presentations, chapters, slides and transcript of the meeting. All of
// them are on the page, so nothing is fetched.
import { clock } from "./clock.js";
import { el, icon, icons } from "./dom.js";
import { highlight, matchesAll, wordsOf } from "./words.js";

const maxResults = 60; // shown

/** All searchable items: { kind, text, where, go }. */
export function searchItems(decks, jump, show) {
  const list = [];
  for (const presentation of document.querySelectorAll("[data-presentation]")) {
    const text = [presentation.dataset.title, presentation.querySelector(".speakers")?.textContent ?? ""].join(" · ");
    const start = presentation.dataset.start;
    list.push({ kind: "Presentation", text, where: start ? clock(Number(start)) : "", go: () => (start ? jump(presentation.dataset.in, Number(start)) : presentation.scrollIntoView()) });
  }
  for (const chapter of document.querySelectorAll("[data-chapter]")) {
    const start = Number(chapter.dataset.start);
    list.push({ kind: "Chapter", text: chapter.querySelector(".title").textContent, where: clock(start), go: () => jump(chapter.dataset.in, start) });
  }
  for (const deck of decks) {
    for (const slide of deck.slides) {
      const text = [slide.title, ...slide.text, ...slide.notes].filter(Boolean).join(" · ");
      list.push({ kind: "Slide", text, where: `${deck.title}, ${slide.number}`, go: (query) => show(slide, query) });
    }
  }
  for (const cue of document.querySelectorAll("[data-cue]")) {
    const start = Number(cue.dataset.cue);
    list.push({ kind: "Transcript", text: cue.textContent, where: clock(start), go: () => jump(cue.closest("[data-in]").dataset.in, start) });
  }
  return list;
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
