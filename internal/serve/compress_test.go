package serve_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"proceedings/internal/serve"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// counted counts the reads of a store.
type counted struct {
	storage.Store

	gets atomic.Int64
}

func (c *counted) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	c.gets.Add(1)
	return c.Store.Get(ctx, key, offset, length)
}

// transcript is a text that shrinks.
func transcript() string {
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, "00:%02d speaker: item %d of the agenda\n", i%60, i)
	}
	return b.String()
}

func texts(t *testing.T) *counted {
	t.Helper()
	store := &counted{Store: new(mem.Store)}
	put(t, store, "public/a.vtt", transcript(), "text/vtt; charset=utf-8")
	put(t, store, "public/small.json", `{"a":1}`, "application/json")
	put(t, store, "public/film.mp4", transcript(), "video/mp4")
	put(t, store, "public/random.txt", noise(4<<10), "text/plain")
	return store
}

func put(t *testing.T, store storage.Store, key, text, contentType string) {
	t.Helper()
	if _, err := store.Put(t.Context(), key, strings.NewReader(text), storage.Attrs{ContentType: contentType}, storage.Always); err != nil {
		t.Fatal(err)
	}
}

// noise is text that does not shrink.
func noise(n int) string {
	b, x := make([]byte, n), uint64(88172645463325252)
	for i := range b {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b[i] = byte(x >> 32)
	}
	return string(b)
}

func get(t *testing.T, h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func unzip(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTextIsCompressedOnce(t *testing.T) {
	t.Parallel()
	store := texts(t)
	h := serve.Handler(store, serve.Options{Log: slog.New(slog.DiscardHandler)})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			w := get(t, h, http.MethodGet, "/a.vtt", "Accept-Encoding", "gzip")
			size := w.Body.Len()
			if w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Content-Length") != fmt.Sprint(size) || size > len(transcript())/3 || w.Header().Get("Vary") != "Accept-Encoding" {
				t.Errorf("%d bytes of %d, headers %v", size, len(transcript()), w.Header())
			}
			if unzip(t, w) != transcript() {
				t.Error("the text is another one")
			}
		})
	}
	all.Wait()
	if n := store.gets.Load(); n != 1 {
		t.Errorf("the object was read %d times, want once", n)
	}
	head := get(t, h, http.MethodHead, "/a.vtt", "Accept-Encoding", "gzip")
	if head.Header().Get("Content-Encoding") != "gzip" || head.Body.Len() != 0 || store.gets.Load() != 1 {
		t.Errorf("HEAD: headers %v, %d reads more", head.Header(), store.gets.Load()-1)
	}
	put(t, store, "public/a.vtt", transcript()+"the end", "text/vtt")
	if text := unzip(t, get(t, h, http.MethodGet, "/a.vtt", "Accept-Encoding", "gzip")); !strings.HasSuffix(text, "the end") {
		t.Error("the text of before is served after a change")
	}
}

func TestCodingsHaveTheirOwnETags(t *testing.T) {
	t.Parallel()
	h := serve.Handler(texts(t), serve.Options{Log: slog.New(slog.DiscardHandler)})
	plain, coded := get(t, h, http.MethodGet, "/a.vtt"), get(t, h, http.MethodGet, "/a.vtt", "Accept-Encoding", "gzip")
	tag, codedTag := plain.Header().Get("ETag"), coded.Header().Get("ETag")
	if tag == codedTag || tag == "" || plain.Header().Get("Vary") != "Accept-Encoding" || plain.Header().Get("Content-Encoding") != "" || plain.Body.String() != transcript() {
		t.Fatalf("ETags %s and %s, headers %v", tag, codedTag, plain.Header())
	}
	tests := []struct {
		name    string
		headers []string
		code    int
		coding  string
		body    string // empty for any
	}{
		{"the coding is still current", []string{"Accept-Encoding", "gzip", "If-None-Match", codedTag}, 304, "", ""},
		{"the object is still current", []string{"If-None-Match", tag}, 304, "", ""},
		{"another coding is asked for", []string{"If-None-Match", codedTag}, 200, "", transcript()},
		{"a range", []string{"Accept-Encoding", "gzip", "Range", "bytes=3-9"}, 206, "", transcript()[3:10]},
		{"a range of the object that was read", []string{"Accept-Encoding", "gzip", "Range", "bytes=3-9", "If-Range", tag}, 206, "", transcript()[3:10]},
		{"a range of the coding", []string{"Accept-Encoding", "gzip", "Range", "bytes=3-9", "If-Range", codedTag}, 200, "", transcript()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := get(t, h, http.MethodGet, "/a.vtt", tt.headers...)
			if w.Code != tt.code || w.Header().Get("Content-Encoding") != tt.coding || w.Header().Get("Vary") != "Accept-Encoding" || w.Body.String() != tt.body {
				t.Errorf("status %d, %d bytes, headers %v; want %d, %d bytes", w.Code, w.Body.Len(), w.Header(), tt.code, len(tt.body))
			}
		})
	}
}

func TestWhatIsNotCompressed(t *testing.T) {
	t.Parallel()
	h := serve.Handler(texts(t), serve.Options{Log: slog.New(slog.DiscardHandler)})
	for path, vary := range map[string]string{"/small.json": "", "/film.mp4": "", "/random.txt": "Accept-Encoding"} {
		w := get(t, h, http.MethodGet, path, "Accept-Encoding", "gzip")
		if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != "" || w.Header().Get("Vary") != vary {
			t.Errorf("%s: status %d, headers %v", path, w.Code, w.Header())
		}
	}
	broken := failing{Store: texts(t), read: errors.New("connection reset")}
	if w := get(t, serve.Handler(broken, serve.Options{Log: slog.New(slog.DiscardHandler)}), http.MethodHead, "/a.vtt", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Errorf("headers %v of an object that could not be read", w.Header())
	}
}
