package assemble

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// TestTrimmedManifest lists only what is in the part of a recording that is played.
func TestTrimmedManifest(t *testing.T) {
	t.Parallel()
	m, items := sample(t)
	at := func(seconds float64) *float64 { return &seconds }
	m.Presentations = []meeting.Presentation{
		{ID: "before", Title: "Before", Start: at(0), End: at(50)},
		{ID: "first", Title: "First", Start: at(60)},
		{ID: "last", Title: "Last", Start: at(3000)},
		{ID: "after", Title: "After", Start: at(3590)},
	}
	rec := items[0].Recording
	rec.Trim = meeting.Stretch{Start: 100, End: 3500}
	rec.ChapterList = []meeting.Chapter{{Start: 0, End: 60, Title: "Before"}, {Start: 60, End: 3000, Title: "First"}, {Start: 3000, End: 3600.04, Title: "Last"}}
	rec.SlideTimes = []manifest.SlideTime{
		{Start: 10, End: 90, Deck: "alpha", Slide: 1}, {Start: 90, End: 200, Deck: "alpha", Slide: 1}, {Start: 3400, End: 3600, Deck: "alpha", Slide: 1},
	}
	rec.Trimmed = &steps.Result{
		Step: rec.Downloads.Step, Run: "part", Progressive: &transcode.Progressive{M4A: "recording.m4a", MP4: "recording.mp4"},
		Objects: []meeting.Object{
			{Name: "recording.m4a", Type: "audio/mp4", Size: 5, SHA256: strings.Repeat("a", 64)}, {Name: "recording.mp4", Type: "video/mp4", Size: 6, SHA256: strings.Repeat("b", 64)},
		},
	}
	man := Manifest(m, items)
	pages, err := Pages(man, items, meeting.Site{}, Transcripts{})
	if err != nil {
		t.Fatal(err)
	}
	r := man.Recordings[0]
	if diff := cmp.Diff(&manifest.Trim{Start: 100, End: 3500}, r.Trim); diff != "" {
		t.Errorf("trim (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]manifest.Chapter{{Start: 100, End: 3000, Title: "First"}, {Start: 3000, End: 3500, Title: "Last"}}, r.Chapters); diff != "" {
		t.Errorf("chapters (-want +got):\n%s", diff)
	}
	var shown [][2]float64
	for _, s := range r.SlideTimes {
		shown = append(shown, [2]float64{s.Start, s.End})
	}
	if diff := cmp.Diff([][2]float64{{100, 200}, {3400, 3500}}, shown); diff != "" {
		t.Errorf("slide times (-want +got):\n%s", diff)
	}
	times := map[string][2]float64{}
	for _, p := range man.Presentations {
		if p.Start != nil {
			times[p.ID] = [2]float64{*p.Start, *p.End}
		} else if p.End != nil {
			t.Errorf("%s has an end and no start", p.ID)
		}
	}
	if diff := cmp.Diff(map[string][2]float64{"first": {100, 3000}, "last": {3000, 3500}}, times); diff != "" {
		t.Errorf("presentations (-want +got):\n%s", diff)
	}
	if r.TrimmedM4A.Size != 5 || r.TrimmedMP4.Size != 6 || r.M4A.Size != 7 || r.Duration != 3600.04 {
		t.Errorf("files %+v, %+v, %+v", r.TrimmedM4A, r.TrimmedMP4, r.M4A)
	}
	master, chapters := string(pages["master.m3u8"].Data), string(pages["hls-chapters.json"].Data)
	for _, want := range []string{"#EXT-X-START:TIME-OFFSET=100.000,PRECISE=YES", `DATA-ID="com.apple.hls.chapters",URI="hls-chapters.json"`} {
		if !strings.Contains(master, want) {
			t.Errorf("the master playlist lacks %s:\n%s", want, master)
		}
	}
	if !strings.Contains(chapters, `"start-time": 100,`) || strings.Contains(chapters, "Before") {
		t.Errorf("the chapters of HLS are\n%s", chapters)
	}
	if pages["hls-chapters.json"].Type != "application/json" || !strings.Contains(string(pages["master-voice.m3u8"].Data), "hls-chapters-voice.json") {
		t.Errorf("pages %v", pages["hls-chapters.json"].Type)
	}
}
