// The meeting's page. Its HTML works without this script, which adds the player,
// the slides beside it, search and sharing.
import { readQuery } from "./lib/address.js";
import { clock } from "./lib/clock.js";
import { decksOnPage } from "./lib/decks.js";
import { el, iconButton, icons } from "./lib/dom.js";
import { Player } from "./lib/player.js";
import { searchBox, searchItems } from "./lib/search.js";
import { Share } from "./lib/share.js";
import { Strip } from "./lib/strip.js";
import { presentationAt, presentationsOnPage } from "./lib/presentations.js";
import { Viewer } from "./lib/viewer.js";
import { savedView } from "./lib/viewlist.js";

const main = document.querySelector("#main");
const decks = decksOnPage();
const presentations = presentationsOnPage();
const params = readQuery(location.href);
const requested = presentations.find((p) => p.id === params.presentation) ?? null;

document.documentElement.classList.add("scripted");

// One player per recording. One is visible at a time.
const players = [...document.querySelectorAll("article.recording")].map((article) => Player.in(article)).filter(Boolean);
let current = players.find((p) => p.id === (params.recording ?? requested?.recording)) ?? players[0] ?? null;

const share = new Share(main.dataset.title, () => current && { recording: players.length > 1 ? current.id : null, seconds: current.time, view: current.views?.param ?? null });
const viewer = new Viewer({
  watch: (slide) => watchSlide(slide),
  share: (slide) => share.forSlide(slide),
  shown: (slide) => strip.show(slide),
});
const strip = new Strip(decks, {
  pick: (slide) => {
    strip.show(slide);
    if (slide.time !== null) watchSlide(slide);
  },
  enlarge: (slide) => viewer.open(slide),
  share: (slide) => share.forSlide(slide),
});

/** Plays a recording from a time, in seconds. */
function jump(recording, seconds, options) {
  const player = players.find((p) => p.id === recording) ?? current;
  if (!player) return;
  choose(player);
  player.jump(seconds, options);
  player.frame.scrollIntoView({ block: "nearest" });
}

function watchSlide(slide) {
  const presentation = presentations.find((p) => p.deck === slide.deck.id && p.start !== null);
  if (slide.time !== null) jump(presentation?.recording ?? null, slide.time);
}

// Selects the visible recording.
const tabs = el("div", { class: "tabs", role: "group", "aria-label": "Recordings" });
function choose(player) {
  if (current !== player) {
    current?.media.pause();
    player.views?.show(savedView());
  }
  current = player;
  for (const p of players) p.article.hidden = p !== player;
  for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab.player === player));
}

function layout() {
  let stage = document.querySelector("#stage");
  if (!stage && !strip.empty) {
    stage = el("div", { id: "stage" });
    main.prepend(stage);
  }
  if (!stage) return;
  if (!strip.empty) stage.append(strip.element);
  stage.classList.toggle("both", players.length > 0 && !strip.empty);
  stage.classList.toggle("sound", current?.media.localName === "audio");
  if (players.length > 1) {
    for (const player of players) {
      const tab = el("button", { type: "button", class: "button", dir: "auto", onclick: () => choose(player) }, player.article.querySelector("h2").textContent);
      tab.player = player;
      tabs.append(tab);
    }
    stage.before(tabs);
  }
  if (current) choose(current);
}

// Marks the current presentation in the list. When one starts, shows its slides;
// the user may then select others.
let currentPresentation;
function follow(player) {
  const presentation = presentationAt(presentations, player.id, player.time);
  if (presentation === currentPresentation) return;
  currentPresentation = presentation;
  for (const p of presentations) p.element.classList.toggle("held", p === presentation);
  const deck = decks.find((d) => d.id === presentation?.deck);
  if (deck?.slides.length && strip.current?.deck !== deck) strip.show(deck.slides[0], { quiet: true });
}

// Makes links to a time in the plain file seek in the player instead.
function handleLinks() {
  document.addEventListener("click", (event) => {
    const start = event.target.closest("a.start, [data-cue]");
    const at = start?.closest("[data-start], [data-cue]") ?? start;
    const holder = start?.closest("[data-in]");
    if (start && holder && players.length > 0 && !event.ctrlKey && !event.metaKey) {
      const seconds = Number(at.dataset.cue ?? at.dataset.start ?? at.parentElement.querySelector("[data-cue]")?.dataset.cue);
      if (Number.isFinite(seconds)) {
        event.preventDefault();
        const presentation = presentations.find((p) => p.element === at);
        jump(holder.dataset.in, seconds);
        if (presentation) follow(current);
      }
      return;
    }
    const picture = event.target.closest("a.picture");
    const slide = picture && decks.flatMap((d) => d.slides).find((s) => s.element.contains(picture));
    if (slide && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      viewer.open(slide);
    }
  });
}

// Adds the buttons that need this script.
function addButtons() {
  for (const presentation of presentations) {
    presentation.element.append(iconButton(icons.share, `Share presentation: ${presentation.title}`, () => share.forPresentation(presentation.element)));
  }
  for (const item of document.querySelectorAll("[data-document]")) {
    item.querySelector("p").append(" ", iconButton(icons.share, `Share document: ${item.dataset.title}`, () => share.forDocument(item)));
  }
  const search = searchBox(() => searchItems(decks, jump, (slide, query) => {
    strip.show(slide);
    if (slide.time !== null) {
      const presentation = presentations.find((p) => p.deck === slide.deck.id);
      jump(presentation?.recording, slide.time, { play: false });
    }
    viewer.open(slide, query);
  }));
  const tools = el("div", { class: "tools" });
  const nav = document.querySelector("header nav");
  if (!nav) return; // the page is empty
  nav.before(tools);
  tools.append(nav, search.element, el("button", { type: "button", class: "button", onclick: () => share.forMeeting() }, "Share"));
  tools.after(search.panel);
  if (params.words) search.find(params.words);
}

/** The start time that the URL requests, in seconds, or null. */
function startTime() {
  if (params.t !== null) return params.t;
  if (requested?.start !== undefined && requested?.start !== null) return requested.start;
  return null;
}

layout();
addButtons();
handleLinks();
for (const player of players) {
  const start = player === current ? startTime() : null;
  for (const event of ["timeupdate", "seeking"]) player.on(event, () => player === current && follow(player));
  player.open(start, player === current ? (params.view ?? savedView()) : null);
}
const deck = decks.find((d) => d.id === (params.deck ?? requested?.deck));
if (deck) {
  const slide = deck.slides.find((s) => s.number === params.slide) ?? deck.slides[0];
  if (slide) {
    strip.show(slide, { quiet: true });
    if (params.slide !== null && players.length === 0) viewer.open(slide);
  }
}
if (params.t !== null) document.title = `${document.title} (${clock(params.t)})`;
