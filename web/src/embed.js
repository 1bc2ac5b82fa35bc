// The embedded player: one recording, with its slides if requested, in an iframe on
// another site.
import { readQuery } from "./lib/address.js";
import { addTimes, deckInFile } from "./lib/decks.js";
import { Follow } from "./lib/follow.js";
import { connect } from "./lib/message.js";
import { Player } from "./lib/player.js";
import { intervalAt, nextOccurrence } from "./lib/slidetimes.js";
import { Strip } from "./lib/strip.js";
import { presentationAt, presentationsOnPage } from "./lib/presentations.js";
import { savedView } from "./lib/viewlist.js";

const params = readQuery(location.href);
const presentations = presentationsOnPage();
const requested = presentations.find((p) => p.id === params.presentation) ?? null;
const stage = document.querySelector("#stage");

document.documentElement.classList.add("scripted");

const players = [...document.querySelectorAll("article.recording")].map((article) => Player.in(article)).filter(Boolean);
const shows = ({ slideTimes }) => slideTimes.some((time) => time.deck === params.deck && time.slide === params.slide);
const player = players.find((p) => p.id === (params.recording ?? requested?.recording)) ?? (params.slide === null ? null : players.find(shows)) ?? players[0] ?? null;
for (const article of document.querySelectorAll("article.recording")) article.hidden = player !== null && article !== player.article;

/** The times of a slide in the recording. */
const timesOf = (deck, slide) => (player?.slideTimes ?? []).filter((time) => time.deck === deck && time.slide === slide).map((time) => ({ recording: player.id, ...time }));

const start = params.t ?? timesOf(params.deck, params.slide)[0]?.start ?? requested?.start ?? null;
const end = params.end ?? requested?.end ?? null;

let send = () => {};

// Shows the slides of the requested presentation, or else of the current one.
let strip = null;
const decks = new Map([...document.querySelectorAll("[data-deck]")].map((e) => [e.dataset.deck, { id: e.dataset.deck, title: e.dataset.title, file: e.dataset.file ?? null }]));
const showSlides = params.slides || requested?.deck || !player;
const aligned = player !== null && player.slideTimes.length > 0;
const follow = new Follow(() => {
  update();
  strip?.reveal();
});

const loading = new Map(); // ID → promise of a deck with its slides

/** A deck with its slides, or null. */
function load(id) {
  const deck = decks.get(id);
  if (!deck) return Promise.resolve(null);
  if (!loading.has(id)) {
    const times = () => addTimes([deck], player ? [player] : [], presentations);
    loading.set(id, deckInFile(deck).then(times).then(() => deck));
  }
  return loading.get(id);
}

const slideOf = async (time) => (await load(time.deck))?.slides.find((slide) => slide.number === time.slide) ?? null;

/** Moves to a time of a slide. */
function seek(time, play = true) {
  player.jump(time.start, { play, until: end !== null && time.start < end ? end : null });
  follow.apply("seek");
}

let wanted = null; // the deck to show, while its file loads

/** Shows the slide of a deck with a number, or else its first one. */
async function showDeck(id, number = null) {
  wanted = id;
  const deck = await load(id);
  if (!deck || deck.slides.length === 0 || wanted !== id) return;
  if (strip?.current.deck !== deck) {
    strip?.element.remove();
    strip = new Strip(
      [deck],
      {
        pick: (slide) => {
          const time = nextOccurrence(slide.times, player?.id, player?.time ?? 0);
          strip.scroller.paused = false;
          strip.show(slide);
          if (time && player) seek(time);
          else hold();
        },
        choose: hold,
        seek,
        enlarge: (slide) => window.open(new URL(slide.full, document.baseURI), "_blank", "noopener"),
        shown: (slide) => send("slide", { deck: slide.deck.id, slide: slide.number }),
      },
      aligned ? follow : null,
      number,
    );
    stage.append(strip.element);
    stage.classList.toggle("both", player !== null);
    strip.reveal();
    return;
  }
  const slide = deck.slides.find((s) => s.number === number);
  if (slide) strip.show(slide, { quiet: true });
}

/** Keeps the slide that the viewer or the embedding page chose. */
function hold() {
  if (aligned) follow.apply("choose");
}

// Follows the recording: shows the slide of the current second, and of recordings without
// slide times the deck of the current presentation.
let presentation = null;
let reported = null;
function update() {
  const interval = intervalAt(player.slideTimes, player.time);
  if (interval && !showSlides && interval !== reported) send("slide", { deck: interval.deck, slide: interval.slide });
  if (interval) reported = interval;
  if (!showSlides) return;
  const now = strip?.current;
  if (interval && follow.on && (now?.deck.id !== interval.deck || now.number !== interval.slide)) showDeck(interval.deck, interval.slide);
  if (aligned) strip?.mark(player.id, interval);
  if (!params.slides || requested) return;
  const held = presentationAt(presentations, player.id, player.time);
  if (held === presentation) return;
  presentation = held;
  const timed = player.slideTimes.some((time) => time.deck === held?.deck);
  if (held?.deck && !timed && follow.on && now?.deck.id !== held.deck) showDeck(held.deck);
}

/** Shows the slide that a message names, at its next time in the recording. */
async function showSlide({ deck, slide }) {
  const time = nextOccurrence(timesOf(deck, slide), player.id, player.time);
  const known = time !== null || (await load(deck))?.slides.some((s) => s.number === slide);
  if (!known) return send("error", { message: `unknown slide: ${String(deck).slice(0, 40)} ${String(slide).slice(0, 40)}` });
  if (time) seek(time, false);
  else if (showSlides) hold();
  if (showSlides) showDeck(deck, slide);
  else if (!time) send("error", { message: "the slide has no time in the recording" });
}

if (showSlides) {
  const first = requested?.deck ?? params.deck ?? (player ? presentationAt(presentations, player.id, start ?? player.trim.from)?.deck : null) ?? (player ? presentations.find((p) => p.deck)?.deck : null) ?? decks.keys().next().value;
  if (first) showDeck(first, first === params.deck ? params.slide : null);
}

if (player) {
  player.until = end;
  player.addTicks({ slideOf, seek: (time) => seek(time, !player.media.paused) });
  send = connect(
    player,
    () => ({
      time: player.time,
      duration: player.media.duration || player.duration,
      ...(player.trimmed ? { start: player.trim.from, end: player.trim.to } : {}),
      paused: player.media.paused,
      recording: player.id,
      slide: strip?.current?.number ?? intervalAt(player.slideTimes, player.time)?.slide ?? null,
      ...(aligned ? { deck: strip?.current?.deck.id ?? intervalAt(player.slideTimes, player.time)?.deck ?? null, follow: follow.on } : {}),
      ...player.views?.shown,
    }),
    {
      play: () => player.play(),
      pause: () => player.media.pause(),
      seek: (message) => {
        if (Number.isFinite(message.time) && message.time >= 0) player.jump(message.time, { play: false, until: message.time < (end ?? 0) ? end : null });
        else send("error", { message: "seek needs a time in seconds" });
      },
      showSlide,
      follow: (message) => {
        if (typeof message.follow === "boolean") follow.set(message.follow);
        else send("error", { message: "follow needs true or false" });
      },
      view: async (message) => {
        if (!(await player.views?.show(String(message.view)))) send("error", { message: `unknown view: ${String(message.view).slice(0, 40)}` });
      },
    },
  );
  for (const event of aligned ? ["timeupdate", "seeking"] : ["timeupdate"]) player.on(event, update);
  if (player.views) player.views.changed = () => send("view", player.views.shown);
  player.open(start, params.view ?? savedView()).then(() => {
    send("ready", { duration: player.duration, recording: player.id, ...(player.trimmed ? { start: player.trim.from, end: player.trim.to } : {}) });
    if (aligned && params.deck === null && !requested) update();
  });
}
