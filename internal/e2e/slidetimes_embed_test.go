package e2e_test

import (
	"fmt"
	"testing"
)

func testTimedEmbed(t *testing.T, window func() *tab, home string) {
	b := window()
	b.open(host(t, home+"embed.html?slides=1&amp;t=12"))
	b.wait(`has("ready") && has("slide", (m) => m.deck === "bees" && m.slide === 2)`)
	seek := func(second float64, deck string, slide int) {
		b.t.Helper()
		b.run(fmt.Sprintf(`received.length = 0; send("seek", {time: %f})`, second))
		b.wait(fmt.Sprintf(`has("slide", (m) => m.deck === %q && m.slide === %d)`, deck, slide))
	}
	seek(36, "moss", 1)
	seek(61, "bees", 1)
	// A command seeks to the next time of a slide.
	for _, want := range []float64{0, 25, 60} {
		b.run(`received.length = 0; send("showSlide", {deck: "bees", slide: 1})`)
		b.wait(fmt.Sprintf(`has("seeked", (m) => m.time === %f)`, want))
	}
	b.run(`send("state", {id: 1})`)
	b.wait(`has("state", (m) => m.id === 1 && m.deck === "bees" && m.slide === 1 && m.follow === true && m.paused === true)`)
	// A slide that was never shown is shown and stays.
	b.run(`received.length = 0; send("showSlide", {deck: "moss", slide: 3})`)
	b.wait(`has("slide", (m) => m.deck === "moss" && m.slide === 3)`)
	b.run(`received.length = 0; send("seek", {time: 71})`)
	b.wait(`has("seeked")`)
	b.run(`send("state", {id: 2})`)
	b.wait(`has("state", (m) => m.id === 2 && m.slide === 3 && m.follow === false)`)
	b.run(`received.length = 0; send("follow", {follow: true})`)
	b.wait(`has("slide", (m) => m.deck === "bees" && m.slide === 3)`)
	b.run(`send("follow", {follow: false}); send("seek", {time: 12}); send("state", {id: 3})`)
	b.wait(`has("state", (m) => m.id === 3 && m.slide === 3 && m.follow === false)`)
	b.run(`send("showSlide", {deck: "bees", slide: 99}); send("showSlide"); send("follow", {follow: "yes"})`)
	b.wait(`has("error", (m) => m.message === "unknown slide: bees 99") && has("error", (m) => m.message === "unknown slide: undefined undefined") && has("error", (m) => m.message.includes("true or false"))`)

	// Without the panel, events tell which slide the picture shows.
	b.open(host(t, home+"embed.html"))
	b.wait(`has("slide", (m) => m.deck === "bees" && m.slide === 1)`)
	seek(55, "moss", 2)
	b.run(`received.length = 0; send("showSlide", {deck: "bees", slide: 3})`)
	b.wait(`has("seeked", (m) => m.time === 70) && has("slide", (m) => m.deck === "bees" && m.slide === 3)`)
	b.run(`send("showSlide", {deck: "bees", slide: 4})`)
	b.wait(`has("error", (m) => m.message.includes("no time"))`)

	// The panel itself.
	b.openTimed(home + "embed.html?slides=1")
	b.wait(`slide() === "Hives" && following() && document.querySelectorAll(".shown-at button").length === 3`)
	b.run(`thumb(3).click(); media.pause()`)
	b.wait(`near(70) && slide() === "Winter"`)
	b.run(`document.querySelector('.strip [aria-label="Previous slide"]').click()`)
	b.wait(`slide() === "Honey" && !following()`)
	b.run(`at(55); await new Promise((done) => media.addEventListener("seeked", done, {once: true})); await frames()`)
	if got := value[string](b, `slide()`); got != "Honey" {
		t.Errorf("the slide is %s, want Honey, which the viewer chose", got)
	}
	b.run(`toggle().click()`)
	b.wait(`slide() === "Water" && following()`)
}

// testNarrowEmbed measures the embed in windows of many sizes, as in frames.
func testNarrowEmbed(t *testing.T, window func() *tab, home string) {
	b := window()
	for _, size := range [][2]int64{{320, 180}, {320, 240}, {320, 480}, {280, 400}, {400, 225}, {479, 800}, {481, 271}, {560, 315}, {960, 540}} {
		for _, query := range []string{"?p=bees-talk", "?slides=1", ""} {
			b.size(size[0], size[1])
			b.openTimed(home + "embed.html" + query)
			b.wait(fmt.Sprintf(`document.querySelector("media-play-button").getBoundingClientRect().width > 0 && (%v || document.querySelector(".strip img")?.complete)`, query == ""))
			type measures struct {
				Play, Icon, Player, Slide box
				Wide                      float64
				Over                      []string // controls that are cut off
			}
			got := value[measures](b, `(() => {
				const of = (e) => { const r = e?.getBoundingClientRect(); return r ? { Left: r.left, Top: r.top, Width: r.width, Height: r.height } : {}; };
				const play = document.querySelector("media-play-button");
				return {
					Play: of(play), Icon: of([...play.shadowRoot.querySelectorAll("svg")].find((s) => s.getBoundingClientRect().width > 0)), Player: of(document.querySelector(".player")),
					Slide: of(document.querySelector(".slide-now")), Wide: document.documentElement.scrollWidth,
					Over: [...document.querySelectorAll(".bar:not(.time) > *")].filter((e) => e.getBoundingClientRect().right > document.querySelector(".player").getBoundingClientRect().right + 1).map((e) => e.localName),
				};
			})()`)
			if got.Play.Width < 44 || got.Play.Height < 44 || got.Icon.Width < 16 || got.Icon.Height < 16 {
				t.Errorf("%v %s: the play button is %+v, its icon %+v", size, query, got.Play, got.Icon)
			}
			if got.Wide > float64(size[0]) || len(got.Over) > 0 {
				t.Errorf("%v %s: %.0f pixels wide, outside: %q", size, query, got.Wide, got.Over)
			}
			if got.Play.Top < 0 || got.Play.Top+got.Play.Height > float64(size[1]) {
				t.Errorf("%v %s: the play button is outside: %+v", size, query, got.Play)
			}
			stacked := size[0] <= 480
			if stacked && got.Player.Width < float64(size[0])-1 {
				t.Errorf("%v %s: the player is %.0f pixels wide", size, query, got.Player.Width)
			}
			shows := query != "" && (!stacked || size[1] > 352)
			if inside := got.Slide.Height > 60 && got.Slide.Top < float64(size[1]); inside != shows {
				t.Errorf("%v %s: the slide is at %+v, want it shown: %v", size, query, got.Slide, shows)
			}
		}
	}
}
