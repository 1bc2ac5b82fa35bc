package serve_test

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"testing"
)

const media = "/derived/s/r/0001.m4s"

func TestRange(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, ask   string
		code        int
		body, where string
	}{
		{"the first bytes", "bytes=0-3", http.StatusPartialContent, "0123", "bytes 0-3/20"},
		{"some in the middle", "bytes=9-12", http.StatusPartialContent, "9abc", "bytes 9-12/20"},
		{"from one on", "bytes=18-", http.StatusPartialContent, "ij", "bytes 18-19/20"},
		{"the last ones", "bytes=-3", http.StatusPartialContent, "hij", "bytes 17-19/20"},
		{"over the end", "bytes=15-99", http.StatusPartialContent, "fghij", "bytes 15-19/20"},
		{"more of the last ones than there are", "bytes=-99", http.StatusPartialContent, mediaText, "bytes 0-19/20"},
		{"one byte", "bytes=0-0", http.StatusPartialContent, "0", "bytes 0-0/20"},
		{"beyond the end", "bytes=20-", http.StatusRequestedRangeNotSatisfiable, "", "bytes */20"},
		{"another unit", "slides=1-2", http.StatusRequestedRangeNotSatisfiable, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := ask(t, filled(t), http.MethodGet, media, "Range", tt.ask)
			if w.Code != tt.code || w.Header().Get("Content-Range") != tt.where {
				t.Errorf("status %d, Content-Range: %q; want %d, %q", w.Code, w.Header().Get("Content-Range"), tt.code, tt.where)
			}
			if w.Code == http.StatusPartialContent && w.Body.String() != tt.body {
				t.Errorf("body %q, want %q", w.Body, tt.body)
			}
			head := ask(t, filled(t), http.MethodHead, media, "Range", tt.ask)
			if head.Code != tt.code || head.Header().Get("Content-Range") != tt.where {
				t.Errorf("HEAD: status %d, Content-Range: %q; want those of GET", head.Code, head.Header().Get("Content-Range"))
			}
		})
	}
}

func TestSeveralRanges(t *testing.T) {
	t.Parallel()

	w := ask(t, filled(t), http.MethodGet, media, "Range", "bytes=0-1,10-11,-2")
	if w.Code != http.StatusPartialContent {
		t.Fatalf("status %d, want 206", w.Code)
	}
	kind, params, err := mime.ParseMediaType(w.Header().Get("Content-Type"))
	if err != nil || kind != "multipart/byteranges" {
		t.Fatalf("Content-Type %s, %v; want multipart/byteranges", kind, err)
	}
	var got []string
	for parts := multipart.NewReader(w.Body, params["boundary"]); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, part.Header.Get("Content-Type")+" "+part.Header.Get("Content-Range")+" "+string(text))
	}
	want := []string{"video/iso.segment bytes 0-1/20 01", "video/iso.segment bytes 10-11/20 ab", "video/iso.segment bytes 18-19/20 ij"}
	if !slices.Equal(got, want) {
		t.Errorf("parts %q, want %q", got, want)
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()

	store := filled(t)
	first := ask(t, store, http.MethodGet, media).Header()
	etag, modified := first.Get("ETag"), first.Get("Last-Modified")
	tests := []struct {
		name    string
		headers []string
		code    int
		body    string
	}{
		{"the reader has this version", []string{"If-None-Match", etag}, http.StatusNotModified, ""},
		{"a cache on the way made it weak", []string{"If-None-Match", "W/" + etag}, http.StatusNotModified, ""},
		{"the reader has several, and this one", []string{"If-None-Match", `"other", ` + etag}, http.StatusNotModified, ""},
		{"the reader has another version", []string{"If-None-Match", `"other"`}, http.StatusOK, mediaText},
		{"it has not changed since", []string{"If-Modified-Since", modified}, http.StatusNotModified, ""},
		{"the rest of this version", []string{"Range", "bytes=15-", "If-Range", etag}, http.StatusPartialContent, "fghij"},
		{"the rest of another version", []string{"Range", "bytes=15-", "If-Range", `"other"`}, http.StatusOK, mediaText},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := ask(t, store, http.MethodGet, media, tt.headers...)
			if w.Code != tt.code || w.Body.String() != tt.body {
				t.Errorf("status %d, body %q; want %d, %q", w.Code, w.Body, tt.code, tt.body)
			}
			if got := w.Header().Get("Cache-Control"); got != forAYear {
				t.Errorf("Cache-Control: %q, want %q", got, forAYear)
			}
		})
	}
}
