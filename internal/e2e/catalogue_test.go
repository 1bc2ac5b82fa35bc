package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"proceedings/internal/catalogue/cataloguetest"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/proc/proctest"
	served "proceedings/internal/serve"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// payloads returns texts with scripts that a page must escape.
func payloads() []string {
	return []string{
		`<script>window.owned=1</script>`, `"><img src=x onerror=window.owned=1>`, `</title><svg onload=window.owned=1>`,
		`javascript:window.owned=1`, `{{constructor.constructor('window.owned=1')()}}`, `</template><script>window.owned=1</script>`,
		`' onmouseover='window.owned=1`, "\u202Eowned=1", `__proto__`, `constructor`, `]]><script>window.owned=1</script>`,
	}
}

// serveCatalogue serves the catalogue of some meetings over HTTP.
func serveCatalogue(t *testing.T, meetings func(yield func(manifest.Manifest, string) bool)) (url string) {
	t.Helper()
	store := &mem.Store{}
	server := httptest.NewServer(served.Handler(store, served.Options{Log: slog.New(slog.DiscardHandler)}))
	t.Cleanup(server.Close)
	for m, transcript := range meetings {
		if err := cataloguetest.Store(t.Context(), store, m, transcript); err != nil {
			t.Fatal(err)
		}
	}
	picture := storage.Attrs{ContentType: "image/jpeg"}
	if _, err := store.Put(t.Context(), layout.Public.Derived("package-1", "r", "poster-640.jpg"), bytes.NewReader(posterImage(t)), picture, storage.Always); err != nil {
		t.Fatal(err)
	}
	if err := storage.WriteJSON(t.Context(), store, layout.Site, meeting.Site{Base: server.URL + "/", Title: "Proceedings of the cluster", Description: "What was said and shown in the meetings of the cluster, to watch, to read and to search.", Language: "en"}, storage.Always); err != nil {
		t.Fatal(err)
	}
	all, err := (&pipeline.Pipeline{Store: store}).Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if all.Assets.Script == "" {
		proctest.Missing(t, "the pages' scripts are not bundled: make web")
	}
	if _, err = all.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	return server.URL
}

// posterImage returns a JPEG image.
func posterImage(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 640, 360))
	for y := range 360 {
		for x := range 640 {
			img.Set(x, y, color.RGBA{uint8(30 + y/4), uint8(70 + x/8), uint8(110 + y/5), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// chromium starts a browser. browserErrors returns its errors so far.
func chromium(t *testing.T) (ctx context.Context, browserErrors func() string) {
	t.Helper()
	b := newTab(t, startBrowser(t))
	return b.ctx, b.browserErrors
}

func open(t *testing.T, ctx context.Context, url string) { //nolint:revive // t first, as in every helper
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatalf("open %s: %v", url, err)
	}
	if err := await(ctx, `document.readyState === "complete" && (!document.querySelector("form.ask") || !document.querySelector("form.ask").hidden)`); err != nil {
		t.Fatalf("wait for %s: %v", url, err)
	}
}

// shown is the displayed result of a query.
type shown struct {
	Titles, Links []string
	Status        string
	Fetched       int     // files of the catalogue that the page requested for the answer
	Took          float64 // ms, from the input to the frame after
}

// ask types into the search field and waits for the result.
func ask(t *testing.T, ctx context.Context, words string) shown { //nolint:revive // t first, as in every helper
	t.Helper()
	text, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	a, err := chromedp.Run(ctx, chromedp.Evaluate[shown](fmt.Sprintf(`(async (text) => {
		const form = document.querySelector("form.ask"), field = document.querySelector("#words");
		delete form.dataset.answered;
		const files = () => performance.getEntriesByType("resource").filter((r) => !r.name.includes("/meetings/")).length; // those of moments come later
		const begun = performance.now(), before = files();
		field.value = text;
		field.dispatchEvent(new Event("input", { bubbles: true }));
		while (form.dataset.answered !== text) await new Promise(requestAnimationFrame);
		const links = [...document.querySelectorAll("#cards h3 a")];
		document.body.getBoundingClientRect();
		return { Took: performance.now() - begun, Fetched: files() - before, Status: document.querySelector("#status").textContent,
			Titles: links.map((l) => l.textContent), Links: links.map((l) => l.getAttribute("href")) };
	})(%s)`, text), chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("ask for %s: %v", words, err)
	}
	return a
}

func TestCatalogueInBrowser(t *testing.T) {
	t.Parallel()
	url := serveCatalogue(t, func(yield func(manifest.Manifest, string) bool) {
		for n := range 150 {
			if m, transcript := cataloguetest.Synthetic(n); !yield(m, transcript) {
				return
			}
		}
		for i, text := range payloads() {
			m := cataloguetest.Board(fmt.Sprintf("hostile-%d", i), "2027-01-01", text)
			m.Description, m.Language, m.People[0].Name = text, "en", text
			m.Presentations[0].Title, m.Presentations[0].Speakers = text, []string{text}
			if !yield(m, text) {
				return
			}
		}
		m := cataloguetest.Board("arabic", "2027-02-01", strings.Repeat("اجتماع الربيع ", 14))
		m.Language, m.Recordings = "ar", nil
		yield(m, "")
	})
	ctx, browserErrors := chromium(t)
	open(t, ctx, url+"/")

	t.Logf("script and style of the page: %.0f bytes transferred", evaluate[float64](t, ctx, `performance.getEntriesByType("resource").filter((r) => r.name.includes("/assets/")).reduce((sum, r) => sum + r.encodedBodySize, 0)`))
	if got := ask(t, ctx, "only00007"); len(got.Titles) != 1 || !strings.HasSuffix(got.Links[0], "-meeting-00007/index.html?q=only00007") || got.Status != "1 meeting found" {
		t.Errorf("a word in one transcript: %+v", got)
	}
	if got := ask(t, ctx, "only0000"); len(got.Titles) != 10 {
		t.Errorf("a prefix of ten words: %d meetings: %s", len(got.Titles), got.Status)
	}
	if got := ask(t, ctx, "only00007 zebra"); len(got.Titles) != 0 || got.Status != "No meeting found" {
		t.Errorf("an unknown word: %+v", got)
	}
	if got := ask(t, ctx, "ربيع"); len(got.Titles) != 0 { // the text has it with an article
		t.Errorf("the end of a word: %+v", got)
	}
	if got := ask(t, ctx, "الربيع"); len(got.Titles) != 1 {
		t.Errorf("a word in Arabic: %+v", got)
	}
	for _, text := range payloads() {
		if got := ask(t, ctx, text); !slices.Contains(got.Titles, strings.Join(strings.Fields(text), " ")) {
			t.Errorf("%s: %+v", text, got)
		}
	}
	moment(t, ctx, "only00007", "0:00", "only00007", "t=0")
	moment(t, ctx, "buoys", "", "Buoys", "d=harbour&s=2")
	open(t, ctx, url+"/?q=only00011")
	if err := await(ctx, `document.querySelector("#cards h3 a").getAttribute("href").includes("meeting-00011")`); err != nil {
		t.Errorf("a URL with a query for meeting 11: the page shows %s", evaluate[string](t, ctx, `document.querySelector("#cards").textContent`))
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelector("#words").value = "", document.querySelector("#year").value = "2019", document.querySelector("#language").value = "fr",
		document.querySelector("form.ask").dispatchEvent(new Event("input")), 0`)); err != nil {
		t.Fatal(err)
	}
	if err := await(ctx, `[...document.querySelectorAll("#cards time")].length > 3 && [...document.querySelectorAll("#cards time")].every((t) => t.dateTime.startsWith("2019")) && [...document.querySelectorAll("#cards h3")].every((h) => h.lang === "fr")`); err != nil {
		t.Errorf("the filter of year and language shows %s: %v", evaluate[string](t, ctx, `document.querySelector("#cards").textContent`), err)
	}
	open(t, ctx, url+"/catalogue/2027-01.html")
	if got := evaluate[int](t, ctx, `document.querySelectorAll(".card").length`); got != len(payloads()) {
		t.Errorf("the page of a month has %d meetings", got)
	}
	if evaluate[bool](t, ctx, `"owned" in window`) {
		t.Error("a script from a title ran")
	}
	for _, page := range []string{"/", "/?q=only", "/?q=buoys", "/catalogue/2027-01.html"} {
		for _, scheme := range []string{"light", "dark"} {
			open(t, ctx, url+page)
			if strings.Contains(page, "buoys") {
				awaitMoments(t, ctx)
			}
			accessible(t, ctx, page, scheme)
			screenshot(t, ctx, page, scheme)
		}
	}
	if output := browserErrors(); output != "" {
		t.Errorf("browser errors: %s", output)
	}
}

// moment checks the first moment of the first meeting that a query finds.
func moment(t *testing.T, ctx context.Context, words, at, marked, query string) { //nolint:revive // t first, as in every helper
	t.Helper()
	ask(t, ctx, words)
	awaitMoments(t, ctx)
	got := evaluate[[]string](t, ctx, `(({ search }, at, mark) => [decodeURIComponent(search), at?.textContent ?? "", mark?.textContent ?? ""])(
		new URL(document.querySelector(".card .moments a").href), document.querySelector(".card .moments .at"), document.querySelector(".card .moments mark"))`)
	if want := []string{"?" + query, at, marked}; !slices.Equal(got, want) {
		t.Errorf("the first moment of %q is %q, want %q", words, got, want)
	}
}

func awaitMoments(t *testing.T, ctx context.Context) { //nolint:revive // t first, as in every helper
	t.Helper()
	if err := await(ctx, `document.querySelector(".card")?.dataset.moments > 0`); err != nil {
		t.Fatalf("wait for moments: %v; the page shows %s", err, evaluate[string](t, ctx, `document.querySelector("#cards").textContent`))
	}
}

// accessible checks the open page with axe for WCAG 2.2 AA.
func accessible(t *testing.T, ctx context.Context, page, scheme string) { //nolint:revive // t first, as in every helper
	t.Helper()
	axe, err := os.ReadFile(filepath.Join("..", "..", "web", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		proctest.Missing(t, "the pages' libraries are not fetched: make web")
	}
	colors(t, ctx, scheme)
	if _, err = chromedp.Run(ctx, chromedp.Evaluate[int](string(axe)+"\n;0")); err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
		.then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target + " " + n.failureSummary).join(", ")).join("\n"))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	if found != "" {
		t.Errorf("%s in %s: %s", page, scheme, found)
	}
}

func colors(t *testing.T, ctx context.Context, scheme string) { //nolint:revive // t first, as in every helper
	t.Helper()
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
}

// screenshot keeps screenshots of the page (go test -artifacts).
func screenshot(t *testing.T, ctx context.Context, page, scheme string) { //nolint:revive // t first, as in every helper
	t.Helper()
	for name, width := range map[string]int64{"desktop": 1280, "phone": 390} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
			t.Fatal(err)
		}
		png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if wide := evaluate[int](t, ctx, `document.documentElement.scrollWidth`); int64(wide) > width {
			t.Errorf("%s is %d pixels wide on a screen of %d", page, wide, width)
		}
		file := strings.Trim(strings.NewReplacer("/", "-", "?", "", "=", "-", ".html", "").Replace(page), "-")
		if err = os.WriteFile(filepath.Join(t.ArtifactDir(), "catalogue-"+file+"-"+scheme+"-"+name+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSearchInTenThousandMeetings limits the number of files that a query requests, and
// logs its time. The short test has a tenth of the meetings.
func TestSearchInTenThousandMeetings(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	meetings, once := 1_000, "only00432"
	if proctest.Long() {
		meetings, once = 10_000, "only04321"
	}
	url := serveCatalogue(t, func(yield func(manifest.Manifest, string) bool) {
		for n := range meetings {
			if m, transcript := cataloguetest.Synthetic(n); !yield(m, transcript) {
				return
			}
		}
	})
	ctx, browserErrors := chromium(t)
	open(t, ctx, url+"/")
	evaluate[int](t, ctx, `performance.setResourceTimingBufferSize(10_000), 0`)
	for _, words := range []string{once, once[:len(once)-1], "ba", "co di", "haki", "meeting", "kilo mune", "wawa tusi"} {
		cold := ask(t, ctx, words)
		again := ask(t, ctx, words)
		if !slices.Equal(again.Titles, cold.Titles) {
			t.Errorf("a second query for %q has another result", words)
		}
		t.Logf("%q: %d shown (%s), %d files and %.0f ms at first, %.0f ms again", words, len(cold.Titles), cold.Status, cold.Fetched, cold.Took, again.Took)
		if len(cold.Titles) == 0 {
			t.Errorf("%q finds nothing", words)
		}
		if cold.Fetched > 40 || again.Fetched > 0 {
			t.Errorf("%q requests %d files, and %d the second time", words, cold.Fetched, again.Fetched)
		}
	}
	if output := browserErrors(); output != "" {
		t.Errorf("browser errors: %s", output)
	}
}
