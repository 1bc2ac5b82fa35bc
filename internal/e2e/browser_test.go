package e2e_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/site"
)

// published is the address of a server with the published example.
//
//nolint:gochecknoglobals // a flag, like -update
var published = flag.String("published", "", "address of a public space with the example meeting, to test its pages there")

// data is the data folder of a running system with the published example.
//
//nolint:gochecknoglobals // a flag, like -update
var data = flag.String("data", "", "data folder of a running system, to test the pages from its S3 server")

func TestPublishedPages(t *testing.T) {
	t.Parallel()
	if *published == "" {
		proctest.Optional(t, "the pages of a running server are tested with -published; TestStandalone tests its own")
	}
	testPages(t, *published)
}

func TestBucketOfRunningArchive(t *testing.T) {
	t.Parallel()
	if *data == "" {
		proctest.Optional(t, "the bucket of a running archive is tested with -data; TestStandalone tests its own")
	}
	testBucket(t, *data)
}

// testPages tests the example's pages in a browser. base is the address of its public
// space.
func testPages(t *testing.T, base string) {
	t.Helper()
	assets, err := site.AssetsOf("page")
	if err != nil {
		t.Fatal(err)
	}
	if assets.Script == "" {
		t.Fatal("the scripts are not bundled: run make web")
	}
	home := base + "meetings/" + exampleID + "/"
	browser := startBrowser(t)
	for name, test := range map[string]func(*testing.T, func() *tab, string){
		"plays, seeks and ends":                        testPlays,
		"chooses a lower rung on a slow connection":    testThrottled,
		"slides and presentations seek the video":      testJumps,
		"finds a word and shows its slide":             testSearch,
		"shared links work elsewhere":                  testShare,
		"controls an embed on another site":            testEmbed,
		"the embed of a presentation stops at its end": testEmbedEnds,
		"is readable without scripts":                  testUnscripted,
		"is accessible":                                testAxe,
		"has enough contrast in the dark scheme":       testContrast,
		"shows every kind of meeting":                  testKinds,
		"cues of the transcript seek the video":        testTranscript,
		"pictures":                                     testPictures,
		"works with the keyboard":                      testKeyboard,
		"respects reduced motion":                      testReducedMotion,
		"keeps its scripts within budget":              testWeight,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, func() *tab { return newTab(t, browser) }, home)
		})
	}
}

const video = `document.querySelector("video")`

// playing starts the muted video and waits until it plays.
func (b *tab) playing() {
	b.t.Helper()
	b.run(video + `.muted = true; await ` + video + `.play()`)
	b.wait(video + `.currentTime > 0`)
}

func testPlays(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openScripted(home)
	b.playing()
	b.wait(video + `.currentTime > 2`)
	if src := value[string](b, video+`.currentSrc`); !strings.HasPrefix(src, "blob:") {
		t.Errorf("the video is %s, want the adaptive stream", src)
	}
	b.run(video + `.currentTime = 79`)
	b.wait(video + `.ended`)
	if at := value[float64](b, video+`.currentTime`); math.Abs(at-85) > 0.5 {
		t.Errorf("it ended at %.2f s, want 85", at)
	}
	// A click on the bar seeks, and the bar shows thumbnails.
	b.wait(`[...document.querySelectorAll("track")].every(t => t.kind !== "metadata" || t.track.cues?.length > 10)`)
	if pictures := value[int](b, `document.images.length`); pictures < 11 {
		t.Errorf("%d thumbnails, want 11 or more", pictures)
	}
	b.run(`document.querySelectorAll("details").forEach(d => d.open = true); document.querySelectorAll("img").forEach(i => i.loading = "eager")`)
	b.wait(`[...document.images].every(i => i.complete && i.naturalWidth > 0)`)
}

func testThrottled(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openScripted(home)
	b.playing()
	b.wait(video + `.videoHeight === 720`)
	// The video of 720p has 95 to 180 kbit/s, that of 360p half of it.
	type conditions struct {
		Offline            bool    `json:"offline"`
		Latency            float64 `json:"latency"`
		DownloadThroughput float64 `json:"downloadThroughput"` // bytes a second
		UploadThroughput   float64 `json:"uploadThroughput"`
	}
	slow := cdp.Command[conditions, cdp.Empty]{Method: "Network.emulateNetworkConditions"}
	if _, err := chromedp.Call(b.ctx, slow, conditions{Latency: 100, DownloadThroughput: 24_000, UploadThroughput: 24_000}); err != nil {
		t.Fatal(err)
	}
	b.run(video + `.currentTime = 45`)
	b.wait(video + `.videoHeight === 360`)
	at := value[float64](b, video+`.currentTime`)
	b.wait(fmt.Sprintf("%s.currentTime > %f", video, at+1))
}

// moment waits until the video is near that time.
func (b *tab) moment(seconds float64) {
	b.t.Helper()
	b.wait(fmt.Sprintf("%s.currentTime >= %f && %s.currentTime < %f", video, seconds-0.1, video, seconds+8))
}

func testJumps(_ *testing.T, window func() *tab, home string) {
	b := window()
	b.openScripted(home + "index.html?t=12")
	b.moment(12)
	b.run(`document.querySelector("#presentation-meadow a.start").click()`)
	b.moment(54)
	b.wait(`document.querySelector("#presentation-meadow").classList.contains("held")`)
	b.wait(`document.querySelector(".slide-now img").src.includes("deck-") && document.querySelector(".strip select").selectedIndex === 2`)
	// The first slide of a deck seeks to the presentation; other slides are only shown.
	b.run(`const s = document.querySelector(".strip select"); s.selectedIndex = 1; s.dispatchEvent(new Event("change"));
		document.querySelectorAll(".thumbs button")[1].click()`)
	b.wait(`document.querySelector(".strip .number").textContent === "2 / 3"`)
	b.run(`document.querySelectorAll(".thumbs button")[0].click()`)
	b.moment(33)
	// A URL with a time seeks, too.
	b.openScripted(home + "index.html?p=lantern")
	b.moment(33)
	b.wait(`document.querySelector(".slide-now").getAttribute("aria-label").includes("Lantern")`)
	b.openScripted(home + "index.html?d=meadow&s=2")
	b.wait(`document.querySelector(".strip .caption").textContent.includes("Who came to live there")`)
}

func testSearch(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openScripted(home)
	b.run(`document.querySelector("#search").focus()`)
	b.keys("MUSSEL")
	b.wait(`document.querySelectorAll(".results li").length > 0`)
	at := value[int](b, `[...document.querySelectorAll(".results button")].findIndex(r => r.querySelector(".kind").textContent === "Slide" && r.querySelector("mark").textContent === "Mussels")`)
	if at < 0 {
		t.Fatalf("no result is a slide with Mussels highlighted: %q", value[string](b, `document.querySelector(".results").textContent`))
	}
	b.keys(strings.Repeat(kb.ArrowDown, at+1) + kb.Enter)
	b.wait(`document.querySelector("dialog.viewer").open`)
	b.wait(`document.querySelectorAll("dialog.viewer .box").length === 1`)
	if title := value[string](b, `document.querySelector("#viewer-title").textContent`); !strings.HasSuffix(title, "2 / 5") {
		t.Errorf("the slide is %q, want the second of five", title)
	}
	b.keys(kb.Escape)
	// The first slide of a presentation has a time, and a hit on it seeks there.
	b.run(`const s = document.querySelector("#search"); s.value = "416 lamps"; s.dispatchEvent(new Event("input")); document.querySelector(".results button").click()`)
	b.moment(33)
	b.wait(`document.querySelectorAll("dialog.viewer .box").length >= 2`)
	b.keys(kb.Escape)
	b.run(`const s = document.querySelector("#search"); s.value = "zeppelin"; s.dispatchEvent(new Event("input"))`)
	b.wait(`document.querySelector(".found .count").textContent === "No results"`)
}

func testShare(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openScripted(home + "index.html?t=20")
	b.moment(20)
	fields := func() map[string]string {
		return value[map[string]string](b, `Object.fromEntries([...document.querySelectorAll("dialog.share .field")].map(f => [f.querySelector("label").textContent, f.querySelector("input, textarea").value]))`)
	}
	b.run(`document.querySelector(".tools > .button").click(); document.querySelector("dialog.share .check input").click()`)
	if got, want := fields()["Link"], home+"index.html?t=20"; got != want {
		t.Errorf("the link is %s, want %s", got, want)
	}
	b.keys(kb.Escape)
	b.run(`document.querySelector("#presentation-lantern > .icon-button").click()`)
	talk := fields()
	if got, want := talk["Link"], home+"index.html?p=lantern#presentation-lantern"; got != want {
		t.Errorf("the presentation's link is %s, want %s", got, want)
	}
	if got := talk["Embed this presentation"]; !strings.Contains(got, `src="`+home+`embed.html?p=lantern"`) {
		t.Errorf("the presentation's frame is %s", got)
	}
	b.keys(kb.Escape)
	b.run(`document.querySelector("#deck-harbour-slide-2 a.picture").click(); document.querySelector('dialog.viewer [aria-label="Share this slide"]').click()`)
	figure := fields()["HTML for an article"]
	b.keys(kb.Escape)

	// An article with the copied code: the image loads, has a text alternative, and links
	// to the slide.
	article := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, "<!DOCTYPE html><link rel=icon href=data:,><title>Article</title>%s", figure)
	}))
	t.Cleanup(article.Close)
	b.open(article.URL)
	b.wait(`document.images.length === 1 && document.images[0].naturalWidth === 1600`)
	if alt := value[string](b, `document.images[0].alt`); !strings.Contains(alt, "Mussels filter what is left") {
		t.Errorf("the text alternative is %q", alt)
	}
	b.run(`document.querySelector("figure a").click()`)
	b.wait(`document.querySelector(".strip .caption")?.textContent.includes("A basin that cleans itself")`)
}

// host serves a page of another site with an embed. It records the embed's messages.
func host(t *testing.T, frame string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><title>Another site</title>
<script>const received = []; addEventListener("message", e => { if (e.data.source === "proceedings") received.push(e.data); });
const send = (command, more) => document.querySelector("iframe").contentWindow.postMessage({target: "proceedings", version: 1, command, ...more}, "*");
const has = (event, test = () => true) => received.some(m => m.event === event && m.version === 1 && test(m));</script>
<iframe src="%s" width="960" height="540" allow="autoplay; fullscreen" title="A meeting"></iframe>`, frame)
	}))
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1) // another site, not only another port
}

func testEmbed(t *testing.T, window func() *tab, home string) {
	b := window()
	b.open(host(t, home+"embed.html?t=10&amp;slides=1"))
	b.wait(`has("ready", m => m.duration === 85)`)
	b.wait(`has("slide", m => m.deck === "harbour" && m.slide === 1)`)
	b.run(`send("play")`)
	b.wait(`has("play") && has("time", m => m.time >= 11 && m.time < 20)`)
	b.run(`send("pause")`)
	b.wait(`has("pause")`)
	b.run(`send("seek", {time: 40})`)
	b.wait(`has("seeked", m => m.time === 40) && has("slide", m => m.deck === "lantern")`)
	b.run(`send("state", {id: 7})`)
	b.wait(`has("state", m => m.id === 7 && m.time === 40 && m.paused === true && m.duration === 85)`)
	b.run(`send("seek", {time: "soon"}); send("explode")`)
	b.wait(`has("error", m => m.message.includes("seconds")) && has("error", m => m.message.includes("explode"))`)
	b.run(`send("seek", {time: 83}); send("play")`)
	b.wait(`has("ended")`)
}

func testEmbedEnds(t *testing.T, window func() *tab, home string) {
	b := window()
	// The presentation from 0:33 ends where the next one begins, at 0:54.
	b.open(host(t, home+"embed.html?p=lantern&amp;t=52"))
	b.wait(`has("ready")`)
	b.run(`send("play")`)
	b.wait(`has("pause", m => m.time >= 54 && m.time < 56)`)
	b.wait(`has("slide", m => m.deck === "lantern")`)
}

func testUnscripted(t *testing.T, window func() *tab, home string) {
	b := window()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"index.html", "embed.html"} {
		b.open(home + name)
		// chromedp polls with a script in the page, and scripts are disabled.
		waitFor(t, "the plain file", func() bool { return value[bool](b, video+`.readyState > 0`) })
		if !value[bool](b, video+`.controls && `+video+`.currentSrc.endsWith(".mp4") && !document.documentElement.classList.contains("scripted")`) {
			t.Errorf("%s has no plain player: %s", name, value[string](b, video+`.outerHTML`))
		}
	}
	b.open(home)
	text := value[string](b, `document.body.innerText`)
	for _, want := range []string{"Speaker for Lantern", "A basin that cleans itself", "Agenda", "harbour.pptx", "hidden in the deck", "CC-BY-4.0"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not contain %q", want)
		}
	}
	if dead := value[[]string](b, `[...document.querySelectorAll("button, input, select")].map(e => e.outerHTML)`); len(dead) > 0 {
		t.Errorf("controls that need a script: %q", dead)
	}
}

func testReducedMotion(t *testing.T, window func() *tab, home string) {
	b := window()
	b.prefer("reduced-motion", "reduce")
	b.openScripted(home)
	moving := value[[]string](b, `[...document.querySelectorAll("*")].filter(e => !["0s", ""].includes(getComputedStyle(e).transitionDuration) || !["none", ""].includes(getComputedStyle(e).animationName)).map(e => e.localName)`)
	slices.Sort(moving)
	if moving = slices.Compact(moving); len(moving) > 0 {
		t.Errorf("animated elements: %q", moving)
	}
}

// testWeight checks the size of the scripts against a budget. It logs the figures of
// Lighthouse, but checks only bytes, which are the same on all machines.
func testWeight(t *testing.T, window func() *tab, home string) {
	for name, most := range map[string]int{"index.html": 250_000, "embed.html?slides=1": 200_000} {
		b := window()
		b.openScripted(home + name)
		b.playing()
		b.mu.Lock()
		urls := slices.Sorted(maps.Keys(b.scripts))
		b.mu.Unlock()
		plain, packed := 0, 0
		for _, url := range urls {
			var z bytes.Buffer
			w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
			if err != nil {
				t.Fatal(err)
			}
			body := get(t, url).body
			if _, err = w.Write(body); err != nil {
				t.Fatal(err)
			}
			if err = w.Close(); err != nil {
				t.Fatal(err)
			}
			plain, packed = plain+len(body), packed+z.Len()
		}
		paint := value[float64](b, `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? -1`)
		t.Logf("%s: %d scripts, %d bytes, %d compressed; first contentful paint after %.0f ms", name, len(urls), plain, packed, paint)
		if len(urls) < 3 || packed > most {
			t.Errorf("%s: %d scripts of %d bytes compressed, want some of at most %d: %q", name, len(urls), packed, most, urls)
		}
		if blocking := value[int](b, `[...document.querySelectorAll("script[src]")].filter(s => s.type !== "module" && !s.defer && !s.async).length`); blocking > 0 {
			t.Errorf("%s: %d scripts block the first paint", name, blocking)
		}
		if foreign := value[[]string](b, `performance.getEntriesByType("resource").map(r => r.name).filter(n => new URL(n).protocol !== "blob:" && new URL(n).origin !== location.origin)`); len(foreign) > 0 {
			t.Errorf("%s makes requests to other hosts: %q", name, foreign)
		}
		b.close()
	}
}
