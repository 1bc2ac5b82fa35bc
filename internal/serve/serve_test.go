package serve_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"proceedings/internal/serve"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

const (
	pageText  = "<!doctype html><title>Spring meeting</title>"
	mediaText = "0123456789abcdefghij"
	forAYear  = "public, max-age=31536000, immutable"
	secret    = "not for everybody"
)

// filled is a store with a page, a piece of media, a download and two secrets.
func filled(t *testing.T) storage.Store {
	t.Helper()
	store := new(mem.Store)
	for key, o := range map[string]struct {
		text  string
		attrs storage.Attrs
	}{
		"public/index.html":                    {"<!doctype html>all meetings", storage.Attrs{ContentType: "text/html; charset=utf-8"}},
		"public/meetings/m/index.html":         {pageText, storage.Attrs{ContentType: "text/html; charset=utf-8", CacheControl: "max-age=60"}},
		"public/derived/s/r/0001.m4s":          {mediaText, storage.Attrs{ContentType: "video/iso.segment", CacheControl: forAYear}},
		"public/derived/s/r/slides.pdf":        {"%PDF", storage.Attrs{ContentType: "application/pdf", ContentDisposition: `attachment; filename="Slides.pdf"`}},
		"archive/meetings/m/record.json":       {secret, storage.Attrs{}},
		"archive/published/meetings/m/x.html":  {secret, storage.Attrs{}},
		"archive/published/meetings/index.htm": {secret, storage.Attrs{}},
	} {
		if _, err := store.Put(t.Context(), key, strings.NewReader(o.text), o.attrs, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

// ask sends a request; headers are names and values in turn.
func ask(t *testing.T, store storage.Store, method, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/", http.NoBody)
	u, err := url.ParseRequestURI(target) // as a server takes what was sent
	if err != nil {
		t.Fatal(err)
	}
	r.URL = u
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	serve.Handler(store, serve.Options{Log: slog.New(slog.DiscardHandler)}).ServeHTTP(w, r)
	return w
}

func TestObjectsAreServedAsStored(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, path, body string
		want             map[string]string
	}{
		{"a page", "/meetings/m/index.html", pageText, map[string]string{
			"Content-Type": "text/html; charset=utf-8", "Cache-Control": "max-age=60", "Content-Length": "44", "Content-Disposition": "",
		}},
		{"the page of a folder", "/meetings/m/", pageText, map[string]string{"Content-Type": "text/html; charset=utf-8"}},
		{"the page of all", "/", "<!doctype html>all meetings", map[string]string{"Cache-Control": ""}},
		{"media", "/derived/s/r/0001.m4s", mediaText, map[string]string{
			"Content-Type": "video/iso.segment", "Cache-Control": forAYear, "Accept-Ranges": "bytes", "Content-Length": "20",
		}},
		{"a download", "/derived/s/r/slides.pdf", "%PDF", map[string]string{
			"Content-Type": "application/pdf", "Content-Disposition": `attachment; filename="Slides.pdf"`,
		}},
		{"whatever is asked of it", "/meetings/m/index.html?t=12", pageText, nil},
	}
	for _, tt := range tests {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			t.Run(method+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				w := ask(t, filled(t), method, tt.path)
				if w.Code != http.StatusOK {
					t.Errorf("status %d, want 200", w.Code)
				}
				want := tt.body
				if method == http.MethodHead {
					want = ""
				}
				if w.Body.String() != want {
					t.Errorf("body %q, want %q", w.Body, want)
				}
				for name, value := range tt.want {
					if got := w.Header().Get(name); got != value {
						t.Errorf("%s: %q, want %q", name, got, value)
					}
				}
				if w.Header().Get("Last-Modified") == "" || !strings.HasPrefix(w.Header().Get("ETag"), `"`) {
					t.Errorf("headers %v, want an ETag in quotes and a time", w.Header())
				}
			})
		}
	}
}

func TestFolderWithoutItsSlash(t *testing.T) {
	t.Parallel()
	w := ask(t, filled(t), http.MethodGet, "/meetings/m")
	if got := w.Header().Get("Location"); w.Code != http.StatusMovedPermanently || got != "m/" {
		t.Errorf("status %d to %q, want 301 to m/", w.Code, got)
	}
}

// TestNothingElseIsServed: neither what is not there nor what is private, by
// whatever name it is asked for.
func TestNothingElseIsServed(t *testing.T) {
	t.Parallel()

	for _, path := range []string{
		"/unknown", "/meetings/", "/meetings/unknown", "/meetings/m/index.html/", "/meetings/m/index.html/x",
		"/archive/meetings/m/record.json", "/../archive/meetings/m/record.json", "/x/../../archive/meetings/m/record.json",
		"/%2e%2e/archive/meetings/m/record.json", "/%2E%2E%2Farchive%2Fmeetings%2Fm%2Frecord.json", "/..%2farchive/meetings/m/record.json",
		"/%252e%252e/archive/meetings/m/record.json", `/..\archive\meetings\m\record.json`, "/..%5carchive%5cmeetings%5cm%5crecord.json",
		"/./../archive/meetings/m/record.json", "/meetings/../../archive/published/meetings/m/x.html", "/meetings/m/../../../archive/published/meetings/m/x.html",
		"//archive/meetings/m/record.json", "//", "///", "/meetings//m/index.html", "/meetings/./m/index.html", "/meetings/x/../m/index.html",
		"/meetings/m/index.html%00", "/meetings/m/index%2ehtml%20", "/meetings/m/%C3%A9", "/" + strings.Repeat("a", 2000),
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			w := ask(t, filled(t), method, path)
			if w.Code != http.StatusNotFound {
				t.Errorf("%s %s: status %d, want 404", method, path, w.Code)
			}
			if strings.Contains(w.Body.String(), secret) {
				t.Errorf("%s %s shows what is private", method, path)
			}
			for _, name := range []string{"ETag", "Cache-Control"} {
				if value := w.Header().Get(name); value != "" {
					t.Errorf("%s %s: %s: %s, want none: it may be published yet", method, path, name, value)
				}
			}
		}
	}
}

func TestOtherOriginsMayRead(t *testing.T) {
	t.Parallel()

	for _, path := range []string{"/meetings/m/index.html", "/unknown"} {
		w := ask(t, filled(t), http.MethodGet, path, "Origin", "https://other.example")
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != "*" {
			t.Errorf("GET %s: Access-Control-Allow-Origin: %q, want *", path, got)
		}
		if got := w.Header().Get("Access-Control-Expose-Headers"); !strings.Contains(got, "Content-Range") || !strings.Contains(got, "ETag") {
			t.Errorf("GET %s: Access-Control-Expose-Headers: %q, want Content-Range and ETag in it", path, got)
		}
		if got := w.Header().Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("GET %s: X-Content-Type-Options: %q, want nosniff", path, got)
		}
	}
}

func TestPreflight(t *testing.T) {
	t.Parallel()

	w := ask(t, filled(t), http.MethodOptions, "/derived/s/r/0001.m4s",
		"Origin", "https://other.example", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "range")
	if w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Errorf("status %d with %d bytes, want 204 with none", w.Code, w.Body.Len())
	}
	for name, part := range map[string]string{
		"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET", "Access-Control-Allow-Headers": "Range", "Access-Control-Max-Age": "86400",
	} {
		if got := w.Header().Get(name); !strings.Contains(got, part) {
			t.Errorf("%s: %q, want %s in it", name, got, part)
		}
	}
}

func TestNobodyWrites(t *testing.T) {
	t.Parallel()

	for _, method := range []string{http.MethodPut, http.MethodPost, http.MethodDelete, http.MethodPatch, "PROPFIND"} {
		store := filled(t)
		w := ask(t, store, method, "/meetings/m/index.html")
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
			t.Errorf("%s: status %d, Allow: %q; want 405 and what is allowed", method, w.Code, w.Header().Get("Allow"))
		}
		if got := ask(t, store, http.MethodGet, "/meetings/m/index.html").Body.String(); got != pageText {
			t.Errorf("after %s the page is %q", method, got)
		}
	}
}

// failing is a store that does not answer any more, in Stat or in the middle
// of an object.
type failing struct {
	storage.Store

	stat, read error
}

func (f failing) Stat(ctx context.Context, key string) (storage.Info, error) {
	if f.stat != nil {
		return storage.Info{}, f.stat
	}
	return f.Store.Stat(ctx, key)
}

func (f failing) Get(context.Context, string, int64, int64) (io.ReadCloser, storage.Info, error) {
	return io.NopCloser(io.MultiReader(strings.NewReader(mediaText[:5]), brokenReader{f.read})), storage.Info{}, nil
}

type brokenReader struct{ err error }

func (b brokenReader) Read([]byte) (int, error) { return 0, b.err }

func TestStorageThatDoesNotAnswer(t *testing.T) {
	t.Parallel()

	inside := errors.New("dial tcp 10.0.0.7:9000: connection refused")
	var log bytes.Buffer
	w := httptest.NewRecorder()
	serve.Handler(failing{Store: filled(t), stat: inside}, serve.Options{Log: slog.New(slog.NewTextHandler(&log, nil))}).
		ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/meetings/m/", http.NoBody))
	if w.Code != http.StatusBadGateway || !strings.Contains(w.Body.String(), "try again") {
		t.Errorf("status %d with %q, want 502 and what to do", w.Code, w.Body)
	}
	if strings.Contains(w.Body.String(), "10.0.0.7") {
		t.Errorf("the reader is told what is inside: %q", w.Body)
	}
	if !strings.Contains(log.String(), "10.0.0.7") || !strings.Contains(log.String(), "/meetings/m/") {
		t.Errorf("the log does not say what happened: %q", log.String())
	}
}

// TestReaderThatWentAway is no news for the log.
func TestReaderThatWentAway(t *testing.T) {
	t.Parallel()

	ctx, leave := context.WithCancel(t.Context())
	leave()
	var log bytes.Buffer
	serve.Handler(filled(t), serve.Options{Log: slog.New(slog.NewTextHandler(&log, nil))}).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/meetings/m/", http.NoBody))
	if log.Len() > 0 {
		t.Errorf("log %q, want nothing", log.String())
	}
}

// TestObjectCutShort: a reader must not take a part of an object for all of it.
func TestObjectCutShort(t *testing.T) {
	t.Parallel()

	server := httptest.NewServer(serve.Handler(failing{Store: filled(t), read: errors.New("connection reset")}, serve.Options{Log: slog.New(slog.DiscardHandler)}))
	t.Cleanup(server.Close)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/derived/s/r/0001.m4s", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if got, err := io.ReadAll(answer.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("read %q, %v; want io.ErrUnexpectedEOF", got, err)
	}
}
