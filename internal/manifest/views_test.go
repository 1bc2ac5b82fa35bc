package manifest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fault"
	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

func TestCheckRefusesInconsistentViews(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want string
		change     func(*manifest.Recording)
	}{
		{"two views with one ID", "two views have the ID screen", func(r *manifest.Recording) { r.Views[1].ID = "screen" }},
		{"a view without an ID", `view 2 has the ID ""`, func(r *manifest.Recording) { r.Views[1].ID = "" }},
		{"an ID that addresses cannot list", `view 2 has the ID "a,b"`, func(r *manifest.Recording) { r.Views[1].ID = "a,b" }},
		{"an ID that means two pictures", `view 2 has the ID "side"`, func(r *manifest.Recording) { r.Views[1].ID = "side" }},
		{"a view that cannot be played", "view speaker has no master playlist", func(r *manifest.Recording) { r.Views[1].Master = manifest.File{} }},
		{"another picture than its first view's", "its picture is main-hall-speaker.m3u8", func(r *manifest.Recording) { r.Master = r.Views[1].Master }},
		{"a view with an absolute URL", "is not a plain relative path", func(r *manifest.Recording) { r.Views[1].MP4.URL = "https://example.org/a.mp4" }},
		{"two default sounds", "audio and audio-2 are both its default sound", func(r *manifest.Recording) { r.Renditions[3].Default = true }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := manifesttest.Sample()
			tt.change(&m.Recordings[0])
			if err := m.Check(); err == nil || !fault.IsPermanent(err) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Check = %v, want a permanent error with %q", err, tt.want)
			}
		})
	}
}

// TestEncodeWritesTheListsOfAView: they are required, so they are there empty.
func TestEncodeWritesTheListsOfAView(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	views := m.Recordings[0].Views
	views[0].Renditions, views[1].Renditions = nil, []manifest.Rendition{{ID: "720p"}}
	got := string(must(manifest.Encode(m)))
	if strings.Contains(got, "null") || !strings.Contains(got, `"renditions": []`) {
		t.Errorf("Encode = %s\nwant empty lists and no null", got)
	}
	if views[0].Renditions != nil || views[1].Renditions[0].Files != nil {
		t.Error("Encode changed its argument")
	}
}

func TestPaellaHasAStreamForEachView(t *testing.T) {
	t.Parallel()
	view := func(id string, kind meeting.View) manifest.View {
		return manifest.View{ID: id, Kind: kind, Master: manifesttest.File(id+".m3u8", "application/vnd.apple.mpegurl", 1)}
	}
	tests := []struct {
		name  string
		views []manifest.View
		want  []string // content and role
	}{
		{"screen and speaker", []manifest.View{view("screen", meeting.Screen), view("speaker", meeting.Speaker)}, []string{"presentation mainAudio", "presenter "}},
		{"two cameras", []manifest.View{view("speaker", meeting.Speaker), view("hall", "")}, []string{"presenter mainAudio", "presenter-2 "}},
		{"two screens and a gallery", []manifest.View{view("screen", meeting.Screen), view("screen-2", meeting.Screen), view("gallery", meeting.Gallery)}, []string{"presentation mainAudio", "presenter ", "presenter-2 "}},
		{"one alone", []manifest.View{view("screen", meeting.Screen)}, []string{"presenter mainAudio"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := manifesttest.Sample()
			m.Recordings[0].Views = tt.views
			var doc struct {
				Streams []struct{ Content, Role string }
			}
			if err := json.Unmarshal(must(manifest.Paella(m)), &doc); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range doc.Streams {
				got = append(got, s.Content+" "+s.Role)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("other streams (-want +got):\n%s", diff)
			}
		})
	}
}
