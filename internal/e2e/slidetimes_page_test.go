package e2e_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// testTimeFunctions checks the decisions of the pages, without a page.
func testTimeFunctions(t *testing.T, window func() *tab, home string) {
	b := window()
	b.open(home + "index.html") // any page of the same origin
	b.run(`window.lib = { ...(await import("./lib/slidetimes.js")), ...(await import("./lib/follow.js")), ...(await import("./lib/dock.js")) };
		window.list = lib.parseTimes("[[0,10,0,1],[10,20,0,2,1],[25,30,1,1]]", ["a", "b"]);
		window.times = [{ recording: "x", start: 0 }, { recording: "x", start: 25 }, { recording: "y", start: 3 }];`)
	for _, tt := range []struct{ name, expression, want string }{
		{"parses the compact form", `lib.parseTimes("[[1.5,2,1,3,1]]", ["a", "b"])`, `[{"start":1.5,"end":2,"deck":"b","slide":3,"uncertain":true}]`},
		{"parses nothing", `lib.parseTimes(undefined, [])`, `[]`},
		{"the interval at a second", `[-1, 0, 9.9, 10, 19, 22, 25, 30].map((t) => lib.intervalAt(list, t)?.start ?? null)`, `[null,0,0,10,10,null,25,null]`},
		{"browsers round a seek", `lib.intervalAt(list, 9.9999).start`, `10`},
		{"no intervals", `[lib.intervalAt([], 3), lib.lastStarted([], 3), lib.tickAt([], 3, 1)]`, `[null,-1,-1]`},
		{"the next occurrence, and after the last the first", `[-1, 0, 24, 25, 90].map((t) => lib.nextOccurrence(times, "x", t).start)`, `[0,25,25,0,0]`},
		{"an occurrence in another recording", `[lib.nextOccurrence(times, "y", 9).start, lib.nextOccurrence(times, "z", 9).start, lib.nextOccurrence([], "x", 9)]`, `[3,0,null]`},
		{"uncertain times are rounded", `[lib.momentText({ start: 752.1 }), lib.momentText({ start: 752.1, uncertain: true }), lib.momentText({ start: 3596, uncertain: true })]`, `["12:32","around 12:30","around 1:00:00"]`},
		{
			"hits in chronological order", `lib.inTimeOrder([{ n: 1, time: null }, { n: 2, recording: "y", time: 1 }, { n: 3, recording: "x", time: 9 }, { n: 4, time: null }, { n: 5, recording: "x", time: 2 }, { n: 6, recording: "x", time: 2 }], ["x", "y"]).map((one) => one.n)`,
			`[5,6,3,2,1,4]`,
		},
		{"the tick near the pointer", `[9.2, 10.4, 14, 22, 24.5, 99].map((t) => lib.tickAt(list, t, 1))`, `[1,1,1,-1,2,-1]`},
		{"one tick for each unit", `lib.tickPath([{ start: 0 }, { start: 0.1 }, { start: 5 }], 10, 10)`, `"M0 0v1M5 0v1"`},
		{"follow: events", `["on", "held", "off"].map((state) => ["choose", "seek", "toggle"].map((event) => lib.nextState(state, event)))`, `[["held","on","off"],["held","on","on"],["off","off","on"]]`},
		{"the bar on a phone", `[[390, 844], [844, 390], [320, 480]].map(([width, height]) => lib.dockHeight(width, height, { isNarrow: true }))`, `[219,148,180]`},
		{"the bar in a large window", `[lib.dockHeight(1280, 900), lib.dockHeight(2560, 1440)]`, `[306,320]`},
	} {
		if got := value[string](b, `JSON.stringify(`+tt.expression+`)`); got != tt.want {
			t.Errorf("%s: %s = %s, want %s", tt.name, tt.expression, got, tt.want)
		}
	}
	// Law: the binary search finds what a linear one finds.
	if bad := value[int](b, `(() => {
		let bad = 0;
		for (let n = 0; n < 40; n++) {
			const list = Array.from({ length: n }, (_, i) => ({ start: i * 3, end: i * 3 + (i % 3) + 0.5 }));
			for (let t = -1; t < 3 * n + 2; t += 0.25) if (lib.intervalAt(list, t) !== (list.find((one) => one.start <= t + 0.05 && t + 0.05 < one.end) ?? null)) bad++;
		}
		return bad;
	})()`); bad > 0 {
		t.Errorf("%d seconds have another interval than a linear search finds", bad)
	}
}

func testTicks(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openTimed(home + "index.html")
	const tip = `(() => { const t = document.querySelector(".tip"); return t.hidden ? "" : t.querySelector(".title").textContent + " " + t.querySelector(".at").textContent + " " + (t.querySelector("img")?.getAttribute("src") ?? ""); })()`
	hover := func(second float64) {
		b.t.Helper()
		at := value[[]float64](b, fmt.Sprintf(`(() => { const r = document.querySelector(".ticks svg").getBoundingClientRect(); return [r.x + r.width * %f / 120, r.y + r.height / 2]; })()`, second))
		if err := chromedp.Do(b.ctx, chromedp.MouseEvent("mouseMoved", at[0], at[1])); err != nil {
			t.Fatal(err)
		}
	}
	hover(40)
	b.wait(tip + ` === "Shade around 0:30 slides/moss/1.jpg"`)
	if !value[bool](b, `inside(document.querySelector(".tip"), document.querySelector(".player"))`) {
		t.Errorf("the tip is cut off: %s", value[string](b, `JSON.stringify([document.querySelector(".tip").getBoundingClientRect(), document.querySelector(".player").getBoundingClientRect()])`))
	}
	hover(0.2)
	b.wait(tip + `.startsWith("Hives 0:00")`)
	if !value[bool](b, `inside(document.querySelector(".tip"), document.querySelector(".player"))`) {
		t.Error("the tip at the beginning is cut off")
	}
	hover(22.5) // no slide, and no tick near
	b.wait(tip + ` === ""`)
	hover(73)
	b.wait(tip + `.startsWith("Winter 1:10")`)
	b.click(".ticks")
	b.wait(`near(60) && slide() === "Hives"`)
	if !value[bool](b, `media.paused`) {
		t.Error("a click on a tick starts a paused recording")
	}

	// Keyboard and screen readers: one slider with all slides.
	b.run(`document.querySelector(".ticks").blur(); document.querySelector("media-time-range").focus()`)
	for range 2 { // the range has an input of its own
		if b.keys(kb.Tab); value[bool](b, `document.activeElement.matches(".ticks")`) {
			break
		}
	}
	b.wait(`document.activeElement.matches(".ticks:focus-visible")`)
	b.wait(tip + `.startsWith("Hives 1:00")`)
	for _, one := range []struct{ key, second, text string }{
		{kb.ArrowRight, "70", "Slide 3: Winter, 1:10"},
		{kb.ArrowRight, "70", "Slide 3: Winter, 1:10"},
		{kb.ArrowLeft, "60", "Slide 1: Hives, 1:00"},
		{kb.Home, "0", "Slide 1: Hives, 0:00"},
		{kb.PageUp, "70", "Slide 3: Winter, 1:10"},
		{kb.End, "70", "Slide 3: Winter, 1:10"},
		{kb.PageDown, "0", "Slide 1: Hives, 0:00"},
		{kb.ArrowUp, "10", "Slide 2: Honey, 0:10"},
		{kb.ArrowDown, "0", "Slide 1: Hives, 0:00"},
	} {
		b.keys(one.key)
		b.wait(fmt.Sprintf(`near(%s) && document.querySelector(".ticks").getAttribute("aria-valuetext") === %q`, one.second, one.text))
	}
	b.keys(kb.Escape)
	b.wait(tip + ` === ""`)
	if got := value[string](b, `(() => { const t = document.querySelector(".ticks"); return [t.getAttribute("aria-valuemin"), t.getAttribute("aria-valuenow"), t.getAttribute("aria-valuemax"), t.getAttribute("aria-label")].join(); })()`); got != "0,1,7,Slides" {
		t.Errorf("the slider is %s", got)
	}
	// The picture in the embed comes from the deck's own file.
	b.openTimed(home + "embed.html")
	hover(52)
	b.wait(tip + ` === "Water 0:50 slides/moss/2.jpg"`)
}

// box is where an element is in the window.
type box struct{ Left, Top, Width, Height float64 }

func (b *tab) box(selector string) box {
	b.t.Helper()
	var at box
	if err := json.Unmarshal([]byte(value[string](b, fmt.Sprintf(`JSON.stringify(document.querySelector(%q).getBoundingClientRect())`, selector))), &at); err != nil {
		b.t.Fatal(err)
	}
	return at
}

func testDocked(t *testing.T, window func() *tab, home string) {
	b := window()
	for _, size := range [][2]int64{{1280, 900}, {1000, 700}, {1000, 1000}, {390, 844}, {844, 390}, {320, 640}} {
		b.size(size[0], size[1])
		b.openTimed(home + "index.html?t=40")
		b.wait(`slide() === "Shade"`)
		tall := value[float64](b, `document.documentElement.scrollHeight`)
		for _, section := range []string{"#slides-title", "#transcript-title", "#deck-moss-slide-3", "#transcript .said"} {
			b.run(fmt.Sprintf(`document.querySelector(%q).scrollIntoView({ block: "start" }); await frames()`, section))
			player, heading := b.box(".player"), b.box(section)
			if player.Top < 0 || player.Height < 100 || player.Top+player.Height > float64(size[1])*0.4+1 || player.Left < 0 || player.Left+player.Width > float64(size[0]) {
				t.Errorf("%v: at %s the player is at %+v, want all of it in the upper 40 %%", size, section, player)
			}
			if heading.Top < player.Top+player.Height {
				t.Errorf("%v: the player, which ends at %.0f, covers %s at %.0f", size, player.Top+player.Height, section, heading.Top)
			}
			if grown := value[float64](b, `document.documentElement.scrollHeight`); grown != tall {
				t.Errorf("%v: at %s the page is %.0f pixels high, before %.0f", size, section, grown, tall)
			}
			if play := value[float64](b, `document.querySelector("media-play-button").getBoundingClientRect().width`); play < 44 {
				t.Errorf("%v: the play button is %.0f pixels wide", size, play)
			}
			if wide := value[int](b, `document.documentElement.scrollWidth`); wide > int(size[0]) {
				t.Errorf("%v: %d pixels wide", size, wide)
			}
		}
		if size[0] > 900 {
			if !value[bool](b, `(() => { const r = document.querySelector(".slide-now img").getBoundingClientRect(); return r.top >= 0 && r.height > 100 && r.right <= innerWidth && inside(toggle(), document.querySelector(".strip")) && inside(document.querySelector(".caption"), document.querySelector(".strip")); })()`) {
				t.Errorf("%v: the slide is not in the bar", size)
			}
		}
		// It goes back to its place, without a jump of the strip.
		b.run(`scrollTo(0, 0); await frames()`)
		b.wait(`!document.querySelector(".docked") && document.querySelector(".player").getBoundingClientRect().top > 0`)
		if !value[bool](b, `following()`) {
			t.Errorf("%v: docking paused the strip", size)
		}
	}
	// What was under the bar's edge before it appeared stays where it is.
	b.size(1280, 900)
	b.openTimed(home + "index.html")
	jumps := value[[]string](b, `(async () => {
		const jumps = [];
		const title = document.querySelector("#slides-title");
		for (let y = 0; y < 900; y += 10) {
			scrollTo(0, y);
			await frames();
			const off = title.getBoundingClientRect().top + scrollY;
			if (jumps.last !== undefined && Math.abs(off - jumps.last) > 1) jumps.push(y + ": " + jumps.last + " → " + off);
			jumps.last = off;
		}
		return jumps;
	})()`)
	if len(jumps) > 0 || !value[bool](b, `Boolean(document.querySelector(".docked"))`) {
		t.Errorf("the content jumps: %s", strings.Join(jumps, ", "))
	}
}

func testSpoken(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openTimed(home + "index.html?t=10")
	b.wait(`spoken() === "Sentence 3."`)
	visible := `inside(document.querySelector("[data-cue][aria-current]"), document.querySelector(".said"))`
	page := value[float64](b, `scrollY`)
	for _, second := range []int{46, 60, 100, 4} {
		b.run(fmt.Sprintf(`at(%d)`, second))
		want := fmt.Sprintf("Sentence %d.", second/3)
		if second == 46 {
			want = "Honey again."
		}
		b.wait(fmt.Sprintf(`spoken() === %q && `+visible, want))
	}
	if got := value[float64](b, `scrollY`); got != page {
		t.Errorf("the page scrolled from %.0f to %.0f", page, got)
	}
	b.run(`at(62.5)`) // a pause
	b.wait(`spoken() === ""`)
	// The reader scrolls: the mark moves on, the text stays.
	b.run(`at(4)`)
	b.wait(visible)
	b.run(`document.querySelector(".said").scrollTop = 700; await frames()`)
	b.wait(`document.querySelector(".transcript .follow").getAttribute("aria-pressed") === "false"`)
	b.run(`at(100)`)
	b.wait(`spoken() === "Sentence 33."`)
	b.run(`await frames()`)
	if top := value[float64](b, `document.querySelector(".said").scrollTop`); top != 700 {
		t.Errorf("the transcript is at %.0f, want 700, where the reader left it", top)
	}
	if !value[bool](b, `following()`) {
		t.Error("the slides stopped with the transcript")
	}
	b.run(`document.querySelector(".transcript .follow").click()`)
	b.wait(visible + ` && document.querySelector(".transcript .follow").getAttribute("aria-pressed") === "true"`)
	// Without following it does not scroll, either.
	b.run(`toggle().click(); at(1)`)
	b.wait(`spoken() === "Sentence 0."`)
	b.run(`await frames()`)
	if value[bool](b, visible) {
		t.Error("the transcript scrolls though it does not follow")
	}
}
