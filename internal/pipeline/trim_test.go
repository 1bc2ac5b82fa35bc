package pipeline_test

import (
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestTrimIsPublishedWithoutAnEncode adds, changes and removes a trim. Only the files to
// download are written, once for each trim, and all that readers see follows.
func TestTrimIsPublishedWithoutAnEncode(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	in := input(t, "m", meeting.Public, file{"talk.mp4", "film 1"})
	in.Meeting.Chapters = []meeting.Chapter{{Start: 0, Title: "A"}, {Start: 20, Title: "B"}, {Start: 50, Title: "C"}}
	submit(t, store, in)
	w.settled(t, "m")
	first := readManifest(t, store, layout.Public, "m").Recordings[0]
	runs := w.makers.total()
	if first.Trim != nil || first.TrimmedMP4.URL != "" || len(first.Chapters) != 3 {
		t.Fatalf("without a trim: %+v", first)
	}

	at := func(seconds float64) meeting.TrimPoint { return meeting.TrimPoint{At: &seconds} }
	for _, tt := range []struct {
		name     string
		trim     meeting.Trim
		runs     int
		want     *manifest.Trim
		chapters string
		start    string
		warning  string
	}{
		{"a trim", meeting.Trim{Start: at(10), End: at(50)}, 1, &manifest.Trim{Start: 10, End: 50}, "A B", "#EXT-X-START:TIME-OFFSET=10.000,PRECISE=YES", ""},
		{"another one", meeting.Trim{Start: at(30)}, 1, &manifest.Trim{Start: 30, End: 60}, "B C", "#EXT-X-START:TIME-OFFSET=30.000,PRECISE=YES", ""},
		{"one that cannot be applied", meeting.Trim{Start: at(30), End: at(20)}, 0, nil, "A B C", "", "talk.mp4 is not trimmed: the trim starts at 0:30 and ends at 0:20"},
		{"silence that is not there", meeting.Trim{Start: meeting.TrimPoint{Auto: true}}, 0, nil, "A B C", "", ""},
		{"the first again", meeting.Trim{Start: at(10), End: at(50)}, 0, &manifest.Trim{Start: 10, End: 50}, "A B", "#EXT-X-START:TIME-OFFSET=10.000,PRECISE=YES", ""},
		{"removed", meeting.Trim{}, 0, nil, "A B C", "", ""},
	} {
		in.Meeting.Trim = tt.trim
		submit(t, store, in)
		w.settled(t, "m")
		if n := w.makers.total() - runs; n != tt.runs {
			t.Errorf("%s: %d steps run, want %d", tt.name, n, tt.runs)
		}
		runs = w.makers.total()
		m := readManifest(t, store, layout.Public, "m")
		r := m.Recordings[0]
		var titles []string
		for _, c := range r.Chapters {
			titles = append(titles, c.Title)
		}
		switch {
		case m.State != manifest.Published || (r.Trim == nil) != (tt.want == nil) || tt.want != nil && *r.Trim != *tt.want:
			t.Errorf("%s: %s with trim %+v, want %+v", tt.name, m.State, r.Trim, tt.want)
		case (r.TrimmedMP4.URL != "") != (tt.want != nil) || r.MP4 != first.MP4 || r.Duration != first.Duration || r.DASH != first.DASH:
			t.Errorf("%s: files %+v, %+v", tt.name, r.TrimmedMP4, r.MP4)
		case strings.Join(titles, " ") != tt.chapters:
			t.Errorf("%s: chapters %q, want %s", tt.name, titles, tt.chapters)
		case strings.Join(m.Warnings, "\n") != tt.warning:
			t.Errorf("%s: warnings %q", tt.name, m.Warnings)
		}
		for i, rung := range r.Renditions {
			if rung.Playlist != first.Renditions[i].Playlist {
				t.Errorf("%s: another playlist of %s", tt.name, rung.ID)
			}
		}
		master, _, err := storage.ReadAll(t.Context(), store, layout.Public.Meeting("m", r.Master.URL))
		if err != nil {
			t.Fatal(err)
		}
		if tt.start == "" && strings.Contains(string(master), "EXT-X-START") || !strings.Contains(string(master), tt.start) {
			t.Errorf("%s: the master playlist is\n%s", tt.name, master)
		}
		checkWhole(t, store, layout.Public, "m")
	}
}
