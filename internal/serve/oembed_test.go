package serve_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/serve"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// embeddable is a store with a public meeting of a recording and a deck, a
// private one, and one that was taken down; base is what its site.json says.
func embeddable(t *testing.T, base string) storage.Store {
	t.Helper()
	store := new(mem.Store)
	put := func(key string, v any) {
		t.Helper()
		if err := storage.WriteJSON(t.Context(), store, key, v, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	picture := manifest.Image{File: manifest.File{URL: "slides/bees/2.jpg", Type: "image/jpeg"}, Width: 1600, Height: 900}
	put(layout.Record("spring"), meeting.Meeting{ID: "spring", Visibility: meeting.Public})
	put(layout.Public.Meeting("spring", layout.Manifest), manifest.Manifest{
		Schema: manifest.SchemaVersion, ID: "spring", Revision: 1, State: manifest.Published, Title: "Spring", Visibility: meeting.Public,
		Recordings: []manifest.Recording{{
			ID: "talk", Kind: manifest.Video, Duration: 60, MP4: manifest.File{URL: "talk.mp4"}, Master: manifest.File{URL: "master.m3u8"},
			Renditions: []manifest.Rendition{{ID: "720", Width: 1280, Height: 720}},
		}},
		Decks: []manifest.Deck{{ID: "bees", Title: "Bees", Slides: []manifest.Slide{{Number: 2, Picture: picture, Images: []manifest.Image{picture}}}}},
	})
	put(layout.Record("board"), meeting.Meeting{ID: "board", Visibility: meeting.Private})
	put(layout.Private.Meeting("board", layout.Manifest), manifest.Manifest{ID: "board", Title: secret, Visibility: meeting.Private})
	put(layout.Record("gone"), meeting.Meeting{ID: "gone", Visibility: meeting.Private, Withdrawn: true})
	put(layout.Site, meeting.Site{Schema: 1, Base: base, Title: "Council"})
	return store
}

// oembed asks at https://serve.example/, of a store whose pages say that they
// are at https://pages.example/public/ if site.json does not.
func oembed(t *testing.T, base string, query url.Values) (*httptest.ResponseRecorder, manifest.OEmbedAnswer) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://serve.example/oembed?"+query.Encode(), http.NoBody)
	w := httptest.NewRecorder()
	serve.Handler(embeddable(t, base), serve.Options{Base: "https://pages.example/public/", Log: slog.New(slog.DiscardHandler)}).ServeHTTP(w, r)
	var a manifest.OEmbedAnswer
	if w.Code == http.StatusOK {
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
	}
	return w, a
}

func TestOEmbed(t *testing.T) {
	t.Parallel()
	const site = "https://media.example/"
	tests := []struct {
		name, base, address, more string
		code                      int
		kind                      string
		width, height             int
		leads                     string
	}{
		{"a meeting", site, site + "meetings/spring/", "", 200, "video", 0, 0, site + "meetings/spring/embed.html"},
		{"its player", site, site + "meetings/spring/embed.html", "format=json", 200, "video", 0, 0, site + "meetings/spring/embed.html"},
		{"by http where the site has https", site, "http://media.example/meetings/spring/index.html", "", 200, "video", 0, 0, site},
		{"in little width", site, site + "meetings/spring/", "maxwidth=320", 200, "video", 320, 180, site},
		{"in little height", site, site + "meetings/spring/", "maxwidth=2000&maxheight=90", 200, "video", 160, 90, site},
		{"a slide", site, site + "meetings/spring/slides/bees/2.jpg", "maxwidth=800", 200, "photo", 800, 450, site + "meetings/spring/slides/bees/2.jpg"},
		{"a slide on the page", site, site + "meetings/spring/index.html#deck-bees-slide-2", "", 200, "photo", 1600, 900, site},
		{"where it is served, leading to the site", site, "http://serve.example/meetings/spring/", "", 200, "video", 0, 0, site},
		{"where it is served, of a site without a base", "", "http://serve.example/meetings/spring/", "", 200, "video", 0, 0, "http://serve.example/meetings/spring/embed.html"},
		{"where pages say that they are, of a site without a base", "", "https://pages.example/public/meetings/spring/", "", 200, "video", 0, 0, "https://pages.example/public/meetings/spring/"},
		{"no address", site, "", "", 400, "", 0, 0, ""},
		{"another site's", site, "https://other.example/meetings/spring/", "", 404, "", 0, 0, ""},
		{"a meeting that is not there", site, site + "meetings/autumn/", "", 404, "", 0, 0, ""},
		{"a slide that is not there", site, site + "meetings/spring/slides/bees/9.jpg", "", 404, "", 0, 0, ""},
		{"what is no page", site, site + "catalogue.json", "", 404, "", 0, 0, ""},
		{"a way out of the meetings", site, site + "meetings/../../archive/meetings/board/record.json", "", 404, "", 0, 0, ""},
		{"a private meeting", site, site + "meetings/board/", "", 401, "", 0, 0, ""},
		{"one that was taken down", site, site + "meetings/gone/", "", 404, "", 0, 0, ""},
		{"XML", site, site + "meetings/spring/", "format=xml", 501, "", 0, 0, ""},
		{"room for nothing", site, site + "meetings/spring/", "maxwidth=0", 400, "", 0, 0, ""},
		{"a width in words", site, site + "meetings/spring/", "maxwidth=wide", 400, "", 0, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			query, err := url.ParseQuery(tt.more)
			if err != nil {
				t.Fatal(err)
			}
			query.Set("url", tt.address)
			w, a := oembed(t, tt.base, query)
			if w.Code != tt.code || a.Type != tt.kind || strings.Contains(w.Body.String(), secret) {
				t.Fatalf("status %d, type %s, want %d, %s:\n%s", w.Code, a.Type, tt.code, tt.kind, w.Body)
			}
			if tt.width > 0 && (a.Width != tt.width || a.Height != tt.height) {
				t.Errorf("%d × %d, want %d × %d", a.Width, a.Height, tt.width, tt.height)
			}
			if !strings.Contains(a.HTML+a.URL, `"`+tt.leads) && !strings.HasPrefix(a.URL, tt.leads) {
				t.Errorf("it does not lead to %s:\n%s", tt.leads, w.Body)
			}
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != "*" {
				t.Errorf("Access-Control-Allow-Origin: %q", got)
			}
			if tt.code == http.StatusOK && (w.Header().Get("Content-Type") != "application/json" || w.Header().Get("Cache-Control") != storage.CacheBriefly) {
				t.Errorf("headers %v", w.Header())
			}
		})
	}
}
