package e2e_test

import (
	"errors"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/sharing"
	"proceedings/internal/storage"
)

// TestVisibility changes the visibility of a meeting of a deck and a document in every
// way, with a real queue and a real S3 server.
func TestVisibility(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "pdftocairo", "pdftotext", "pdfinfo", "cwebp", "redis-server")
	s := newSystem(t)
	site := testSite()
	if err := storage.WriteJSON(t.Context(), s.store, layout.Site, site, storage.IfAbsent); err != nil {
		t.Fatal(err)
	}
	s.worker(t, t.TempDir())
	v := visible{system: s, t: t, id: "board", dir: t.TempDir()}
	for _, name := range []string{"meadow.pdf", "agenda.pdf"} {
		data, err := os.ReadFile(filepath.Join(example(t), name))
		if err != nil {
			t.Fatal(err)
		}
		if err = os.WriteFile(filepath.Join(v.dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}

	v.publish("public")
	v.listed(true)
	v.indexed(true)

	v.publish("unlisted")
	v.listed(false)
	v.indexed(false)

	v.publish("private")
	v.listed(false)
	if left := v.public(); len(left) > 0 {
		t.Errorf("public files of a private meeting: %q", left)
	}
	v.testLinks()

	v.publish("public")
	v.listed(true)

	out := ingest(t, s.env, 0, s.with("unpublish", v.id)...)
	if !strings.Contains(out, "is withdrawn") {
		t.Errorf("output:\n%s", out)
	}
	v.listed(false)
	v.withdrawn()
	if left := v.public(); len(left) > 0 {
		t.Errorf("public files of a withdrawn meeting: %q", left)
	}
	if !strings.Contains(out, " from the public space") || len(v.keys("archive/withdrawn/derived/")) == 0 {
		t.Errorf("the files were deleted, or without a word:\n%s", out)
	}
	for _, key := range v.keys("archive/withdrawn/") { // earlier versions left the files public
		if err := s.store.Copy(t.Context(), key, strings.Replace(key, "archive/withdrawn/", "public/", 1)); err != nil {
			t.Fatal(err)
		}
	}
	ingest(t, s.env, 0, s.with("unpublish", v.id)...)
	if left := v.public(); len(left) > 0 {
		t.Errorf("public files after the second time: %q", left)
	}
	if out = ingest(t, s.env, 0, s.with("status")...); !strings.Contains(out, "withdrawn") {
		t.Errorf("output of status:\n%s", out)
	}
	v.publish("public") // submits the folder again, which does not end the withdrawal
	v.withdrawn()
	ingest(t, s.env, 0, s.with("publish", v.id)...)
	v.listed(true)

	would := ingest(t, s.env, 0, s.with("unpublish", "--purge", "--dry-run", v.id)...)
	if v.listed(true); !strings.Contains(would, "deck.pdf") {
		t.Errorf("output of the dry run:\n%s", would)
	}
	ingest(t, s.env, 2, s.with("unpublish", "--purge", v.id)...) // stdin is not a terminal
	v.listed(true)
	originals := v.keys("archive/sources/")
	out = ingest(t, s.env, 0, s.with("unpublish", "--purge", "--yes", v.id)...)
	if _, counted, _ := strings.Cut(would, "--purge would delete "); !strings.Contains(out, "Deleted "+strings.TrimSpace(counted)) {
		t.Errorf("output:\n%s\nof the dry run:\n%s", out, would)
	}
	v.withdrawn()
	if left := slices.Concat(v.public(), v.keys("archive/published/derived/"), v.keys("archive/withdrawn/"), v.keys("archive/steps/")); len(left) > 0 {
		t.Errorf("files left after a purge: %q", left)
	}
	if got := v.keys("archive/sources/"); !slices.Equal(got, originals) || len(got) == 0 {
		t.Errorf("the originals are %q, were %q", got, originals)
	}
	ingest(t, s.env, 0, s.with("publish", v.id)...) // without its folder
	v.listed(true)

	for _, command := range []string{"unpublish", "publish"} {
		if out = ingest(t, s.env, 2, s.with(command, "unknown")...); !strings.Contains(out, "no meeting") {
			t.Errorf("output of %s of an unknown meeting:\n%s", command, out)
		}
	}
}

// visible is a meeting whose visibility changes.
type visible struct {
	system

	t       *testing.T
	id, dir string
}

func (v visible) publish(visibility string) {
	v.t.Helper()
	ingest(v.t, v.env, 0, v.with("add", "--wait", "--json", "--id", v.id, "--title", "Board of the meadow", "--date", "2026-03-04", "--visibility", visibility, v.dir)...)
}

func (v visible) keys(prefix string) []string {
	v.t.Helper()
	var list []string
	for info, err := range v.store.List(v.t.Context(), prefix) {
		if err != nil {
			v.t.Fatal(err)
		}
		list = append(list, info.Key)
	}
	return list
}

// public lists the meeting's objects in the public space.
func (v visible) public() []string {
	return slices.Concat(v.keys("public/derived/"), v.keys("public/meetings/"))
}

// withdrawn checks that the meeting has no pages.
func (v visible) withdrawn() {
	v.t.Helper()
	for _, space := range []layout.Space{layout.Public, layout.Private} {
		if left := v.keys(space.MeetingPrefix(v.id)); len(left) > 0 {
			v.t.Errorf("pages of a withdrawn meeting: %q", left)
		}
	}
}

// listed checks whether the catalogue, the feeds and the sitemap list the meeting.
func (v visible) listed(want bool) {
	v.t.Helper()
	found := map[string]bool{}
	for _, key := range v.keys("public/") {
		name := strings.TrimPrefix(key, "public/")
		if strings.HasPrefix(name, "derived/") || strings.HasPrefix(name, "meetings/") || strings.HasPrefix(name, "assets/") {
			continue
		}
		if strings.Contains(v.read(key), "meetings/"+v.id+"/") {
			found[name] = true
		}
	}
	if !want {
		if len(found) > 0 {
			v.t.Errorf("it must not be listed, but is in %v", found)
		}
		return
	}
	for _, kind := range []string{"feed.xml", "index.html", "sitemap"} {
		in := false
		for name := range found {
			in = in || strings.Contains(name, kind)
		}
		if !in {
			v.t.Errorf("it is in no %s, but in %v", kind, found)
		}
	}
}

// indexed checks the page's metadata for search engines.
func (v visible) indexed(want bool) {
	v.t.Helper()
	page := v.read(layout.Public.Meeting(v.id, layout.Index))
	if no := strings.Contains(page, `name="robots" content="noindex"`); no == want {
		v.t.Errorf("noindex on the page: %t", no)
	}
}

func (v visible) read(key string) string {
	v.t.Helper()
	data, _, err := storage.ReadAll(v.t.Context(), v.store, key)
	if err != nil {
		v.t.Fatal(err)
	}
	return string(data)
}

// testLinks creates temporary links, follows them all, and opens the page in a browser.
func (v visible) testLinks() {
	v.t.Helper()
	var links sharing.Links
	link := func(code int, args ...string) string { // without --redis, which link does not need
		return ingest(v.t, v.env, code, append(append([]string{"link"}, v.args[2:]...), args...)...)
	}
	lastJSON(v.t, link(0, "--json", v.id), &links)
	if len(links.Files) < 2 {
		v.t.Fatalf("links = %+v", links)
	}
	for _, f := range links.Files {
		status, header, body := v.get(f.URL)
		if status != http.StatusOK || len(body) == 0 || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
			v.t.Errorf("%s: %d, %d bytes, %s", f.Name, status, len(body), header.Get("Content-Disposition"))
		}
	}
	status, header, page := v.get(links.Page)
	if status != http.StatusOK || !strings.HasPrefix(header.Get("Content-Type"), "text/html") {
		v.t.Fatalf("the page: %d %s", status, header.Get("Content-Type"))
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "<video") || strings.Contains(page, "<audio") {
		v.t.Errorf("the link page has scripts or media:\n%s", page)
	}
	addresses := regexp.MustCompile(`(?:src|href)="(http[^"]+)"`).FindAllStringSubmatch(page, -1)
	for _, a := range addresses {
		if status, _, _ = v.get(html.UnescapeString(a[1])); status != http.StatusOK {
			v.t.Errorf("%s on the page answers %d", a[1], status)
		}
	}
	if len(addresses) <= len(links.Files) {
		v.t.Errorf("the page has %d addresses, and so no images", len(addresses))
	}
	bare, _, _ := strings.Cut(links.Page, "?")
	if status, _, _ = v.get(bare); status != http.StatusForbidden {
		v.t.Errorf("without a signature the page answers %d", status)
	}

	lastJSON(v.t, link(0, "--json", "--for", "1s", v.id, "agenda.pdf"), &links)
	if len(links.Files) != 1 {
		v.t.Errorf("links of one file: %+v", links.Files)
	}
	waitFor(v.t, "the end of a link of one second", func() bool {
		status, _, _ := v.get(links.Page)
		return status == http.StatusForbidden
	})
	link(2, "unknown")
	link(2, v.id, "other.pdf")
	link(2, "--for", "169h", v.id)
	link(2, "--for", "0s", v.id)
	if out := ingest(v.t, []string{"PROCEEDINGS_S3_ENDPOINT=", "PROCEEDINGS_REDIS="}, 2, "link", v.id); !strings.Contains(out, "--s3-endpoint") || !strings.Contains(out, "data folder") {
		v.t.Errorf("output without a server:\n%s", out)
	}

	lastJSON(v.t, link(0, "--json", "--for", "10m", v.id), &links)
	if pages := v.keys(layout.Links); len(pages) != 2 {
		v.t.Errorf("link pages %q, want the two that have not expired", pages)
	}
	v.t.Run("the page in a browser", func(t *testing.T) { //nolint:paralleltest // later steps change the meeting
		ctx, browserErrors := chromium(t)
		open(t, ctx, links.Page)
		if err := await(ctx, `document.images.length > 0 && document.images[0].naturalWidth > 0`); err != nil {
			t.Fatalf("wait for the first image: %v", err)
		}
		if text := browserErrors(); text != "" {
			t.Errorf("browser errors: %s", text)
		}
	})
}

func (v visible) get(address string) (status int, header http.Header, body string) {
	v.t.Helper()
	request, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	data, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(data)
}
