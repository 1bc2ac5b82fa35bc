package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"proceedings/internal/proc/proctest"
)

// TestViews publishes a recording with two views and plays them in a browser. The colour
// identifies the view, and the position of a bar the time.
func TestViews(t *testing.T) {
	t.Parallel()
	needTools(t)
	home := serveViews(t)
	browser := startBrowser(t)
	for name, test := range map[string]func(*testing.T, func() *tab, string){
		"another view keeps the time and the play state": testSwitch,
		"two videos show the same time":                  testTogether,
		"a click and a key swap the views":               testSwap,
		"a choice is kept and shared":                    testRemembered,
		"a frame on another site shows views":            testViewsInFrame,
		"is accessible":                                  testViewsAxe,
		"without scripts each view is a link":            testViewsUnscripted,
		"pictures":                                       testViewPictures,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, func() *tab { return newTab(t, browser) }, home)
		})
	}
}

func testSwitch(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openViews(home + "index.html")
	b.shows("screen")
	if got := value[string](b, `[...document.querySelectorAll(".views button")].map(b => b.textContent).join()+": "+pressed()`); got != "Screen,Speaker,Side by side: Screen" {
		t.Errorf("the buttons are %s", got)
	}
	if n := value[int](b, `document.querySelectorAll("video").length`); n != 1 {
		t.Errorf("%d videos are on the page before a click on side by side", n)
	}
	qualities := value[int](b, `large().videoRenditions.length`)
	b.run(`large().currentTime = 6; large().playbackRate = unhurried; await large().play()`)
	b.wait(`large().currentTime > 6.2`)
	b.run(`press("Speaker")`)
	b.shows("speaker")
	type state struct {
		Time, Seen float64
		Rate       float64
		Paused     bool
		Muted      bool
		Videos     int
		Pressed    string
	}
	const now = `({time: large().currentTime, seen: seen(large()).time, rate: large().playbackRate / unhurried, paused: large().paused, muted: large().muted, videos: document.querySelectorAll("video").length, pressed: pressed()})`
	at := value[state](b, now)
	if at.Time < 6.2 || at.Time > 18 || at.Rate != 1 || at.Seen < at.Time-0.2 || at.Seen > at.Time+0.2 || at.Paused || at.Muted || at.Videos != 1 || at.Pressed != "Speaker" {
		t.Errorf("after the switch: %+v", at)
	}
	// The controls act on the shown view, with its own thumbnails.
	b.wait(`document.querySelector("media-time-range").mediaCurrentTime > 6.2 && !document.querySelector("media-play-button").hasAttribute("mediapaused")`)
	b.wait(`large().querySelector("track[kind=captions]").track.mode === "showing" && large().textTracks[0].activeCues?.length === 1`)
	b.wait(`[...large().textTracks].some(t => t.label === "thumbnails" && t.cues?.length > 0)`)
	own := value[[]string](b, `[large().querySelector("track[label=thumbnails]").getAttribute("src"), document.querySelector("[data-view=speaker]").dataset.thumbnails]`)
	if own[0] != own[1] || own[0] == "" {
		t.Errorf("the thumbnails are %s, want %s", own[0], own[1])
	}
	if n := value[int](b, `large().videoRenditions.length`); n != qualities || n < 2 {
		t.Errorf("the menu has %d qualities, want the %d of the other view", n, qualities)
	}
	b.run(`document.querySelector("media-play-button").click()`)
	b.wait(`large().paused`)
	b.run(`large().currentTime = 12`)
	b.wait(`!large().seeking`)
	b.run(`press("Screen")`)
	b.shows("screen")
	at = value[state](b, now)
	if at.Time < 11.9 || at.Time > 12.1 || at.Seen < 11.8 || at.Seen > 12.2 || !at.Paused || at.Videos != 1 {
		t.Errorf("after the switch of a paused recording: %+v", at)
	}
}

// together starts the side-by-side view at a playback rate, a JavaScript expression, and waits until
// both videos play.
func (b *tab) together(address, rate string) {
	b.t.Helper()
	b.openViews(address)
	b.wait(`small()?.readyState > 1`)
	b.run(`large().playbackRate = ` + rate + `; await large().play()`)
	b.wait(`again() && !small().paused && seen(large()).time > 0.4 && apart() < 0.2`)
}

func testTogether(t *testing.T, window func() *tab, home string) {
	b := window()
	b.together(home+"index.html?view=side", "1")
	if got := value[string](b, `seen(large()).view+" "+seen(small()).view+" "+pressed()+" "+large().muted+" "+small().muted`); got != "screen speaker Side by side false true" {
		t.Errorf("side by side are %s", got)
	}
	// On a busy machine single frames come late, so the test takes the median over 60
	// frames.
	b.run(`window.row = [];
		const look = () => {
			again() && apart() <= 0.2 ? row.push(apart()) : (row = []);
			if (row.length < 60) requestAnimationFrame(look);
		};
		look();`)
	b.wait(`row.length >= 60`)
	t.Logf("median distance of the videos over 60 frames: %.3f s", value[float64](b, `row.sort((a, b) => a - b)[30]`))
	const settled = `again() && !large().seeking && !small().seeking && !large().paused && !small().paused && apart() < 0.1`
	for _, disturb := range []string{
		`large().currentTime = 8`,                                  // the user seeks
		`small().currentTime -= 1.8`,                               // the small video is late
		`small().currentTime -= 0.4`,                               // slightly late
		`small().currentTime += 0.4`,                               // slightly early
		`small().pause()`,                                          // paused
		`large().currentTime = 4; large().playbackRate = 1.5`,      // another speed
		`large().pause(); large().currentTime = 6; large().play()`, // all at once
	} {
		b.run(`large().playbackRate = 1; large().currentTime = 2; await large().play()`)
		b.wait(settled)
		b.run(disturb)
		b.wait(settled)
	}
	b.run(`large().playbackRate = 1.5`)
	b.wait(`small().playbackRate > 1`)
	b.run(`large().pause()`)
	b.wait(`small().paused && !small().seeking && Math.abs(large().currentTime - small().currentTime) < 0.01 && apart() < 0.1`)
	b.run(`large().currentTime = 9`)
	b.wait(`!large().seeking && !small().seeking && Math.abs(seen(small()).time - 9) < 0.1 && apart() < 0.1`)
	b.run(`press("Side by side")`)
	b.wait(`document.querySelectorAll("video").length === 1 && pressed() === "Screen"`)
	b.shows("screen")
}

// click clicks with the mouse on the middle of an element.
func (b *tab) click(selector string) {
	b.t.Helper()
	at := value[[]float64](b, fmt.Sprintf(`(() => { const r = document.querySelector(%q).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`, selector))
	if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1])); err != nil {
		b.t.Fatalf("click on %s: %v", selector, err)
	}
}

func testSwap(t *testing.T, window func() *tab, home string) {
	for _, page := range []string{"index.html", "embed.html"} {
		b := window()
		b.together(home+page+"?view=side", "unhurried")
		b.click(".swap")
		b.shows("speaker")
		before := value[float64](b, `large().currentTime`)
		if got := value[string](b, `seen(small()).view+" "+large().muted+" "+small().muted+" "+large().paused`); got != "screen false true false" {
			t.Errorf("%s: after the click: %s", page, got)
		}
		b.wait(fmt.Sprintf(`large().currentTime > %f && apart() < 0.2`, before+0.2))
		if label := value[string](b, `document.querySelector(".swap").getAttribute("aria-label")`); label != "Enlarge Screen (v)" {
			t.Errorf("%s: the label of the button is %q", page, label)
		}
		// The key works like the player's keys, but not in a text field.
		b.run(`document.querySelector("media-play-button").focus()`)
		b.keys("v")
		b.shows("screen")
		b.run(`document.querySelector(".swap").focus()`)
		b.keys(kb.Enter)
		b.shows("speaker")
		b.wait(`!large().paused && apart() < 0.2`)
		b.close()
	}
	b := window()
	b.openViews(home + "index.html?view=speaker,screen")
	b.shows("speaker")
	b.wait(`small()?.readyState > 1`)
	b.run(`document.querySelector("#search")?.focus()`)
	b.keys("v")
	if got := value[string](b, `seen(large()).view`); got != "speaker" {
		t.Errorf("a letter in the search field swapped the views")
	}
}

func testRemembered(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openViews(home + "index.html?view=nothing")
	b.shows("screen")
	b.run(`press("Speaker")`)
	b.shows("speaker")
	b.openViews(home + "index.html?t=8")
	b.shows("speaker")
	if n := value[int](b, `document.querySelectorAll("video").length`); n != 1 {
		t.Errorf("%d videos for one picture", n)
	}
	if at := value[float64](b, `large().currentTime`); at < 7.9 || at > 8.1 {
		t.Errorf("it begins at %.2f s, want 8", at)
	}
	b.openViews(home + "index.html?view=screen")
	b.shows("screen")
	b.openViews(home + "index.html?t=8")
	b.run(`press("Side by side")`)
	b.wait(`small()?.readyState > 1 && pressed() === "Side by side"`)
	b.openViews(home + "embed.html")
	b.wait(`small()?.readyState > 1 && pressed() === "Side by side"`)
	b.openViews(home + "index.html?view=side")
	b.wait(`small()?.readyState > 1`)
	b.run(`document.querySelector(".tools > .button").click()`)
	link := value[[]string](b, `[...document.querySelectorAll("dialog.share .field")].map(f => f.querySelector("input, textarea").value)`)
	if link[0] != home+"index.html?view=side" || !strings.Contains(link[1], home+"embed.html?view=side") {
		t.Errorf("the links are %q", link)
	}
}

func testViewsInFrame(_ *testing.T, window func() *tab, home string) {
	b := window()
	b.open(host(b.t, home+"embed.html?view=speaker"))
	b.wait(`has("ready", m => m.duration > 19 && m.duration < 21)`)
	b.run(`send("state", {id: 1})`)
	b.wait(`has("state", m => m.id === 1 && m.view === "speaker" && m.small === null)`)
	b.run(`send("seek", {time: 4}); send("play")`)
	b.wait(`has("time", m => m.time >= 5)`)
	b.run(`send("view", {view: "side"})`)
	b.wait(`has("view", m => m.view === "speaker" && m.small === "screen")`)
	b.run(`send("view", {view: "screen"})`)
	b.wait(`has("view", m => m.view === "screen" && m.small === null)`)
	b.run(`received.length = 0; send("seek", {time: 5}); send("play")`)
	b.wait(`has("time", m => m.time > 6)`) // the shown view reports the time
	b.run(`send("view", {view: "nothing"}); send("view")`)
	b.wait(`has("error", m => m.message === "unknown view: nothing")`)
	b.run(`send("pause")`)
	b.wait(`has("pause")`)
}

func testViewsAxe(t *testing.T, window func() *tab, home string) {
	script := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		b := window()
		b.prefer("color-scheme", scheme)
		for _, page := range []string{"index.html", "embed.html"} {
			for _, width := range []int64{1280, 390} {
				b.size(width, 720)
				b.openViews(home + page + "?view=side")
				b.wait(`small()?.readyState > 1 && document.querySelector("media-play-button")`)
				rules := ""
				if scheme == "dark" { // a dark scheme affects contrast only
					rules = contrastRules
				}
				for _, broken := range b.violations(script, rules) {
					t.Errorf("%s, %s, %d wide: %s", page, scheme, width, broken)
				}
				if wide := value[int](b, `document.documentElement.scrollWidth`); wide > int(width) {
					t.Errorf("%s: %d pixels wide in a window of %d", page, wide, width)
				}
			}
		}
		b.close()
	}
	b := window()
	b.prefer("reduced-motion", "reduce")
	b.openViews(home + "index.html?view=side")
	if moving := value[[]string](b, `[...document.querySelectorAll(".views, .views *, .swap, video")].filter(e => getComputedStyle(e).transitionDuration !== "0s").map(e => e.className)`); len(moving) > 0 {
		t.Errorf("animated elements: %q", moving)
	}
	// All buttons are reachable by keyboard.
	b.run(`document.querySelector(".views button").focus()`)
	b.keys(kb.Tab + kb.Enter)
	b.wait(`pressed() === "Speaker"`)
	b.shows("speaker")
}

func testViewsUnscripted(t *testing.T, window func() *tab, home string) {
	b := window()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"index.html", "embed.html"} {
		b.open(home + page)
		files := value[map[string]string](b, `Object.fromEntries([...document.querySelectorAll("a[download$='.mp4']")].map(a => [a.textContent, a.href]))`)
		for _, want := range []string{"Video: Screen", "Video: Speaker"} {
			if got := get(t, files[want]); got.code != http.StatusOK || got.kind != "video/mp4" {
				t.Errorf("%s: %s leads to %q: %d, %s", page, want, files[want], got.code, got.kind)
			}
		}
		if shown := value[bool](b, `[...document.querySelectorAll("[data-view], .views, .swap")].some(e => e.offsetHeight > 0)`); shown {
			t.Errorf("%s shows views without a way to choose one", page)
		}
	}
	b.open(home + "index.html")
	if streams := value[[]string](b, `[...document.querySelectorAll("a[href$='.m3u8']")].map(a => a.textContent)`); strings.Join(streams, ", ") != "HLS: Screen stream, HLS: Speaker stream" {
		t.Errorf("the streams are %q", streams)
	}
}

// testViewPictures makes screenshots of the pages.
func testViewPictures(t *testing.T, window func() *tab, home string) {
	if *pictures == "" {
		proctest.Optional(t, "screenshots are made with -pictures")
	}
	for _, p := range []struct {
		name, address, scheme string
		width, height         int64
	}{
		{"views-light", "index.html?view=side", "light", 1280, 860},
		{"views-dark", "index.html?view=side", "dark", 1280, 860},
		{"views-one", "index.html?view=speaker", "light", 1280, 860},
		{"views-phone", "index.html?view=side", "light", 390, 844},
		{"views-embed", "embed.html?view=side", "light", 960, 540},
		{"views-embed-small", "embed.html?view=side", "light", 360, 240},
	} {
		b := window()
		b.prefer("color-scheme", p.scheme)
		b.size(p.width, p.height)
		b.openViews(home + p.address + "&t=7")
		if strings.Contains(p.address, "side") {
			b.wait(`small()?.readyState > 1 && apart() < 0.1`)
		}
		b.run(`await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))`)
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err = os.WriteFile(filepath.Join(*pictures, p.name+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
