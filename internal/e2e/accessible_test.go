package e2e_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"proceedings/internal/proc/proctest"
)

// axe returns the source of axe-core, which npm installs; published pages do not load it.
func axe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile("../../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		proctest.Missing(t, "axe-core is not fetched: make web does it")
	}
	return string(script)
}

// violations lists the rules that the page violates, each with the first elements. rules
// is a JSON list; empty for all.
func (b *tab) violations(script, rules string) []string {
	b.t.Helper()
	b.run(script)
	only := ""
	if rules != "" {
		only = "runOnly: " + rules + ","
	}
	return value[[]string](b, `axe.run(document, {`+only+`resultTypes: ["violations"]}).then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 160) + " " + (n.any[0]?.message ?? "")).slice(0, 3).join(" | ")))`)
}

// view is a state of a page to check.
type view struct{ name, address, prepare string }

func views() []view {
	return []view{
		{"page", "index.html?q=water", `document.querySelectorAll("details").forEach(d => d.open = !d.matches(".reader"))`},
		{"page with a slide", "index.html", `document.querySelector(".slide-now").click()`},
		{"page with the share dialog", "index.html", `document.querySelector("#presentation-lantern > .icon-button").click()`},
		{"embed with slides and more", "embed.html?slides=1", `document.querySelector(".more").open = true`},
	}
}

// look opens a view and waits until it is complete.
func (b *tab) look(home string, v view) {
	b.t.Helper()
	b.openScripted(home + v.address)
	b.wait(`document.querySelector(".strip img") && document.querySelector("media-play-button")`)
	b.run(v.prepare)
}

func testAxe(t *testing.T, window func() *tab, home string) {
	script := axe(t)
	b := window()
	for _, v := range append(views(), view{"embed", "embed.html?slides=1", ""}) {
		b.look(home, v)
		for _, broken := range b.violations(script, "") {
			t.Errorf("%s: %s", v.name, broken)
		}
	}
	b.size(390, 844)
	b.look(home, view{"page on a phone", "index.html", ""})
	for _, broken := range b.violations(script, "") {
		t.Errorf("page on a phone: %s", broken)
	}
	if wide := value[int](b, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("on a phone the page is %d pixels wide", wide)
	}
}

// contrastRules are the rules of axe that a dark colour scheme can break.
const contrastRules = `["color-contrast", "link-in-text-block"]`

// testContrast checks the pages in the dark colour scheme.
func testContrast(t *testing.T, window func() *tab, home string) {
	script := axe(t)
	b := window()
	b.prefer("color-scheme", "dark")
	for _, v := range views() {
		b.look(home, v)
		if ground := value[string](b, `getComputedStyle(document.body).backgroundColor`); ground == "rgb(250, 249, 246)" {
			t.Errorf("%s is light in the dark colour scheme", v.name)
		}
		for _, broken := range b.violations(script, contrastRules) {
			t.Errorf("%s: %s", v.name, broken)
		}
	}
}

// focused describes the element with the focus, and whether the focus is visible.
// The controls of the player draw theirs within their shadow trees.
const focused = `(() => {
	const e = document.activeElement;
	const name = e.getAttribute("aria-label") || e.textContent.trim().slice(0, 40) || e.id || "";
	const seen = e.matches(":focus-visible") && getComputedStyle(e).outlineStyle !== "none";
	return [e.localName + (e.classList[0] ? "." + e.classList[0] : "") + ": " + name, seen ? "seen" : ""];
})()`

func testKeyboard(t *testing.T, window func() *tab, home string) {
	b := window()
	b.openScripted(home)
	b.wait(video + `.readyState > 0`)
	var way []string
	for range 240 {
		b.keys(kb.Tab)
		state := value[[2]string](b, focused)
		at := state[0]
		if strings.HasPrefix(at, "body") || len(way) > 0 && at == way[0] {
			break
		}
		way = append(way, at)
		if !strings.HasPrefix(at, "media-") && state[1] != "seen" {
			t.Errorf("the focus on %s is not visible", at)
		}
	}
	// Tab follows the order of the page and leaves it at the end.
	last := -1
	for _, want := range []string{"a.skip", "a: Recording", "input: ", "button.button: Share", "media-play-button", "media-fullscreen-button", "select: Deck", "button.slide-now", "a.start: Play from 0:05", "a.picture", "a: Agenda", "a: Licences of the scripts"} {
		i := slices.IndexFunc(way, func(at string) bool { return strings.HasPrefix(at, want) })
		if i <= last {
			t.Errorf("%q has tab position %d, after position %d:\n%s", want, i, last, strings.Join(way, "\n"))
		}
		last = i
	}
	// The first link skips the navigation.
	b.run(`document.activeElement.blur(); document.querySelector(".skip").focus()`)
	b.keys(kb.Enter)
	b.wait(`location.hash === "#main"`)

	// Slides: arrow keys, the large view, and back to the previous focus.
	b.run(`document.querySelector(".slide-now").focus()`)
	b.keys(kb.ArrowRight)
	b.wait(`document.querySelector(".strip .number").textContent === "2 / 5"`)
	b.keys(kb.Enter)
	b.wait(`document.querySelector("dialog.viewer").open`)
	b.keys(kb.ArrowRight + kb.ArrowRight)
	b.wait(`document.querySelector("#viewer-title").textContent.endsWith("4 / 5")`)
	b.keys(kb.Escape)
	b.wait(`!document.querySelector("dialog.viewer").open && document.activeElement.matches(".slide-now")`)
	b.wait(`document.querySelector(".strip .number").textContent === "4 / 5"`)

	// The player: its button and its keys.
	b.run(video + `.muted = true; document.querySelector("media-play-button").focus()`)
	b.keys(" ")
	b.wait(`!document.querySelector("media-play-button").hasAttribute("mediapaused") && ` + video + `.currentTime > 0`)
	b.keys(" ")
	b.wait(`document.querySelector("media-play-button").hasAttribute("mediapaused")`)
	before := value[float64](b, video+`.currentTime`)
	b.keys(kb.ArrowRight)
	b.wait(fmt.Sprintf("%s.currentTime > %f", video, before+5))
	b.run(`document.querySelector("media-playback-rate-menu-button").focus()`)
	b.keys(kb.Enter)
	b.wait(`!document.querySelector("media-playback-rate-menu").hidden && document.activeElement.localName === "media-playback-rate-menu"`)
	b.keys(kb.End + kb.Enter)
	b.wait(video + `.playbackRate === 2`)
}
