package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"proceedings/internal/manifest"
	"proceedings/internal/proc/proctest"
)

// TestSlideTimes opens the pages of a meeting whose recording shows slides at known times.
func TestSlideTimes(t *testing.T) {
	t.Parallel()
	browser := startBrowser(t)
	home := serveTimed(t, timedMeeting())
	for name, test := range map[string]func(*testing.T, func() *tab, string){
		"decides by pure functions":                     testTimeFunctions,
		"the slide follows the video":                   testFollows,
		"a click on a slide seeks to its next time":     testSlideSeeks,
		"a slide that the reader chose stays":           testHolds,
		"a list that the reader scrolled stays":         testScrolled,
		"ticks on the time line":                        testTicks,
		"search results are in chronological order":     testChronological,
		"the URL of a slide starts the video there":     testSlideURL,
		"the player stays in view":                      testDocked,
		"the transcript marks the spoken line":          testSpoken,
		"a meeting without slide times has no controls": testUntimed,
		"thousands of slide times":                      testManyTimes,
		"a recording without a picture":                 testTimedSound,
		"is accessible":                                 testTimedAxe,
		"without scripts each time is a link":           testTimedUnscripted,
		"the embed follows and obeys":                   testTimedEmbed,
		"a narrow embed can be played":                  testNarrowEmbed,
		"pictures":                                      testTimedPictures,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, func() *tab { return newTab(t, browser) }, home)
		})
	}
}

func testFollows(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openTimed(home + "index.html")
	if got := value[string](b, `slide()`); got != "Hives" {
		t.Errorf("the page shows %s first, want Hives", got)
	}
	for _, one := range []struct {
		second float64
		want   string
	}{{12, "Honey"}, {22, "Honey"}, {26, "Hives"}, {36, "Shade"}, {55, "Water"}, {71, "Winter"}, {119, "Winter"}, {0, "Hives"}} {
		b.run(fmt.Sprintf(`at(%f)`, one.second))
		b.wait(fmt.Sprintf(`slide() === %q && document.querySelector(".thumbs [aria-current]").slide.title === %q`, one.want, one.want))
	}
	// It also follows during playback.
	b.run(`at(8.5); media.muted = true; await media.play()`)
	b.wait(`media.currentTime > 10 && slide() === "Honey"`)
	b.run(`media.pause()`)
	// The current time of the slide is marked in the list of its times.
	b.run(`at(61)`)
	b.wait(`slide() === "Hives" && document.querySelector(".shown-at [aria-current]")?.textContent === "1:00"`)
	if got := value[string](b, `document.querySelector(".shown-at").textContent`); got != "Shown 3 times: 0:000:251:00" {
		t.Errorf("the times of the slide are %q", got)
	}
	b.run(`at(40)`)
	b.wait(`document.querySelector(".shown-at").textContent === "Shown at around 0:30"`)
}

func testSlideSeeks(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openTimed(home + "index.html")
	// Slide 1 is shown at 0, 25 and 60 s; after the last time comes the first.
	for _, want := range []float64{25, 60, 0, 25} {
		b.run(`thumb(1).click(); media.pause()`)
		b.wait(fmt.Sprintf(`near(%f) && slide() === "Hives" && following()`, want))
	}
	b.run(`thumb(3).click()`)
	b.wait(`media.currentTime >= 70 && !media.paused && slide() === "Winter"`)
	b.run(`media.pause(); [...document.querySelectorAll(".strip select option")].find((o) => o.text === "Moss").selected = true; document.querySelector(".strip select").dispatchEvent(new Event("change"))`)
	b.wait(`slide() === "Shade" && !following()`)
	b.run(`document.querySelector(".shown-at button").click(); media.pause()`)
	b.wait(`near(34.2) && following()`)
	// The large view and the list of all slides lead to the same moments.
	b.run(`at(30)`)
	b.wait(`slide() === "Hives"`)
	b.run(`document.querySelector(".slide-now").click()`)
	b.wait(`document.querySelector("dialog.viewer .button").textContent === "Watch from 1:00"`)
	b.run(`document.querySelector('dialog.viewer [aria-label="Next slide"]').click()`)
	b.wait(`document.querySelector("dialog.viewer .button").textContent === "Watch from 0:10" && !following()`)
	b.run(`document.querySelector("dialog.viewer .button").click(); media.pause()`)
	b.wait(`near(10) && slide() === "Honey" && following()`)
	b.run(`document.querySelectorAll("#deck-bees-slide-1 .moments a")[1].click(); media.pause()`)
	b.wait(`near(25) && slide() === "Hives"`)
	if got := value[string](b, `document.querySelector("#deck-moss-slide-1 .moments a").textContent`); got != "around 0:30" {
		t.Errorf("the uncertain time is %q", got)
	}
}

func testHolds(_ *testing.T, window func() *tab, home string) {
	b := window()
	b.openTimed(home + "index.html?t=12")
	b.wait(`slide() === "Honey" && following()`)
	stays := func(want string) {
		b.t.Helper()
		for _, second := range []int{26, 55, 71} {
			b.run(fmt.Sprintf(`at(%d); await new Promise((done) => media.addEventListener("seeked", done, {once: true})); await frames()`, second))
			if got := value[string](b, `slide()`); got != want {
				b.t.Errorf("at %d s the slide is %s, want %s, which the reader chose", second, got, want)
			}
		}
	}
	// The next slide has a time, but is only shown.
	b.run(`document.querySelector('.strip [aria-label="Next slide"]').click()`)
	b.wait(`slide() === "Winter" && near(12) && !following()`)
	stays("Winter")
	b.run(`toggle().click()`)
	b.wait(`following() && slide() === "Winter" && near(71)`)
	b.run(`at(55)`)
	b.wait(`slide() === "Water"`)
	// A slide that was never shown stays, too; a click on one that was shown resumes.
	b.run(`thumb(3).click()`)
	b.wait(`slide() === "Stones" && !following() && near(55)`)
	stays("Stones")
	b.run(`thumb(2).click(); media.pause()`)
	b.wait(`near(50) && following()`)
	// Who switched it off switches it on.
	b.run(`toggle().focus()`)
	b.keys(" ")
	b.wait(`!following()`)
	b.run(`thumb(1).click(); media.pause()`)
	b.wait(`near(34.2) && !following() && slide() === "Shade"`)
	stays("Shade")
	b.run(`toggle().focus()`)
	b.keys(kb.Enter)
	b.wait(`following() && slide() === "Winter"`)
}

func testScrolled(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openTimed(home + "index.html?t=1")
	b.wait(`following() && inside(thumb(1), document.querySelector(".thumbs"))`)
	if wide := value[bool](b, `document.querySelector(".thumbs").scrollWidth > 2 * document.querySelector(".thumbs").clientWidth`); !wide {
		t.Fatal("the strip does not scroll")
	}
	b.run(`document.querySelector(".thumbs").scrollLeft = 10000`)
	b.wait(`!following()`)
	left := value[float64](b, `document.querySelector(".thumbs").scrollLeft`)
	for _, second := range []int{12, 26} {
		b.run(fmt.Sprintf(`at(%d)`, second))
		b.wait(fmt.Sprintf(`slide() === %q`, map[int]string{12: "Honey", 26: "Hives"}[second]))
		b.run(`await frames()`)
		if got := value[float64](b, `document.querySelector(".thumbs").scrollLeft`); got != left {
			t.Errorf("at %d s the strip is at %.0f, want %.0f, where the reader left it", second, got, left)
		}
	}
	b.run(`toggle().click()`)
	b.wait(`following() && inside(thumb(1), document.querySelector(".thumbs"))`)
	b.run(`await frames()`)
	if !value[bool](b, `following()`) {
		t.Error("the strip took its own scrolling for the reader's")
	}
	for _, direction := range []string{"ltr", "rtl"} {
		b.run(`at(1)`)
		b.wait(`slide() === "Hives"`)
		// Another direction moves the strip, as a reader would.
		b.run(fmt.Sprintf(`document.documentElement.dir = %q; document.querySelector(".thumbs").style.width = "8rem"; await frames(); if (!following()) toggle().click()`, direction))
		b.wait(`slide() === "Hives" && following() && inside(thumb(1), document.querySelector(".thumbs"))`)
		b.run(`at(71)`)
		b.wait(`slide() === "Winter" && following() && inside(thumb(3), document.querySelector(".thumbs")) && !inside(thumb(1), document.querySelector(".thumbs"))`)
		if !value[bool](b, `document.querySelector(".ticks path").getBoundingClientRect().left - document.querySelector(".ticks").getBoundingClientRect().left < 30`) {
			t.Errorf("%s: the first tick is not at the left, where the time line begins", direction)
		}
	}
}

func testChronological(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openTimed(home + "index.html?q=page")
	b.wait(`document.querySelectorAll(".results li").length === 13`)
	const list = `[...document.querySelectorAll(".results button")].map((one) => one.querySelector(".kind").textContent + " " + one.querySelector(".where").textContent)`
	if got := strings.Join(value[[]string](b, list)[:6], "|"); got != "Slide 0:00 · Bees, 1|Slide 0:10 · Bees, 2|Slide around 0:30 · Moss, 1|Slide 0:50 · Moss, 2|Slide 1:10 · Bees, 3|Slide Bees, 4" {
		t.Errorf("the results are %s", got)
	}
	b.openTimed(home + "index.html?q=honey")
	b.wait(`document.querySelectorAll(".results li").length === 2`)
	if got := strings.Join(value[[]string](b, list), "|"); got != "Slide 0:10 · Bees, 2|Transcript 0:45" {
		t.Errorf("the results are %s", got)
	}
	b.run(`document.querySelectorAll(".results button")[1].click(); media.pause()`)
	b.wait(`near(45) && slide() === "Shade"`)
	b.run(`document.querySelectorAll(".results button")[0].click()`)
	b.wait(`near(10) && document.querySelector("dialog.viewer").open && media.paused`)
}

func testSlideURL(t *testing.T, window func() *tab, home string) {
	for address, want := range map[string]struct {
		second float64
		slide  string
	}{
		"index.html?d=moss&s=2":           {50, "Water"},
		"index.html?d=bees&s=1&t=65":      {65, "Hives"},
		"index.html?d=bees&s=2&t=65":      {65, "Hives"}, // the time wins
		"index.html?d=bees&s=4":           {0, "Thanks"}, // it was never shown
		"index.html?p=moss-talk":          {34, "Hives"},
		"index.html?d=none&s=4":           {0, "Hives"},
		"embed.html?d=moss&s=2&slides=1":  {50, "Water"},
		"embed.html?d=bees&s=3&slides=1":  {70, "Winter"},
		"embed.html?d=bees&s=3&t=5":       {5, ""},
		"embed.html?d=bees&s=3":           {70, ""},
		"embed.html?p=moss-talk&slides=1": {34, "Hives"},
	} {
		b := window()
		b.openTimed(home + address)
		b.wait(fmt.Sprintf(`near(%f) && (slide() ?? "") === %q`, want.second, want.slide))
		if !value[bool](b, `media.paused`) {
			t.Errorf("%s plays by itself", address)
		}
		b.close()
	}
	// A shared slide leads there.
	b := window()
	b.openTimed(home + "index.html")
	b.run(`document.querySelector('.strip [aria-label="Next slide"]').click(); document.querySelector('.strip [aria-label="Share this slide"]').click()`)
	fields := value[[]string](b, `[...document.querySelectorAll("dialog.share .field")].map((f) => f.querySelector("input, textarea").value)`)
	if len(fields) != 4 || fields[0] != home+"index.html?d=bees&s=2" || !strings.Contains(fields[3], home+"embed.html?d=bees&#38;s=2&#38;slides=1") {
		t.Errorf("the links are %q", fields)
	}
}

func testUntimed(t *testing.T, window func() *tab, _ string) {
	m := timedMeeting()
	m.Recordings[0].SlideTimes = nil
	home := serveTimed(t, m)
	for _, page := range []string{"index.html", "embed.html?slides=1"} {
		b := window()
		b.openTimed(home + page)
		b.wait(`slide() === "Hives"`)
		if value[bool](b, `Boolean(document.querySelector(".strip .follow, .ticks, .shown-at:not([hidden])"))`) {
			t.Errorf("%s has controls for slide times", page)
		}
		// The first slide of a deck seeks, others are shown, and a presentation shows its deck.
		b.run(`thumb(2).click()`)
		b.wait(`slide() === "Honey" && near(0)`)
		b.run(`at(36)`)
		b.wait(`slide() === "Shade"`)
		b.run(`thumb(2).click(); at(38)`)
		b.wait(`near(38) && slide() === "Water"`)
		b.run(`thumb(1).click(); media.pause()`)
		b.wait(`near(34) && slide() === "Shade"`)
		b.close()
	}
}

func testTimedAxe(t *testing.T, window func() *tab, home string) {
	script := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		b := window()
		if scheme == "dark" {
			b.prefer("color-scheme", scheme)
		} else {
			b.prefer("reduced-motion", "reduce") // one feature at a time
		}
		for _, page := range []string{"index.html?q=page", "embed.html?slides=1"} {
			for _, width := range []int64{1280, 390} {
				b.size(width, 720)
				b.openTimed(home + page + "&t=40")
				b.wait(`slide() === "Shade"`)
				b.run(`scrollTo(0, 1e6); await frames(); document.querySelector(".ticks").focus({ focusVisible: true })`)
				b.wait(`!document.querySelector(".tip").hidden`)
				for _, broken := range b.violations(script, "") {
					t.Errorf("%s, %s, %d wide: %s", page, scheme, width, broken)
				}
				if wide := value[int](b, `document.documentElement.scrollWidth`); wide > int(width) {
					t.Errorf("%s: %d pixels wide in a window of %d", page, wide, width)
				}
				if moving := value[[]string](b, `[...document.querySelectorAll("*")].filter((e) => !["0s", ""].includes(getComputedStyle(e).transitionDuration) || !["none", ""].includes(getComputedStyle(e).animationName) || getComputedStyle(e).scrollBehavior === "smooth").map((e) => e.localName)`); scheme == "light" && len(moving) > 0 {
					t.Errorf("%s: animated elements: %q", page, moving)
				}
			}
		}
		b.close()
	}
}

func testTimedUnscripted(t *testing.T, window func() *tab, home string) {
	b := window()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.open(home + "index.html")
	got := value[string](b, `[...document.querySelectorAll("#deck-bees-slide-1 .moments a, #deck-moss-slide-1 .moments a")].map((a) => a.getAttribute("aria-label") + " → " + a.getAttribute("href")).join("|")`)
	if got != "Play from 0:00: slide 1 → hall.mp4#t=0|Play from 0:25: slide 1 → hall.mp4#t=25|Play from 1:00: slide 1 → hall.mp4#t=60|Play from around 0:30: slide 1 → hall.mp4#t=34.2" {
		t.Errorf("the times are %s", got)
	}
	if dead := value[int](b, `document.querySelectorAll("button, input, .ticks").length`); dead > 0 {
		t.Errorf("%d controls need a script", dead)
	}
}

// testTimedSound opens a recording of sound only, with slide times that a person set.
func testTimedSound(t *testing.T, window func() *tab, _ string) {
	m := timedMeeting()
	r := m.Recordings[0]
	m.Recordings[0] = manifest.Recording{ID: r.ID, Kind: manifest.Audio, Duration: r.Duration, M4A: r.MP4, SlideTimes: r.SlideTimes}
	m.Recordings[0].M4A.Type = "audio/mp4"
	home := serveTimed(t, m)
	b := window()
	for _, size := range [][2]int64{{1280, 900}, {390, 844}} {
		b.size(size[0], size[1])
		b.openTimed(home + "index.html?d=moss&s=2")
		b.wait(`near(50) && slide() === "Water"`)
		b.run(`document.querySelector(".ticks").focus({ focusVisible: true })`)
		b.wait(`!document.querySelector(".tip").hidden`)
		b.run(`document.querySelector("#deck-moss-slide-3").scrollIntoView(); await frames()`)
		player, slide := b.box(".player"), b.box("#deck-moss-slide-3")
		if player.Top < 0 || player.Height < 44 || slide.Top < player.Top+player.Height || value[int](b, `document.documentElement.scrollWidth`) > int(size[0]) {
			t.Errorf("%v: the player is at %+v, the slide below it at %+v", size, player, slide)
		}
	}
}

// testManyTimes opens a page with 4000 slide times of an hour.
func testManyTimes(t *testing.T, window func() *tab, _ string) {
	m := timedMeeting()
	r := &m.Recordings[0]
	r.SlideTimes = nil
	for i := range 4000 {
		at := float64(i) * 0.03
		r.SlideTimes = append(r.SlideTimes, manifest.SlideTime{Start: at, End: at + 0.03, Deck: "bees", Slide: i%3 + 1, Confidence: 1})
	}
	home := serveTimed(t, m)
	b := window()
	b.openTimed(home + "index.html")
	if n := value[int](b, `document.querySelectorAll(".ticks, .ticks *").length`); n > 5 {
		t.Errorf("the ticks have %d elements", n)
	}
	if n := value[int](b, `document.querySelector(".ticks path").getAttribute("d").split("M").length - 1`); n > 2001 {
		t.Errorf("%d ticks are drawn", n)
	}
	if n := value[int](b, `document.querySelectorAll(".shown-at button").length`); n != 50 {
		t.Errorf("the panel lists %d times, want 50", n)
	}
	b.run(`at(60.04)`)
	b.wait(`slide() === "Winter"`) // the 2002nd interval
}

// testTimedPictures makes screenshots of the pages.
func testTimedPictures(t *testing.T, window func() *tab, home string) {
	if *pictures == "" {
		proctest.Optional(t, "screenshots are made with -pictures")
	}
	for _, p := range []struct {
		name, address, scheme string
		width, height         int64
		prepare               string
	}{
		{"timed", "index.html?t=40", "light", 1280, 860, `document.querySelector(".ticks").focus({ focusVisible: true })`},
		{"timed-docked", "index.html?t=61", "light", 1280, 860, `document.querySelector("#deck-moss").scrollIntoView()`},
		{"timed-dark", "index.html?t=61", "dark", 1280, 860, `document.querySelector("#transcript").scrollIntoView()`},
		{"timed-slides", "index.html?t=61", "light", 1280, 860, `document.querySelector("#slides").scrollIntoView()`},
		{"timed-phone", "index.html?t=61", "light", 390, 844, ""},
		{"timed-phone-docked", "index.html?t=61", "light", 390, 844, `document.querySelector("#transcript").scrollIntoView()`},
		{"timed-embed", "embed.html?slides=1&t=61", "light", 960, 540, ""},
		{"timed-embed-small", "embed.html?p=bees-talk", "light", 320, 180, ""},
		{"timed-embed-stacked", "embed.html?p=bees-talk", "light", 320, 480, ""},
	} {
		b := window()
		b.prefer("color-scheme", p.scheme)
		b.size(p.width, p.height)
		b.openTimed(home + p.address)
		b.wait(`media.readyState > 1 && !media.seeking && document.querySelector(".strip img")?.complete`)
		b.run(p.prepare + `; await frames(); await frames()`)
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err = os.WriteFile(filepath.Join(*pictures, p.name+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
		b.close()
	}
}
