// The meeting's page. Its HTML works without this script, which adds the player,
// the slides beside it that follow the video, search and sharing.
import { readQuery } from "./lib/address.js";
import { clock } from "./lib/clock.js";
import { addTimes, decksOnPage } from "./lib/decks.js";
import { dock } from "./lib/dock.js";
import { el, iconButton, icons } from "./lib/dom.js";
import { Follow } from "./lib/follow.js";
import { handlePictures, handleTimes } from "./lib/links.js";
import { Player } from "./lib/player.js";
import { searchBox, searchItems } from "./lib/search.js";
import { Share } from "./lib/share.js";
import { intervalAt, nextOccurrence } from "./lib/slidetimes.js";
import { Strip } from "./lib/strip.js";
import { presentationAt, presentationsOnPage } from "./lib/presentations.js";
import { transcriptsOnPage } from "./lib/transcript.js";
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
addTimes(decks, players, presentations);
const aligned = players.some((p) => p.slideTimes.length > 0); // some recording shows slides

const slides = decks.flatMap((d) => d.slides);
const slideNamed = (deck, number) => decks.find((d) => d.id === deck)?.slides.find((s) => s.number === number) ?? null;
const requestedSlide = params.deck !== null && params.slide !== null ? slideNamed(params.deck, params.slide) : null;
const requestedTime = requestedSlide && nextOccurrence(requestedSlide.times, params.recording ?? players[0]?.id, -1);

let current = players.find((p) => p.id === (params.recording ?? requestedTime?.recording ?? requested?.recording)) ?? players[0] ?? null;

const share = new Share(main.dataset.title, () => current && { recording: players.length > 1 ? current.id : null, seconds: current.time, view: current.views?.param ?? null });
const follow = new Follow(() => current && update(current, true));
const timeOf = (slide) => nextOccurrence(slide.times, current?.id, current?.time ?? 0);
const viewer = new Viewer({
  time: timeOf,
  watch: (time) => seek(time),
  share: (slide) => share.forSlide(slide),
  shown: (slide) => {
    if (slide === strip.current) return;
    strip.show(slide);
    hold();
  },
});
const strip = new Strip(
  decks,
  {
    pick: (slide) => {
      const time = timeOf(slide);
      strip.scroller.paused = false;
      strip.show(slide);
      if (time) seek(time);
      else hold();
    },
    choose: hold,
    seek,
    place: (recording) => (players.length > 1 ? players.find((p) => p.id === recording)?.title : null),
    enlarge: (slide) => viewer.open(slide),
    share: (slide) => share.forSlide(slide),
  },
  aligned ? follow : null,
);
const transcripts = players.length > 0 ? transcriptsOnPage(follow) : [];

/** Keeps the slide that the reader chose. */
function hold() {
  if (aligned) follow.apply("choose");
}

/** Plays from a time of a slide. */
function seek(time, options) {
  go(time.recording, time.start, options);
}

/** Plays from a moment that the reader chose, and follows the video again. */
function go(recording, seconds, options) {
  jump(recording, seconds, options);
  follow.apply("seek");
}

/** Plays a recording from a time, in seconds. */
function jump(recording, seconds, options) {
  const player = players.find((p) => p.id === recording) ?? current;
  if (!player) return;
  choose(player);
  player.jump(seconds, options);
  player.frame.scrollIntoView({ block: "nearest" });
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
      const select = () => {
        choose(player);
        update(player, true);
      };
      const tab = el("button", { type: "button", class: "button", dir: "auto", onclick: select }, player.article.querySelector("h2").textContent);
      tab.player = player;
      tabs.append(tab);
    }
    stage.before(tabs);
  }
  if (current) choose(current);
}

// Shows what belongs to the current second: the presentation in the list, the line of the
// transcript and the slide. When a presentation starts whose slides no recording shows,
// its deck is shown; the user may then select others.
let currentPresentation;
function update(player, again = false) {
  for (const transcript of transcripts) transcript.show(transcript.recording === player.id ? player.time : null, follow.on, again);
  const interval = intervalAt(player.slideTimes, player.time);
  if (interval && follow.on) {
    const slide = slideNamed(interval.deck, interval.slide);
    if (slide !== strip.current || again) strip.show(slide, { quiet: true });
  }
  if (aligned) strip.mark(player.id, interval);
  const presentation = presentationAt(presentations, player.id, player.time);
  if (presentation === currentPresentation) return;
  currentPresentation = presentation;
  for (const p of presentations) p.element.classList.toggle("held", p === presentation);
  const deck = decks.find((d) => d.id === presentation?.deck);
  const timed = player.slideTimes.some((time) => time.deck === deck?.id);
  if (deck?.slides.length && !timed && follow.on && strip.current?.deck !== deck) strip.show(deck.slides[0], { quiet: true });
}

// Adds the buttons that need this script.
function addButtons() {
  for (const presentation of presentations) {
    presentation.element.append(iconButton(icons.share, `Share presentation: ${presentation.title}`, () => share.forPresentation(presentation.element)));
  }
  for (const item of document.querySelectorAll("[data-document]")) {
    item.querySelector("p").append(" ", iconButton(icons.share, `Share document: ${item.dataset.title}`, () => share.forDocument(item)));
  }
  const show = (slide, query) => {
    strip.show(slide);
    if (slide.times.length > 0) seek(slide.times[0], { play: false });
    else hold();
    viewer.open(slide, query);
  };
  const search = searchBox(() => searchItems(decks, players.map((p) => p.id), go, show));
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
  if (requestedTime) return requestedTime.start;
  if (requested?.start !== undefined && requested?.start !== null) return requested.start;
  return null;
}

layout();
addButtons();
if (players.length > 0) {
  handleTimes((recording, seconds, element) => {
    go(recording, seconds);
    if (presentations.some((p) => p.element === element)) update(current);
  });
}
handlePictures(slides, (slide) => viewer.open(slide));
for (const player of players) {
  const start = player === current ? startTime() : null;
  for (const event of ["timeupdate", "seeking"]) player.on(event, () => player === current && update(player));
  player.addTicks({ slideOf: (time) => slideNamed(time.deck, time.slide), seek: (time) => seek({ recording: player.id, ...time }, { play: !player.media.paused }) });
  player.open(start, player === current ? (params.view ?? savedView()) : null);
}
const holder = document.querySelector("#holder");
if (holder && players.length > 0) dock(holder, document.querySelector("#stage"), () => strip.reveal());
const deck = decks.find((d) => d.id === (params.deck ?? requested?.deck));
if (deck) {
  const slide = requestedSlide ?? deck.slides[0];
  if (slide) {
    strip.show(slide, { quiet: true });
    if (params.deck !== null && !requestedTime) hold();
    if (params.slide !== null && players.length === 0) viewer.open(slide);
  }
} else if (current && startTime() === null) update(current);
if (params.t !== null) document.title = `${document.title} (${clock(params.t)})`;
