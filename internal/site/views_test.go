package site_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
	"proceedings/internal/site"
)

// offered is what both pages offer of the pictures of the sample's first
// recording: views to the script, files to save and streams to everybody.
func offered(t *testing.T, change func(*manifest.Recording)) (views, saved, streams []string) {
	t.Helper()
	m := manifesttest.Sample()
	m.Recordings = m.Recordings[:1]
	change(&m.Recordings[0])
	page, err := site.Index(site.Input{Manifest: m}, scripts())
	if err != nil {
		t.Fatal(err)
	}
	elements, _ := parse(t, page)
	for _, e := range elements {
		href := e.Attributes["href"]
		switch {
		case e.Attributes["data-view"] != "":
			views = append(views, e.Attributes["data-view"]+" "+e.Attributes["data-hls"]+" "+e.Attributes["data-width"])
		case strings.HasSuffix(e.Attributes["download"], ".mp4"):
			saved = append(saved, e.Attributes["download"])
		case strings.HasSuffix(href, ".m3u8"), strings.HasSuffix(href, ".mpd"):
			streams = append(streams, href)
		}
	}
	return views, saved, streams
}

func TestPageOffersEveryView(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                  string
		change                func(*manifest.Recording)
		views, saved, streams []string
	}{
		{
			"two views", func(*manifest.Recording) {},
			[]string{"screen main-hall.m3u8 1920", "speaker main-hall-speaker.m3u8 1280"},
			[]string{"Main hall (Screen).mp4", "Main hall (Speaker).mp4"},
			[]string{"main-hall.m3u8", "../../derived/1f0c33/a91b/manifest.mpd", "main-hall-speaker.m3u8", "../../derived/a04f66/5be1/manifest.mpd"},
		},
		{
			"views without titles, of which one is still being made", func(r *manifest.Recording) {
				r.Views = append(r.Views, manifest.View{ID: "view-3", Master: manifesttest.File("three.m3u8", "application/vnd.apple.mpegurl", 1)})
				r.Views[0].Title, r.Views[1].Title, r.Views[1].MP4 = "", "", manifest.File{}
				r.Views[1].Kind = meeting.Gallery
			},
			[]string{"screen main-hall.m3u8 1920", "speaker main-hall-speaker.m3u8 1280", "view-3 three.m3u8 1280"},
			[]string{"Main hall (Screen).mp4"},
			[]string{"main-hall.m3u8", "../../derived/1f0c33/a91b/manifest.mpd", "main-hall-speaker.m3u8", "../../derived/a04f66/5be1/manifest.mpd", "three.m3u8"},
		},
		{
			"one picture", func(r *manifest.Recording) { r.Views = nil },
			nil,
			[]string{"Main hall.mp4"},
			[]string{"main-hall.m3u8", "../../derived/1f0c33/a91b/manifest.mpd"},
		},
		{
			"one view", func(r *manifest.Recording) { r.Views = r.Views[:1] },
			nil,
			[]string{"Main hall.mp4"},
			[]string{"main-hall.m3u8", "../../derived/1f0c33/a91b/manifest.mpd"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			views, saved, streams := offered(t, tt.change)
			for what, diff := range map[string]string{"views": cmp.Diff(tt.views, views), "files": cmp.Diff(tt.saved, saved), "streams": cmp.Diff(tt.streams, streams)} {
				if diff != "" {
					t.Errorf("other %s (-want +got):\n%s", what, diff)
				}
			}
		})
	}
}

// TestLinkFilesIncludeEveryView: who is lent a recording can save all of its pictures.
func TestLinkFilesIncludeEveryView(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	var got []string
	for _, f := range site.LinkFiles(manifest.Manifest{Recordings: m.Recordings[:1]}) {
		if f.Kind == "video" {
			got = append(got, f.Source+" "+f.Name)
		}
	}
	if diff := cmp.Diff([]string{"main-hall Main hall.mp4", "main-hall Main hall (Speaker).mp4"}, got); diff != "" {
		t.Errorf("other videos are lent (-want +got):\n%s", diff)
	}
}

// TestTrimmedRecording plays the whole files from the start of the trim to its end, and
// offers the trimmed ones for download.
func TestTrimmedRecording(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	r := &m.Recordings[0]
	r.Trim = &manifest.Trim{Start: 12.5, End: 3000}
	r.TrimmedMP4, r.TrimmedM4A = manifesttest.File("part.mp4", "video/mp4", 1), manifesttest.File("part.m4a", "audio/mp4", 1)
	r.Views = nil
	page, err := site.Index(site.Input{Manifest: m}, scripts())
	if err != nil {
		t.Fatal(err)
	}
	elements, _ := parse(t, page)
	var sources, saved []string
	found := false
	for _, e := range elements {
		switch {
		case e.Name == "article" && e.Attributes["data-recording"] == r.ID:
			found = e.Attributes["data-from"] == "12.5" && e.Attributes["data-to"] == "3000" && e.Attributes["data-seconds"] == "3600.04"
		case e.Name == "source" && strings.HasSuffix(e.Attributes["src"], "#t=12.5,3000"):
			sources = append(sources, strings.TrimSuffix(e.Attributes["src"], "#t=12.5,3000"))
		case e.Name == "a" && strings.HasPrefix(e.Attributes["href"], "part."):
			saved = append(saved, e.Attributes["href"])
		}
		if strings.HasSuffix(e.Attributes["href"], r.M4A.URL) {
			t.Errorf("the whole file is offered: %s", e.Attributes["href"])
		}
	}
	if !found || len(sources) != 2 || sources[0] != r.MP4.URL || sources[1] != r.Master.URL || strings.Join(saved, " ") != "part.mp4 part.m4a" {
		t.Errorf("article %t, sources %q, downloads %q", found, sources, saved)
	}
	var files []string
	for _, f := range site.LinkFiles(m) {
		if f.Source == r.ID && f.Kind != "captions" && f.Kind != "transcript" {
			files = append(files, f.Name+" "+f.File.URL)
		}
	}
	want := []string{"Main hall.mp4 part.mp4", "Main hall (untrimmed).mp4 " + r.MP4.URL, "Main hall.m4a part.m4a", "Main hall (untrimmed).m4a " + r.M4A.URL}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("files of a temporary link (-want +got):\n%s", diff)
	}
}
