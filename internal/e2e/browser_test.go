package e2e_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"proceedings/internal/proc/proctest"
)

// browse opens a page in a real browser, plays its video, looks at its
// pictures, and fails on any error that the browser reports.
func browse(t *testing.T, page string) {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		proctest.Missing(t, "no Chromium is installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"))
	if os.Getuid() == 0 { // Chromium's own sandbox refuses root
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()

	complaints := listen(t, ctx)
	err := chromedp.Do(ctx,
		chromedp.Navigate(page),
		chromedp.WaitReady("video"),
		chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll("details").forEach(d => d.open = true),
				document.querySelectorAll("img").forEach(i => i.loading = "eager"),
				document.querySelector("video").muted = true, document.querySelector("video").play(), 0`))
			return err
		}),
	)
	if err != nil {
		t.Fatalf("open %s: %v; the browser said: %s", page, err, complaints())
	}
	for _, condition := range []string{
		`document.querySelector("video").currentTime > 2`, `[...document.images].every(i => i.complete)`,
	} {
		if _, err = chromedp.Run(ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(time.Minute))); err != nil {
			t.Fatalf("wait for %s: %v; the browser said: %s", condition, err, complaints())
		}
	}
	played := evaluate[float64](t, ctx, `document.querySelector("video").currentTime`)
	pictures := evaluate[int](t, ctx, `document.images.length`)
	broken := evaluate[int](t, ctx, `[...document.images].filter(i => i.naturalWidth === 0).length`)
	if broken > 0 || pictures < 11 {
		t.Errorf("%d pictures, %d of them broken; want 11 slides or more, whole", pictures, broken)
	}
	if said := complaints(); said != "" {
		t.Errorf("the browser said: %s", said)
	}
	t.Logf("played to %.1f s, %d pictures", played, pictures)
}

func evaluate[T any](t *testing.T, ctx context.Context, expression string) T { //nolint:revive // t first, as in every helper
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("evaluate %s: %v", expression, err)
	}
	return v
}

// listen gathers console errors, exceptions and failed requests.
func listen(t *testing.T, ctx context.Context) (complaints func() string) { //nolint:revive // t first, as in every helper
	t.Helper()
	var (
		mu   sync.Mutex
		said []string
	)
	err := chromedp.Listen(ctx, func(event any) {
		text := ""
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			text = "exception: " + e.ExceptionDetails.Text
		case *runtime.EventConsoleAPICalled:
			if string(e.Type) == string(chromedp.ConsoleError) {
				text = "console error"
			}
		case *log.EventEntryAdded:
			if string(e.Entry.Level) == "error" {
				text = e.Entry.Text + " " + e.Entry.URL
			}
		case *network.EventLoadingFailed:
			if !e.Canceled { // a player cancels a range that it needs no more
				text = "request failed: " + e.ErrorText
			}
		case *network.EventResponseReceived:
			if e.Response.Status >= 400 {
				text = e.Response.URL + ": " + e.Response.StatusText
			}
		}
		if text != "" {
			mu.Lock()
			defer mu.Unlock()
			said = append(said, text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		return strings.Join(said, "; ")
	}
}
