package e2e_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"proceedings/internal/proc/proctest"
)

// pictures is the folder for new screenshots of the README:
//
//	go test ./internal/e2e -run PublishedPages/pictures -published http://127.0.0.1:8080/ -pictures ../../docs/images
//
//nolint:gochecknoglobals // a flag, like -update
var pictures = flag.String("pictures", "", "folder for screenshots of the example's pages")

func testPictures(t *testing.T, window func() *tab, home string) {
	if *pictures == "" {
		proctest.Optional(t, "screenshots are made with -pictures")
	}
	for _, p := range []struct {
		name, address, scheme string
		width, height         int64
		prepare               string
	}{
		{"page", "index.html", "light", 1280, 860, ""},
		{"dark", "index.html?q=water", "dark", 1280, 860, ""},
		{"slide", "index.html?q=mussels", "light", 1280, 860, `document.querySelector(".results button").click()`},
		{"phone", "index.html", "light", 390, 844, ""},
		{"embed", "embed.html?p=lantern", "light", 960, 440, ""},
	} {
		b := window()
		b.prefer("color-scheme", p.scheme)
		b.size(p.width, p.height)
		b.openScripted(home + p.address)
		b.wait(video + `.readyState > 0 && document.querySelector(".strip img")?.naturalWidth > 0`)
		b.run(video + `.currentTime = ` + map[bool]string{false: "15", true: "39"}[p.name == "embed"])
		b.wait(video + `.readyState > 1 && !` + video + `.seeking`)
		b.run(p.prepare)
		b.wait(`[...document.querySelectorAll("dialog[open] img, .strip img")].every(i => i.complete && i.naturalWidth > 0) && (document.querySelector("dialog[open] .box") || !document.querySelector("dialog[open]"))`)
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
