package serve_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"testing"

	"github.com/andybalholm/brotli"

	"proceedings/internal/serve"
)

// TestCodings: the weights of the client decide, and among equals the smaller coding.
func TestCodings(t *testing.T) {
	t.Parallel()
	h := serve.Handler(texts(t), serve.Options{Log: slog.New(slog.DiscardHandler)})
	tests := []struct{ accept, want string }{
		{"", ""},
		{"identity", ""},
		{"gzip", "gzip"},
		{"x-gzip", "gzip"},
		{"gzip, deflate, br, zstd", "br"},
		{"BR", "br"},
		{"gzip;q=1.0, br;q=0.5", "gzip"},
		{"gzip; q=0.5 , br ; q=0", "gzip"},
		{"br;q=0, *", "gzip"},
		{"*", "br"},
		{"*;q=0", ""},
		{"br;q=soon", "br"},
		{"gzip;q=0, br;q=0", ""},
	}
	for _, tt := range tests {
		t.Run(tt.accept, func(t *testing.T) {
			t.Parallel()
			w := get(t, h, http.MethodGet, "/a.vtt", "Accept-Encoding", tt.accept)
			if got := w.Header().Get("Content-Encoding"); got != tt.want {
				t.Errorf("coding %q, want %q", got, tt.want)
			}
		})
	}
}

// TestBrotli: the text comes back whole, smaller than by gzip, with an ETag of its own.
func TestBrotli(t *testing.T) {
	t.Parallel()
	store := texts(t)
	h := serve.Handler(store, serve.Options{Log: slog.New(slog.DiscardHandler)})
	zipped := get(t, h, http.MethodGet, "/a.vtt", "Accept-Encoding", "gzip")
	for range 2 {
		w := get(t, h, http.MethodGet, "/a.vtt", "Accept-Encoding", "gzip, br")
		size := w.Body.Len()
		if size >= zipped.Body.Len() || w.Header().Get("Content-Length") != fmt.Sprint(size) || w.Header().Get("ETag") == zipped.Header().Get("ETag") {
			t.Errorf("%d bytes, by gzip %d; headers %v", size, zipped.Body.Len(), w.Header())
		}
		text, err := io.ReadAll(brotli.NewReader(w.Body))
		if err != nil || string(text) != transcript() {
			t.Errorf("%d bytes of text, %v", len(text), err)
		}
	}
	if n := store.gets.Load(); n != 2 {
		t.Errorf("the object was read %d times, want once for each coding", n)
	}
}
