// The meeting's page. All that it says stands in the HTML already, and works
// without this; here are the player, the slides beside it, search, and sharing.
import { asked } from "./lib/address.js";
import { clock } from "./lib/clock.js";
import { decksOnPage } from "./lib/decks.js";
import { el, iconButton, icons } from "./lib/dom.js";
import { Player } from "./lib/player.js";
import { findable, searchBox } from "./lib/search.js";
import { Share } from "./lib/share.js";
import { Strip } from "./lib/strip.js";
import { talkAt, talksOnPage } from "./lib/talks.js";
import { Viewer } from "./lib/viewer.js";
import { remembered } from "./lib/viewlist.js";

const main = document.querySelector("#main");
const decks = decksOnPage();
const talks = talksOnPage();
const wish = asked(location.href);
const talkAsked = talks.find((t) => t.id === wish.presentation) ?? null;

document.documentElement.classList.add("scripted");

// Players, one a recording. One is shown at a time.
const players = [...document.querySelectorAll("article.recording")].map((article) => Player.in(article)).filter(Boolean);
let current = players.find((p) => p.id === (wish.recording ?? talkAsked?.recording)) ?? players[0] ?? null;

const share = new Share(main.dataset.title, () => current && { recording: players.length > 1 ? current.id : null, seconds: current.time, view: current.views?.asked ?? null });
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

/** Plays a recording from a moment on. */
function jump(recording, seconds, options) {
  const player = players.find((p) => p.id === recording) ?? current;
  if (!player) return;
  choose(player);
  player.jump(seconds, options);
  player.frame.scrollIntoView({ block: "nearest" });
}

function watchSlide(slide) {
  const talk = talks.find((t) => t.deck === slide.deck.id && t.start !== null);
  if (slide.time !== null) jump(talk?.recording ?? null, slide.time);
}

// Which recording is shown.
const tabs = el("div", { class: "tabs", role: "group", "aria-label": "Recordings" });
function choose(player) {
  if (current !== player) {
    current?.media.pause();
    player.views?.show(remembered());
  }
  current = player;
  for (const p of players) p.article.hidden = p !== player;
  for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab.player === player));
}

function arrange() {
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

// Follows the recording: the talk that is held is marked in the list, and when
// one begins its slides are shown, until somebody looks at others.
let held;
function follow(player) {
  const talk = talkAt(talks, player.id, player.time);
  if (talk === held) return;
  held = talk;
  for (const t of talks) t.element.classList.toggle("held", t === talk);
  const deck = decks.find((d) => d.id === talk?.deck);
  if (deck?.slides.length && strip.current?.deck !== deck) strip.show(deck.slides[0], { quiet: true });
}

// Links that lead into the plain file jump in the player instead.
function jumps() {
  document.addEventListener("click", (event) => {
    const start = event.target.closest("a.start, [data-cue]");
    const at = start?.closest("[data-start], [data-cue]") ?? start;
    const holder = start?.closest("[data-in]");
    if (start && holder && players.length > 0 && !event.ctrlKey && !event.metaKey) {
      const seconds = Number(at.dataset.cue ?? at.dataset.start ?? at.parentElement.querySelector("[data-cue]")?.dataset.cue);
      if (Number.isFinite(seconds)) {
        event.preventDefault();
        const talk = talks.find((t) => t.element === at);
        jump(holder.dataset.in, seconds);
        if (talk) follow(current);
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

// Buttons that only work here.
function buttons() {
  for (const talk of talks) {
    talk.element.append(iconButton(icons.share, `Share the talk: ${talk.title}`, () => share.forTalk(talk.element)));
  }
  for (const item of document.querySelectorAll("[data-document]")) {
    item.querySelector("p").append(" ", iconButton(icons.share, `Share the document: ${item.dataset.title}`, () => share.forDocument(item)));
  }
  const search = searchBox(() => findable(decks, jump, (slide, query) => {
    strip.show(slide);
    if (slide.time !== null) {
      const talk = talks.find((t) => t.deck === slide.deck.id);
      jump(talk?.recording, slide.time, { play: false });
    }
    viewer.open(slide, query);
  }));
  const tools = el("div", { class: "tools" });
  const nav = document.querySelector("header nav");
  if (!nav) return; // there is nothing on the page
  nav.before(tools);
  tools.append(nav, search.element, el("button", { type: "button", class: "button", onclick: () => share.forMeeting() }, "Share"));
  tools.after(search.panel);
  if (wish.words) search.find(wish.words);
}

/** Where the address wants to be. */
function beginning() {
  if (wish.t !== null) return wish.t;
  if (talkAsked?.start !== undefined && talkAsked?.start !== null) return talkAsked.start;
  return null;
}

arrange();
buttons();
jumps();
for (const player of players) {
  const start = player === current ? beginning() : null;
  for (const event of ["timeupdate", "seeking"]) player.on(event, () => player === current && follow(player));
  player.open(start, player === current ? (wish.view ?? remembered()) : null);
}
const deck = decks.find((d) => d.id === (wish.deck ?? talkAsked?.deck));
if (deck) {
  const slide = deck.slides.find((s) => s.number === wish.slide) ?? deck.slides[0];
  if (slide) {
    strip.show(slide, { quiet: true });
    if (wish.slide !== null && players.length === 0) viewer.open(slide);
  }
}
if (wish.t !== null) document.title = `${document.title} (${clock(wish.t)})`;
