// Search within the meeting: in its talks, its slides, its chapters and what is
// said. All of it stands on the page, so nothing is fetched.
import { clock } from "./clock.js";
import { el, icon, icons } from "./dom.js";
import { has, marked, wordsOf } from "./words.js";

const most = 60; // results that are shown

/** Everything that can be found: { kind, text, where, go }. */
export function findable(decks, jump, show) {
  const list = [];
  for (const talk of document.querySelectorAll("[data-presentation]")) {
    const text = [talk.dataset.title, talk.querySelector(".speakers")?.textContent ?? ""].join(" · ");
    const start = talk.dataset.start;
    list.push({ kind: "Talk", text, where: start ? clock(Number(start)) : "", go: () => (start ? jump(talk.dataset.in, Number(start)) : talk.scrollIntoView()) });
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
    list.push({ kind: "Said", text: cue.textContent, where: clock(start), go: () => jump(cue.closest("[data-in]").dataset.in, start) });
  }
  return list;
}

/** The box to search in, and the panel with what is found. */
export function searchBox(all) {
  const results = el("ol", { class: "results" });
  const count = el("p", { class: "quiet count", role: "status" });
  const input = el("input", { type: "search", id: "search", placeholder: "Search slides and speech", autocomplete: "off", spellcheck: "false" });
  const box = el("search", { class: "search" }, el("label", { for: "search", class: "unseen" }, "Search in this meeting"), icon(icons.find), input);
  const panel = el("div", { class: "found" }, count, results);

  const run = () => {
    const words = wordsOf(input.value);
    const found = words.length === 0 ? [] : all().filter((one) => has(one.text, words));
    count.textContent = words.length === 0 ? "" : found.length === 0 ? "Nothing found" : found.length === 1 ? "1 place" : `${found.length} places${found.length > most ? `, the first ${most} of them` : ""}`;
    results.replaceChildren(
      ...found.slice(0, most).map((one) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", onclick: () => one.go(input.value) },
            el("span", { class: "kind" }, one.kind),
            el("span", { class: "hit", dir: "auto" }, marked(one.text, words).map(([piece, hit]) => (hit ? el("mark", {}, piece) : piece))),
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
