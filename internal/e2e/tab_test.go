package e2e_test

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"proceedings/internal/proc/proctest"
)

// startBrowser starts one Chromium for all tabs of a test.
func startBrowser(t *testing.T) context.Context {
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
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"),
		// Without these flags Chromium emulates a GPU, which needs a third more CPU time.
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-software-rasterizer", true))
	if os.Getuid() == 0 { // Chromium's own sandbox refuses root
		options = append(options, chromedp.NoSandbox)
	}
	// Not t.Context, which ends before cleanups: parallel subtests still run then.
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int]("1")); err != nil {
		t.Fatalf("start %s: %v", program, err)
	}
	return ctx
}

// tab is a browser window with its own cookies and caches. Errors that it reports fail
// the test, at its end.
type tab struct {
	t   *testing.T
	ctx context.Context //nolint:containedctx // chromedp keeps a tab in a context

	// close closes the tab before the test ends, to save CPU time for other tabs.
	close func()

	mu       sync.Mutex
	output   []string
	scripts  map[string]bool // URLs of scripts that were fetched
	tolerant func(complaint string) bool
}

// newTab opens a tab.
func newTab(t *testing.T, browser context.Context) *tab { //nolint:revive // t first, as in every helper
	t.Helper()
	b := &tab{t: t, scripts: map[string]bool{}, tolerant: func(string) bool { return false }}
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, deadline)
	t.Cleanup(cancel)
	b.ctx = ctx
	b.close = func() {
		b.mu.Lock()
		b.tolerant = func(string) bool { return true } // pending requests fail
		b.mu.Unlock()
		end()
	}
	if err := chromedp.Listen(ctx, b.record); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if output := b.browserErrors(); output != "" {
			t.Errorf("browser errors: %s", output)
		}
	})
	b.size(1280, 900)
	return b
}

// record keeps console errors, exceptions, failed requests and dialogs.
func (b *tab) record(event any) {
	text := ""
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text = "exception: " + e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			text = "console: "
			for _, a := range e.Args {
				text += string(a.Value) + a.Description
			}
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" {
			text = e.Entry.Text + " " + e.Entry.URL
		}
	case *page.EventJavascriptDialogOpening:
		text = "a dialog was opened: " + e.Message
	case *network.EventLoadingFailed:
		// A click on a link cancels pending requests without an error text.
		if !e.Canceled && e.ErrorText != "" { // players cancel ranges that they no longer need
			text = "request failed: " + e.ErrorText
		}
	case *network.EventResponseReceived:
		if strings.Contains(e.Response.MimeType, "javascript") {
			b.scripts[e.Response.URL] = true
		}
		if e.Response.Status >= 400 {
			text = e.Response.URL + ": " + e.Response.StatusText
		}
	}
	if text != "" && !b.tolerant(text) {
		b.output = append(b.output, text)
	}
}

func (b *tab) browserErrors() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.output, "; ")
}

// open opens an address and waits until the page has loaded.
func (b *tab) open(address string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(address)); err != nil {
		b.t.Fatalf("open %s: %v; browser errors: %s", address, err, b.browserErrors())
	}
}

// openScripted waits for the scripts, too.
func (b *tab) openScripted(address string) {
	b.t.Helper()
	b.open(address)
	b.wait(`document.documentElement.classList.contains("scripted")`)
}

// run runs a script, which may await.
func (b *tab) run(script string) {
	b.t.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Evaluate[*runtime.RemoteObject]("(async () => {"+script+"})()", chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("run %s: %v", script, err)
	}
}

// pollInterval is the interval between evaluations of a condition. chromedp's default,
// each frame, makes the page draw frames all the time.
const pollInterval = 30 * time.Millisecond

// await waits until a condition of the page in ctx holds.
func await(ctx context.Context, condition string) error {
	_, err := chromedp.Run(ctx, chromedp.Poll[bool](condition, chromedp.WithPollingInterval(pollInterval), chromedp.WithPollingTimeout(deadline)))
	return err
}

// wait waits until a condition holds. A condition that throws does not hold yet.
func (b *tab) wait(condition string) {
	b.t.Helper()
	asked := "(() => { try { return Boolean(" + condition + "); } catch { return false; } })()"
	for {
		err := await(b.ctx, asked)
		if err == nil {
			return
		}
		followed := func(output string) bool { return strings.Contains(err.Error(), output) }
		if slices.ContainsFunc([]string{"Cannot find context", "context was destroyed", "target navigated"}, followed) {
			continue // the tab has navigated: evaluate in the new page
		}
		b.t.Fatalf("wait for %s: %v; browser errors: %s", condition, err, b.browserErrors())
	}
}

// keys presses keys, one after the other.
func (b *tab) keys(keys string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.KeyEvent(keys)); err != nil {
		b.t.Fatalf("press %q: %v", keys, err)
	}
}

// size sets the size of the window; a narrow one is a phone's.
func (b *tab) size(width, height int64) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 500,
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// prefer sets a media feature: prefer("color-scheme", "dark").
func (b *tab) prefer(feature, value string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-" + feature, Value: value}},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// value evaluates an expression or awaits a promise.
func value[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("evaluate %s: %v", expression, err)
	}
	return v
}

// evaluate is value for a context.
func evaluate[T any](t *testing.T, ctx context.Context, expression string) T { //nolint:revive // t first, as in every helper
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("evaluate %s: %v", expression, err)
	}
	return v
}
