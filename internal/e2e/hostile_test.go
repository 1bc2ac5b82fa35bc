package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/site"
)

// TestHostileTextIsEscaped puts a payload into every text of a meeting, and opens every
// part of the pages that shows one.
func TestHostileTextIsEscaped(t *testing.T) {
	t.Parallel()
	if a, err := site.AssetsOf("page"); err != nil || a.Script == "" {
		proctest.Missing(t, "the scripts are not bundled: make web does it (%v)", err)
	}
	browser := startBrowser(t)
	picture := posterImage(t)
	for _, payload := range payloads() {
		t.Run(payload, func(t *testing.T) {
			t.Parallel()
			home := serveHostile(t, payload, picture) // before the tab, so that the server stops after it
			b := newTab(t, browser)
			// The sample has no media; all other errors fail the test.
			b.tolerant = func(output string) bool {
				return strings.Contains(output, "Not Found") || strings.Contains(output, "404")
			}
			b.openScripted(home + "index.html?q=" + "x")
			b.run(`document.querySelectorAll("details").forEach(d => d.open = true)`)
			b.run(`const s = document.querySelector("#search"); s.value = document.querySelector("#slides h3").textContent; s.dispatchEvent(new Event("input"))`)
			b.run(`document.querySelector("a.picture").click()`)
			b.wait(`document.querySelector("dialog.viewer").open && document.querySelectorAll("dialog.viewer .words a").length === 1`)
			if link := value[string](b, `(a => a.href + " " + a.rel)(document.querySelector("dialog.viewer .words a"))`); !strings.HasPrefix(link, "https://example.org/ok noopener") {
				t.Errorf("the slide has the links %q, want only the one by HTTPS", link)
			}
			b.noScriptRan(home)
			b.run(`document.querySelector('dialog.viewer [aria-label="Share this slide"]').click()`)
			for _, code := range value[[]string](b, `[...document.querySelectorAll("dialog.share textarea")].map(a => a.value).filter(v => v.startsWith("<"))`) {
				b.harmless(code)
			}
			b.run(`document.querySelector("dialog.share").close(); document.querySelector("[data-presentation][data-start] > .icon-button").click()`)
			b.harmless(value[string](b, `[...document.querySelectorAll("dialog.share textarea")].map(a => a.value).find(v => v.startsWith("<"))`))
			b.noScriptRan(home)

			b.openScripted(home + "embed.html?slides=1&p=bees")
			b.wait(`document.querySelector(".strip img")`)
			b.noScriptRan(home)
		})
	}
}

// noScriptRan fails if a script of the payload ran or could run.
func (b *tab) noScriptRan(home string) {
	b.t.Helper()
	found := value[[]string](b, fmt.Sprintf(`(() => {
		const found = "owned" in window ? ["it ran"] : [];
		for (const s of document.scripts) if (s.type !== "application/ld+json" && !s.src.startsWith(%[1]q)) found.push(s.outerHTML);
		for (const e of document.querySelectorAll("*")) {
			for (const a of e.attributes) if (a.name.startsWith("on")) found.push(e.localName + " " + a.name);
			for (const url of [e.href, e.src, e.action]) {
				if (typeof url === "string" && url !== "" && !["http:", "https:", "blob:"].includes(new URL(url, location).protocol)) found.push(e.localName + " " + url);
			}
		}
		return found;
	})()`, strings.SplitAfter(home, "/meetings/")[0][:strings.Index(home, "/meetings/")]))
	for _, f := range found {
		b.t.Errorf("script in the page: %s", f)
	}
}

// harmless checks that code to copy contains only the expected tags and attributes.
func (b *tab) harmless(code string) {
	b.t.Helper()
	data, err := json.Marshal(code)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, f := range value[[]string](b, fmt.Sprintf(`(() => {
		const page = new DOMParser().parseFromString(%s, "text/html"), found = [];
		for (const e of page.body.querySelectorAll("*")) {
			if (!["figure", "a", "img", "figcaption", "iframe"].includes(e.localName)) found.push("<" + e.localName + ">");
			for (const a of e.attributes) {
				if (!["href", "src", "alt", "title", "width", "height", "style", "allow", "allowfullscreen", "loading"].includes(a.name)) found.push(a.name);
				if (["href", "src"].includes(a.name) && !/^https?:/.test(a.value)) found.push(a.value);
			}
		}
		return found;
	})()`, data)) {
		b.t.Errorf("the code to copy contains %s: %s", f, code)
	}
}

// serveHostile serves the pages and files of the sample with a payload in each text. It
// returns the address of the meeting's folder.
func serveHostile(t *testing.T, payload string, picture []byte) string {
	t.Helper()
	m := manifesttest.Sample()
	id, ids := m.ID, []string{m.Recordings[0].ID, m.Recordings[0].Captions[0].ID, m.Presentations[1].ID, m.Presentations[1].Deck, m.Decks[0].ID}
	manifesttest.Fill(&m, payload)
	// IDs stay unchanged, since intake validates them.
	m.ID, m.Recordings[0].ID, m.Recordings[0].Captions[0].ID, m.Presentations[1].Recording = id, ids[0], ids[1], ids[0]
	m.Presentations[1].ID, m.Presentations[1].Deck, m.Decks[0].ID = ids[2], ids[3], ids[4]
	pages, err := site.Pages(site.Input{
		Manifest: m, Site: meeting.Site{Base: "https://media.example.org/", Title: payload},
		Transcripts: []site.Transcript{{Recording: ids[0], Captions: ids[1], Cues: []meeting.Cue{{Start: 1, End: 2, Speaker: payload, Text: payload}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	deck := manifest.DeckFile{Schema: 1, Meeting: id, Deck: ids[4], Title: payload}
	for _, s := range m.Decks[0].Slides {
		links := []meeting.Link{{URL: "javascript:window.owned=1", Text: payload}, {URL: "data:text/html," + payload}, {URL: payload}, {URL: "https://example.org/ok", Text: payload}}
		deck.Slides = append(deck.Slides, manifest.DeckSlide{Number: s.Number, Title: payload, Alt: payload, Images: s.Images, Links: links, Words: manifest.File{URL: "words.json"}})
	}
	output, err := deck.Encode()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/meetings/"+id+"/")
		if asset, found := strings.CutPrefix(r.URL.Path, "/assets/"); found {
			name = asset
		}
		page, there := pages[name]
		switch {
		case there:
			w.Header().Set("Content-Type", page.Type)
			_, _ = w.Write(page.Data)
		case path.Ext(name) == ".json":
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(output)
		case path.Ext(name) == ".vtt":
			w.Header().Set("Content-Type", "text/vtt; charset=utf-8")
			_, _ = fmt.Fprintf(w, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v %s>%s\n", payload, payload)
		case path.Ext(name) == ".jpg", path.Ext(name) == ".webp":
			w.Header().Set("Content-Type", "image/jpeg")
			_, _ = bytes.NewReader(picture).WriteTo(w)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/meetings/" + id + "/"
}
