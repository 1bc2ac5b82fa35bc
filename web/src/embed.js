// The embedded player: one recording, with its slides if requested, in an iframe on
// another site.
import { readQuery } from "./lib/address.js";
import { deckInFile } from "./lib/decks.js";
import { connect } from "./lib/message.js";
import { Player } from "./lib/player.js";
import { Strip } from "./lib/strip.js";
import { presentationAt, presentationsOnPage } from "./lib/presentations.js";
import { savedView } from "./lib/viewlist.js";

const params = readQuery(location.href);
const presentations = presentationsOnPage();
const requested = presentations.find((p) => p.id === params.presentation) ?? null;
const stage = document.querySelector("#stage");

document.documentElement.classList.add("scripted");

const players = [...document.querySelectorAll("article.recording")].map((article) => Player.in(article)).filter(Boolean);
const player = players.find((p) => p.id === (params.recording ?? requested?.recording)) ?? players[0] ?? null;
for (const article of document.querySelectorAll("article.recording")) article.hidden = player !== null && article !== player.article;

const start = params.t ?? requested?.start ?? null;
const end = params.end ?? requested?.end ?? null;

let send = () => {};

// Shows the slides of the requested presentation, or else of the current one.
let strip = null;
const decks = new Map([...document.querySelectorAll("[data-deck]")].map((e) => [e.dataset.deck, { id: e.dataset.deck, title: e.dataset.title, file: e.dataset.file ?? null }]));

async function showDeck(id) {
  const deck = decks.get(id);
  if (!deck) return;
  if (!deck.slides) await deckInFile(deck, presentations.find((p) => p.deck === id)?.start ?? null);
  if (deck.slides.length === 0) return;
  strip?.element.remove();
  strip = new Strip([deck], {
    pick: (slide) => {
      strip.show(slide);
      if (slide.time !== null) player?.jump(slide.time, { until: end });
    },
    enlarge: (slide) => window.open(new URL(slide.full, document.baseURI), "_blank", "noopener"),
    shown: (slide) => send("slide", { deck: slide.deck.id, slide: slide.number }),
  });
  stage.append(strip.element);
  stage.classList.toggle("both", player !== null);
}

const showSlides = params.slides || requested?.deck || !player;
if (showSlides) {
  const first = requested?.deck ?? params.deck ?? (player ? presentationAt(presentations, player.id, start ?? 0)?.deck : null) ?? (player ? presentations.find((p) => p.deck)?.deck : null) ?? decks.keys().next().value;
  if (first) showDeck(first);
}

if (player) {
  player.until = end;
  send = connect(
    player,
    () => ({ time: player.time, duration: player.media.duration || player.duration, paused: player.media.paused, recording: player.id, slide: strip?.current?.number ?? null, ...player.views?.shown }),
    {
      play: () => player.play(),
      pause: () => player.media.pause(),
      seek: (message) => {
        if (Number.isFinite(message.time) && message.time >= 0) player.jump(message.time, { play: false, until: message.time < (end ?? 0) ? end : null });
        else send("error", { message: "seek needs a time in seconds" });
      },
      view: async (message) => {
        if (!(await player.views?.show(String(message.view)))) send("error", { message: `unknown view: ${String(message.view).slice(0, 40)}` });
      },
    },
  );
  if (params.slides && !requested) {
    let current = null;
    player.on("timeupdate", () => {
      const now = presentationAt(presentations, player.id, player.time);
      if (now === current) return;
      current = now;
      if (now?.deck && strip?.current?.deck.id !== now.deck) showDeck(now.deck);
    });
  }
  if (player.views) player.views.changed = () => send("view", player.views.shown);
  player.open(start, params.view ?? savedView()).then(() => send("ready", { duration: player.duration, recording: player.id }));
}
