package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/site"
)

// kind is a meeting made from some of the example's files, with checks of its pages.
type kind struct {
	name        string
	change      func(*manifest.Manifest)
	page, embed string // conditions
}

func kinds() []kind {
	none := func(m *manifest.Manifest) { m.Recordings = nil }
	return []kind{
		{
			"decks only", none,
			`!document.querySelector("video, audio") && document.querySelector(".strip .slide-now img").naturalWidth > 0 && document.querySelector("#search")`,
			`document.querySelector(".strip .slide-now img").naturalWidth > 0`,
		},
		{
			"video only", func(m *manifest.Manifest) { m.Decks, m.Presentations, m.Documents = nil, nil, nil },
			video + `.readyState > 0 && !document.querySelector(".strip") && !document.querySelector("#slides")`,
			video + `.readyState > 0 && !document.querySelector(".strip")`,
		},
		{
			"sound only", func(m *manifest.Manifest) {
				r := m.Recordings[0]
				m.Recordings[0] = manifest.Recording{ID: r.ID, Kind: manifest.Audio, Duration: r.Duration, M4A: r.M4A}
			},
			`document.querySelector("audio").readyState > 0 && document.querySelector("media-play-button") && document.querySelector(".strip")`,
			`document.querySelector("audio").readyState > 0 && document.querySelector("media-play-button").offsetHeight > 10`,
		},
		{
			"sixty decks", func(m *manifest.Manifest) {
				one := m.Decks[0]
				for i := len(m.Decks); i < 60; i++ {
					one.ID, one.Title = fmt.Sprintf("deck-%d", i), fmt.Sprintf("Deck %d", i)
					m.Decks = append(m.Decks, one)
				}
			},
			`document.querySelectorAll(".strip option").length === 60 && document.querySelectorAll("article.deck details[open]").length === 0`,
			video + `.readyState > 0`,
		},
		{
			"a long title in Arabic", func(m *manifest.Manifest) {
				m.Title, m.Language = strings.Repeat("اجتماع الربيع ", 15), "ar"
				m.Presentations[0].Title, m.Decks[0].Title = m.Title, m.Title
			},
			`getComputedStyle(document.querySelector("h1")).direction === "rtl" && document.title.length > 190`,
			video + `.readyState > 0`,
		},
		{
			"no captions", func(m *manifest.Manifest) { m.Recordings[0].Captions = nil },
			video + `.readyState > 0 && !document.querySelector("media-captions-menu-button") && !document.querySelector("#transcript")`,
			`!document.querySelector("media-captions-menu-button")`,
		},
		{
			"captions and chapters", captioned,
			`document.querySelector("track[kind=captions]").track.mode === "showing" && document.querySelector("media-captions-menu-button").offsetWidth > 0 &&
				document.querySelectorAll(".said p").length === 2 && document.querySelectorAll(".chapters li").length === 2 && [...` + video + `.textTracks].some(t => t.kind === "chapters" && t.cues.length === 2)`,
			`document.querySelector("track[kind=captions]").track.mode === "showing"`,
		},
		{
			"still processing, with HLS alone", func(m *manifest.Manifest) {
				m.State = manifest.Processing
				m.Recordings[0].MP4, m.Recordings[0].M4A = manifest.File{}, manifest.File{}
			},
			video + `.readyState > 0 && ` + video + `.currentSrc.startsWith("blob:") && document.querySelector(".notice").textContent.includes("being prepared")`,
			video + `.readyState > 0`,
		},
		{
			"failed, with nothing", func(m *manifest.Manifest) {
				*m = manifest.Manifest{Schema: m.Schema, ID: m.ID, Revision: 1, Title: "Nothing", State: manifest.Failed, Visibility: meeting.Public, Refused: []meeting.Refusal{{Name: "a.mp4", Reason: "is empty"}}}
			},
			`document.querySelector(".notice").textContent.includes("could not be processed") && document.body.textContent.includes("a.mp4 is empty")`,
			`document.querySelector("h1").textContent === "Nothing"`,
		},
		{
			"two recordings", func(m *manifest.Manifest) {
				r := m.Recordings[0]
				m.Recordings = append(m.Recordings, manifest.Recording{ID: "second", Title: "Second room", Kind: manifest.Audio, Duration: r.Duration, M4A: r.M4A})
			},
			`document.querySelectorAll(".tabs button").length === 2 && document.querySelectorAll("article.recording:not([hidden])").length === 1`,
			`document.querySelectorAll("article.recording:not([hidden])").length === 1`,
		},
	}
}

// captioned gives the recording captions, which serveKind serves, and chapters.
func captioned(m *manifest.Manifest) {
	vtt := m.Recordings[0].MP4
	vtt.URL, vtt.Type = "captions.vtt", "text/vtt; charset=utf-8"
	m.Recordings[0].Captions = []manifest.Captions{{ID: "en", Language: "en", Label: "English", State: manifest.ReviewedCaptions, VTT: vtt}}
	m.Recordings[0].Chapters = []manifest.Chapter{{Start: 0, End: 30, Title: "Water"}, {Start: 30, End: 85, Title: "The rest"}}
}

func testKinds(t *testing.T, window func() *tab, home string) {
	data := get(t, home+"manifest.json").body
	for _, k := range kinds() {
		m, err := manifest.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		k.change(&m)
		address := serveKind(t, m, home)
		b := window()
		b.openScripted(address + "index.html")
		b.wait(k.page)
		b.size(390, 844)
		if wide := value[int](b, `document.documentElement.scrollWidth`); wide > 390 {
			t.Errorf("%s: on a phone its page is %d pixels wide", k.name, wide)
		}
		b.size(960, 540)
		b.openScripted(address + "embed.html")
		b.wait(k.embed)
		if output := b.browserErrors(); output != "" {
			t.Errorf("%s: browser errors: %s", k.name, output)
			return // the tab reports them again
		}
		b.close()
	}
}

// testTranscript clicks on cues of the transcript.
func testTranscript(t *testing.T, window func() *tab, home string) {
	m, err := manifest.Decode(get(t, home+"manifest.json").body)
	if err != nil {
		t.Fatal(err)
	}
	captioned(&m)
	address := serveKind(t, m, home) // before the tab, so that the server stops after it
	b := window()
	b.openScripted(address + "index.html")
	b.run(`document.querySelectorAll("[data-cue]")[1].click()`)
	b.moment(40)
	b.run(`document.querySelectorAll(".chapters a")[1].click()`)
	b.moment(30)
	b.run(`const s = document.querySelector("#search"); s.value = "street lamps"; s.dispatchEvent(new Event("input")); [...document.querySelectorAll(".results button")].find(r => r.textContent.startsWith("Transcript")).click()`)
	b.moment(40)
}

// serveKind serves the pages of m, and all other files from the example.
func serveKind(t *testing.T, m manifest.Manifest, home string) string {
	t.Helper()
	var output []site.Transcript
	if len(m.Recordings) > 0 && len(m.Recordings[0].Captions) > 0 {
		output = []site.Transcript{{Recording: m.Recordings[0].ID, Captions: "en", Cues: []meeting.Cue{{Start: 5, End: 9, Text: "The water is clear."}, {Start: 40, End: 44, Speaker: "Speaker for Lantern", Text: "Street lamps dim."}}}}
	}
	m.Pages = nil
	pages, err := site.Pages(site.Input{Manifest: m, Transcripts: output})
	if err != nil {
		t.Fatal(err)
	}
	folder, err := url.Parse(home)
	if err != nil {
		t.Fatal(err)
	}
	rest := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(folder.ResolveReference(&url.URL{Path: "/"}))
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, own := strings.CutPrefix(r.URL.Path, folder.Path)
		if i := strings.Index(r.URL.Path, "/assets/"); i >= 0 {
			name, own = strings.TrimPrefix(r.URL.Path[i:], "/assets/"), true
		}
		page, there := pages[name]
		switch {
		case own && there:
			w.Header().Set("Content-Type", page.Type)
			_, _ = w.Write(page.Data)
		case own && name == "captions.vtt":
			w.Header().Set("Content-Type", "text/vtt; charset=utf-8")
			_, _ = fmt.Fprint(w, "WEBVTT\n\n00:05.000 --> 00:09.000\nThe water is clear.\n\n00:40.000 --> 00:44.000\n<v Speaker for Lantern>Street lamps dim.\n")
		default:
			rest.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + folder.Path
}
