// The embed: one recording, with the slides beside it where they are asked for,
// in a frame on somebody's page.
import { asked } from "./lib/address.js";
import { deckInFile } from "./lib/decks.js";
import { connect } from "./lib/message.js";
import { Player } from "./lib/player.js";
import { Strip } from "./lib/strip.js";
import { talkAt, talksOnPage } from "./lib/talks.js";
import { remembered } from "./lib/viewlist.js";

const wish = asked(location.href);
const talks = talksOnPage();
const talk = talks.find((t) => t.id === wish.presentation) ?? null;
const stage = document.querySelector("#stage");

document.documentElement.classList.add("scripted");

const players = [...document.querySelectorAll("article.recording")].map((article) => Player.in(article)).filter(Boolean);
const player = players.find((p) => p.id === (wish.recording ?? talk?.recording)) ?? players[0] ?? null;
for (const article of document.querySelectorAll("article.recording")) article.hidden = player !== null && article !== player.article;

const start = wish.t ?? talk?.start ?? null;
const end = wish.end ?? talk?.end ?? null;

let tell = () => {};

// Slides: of the talk that was asked for, else of the one that is held.
let strip = null;
const decks = new Map([...document.querySelectorAll("[data-deck]")].map((e) => [e.dataset.deck, { id: e.dataset.deck, title: e.dataset.title, file: e.dataset.file ?? null }]));

async function showDeck(id) {
  const deck = decks.get(id);
  if (!deck) return;
  if (!deck.slides) await deckInFile(deck, talks.find((t) => t.deck === id)?.start ?? null);
  if (deck.slides.length === 0) return;
  strip?.element.remove();
  strip = new Strip([deck], {
    pick: (slide) => {
      strip.show(slide);
      if (slide.time !== null) player?.jump(slide.time, { until: end });
    },
    enlarge: (slide) => window.open(new URL(slide.full, document.baseURI), "_blank", "noopener"),
    shown: (slide) => tell("slide", { deck: slide.deck.id, slide: slide.number }),
  });
  stage.append(strip.element);
  stage.classList.toggle("both", player !== null);
}

const wantsSlides = wish.slides || talk?.deck || !player;
if (wantsSlides) {
  const first = talk?.deck ?? wish.deck ?? (player ? talkAt(talks, player.id, start ?? 0)?.deck : null) ?? (player ? talks.find((t) => t.deck)?.deck : null) ?? decks.keys().next().value;
  if (first) showDeck(first);
}

if (player) {
  player.until = end;
  tell = connect(
    player,
    () => ({ time: player.time, duration: player.media.duration || player.duration, paused: player.media.paused, recording: player.id, slide: strip?.current?.number ?? null, ...player.views?.shown }),
    {
      play: () => player.play(),
      pause: () => player.media.pause(),
      seek: (said) => {
        if (Number.isFinite(said.time) && said.time >= 0) player.jump(said.time, { play: false, until: said.time < (end ?? 0) ? end : null });
        else tell("error", { message: "seek needs a time in seconds" });
      },
      view: async (said) => {
        if (!(await player.views?.show(String(said.view)))) tell("error", { message: `no such view: ${String(said.view).slice(0, 40)}` });
      },
    },
  );
  if (wish.slides && !talk) {
    let held = null;
    player.on("timeupdate", () => {
      const now = talkAt(talks, player.id, player.time);
      if (now === held) return;
      held = now;
      if (now?.deck && strip?.current?.deck.id !== now.deck) showDeck(now.deck);
    });
  }
  if (player.views) player.views.changed = () => tell("view", player.views.shown);
  player.open(start, wish.view ?? remembered()).then(() => tell("ready", { duration: player.duration, recording: player.id }));
}
