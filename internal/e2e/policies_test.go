package e2e_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/jobs/redistest"
	"proceedings/internal/layout"
	"proceedings/internal/proc/proctest"
)

// TestPolicies runs each command with the key of its role and the policy of deploy/s3, and
// tries what the role must not do.
func TestPolicies(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "pdftocairo", "pdftotext", "pdfinfo", "cwebp", "redis-server")
	a := newAccounts(t)
	redis := "PROCEEDINGS_REDIS=redis://" + redistest.Start(t, redistest.Options{}).Address + "/0"
	env := func(role string) []string { return append(a.env(role), redis) }

	ingest(t, env(root), 0, "storage", "init")
	ingest(t, env("operator"), 0, "storage", "check")
	ingest(t, env("operator"), 0, "site", "--title", "Meetings")
	start(t, env("worker"), "worker", "--scratch", t.TempDir())
	dir := t.TempDir()
	for _, name := range []string{"meadow.pdf", "agenda.pdf"} {
		writeFile(t, dir, name, string(readFile(t, filepath.Join(example(t), name))))
	}
	add := []string{"add", "--wait", "--json", "--id", "board", dir}
	recorded := []string{"add", "--wait", "--json", "--id", "talk", recording(t, "talk")}
	for _, args := range [][]string{add, recorded, add} {
		var sum struct{ State string }
		if lastJSON(t, ingest(t, env("submitter"), 0, args...), &sum); sum.State != "published" {
			t.Errorf("the summary is %+v", sum)
		}
	}
	base := serve(t, a.env("reader"))
	verifyPublished(t, base, "talk")
	verifyPublished(t, base, "board")
	oEmbed := base + "oembed?url=" + url.QueryEscape(base+"meetings/board/")
	if got := get(t, oEmbed); got.code != http.StatusOK {
		t.Errorf("oEmbed: %d\n%s", got.code, got.body)
	}
	ingest(t, env("operator"), 0, "status")
	server := start(t, env("operator"), "ingest", "serve", "--listen", "127.0.0.1:0", "--status-listen", "127.0.0.1:0")
	server.base(t)
	if got := get(t, server.statusPages(t)); got.code != http.StatusOK || !strings.Contains(string(got.body), "All others: 2.") {
		t.Errorf("the status pages: %d\n%s", got.code, got.body)
	}
	ingest(t, env("operator"), 0, "link", "board")
	ingest(t, env("operator"), 0, "unpublish", "board")
	if got := get(t, oEmbed); got.code != http.StatusNotFound {
		t.Errorf("oEmbed of a withdrawn meeting: %d\n%s", got.code, got.body)
	}
	ingest(t, env("operator"), 0, "publish", "board")
	ingest(t, env("operator"), 0, "retry", "--all")
	ingest(t, env("operator"), 0, "catalogue", "rebuild")
	ingest(t, env("operator"), 0, "storage", "check") // the public policy and those of the roles hold together
	verifyPublished(t, base, "board")
	a.testDenied(t, fmt.Sprintf("%x", sha256.Sum256(readFile(t, filepath.Join(dir, "agenda.pdf")))))
}

// testDenied tries what each role must not do. sum is the SHA-256 of an original of the
// meeting "board".
func (a accounts) testDenied(t *testing.T, sum string) {
	t.Helper()
	original := "/" + layout.Source(sum)
	record, state := "/"+layout.Record("board"), "/"+layout.State("board")
	page := "/" + layout.Public.Meeting("board", layout.Index)
	denied := []struct {
		what, method, path string
		roles              string // that must not
	}{
		{"delete an original", http.MethodDelete, original, "submitter worker operator reader"},
		{"replace an original", http.MethodPut, original, "worker operator reader"},
		{"read an original", http.MethodGet, original, "submitter reader"},
		{"read a private page", http.MethodGet, "/" + layout.Private.Meeting("board", layout.Index), "submitter reader"},
		{"delete a page", http.MethodDelete, page, "submitter reader"},
		{"replace a page", http.MethodPut, page, "submitter reader"},
		{"delete a record", http.MethodDelete, record, "submitter worker reader"},
		{"replace a record", http.MethodPut, record, "worker reader"},
		{"read a record", http.MethodGet, record, "reader"},
		{"read a state", http.MethodGet, state, "reader"},
		{"change the settings of the site", http.MethodPut, "/" + layout.Site, "submitter worker reader"},
		{"change the policy of the bucket", http.MethodPut, "?policy=", "submitter worker operator reader"},
		{"delete the policy of the bucket", http.MethodDelete, "?policy=", "submitter worker operator reader"},
		{"read the policy of the bucket", http.MethodGet, "?policy=", "submitter worker operator reader"},
		{"delete the bucket", http.MethodDelete, "", "submitter worker operator reader"},
	}
	if code := a.try(t, root, http.MethodGet, original); code != http.StatusOK {
		t.Errorf("root cannot read the original: %d", code)
	}
	for _, tt := range denied {
		for role := range strings.FieldsSeq(tt.roles) {
			if code := a.try(t, role, tt.method, tt.path); code != http.StatusForbidden {
				t.Errorf("%s may %s: %d", role, tt.what, code)
			}
		}
	}
}
