// Filter and search on the catalogue's first page. Without this script, the page
// lists the newest meetings and links to all others.
import { Catalogue } from "./lib/catalogue.js";
import { clock } from "./lib/clock.js";
import { el } from "./lib/dom.js";
import { termsOf } from "./lib/terms.js";
import { highlight, wordsOf } from "./lib/words.js";

const loadError = "The catalogue cannot be loaded. Try again in a minute.";
const pageSize = 24; // meetings
const momentsShown = 3; // of each
const form = document.querySelector("form.ask");

if (form) start(form).catch(() => (form.hidden = true)); // the list works without it

async function start(form) {
  const { words, year, language } = form.elements;
  const list = document.querySelector("#cards");
  const title = document.querySelector("#meetings-title");
  const status = document.querySelector("#status");
  const more = document.querySelector("#more");
  const months = document.querySelector(".months");
  const card = document.querySelector("template#card").content.querySelector(".card");
  const newest = [...list.children];
  const heading = title.textContent;

  const catalogue = await Catalogue.open(new URL("catalogue.json", location));
  fill(year, yearsOf(catalogue.head));
  fill(language, languagesOf(catalogue.head));
  language.closest("p").hidden = language.options.length < 3;
  form.hidden = false;

  const visible = onVisible(); // moments are read for the cards that are seen
  let latest = 0; // number of the latest query; results of earlier ones are discarded
  let next = null; // action of the "more" button

  // update shows the meetings that match the form.
  async function update() {
    const query = ++latest;
    const text = words.value;
    updateURL();
    const hasTerms = termsOf(text).length > 0;
    title.textContent = hasTerms || year.value || language.value ? "Meetings found" : heading;
    months.hidden = hasTerms || Boolean(year.value) || Boolean(language.value);
    if (title.textContent === heading) {
      show(newest, null);
      status.textContent = "";
      return;
    }
    try {
      const inYear = (page) => !year.value || page.month.startsWith(year.value);
      const matches = (entry) => !language.value || entry.language === language.value;
      const pages = (hasTerms ? await catalogue.pages(text) : catalogue.head.pages).filter(
        (page) => inYear(page) && (!language.value || Object.hasOwn(page.languages ?? {}, language.value)),
      );
      const step = hasTerms ? (left) => catalogue.search(text, left, pageSize, matches) : (left) => browse(left, matches);
      await showMore(query, step, pages, []);
      if (query === latest) form.dataset.answered = text; // for tests and measurements
    } catch {
      if (query === latest) status.textContent = loadError;
    }
  }

  // browse loads months until it has enough matching meetings.
  async function browse(pages, matches) {
    const found = [];
    let loaded = 0;
    while (loaded < pages.length && found.length < pageSize) {
      for (const entry of await catalogue.month(pages[loaded++])) if (matches(entry)) found.push({ entry, where: [] });
    }
    return { found, left: pages.slice(loaded) };
  }

  // showMore adds a page of results to those shown, and runs the next step of the
  // search if none are left.
  async function showMore(query, step, pages, shown, found = []) {
    let left = pages;
    if (found.length === 0) ({ found, left } = await step(pages));
    if (query !== latest) return;
    const text = termsOf(words.value).length > 0 ? words.value : "";
    const cards = [...shown, ...found.slice(0, pageSize).map((hit) => {
      const filled = fillCard(card.cloneNode(true), hit, text);
      if (text) visible(filled, () => addMoments(filled, catalogue.moments(hit, text, momentsShown), text));
      return filled;
    })];
    const rest = found.slice(pageSize);
    show(cards, rest.length + left.length > 0 ? () => showMore(query, step, left, cards, rest) : null);
    const count = cards.length + rest.length;
    const total = count === 0 ? "No meeting found" : count === 1 ? "1 meeting found" : `${count} meetings found`;
    const older = left.length > 0 ? "; older meetings were not searched" : "";
    status.textContent = total + older + (rest.length > 0 ? `; showing ${cards.length}` : "");
    more.textContent = rest.length > 0 ? "Show more" : "Search older meetings";
  }

  function show(cards, then) {
    list.replaceChildren(...cards);
    next = then;
    more.parentElement.hidden = !then;
  }

  // updateURL writes the query into the URL, so that it can be shared.
  function updateURL() {
    const address = new URL(location);
    for (const [name, value] of [["q", words.value.trim()], ["year", year.value], ["language", language.value]]) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (address.href !== location.href) history.replaceState(null, "", address);
  }

  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", async () => {
    const place = list.children.length;
    try {
      await next?.();
    } catch {
      status.textContent = loadError;
    }
    list.children[place]?.querySelector("a")?.focus(); // the first new result
  });

  const given = new URL(location).searchParams;
  words.value = given.get("q") ?? "";
  for (const [field, name] of [[year, "year"], [language, "language"]]) {
    field.value = given.get(name) ?? "";
    if (field.selectedIndex < 0) field.value = "";
  }
  if (words.value || year.value || language.value) await update();
}

function fill(select, options) {
  for (const [value, text] of options) select.add(new Option(text, value));
}

function yearsOf(head) {
  const years = new Set(head.pages.map((page) => page.month.slice(0, 4)).filter((y) => /^\d{4}$/.test(y)));
  return [...years].map((y) => [y, y]);
}

function languagesOf(head) {
  const tags = new Set(head.pages.flatMap((page) => Object.keys(page.languages ?? {})));
  const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
  const name = (tag) => {
    try {
      return names.of(tag);
    } catch {
      return tag; // not a valid language tag
    }
  };
  return [...tags].map((tag) => [tag, name(tag)]).sort((a, b) => a[1].localeCompare(b[1]));
}

const fieldNames = {
  title: "title", people: "people", talks: "presentations", description: "description", slides: "slides", transcript: "transcript",
};

// fillCard shows a meeting in a card. All of its texts are plain text.
function fillCard(card, { entry, where }, words) {
  const link = card.querySelector("h3 a");
  link.textContent = entry.title;
  link.href = entry.url + (words ? `?${new URLSearchParams({ q: words.trim() })}` : "");
  if (entry.language) card.querySelector("h3").lang = entry.language;
  picture(card.querySelector("img"), entry.picture);
  setText(card.querySelector(".clock"), entry.duration ? clock(entry.duration) : "", ".unseen");
  const time = card.querySelector("time");
  time.dateTime = entry.date ?? "";
  setText(time.parentElement, entry.date ?? "", "time");
  if (entry.date) {
    time.textContent = new Date(`${entry.date}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }
  const names = entry.speakers ?? (entry.people ?? []).map((person) => person.name);
  setText(card.querySelector(".names"), names.join(", "));
  const counts = [["presentations", "presentation"], ["slides", "slide"], ["documents", "document"]];
  setText(card.querySelector(".counts"), counts.filter(([key]) => entry.counts[key]).map(([key, word]) => `${entry.counts[key].toLocaleString("en")} ${word}${entry.counts[key] === 1 ? "" : "s"}`).join(" · "));
  setText(card.querySelector(".found"), where.length ? `Found in: ${where.map((field) => fieldNames[field]).join(", ")}` : "");
  return card;
}

// onVisible returns a function that calls another when an element is first seen.
function onVisible() {
  const actions = new WeakMap();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      actions.get(target)();
    }
  }, { rootMargin: "200px" });
  return (element, action) => {
    actions.set(element, action);
    observer.observe(element);
  };
}

// addMoments adds links to the slides and sentences that were found. Without them, the
// card still leads to the meeting.
async function addMoments(card, read, words) {
  const moments = await read.catch(() => []);
  card.dataset.moments = moments.length; // for tests
  if (moments.length === 0) return;
  const marked = (text) => highlight(text, wordsOf(words)).map(([piece, hit]) => (hit ? el("mark", {}, piece) : piece));
  card.append(el("ol", { class: "moments" }, moments.map(({ kind, title, text, start, uncertain, url, image }) => {
    const time = start === undefined ? null : el("span", { class: "at" }, uncertain ? `around ${clock(start)}` : clock(start));
    const what = kind === "slide" && title && title !== text ? el("span", { class: "quiet", dir: "auto" }, title) : null;
    const thumbnail = image ? el("img", { src: image.url, width: image.width, height: image.height, alt: "", loading: "lazy", decoding: "async" }) : null;
    return el("li", {}, el("a", { href: url }, thumbnail, el("span", { class: "passage" }, time, " ", what, what ? " " : null, el("span", { dir: "auto" }, marked(text)))));
  })));
}

function picture(img, picture) {
  if (!picture) return img.remove();
  img.width = picture.width;
  img.height = picture.height;
  img.src = picture.url;
}

// setText sets the text of an element, and keeps the child that keep selects. It
// removes the element if the text is empty.
function setText(element, text, keep) {
  if (!text) return element.remove();
  if (!keep) element.textContent = text;
  else if (keep !== "time") element.append(text);
}
