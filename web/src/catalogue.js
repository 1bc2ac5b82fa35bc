// The first page of the catalogue: filter and search. The newest meetings stand
// in the HTML, and every other is reached from there without a script.
import { Catalogue } from "./lib/catalogue.js";
import { clock } from "./lib/clock.js";
import { termsOf } from "./lib/terms.js";

const away = "The catalogue cannot be read just now. Try again in a minute.";
const enough = 24; // meetings shown at a time
const form = document.querySelector("form.ask");

if (form) start(form).catch(() => (form.hidden = true)); // the page says all the same

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

  let asked = 0; // the last question: answers to others are not shown
  let next = null; // what "more" does

  // ask shows what fits the form.
  async function ask() {
    const question = ++asked;
    const text = words.value;
    remember();
    const some = termsOf(text).length > 0;
    title.textContent = some || year.value || language.value ? "Meetings found" : heading;
    months.hidden = some || Boolean(year.value) || Boolean(language.value);
    if (title.textContent === heading) {
      show(newest, null);
      status.textContent = "";
      return;
    }
    try {
      const inYear = (page) => !year.value || page.month.startsWith(year.value);
      const fits = (entry) => !language.value || entry.language === language.value;
      const pages = (some ? await catalogue.pages(text) : catalogue.head.pages).filter(
        (page) => inYear(page) && (!language.value || Object.hasOwn(page.languages ?? {}, language.value)),
      );
      const step = some ? (left) => catalogue.search(text, left, enough, fits) : (left) => browse(left, fits);
      await further(question, step, pages, []);
      if (question === asked) form.dataset.answered = text; // for tests, and for whoever measures
    } catch {
      if (question === asked) status.textContent = away;
    }
  }

  // browse takes months until there are enough meetings that fit.
  async function browse(pages, fits) {
    const found = [];
    let looked = 0;
    while (looked < pages.length && found.length < enough) {
      for (const entry of await catalogue.month(pages[looked++])) if (fits(entry)) found.push({ entry, where: [] });
    }
    return { found, left: pages.slice(looked) };
  }

  // further shows some more of what was found, and where that is not enough what
  // the next step finds.
  async function further(question, step, pages, shown, found = []) {
    let left = pages;
    if (found.length === 0) ({ found, left } = await step(pages));
    if (question !== asked) return;
    const query = termsOf(words.value).length > 0 ? words.value : "";
    const cards = [...shown, ...found.slice(0, enough).map((hit) => fillCard(card.cloneNode(true), hit, query))];
    const rest = found.slice(enough);
    show(cards, rest.length + left.length > 0 ? () => further(question, step, left, cards, rest) : null);
    const count = cards.length + rest.length;
    const some = count === 0 ? "No meeting found" : count === 1 ? "1 meeting found" : `${count} meetings found`;
    const older = left.length > 0 ? `, and older ones were not looked at` : "";
    status.textContent = some + older + (rest.length > 0 ? `; ${cards.length} are shown` : "");
    more.textContent = rest.length > 0 ? "Show more" : "Look further back";
  }

  function show(cards, then) {
    list.replaceChildren(...cards);
    next = then;
    more.parentElement.hidden = !then;
  }

  // remember keeps the question in the address, so that it can be shared.
  function remember() {
    const address = new URL(location);
    for (const [name, value] of [["q", words.value.trim()], ["year", year.value], ["language", language.value]]) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (address.href !== location.href) history.replaceState(null, "", address);
  }

  form.addEventListener("input", ask);
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", async () => {
    const place = list.children.length;
    try {
      await next?.();
    } catch {
      status.textContent = away;
    }
    list.children[place]?.querySelector("a")?.focus(); // where one goes on reading
  });

  const given = new URL(location).searchParams;
  words.value = given.get("q") ?? "";
  for (const [field, name] of [[year, "year"], [language, "language"]]) {
    field.value = given.get(name) ?? "";
    if (field.selectedIndex < 0) field.value = "";
  }
  if (words.value || year.value || language.value) await ask();
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
      return tag; // not one that anybody knows
    }
  };
  return [...tags].map((tag) => [tag, name(tag)]).sort((a, b) => a[1].localeCompare(b[1]));
}

const whereWords = {
  title: "title", people: "people", talks: "presentations", description: "description", slides: "slides", transcript: "transcript",
};

// fillCard puts a meeting into a card. Whatever it says is text and nothing else.
function fillCard(card, { entry, where }, words) {
  const link = card.querySelector("h3 a");
  link.textContent = entry.title;
  link.href = entry.url + (words ? `?${new URLSearchParams({ q: words.trim() })}` : "");
  if (entry.language) card.querySelector("h3").lang = entry.language;
  picture(card.querySelector("img"), entry.picture);
  put(card.querySelector(".clock"), entry.duration ? clock(entry.duration) : "", ".unseen");
  const time = card.querySelector("time");
  time.dateTime = entry.date ?? "";
  put(time.parentElement, entry.date ?? "", "time");
  if (entry.date) {
    time.textContent = new Date(`${entry.date}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }
  const names = entry.speakers ?? (entry.people ?? []).map((person) => person.name);
  put(card.querySelector(".names"), names.join(", "));
  const counts = [["presentations", "presentation"], ["slides", "slide"], ["documents", "document"]];
  put(card.querySelector(".counts"), counts.filter(([key]) => entry.counts[key]).map(([key, word]) => `${entry.counts[key].toLocaleString("en")} ${word}${entry.counts[key] === 1 ? "" : "s"}`).join(" · "));
  put(card.querySelector(".found"), where.length ? `Found in: ${where.map((field) => whereWords[field]).join(", ")}` : "");
  return card;
}

function picture(img, picture) {
  if (!picture) return img.remove();
  img.width = picture.width;
  img.height = picture.height;
  img.src = picture.url;
}

// put sets the text of an element, beside the child that is to stay, or takes it
// away where there is none.
function put(element, text, keep) {
  if (!text) return element.remove();
  if (!keep) element.textContent = text;
  else if (keep !== "time") element.append(text);
}
