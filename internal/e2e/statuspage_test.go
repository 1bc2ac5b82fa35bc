package e2e_test

import (
	"bytes"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// refusedName is the name of a file that is refused. It must not become HTML, nor change
// the direction of the text after it.
const refusedName = "<b>notes\u202efdp.xyz"

// TestStatusPages follows a meeting in a browser: in progress, needing attention since a
// tool fails on its recording only, and published after the command that the page names.
func TestStatusPages(t *testing.T) {
	t.Parallel()
	needTools(t)
	data, folder := filepath.Join(t.TempDir(), "data"), t.TempDir()
	// Sound alone, since only the failing step matters.
	if out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=f=300:d=3", filepath.Join(folder, "talk.wav")).CombinedOutput(); err != nil {
		t.Fatalf("make a recording: %v\n%s", err, out)
	}
	writeFile(t, folder, refusedName, "\x00\x01")
	run := start(t, failingAudio(t), "ingest", "run", "--json", "--data", data, "--id", "board", "--title", "Board", folder)
	waitFor(t, "the first step", func() bool { return strings.Contains(run.out.String(), `"running":true`) })
	server := start(t, nil, "ingest", "serve", "--listen", "127.0.0.1:0", "--status-listen", "127.0.0.1:0", "--data", data)
	public, status := server.base(t), server.statusPages(t)

	b := newTab(t, startBrowser(t))
	b.open(status)
	b.wait(`document.querySelector("#group-1").textContent.includes("Board")`)
	b.accessible("the list in progress")
	b.wait(`document.querySelector("#group-0").textContent.includes("talk.wav ")`) // without a reload
	b.run(`document.querySelector("#group-0 a").click()`)
	b.wait(`document.querySelector("#next")`)
	commands := value[[]string](b, `[...document.querySelectorAll(".next code")].map(c => c.textContent)`)
	if want := []string{"ingest retry board", "ingest retry board --without talk.wav", "ingest run FOLDER"}; !slices.Equal(commands, want) {
		t.Errorf("the commands are %q, want %q", commands, want)
	}
	text := value[string](b, `document.querySelector("#main").textContent`)
	for _, want := range []string{"needs attention", `<b>notes\u202efdp.xyz `, "--data", "audio: "} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	b.accessible("a meeting that needs attention")
	if code := run.code(t); code != 3 {
		t.Errorf("ingest run ended with %d, want 3", code)
	}
	onlyPrivate(t, data, public, status)

	ingest(t, nil, 3, "retry", "--data", data, "board") // the other file stays refused
	b.open(status)
	b.wait(`document.querySelector("#group-2").textContent.includes("Board") && !document.querySelector("#group-0")`)
	b.open(status + "meeting/board")
	page := value[string](b, `document.querySelector("#main > p > a").href`)
	if got := get(t, public+strings.SplitAfterN(page, "/", 4)[3]); got.code != http.StatusOK {
		t.Errorf("the published page %s: %d", page, got.code)
	}
	onlyPrivate(t, data, public, status)
}

// TestStatusPagesWithPassword reaches the pages on all addresses of the machine.
func TestStatusPagesWithPassword(t *testing.T) {
	t.Parallel()
	needTools(t)
	data := t.TempDir()
	ingest(t, nil, 0, "status", "--data", data)
	file := writeFile(t, t.TempDir(), "password", "correct horse battery\n")
	server := start(t, []string{"PROCEEDINGS_STATUS_PASSWORD_FILE=" + file}, "ingest", "serve", "--listen", "127.0.0.1:0", "--status-listen", "0.0.0.0:0", "--data", data)
	server.base(t)
	status := server.statusPages(t)
	for secret, want := range map[string]int{"": http.StatusUnauthorized, "correct horse": http.StatusUnauthorized, "correct horse battery": http.StatusOK} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, status, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		req.SetBasicAuth("organiser", secret)
		if code, body := do(t, req); code != want {
			t.Errorf("with the password %q: %d, want %d\n%s", secret, code, want, body)
		}
	}
}

// failingAudio returns an environment in which ffmpeg encodes no audio of a file, except
// that of the worker's self-test.
func failingAudio(t *testing.T) []string {
	t.Helper()
	ffmpeg, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	script := `#!/bin/sh
case "$*" in *"-c:a aac"*)
	for a; do
		a=${a#file:}
		if [ -f "$a" ] && [ "$(stat -c %s "$a")" -gt 20000 ]; then echo "no licence for $a" >&2; exit 77; fi
	done
esac
exec ` + ffmpeg + ` "$@"
`
	if err := os.WriteFile(filepath.Join(dir, "ffmpeg"), []byte(script), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	return []string{"PATH=" + dir + ":" + os.Getenv("PATH")}
}

// statusPages returns the address of the status pages of ingest serve.
func (p *program) statusPages(t *testing.T) string {
	t.Helper()
	_, after, found := strings.Cut(p.out.String(), "Status pages, private: ")
	address, _, _ := strings.Cut(after, "\n")
	if !found {
		t.Fatalf("ingest serve names no status pages:\n%s", p.out.String())
	}
	return address
}

// accessible checks the page with axe, on a desktop and a small phone, light and dark.
func (b *tab) accessible(name string) {
	b.t.Helper()
	script := axe(b.t)
	for _, scheme := range []string{"light", "dark"} {
		b.prefer("color-scheme", scheme)
		for _, width := range []int64{1280, 320} {
			b.size(width, 900)
			for _, broken := range b.violations(script, "") {
				b.t.Errorf("%s, %s, %d wide: %s", name, scheme, width, broken)
			}
			if wide := value[int64](b, `document.documentElement.scrollWidth`); wide > width {
				b.t.Errorf("%s is %d pixels wide on a screen of %d", name, wide, width)
			}
		}
	}
}

// onlyPrivate checks that neither the public port nor a public file has anything of the
// status pages, and that these refuse the name of another host.
func onlyPrivate(t *testing.T, data, public, status string) {
	t.Helper()
	for _, path := range []string{"meeting/board", "style.css", "renew.js", "?all=1"} {
		if got := get(t, public+path); got.code == http.StatusOK && strings.Contains(string(got.body), "talk.wav") {
			t.Errorf("%s is public:\n%s", path, got.body)
		}
	}
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(path, "/public/") {
			return nil //nolint:nilerr // a running worker deletes files
		}
		for _, secret := range []string{"needs attention", "ingest retry", "no licence for"} {
			if bytes.Contains(readFile(t, path), []byte(secret)) {
				t.Errorf("%s has %q", path, secret)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, status, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "rebound.example"
	if code, body := do(t, req); code != http.StatusForbidden || bytes.Contains(body, []byte("Board")) {
		t.Errorf("for another host: %d\n%s", code, body)
	}
}
