package e2e_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/storage"
)

// TestReaders publishes a deck and a document and reads them without credentials: from
// the bucket, opened by storage init, and from the servers in front of it.
func TestReaders(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "redis-server", "pdftocairo", "pdftotext", "pdfinfo", "cwebp")
	s := newSystem(t)
	bucket := s.store.Address()
	onBucket := func(want int, args ...string) string {
		t.Helper()
		return ingest(t, s.env, want, append(args, s.args[2:]...)...)
	}
	if out := onBucket(1, "storage", "check"); !strings.Contains(out, "FAILED  GET "+bucket+"public/") {
		t.Errorf("check of a private bucket:\n%s", out)
	}
	if out := onBucket(0, "storage", "init", "--dry-run"); !strings.Contains(out, "policy     would be set") {
		t.Errorf("output of a dry run:\n%s", out)
	}
	if out := onBucket(0, "storage", "init"); !strings.Contains(out, "policy     set") || !strings.Contains(out, "lifecycle  could not be set") {
		t.Errorf("output of storage init:\n%s", out)
	}
	onBucket(0, "storage", "check")

	s.worker(t, t.TempDir())
	const id = "readers"
	var sum struct{ State string }
	lastJSON(t, ingest(t, s.env, 0, s.with("add", "--wait", "--json", "--id", id, "--title", "For readers", "--date", "2026-03-12",
		filepath.Join(example(t), "meadow.pdf"), filepath.Join(example(t), "agenda.pdf"))...), &sum)
	if sum.State != "published" {
		t.Fatalf("the summary is %+v", sum)
	}
	m, page := verifyPublished(t, bucket+"public/", id)
	if len(m.Decks) != 1 || len(m.Documents) != 1 || !strings.Contains(page, id) {
		t.Fatalf("%d decks, %d documents", len(m.Decks), len(m.Documents))
	}
	served := s.serve(t)
	sameHeaders(t, bucket+"public/", served, m)
	for _, closed := range []string{layout.Record(id), layout.Source(m.Sources[0].SHA256), ""} {
		if code, _ := read(t, http.MethodGet, bucket+closed, nil); code != http.StatusForbidden {
			t.Errorf("GET %s: %d, want 403", closed, code)
		}
	}

	address := manifest.Address(bucket+"public/", id, "")
	slide := m.Decks[0].Slides[0].Picture
	if a := oEmbed(t, served, address); a.Title != "For readers" || !strings.Contains(a.HTML, address) {
		t.Errorf("oEmbed of the meeting: %+v", a)
	}
	if a := oEmbed(t, served, manifest.Address(served, id, slide.URL)); a.Type != "photo" || a.Width > 400 || a.Width*slide.Height/slide.Width-a.Height > 1 || get(t, a.URL).code != http.StatusOK {
		t.Errorf("oEmbed of a slide: %+v", a)
	}
	if got := get(t, served+"oembed?url="+url.QueryEscape(served+"meetings/nothing/")); got.code != http.StatusNotFound {
		t.Errorf("oEmbed of an unknown URL: %d", got.code)
	}
	if got := get(t, served); got.code != http.StatusOK || !strings.Contains(string(got.body), "For readers") {
		t.Errorf("the catalogue: %d\n%s", got.code, got.body)
	}

	// With a proxy in front of the bucket, the pages use its base URL.
	target, err := url.Parse(bucket + "public/")
	if err != nil {
		t.Fatal(err)
	}
	cdn := httptest.NewServer(http.StripPrefix("/council", &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}))
	t.Cleanup(cdn.Close)
	base := cdn.URL + "/council/"
	out := ingest(t, s.env, 0, s.with("site", "--base-url", strings.TrimSuffix(base, "/"), "--title", "Council")...)
	if !strings.Contains(out, base) || !strings.Contains(out, ": 1. Meetings in the catalogue: 1.") {
		t.Errorf("output of site:\n%s", out)
	}
	waitFor(t, "the pages to follow", func() bool {
		var a manifest.OEmbedAnswer
		if jsonErr := json.Unmarshal(get(t, manifest.Address(base, id, layout.OEmbed)).body, &a); jsonErr != nil {
			t.Fatal(jsonErr)
		}
		return a.ProviderURL == base && a.ProviderName == "Council"
	})
	onBucket(0, "storage", "check")
	for _, name := range []string{layout.Feed, layout.Sitemap} {
		if got := get(t, base+name); got.code != http.StatusOK || !strings.Contains(string(got.body), base) || strings.Contains(string(got.body), bucket) {
			t.Errorf("%s: %d\n%s", name, got.code, got.body)
		}
	}
	var site meeting.Site
	_, err = storage.ReadJSON(t.Context(), s.store, layout.Site, &site)
	if want := (meeting.Site{Schema: 1, Base: base, Title: "Council"}); err != nil || site != want {
		t.Errorf("site.json is %+v, %v; want %+v", site, err, want)
	}
	if a := oEmbed(t, served, manifest.Address(served, id, "")); !strings.Contains(a.HTML, manifest.Address(base, id, "")) {
		t.Errorf("oEmbed does not use the base URL of the proxy: %+v", a)
	}
}

// sameHeaders checks that ingest serve sends the headers of the bucket.
func sameHeaders(t *testing.T, bucket, served string, m manifest.Manifest) {
	t.Helper()
	slide := m.Decks[0].Slides[0]
	files := map[string]struct{ kind, cache, disposition string }{
		layout.Index:                        {"text/html; charset=utf-8", "max-age=60", ""},
		layout.Manifest:                     {"application/json", "max-age=60", ""},
		slide.Picture.URL:                   {"image/jpeg", "max-age=60", ""},
		slide.Images[0].URL:                 {"image/", "max-age=31536000, immutable", ""},
		m.Documents[0].File.URL:             {"application/pdf", "max-age=31536000, immutable", `inline; filename="agenda.pdf"`},
		m.Decks[0].PDF.URL:                  {"application/pdf", "max-age=31536000, immutable", `inline; filename="meadow.pdf"`},
		"../../" + layout.Index:             {"text/html; charset=utf-8", "max-age=60", ""},
		"../../" + layout.Feed:              {"application/atom+xml", "max-age=60", ""},
		"../../catalogue.json":              {"application/json", "max-age=60", ""},
		layout.OEmbed:                       {"application/json", "max-age=60", ""},
		"slides-" + m.Decks[0].ID + ".json": {"application/json", "max-age=60", ""},
	}
	for name, want := range files {
		asked := http.Header{"Origin": {"https://elsewhere.example"}, "Range": {"bytes=0-9"}}
		for _, base := range []string{bucket, served} {
			code, h := read(t, http.MethodGet, manifest.Address(base, m.ID, name), asked)
			if code != http.StatusPartialContent || h.Get("Access-Control-Allow-Origin") == "" || !strings.Contains(h.Get("Access-Control-Expose-Headers"), "Content-Range") {
				t.Errorf("a range of %s from %s: %d %v", name, base, code, h)
			}
			code, h = read(t, http.MethodHead, manifest.Address(base, m.ID, name), nil)
			if code != http.StatusOK || !strings.HasPrefix(h.Get("Content-Type"), want.kind) || !strings.Contains(h.Get("Cache-Control"), want.cache) ||
				h.Get("Content-Disposition") != want.disposition {
				t.Errorf("%s from %s: %d %v, want %+v", name, base, code, h, want)
			}
		}
	}
}

// read requests an address without credentials and returns the headers.
func read(t *testing.T, method, address string, header http.Header) (int, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if header != nil {
		req.Header = header
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if err = resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header
}

// oEmbed requests oEmbed from ingest serve, with a maximum width of 400 pixels.
func oEmbed(t *testing.T, served, address string) (a manifest.OEmbedAnswer) {
	t.Helper()
	got := get(t, served+"oembed?format=json&maxwidth=400&url="+url.QueryEscape(address))
	if got.code != http.StatusOK || got.kind != "application/json" {
		t.Fatalf("oEmbed of %s: %d %s\n%s", address, got.code, got.kind, got.body)
	}
	if err := json.Unmarshal(got.body, &a); err != nil {
		t.Fatal(err)
	}
	return a
}
