package site_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/site"
)

// timesOn are the times of slides on the sample's page: text, recording and link.
func timesOn(t *testing.T, m manifest.Manifest) (times []string, compact []string) {
	t.Helper()
	page, err := site.Index(site.Input{Manifest: m}, scripts())
	if err != nil {
		t.Fatal(err)
	}
	elements, _ := parse(t, page)
	in := ""
	for _, e := range elements {
		if recording, has := e.Attributes["data-in"]; has && e.Name == "li" {
			in = recording
		}
		if label := e.Attributes["aria-label"]; e.Name == "a" && strings.Contains(label, ": slide ") {
			times = append(times, fmt.Sprintf("%s in %s at %s", label, in, e.Attributes["href"]))
		}
		if list, has := e.Attributes["data-slide-times"]; has {
			compact = append(compact, list)
		}
	}
	return times, compact
}

func TestSlidesLinkToTheirTimes(t *testing.T) {
	t.Parallel()
	one := func(m *manifest.Manifest) *manifest.Recording {
		m.Recordings = m.Recordings[:1]
		return &m.Recordings[0]
	}
	at := func(start float64, deck string, slide int, uncertain bool) manifest.SlideTime {
		return manifest.SlideTime{Start: start, End: start + 5, Deck: deck, Slide: slide, Uncertain: uncertain}
	}
	const plain = "../../derived/1f0c33/a91b/plain.mp4#t="
	tests := []struct {
		name    string
		change  func(*manifest.Manifest)
		want    []string
		compact []string
	}{
		{"no times", func(m *manifest.Manifest) { one(m).SlideTimes = nil }, nil, nil},
		{
			"a repeated slide and an uncertain time",
			func(m *manifest.Manifest) {
				one(m).SlideTimes = []manifest.SlideTime{at(2, "bees-pptx", 1, false), at(756.4, "bees-pptx", 2, true), at(3605, "bees-pptx", 1, false)}
			},
			[]string{
				"Play from 0:02: slide 1 in main-hall at " + plain + "2", "Play from 1:00:05: slide 1 in main-hall at " + plain + "3605",
				"Play from around 12:40: slide 2 in main-hall at " + plain + "756.4",
			},
			[]string{"[[2,7,0,1],[756.4,761.4,0,2,1],[3605,3610,0,1]]"},
		},
		{
			"slides that are not in the manifest",
			func(m *manifest.Manifest) {
				one(m).SlideTimes = []manifest.SlideTime{at(2, "gone", 1, false), at(9, "moss-ppt", 1, false), at(12, "moss-ppt", 2, false)}
			},
			[]string{"Play from 0:09: slide 1 in main-hall at " + plain + "9"},
			[]string{"[[9,14,1,1]]"},
		},
		{
			"a recording without a plain file",
			func(m *manifest.Manifest) {
				r := one(m)
				r.SlideTimes, r.MP4, r.M4A = []manifest.SlideTime{at(2, "bees-pptx", 1, false)}, manifest.File{}, manifest.File{}
			},
			nil,
			[]string{"[[2,7,0,1]]"},
		},
		{
			"several recordings",
			func(m *manifest.Manifest) {
				m.Recordings[0].SlideTimes = []manifest.SlideTime{at(2, "bees-pptx", 1, false)}
				m.Recordings[2].SlideTimes = []manifest.SlideTime{at(3, "bees-pptx", 1, false)}
			},
			[]string{"Play from 0:02: slide 1, Main hall in main-hall at " + plain + "2", "Play from 0:03: slide 1, Garden in garden at ../../derived/6d2f90/41ee/plain.mp4#t=3,58"},
			[]string{"[[2,7,0,1]]", "[[3,8,0,1]]"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := manifesttest.Sample()
			tt.change(&m)
			times, compact := timesOn(t, m)
			if diff := cmp.Diff(tt.want, times); diff != "" {
				t.Errorf("the links differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.compact, compact); diff != "" {
				t.Errorf("the times for the script differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestManyTimesAreCollapsed(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	size := map[int]int{}
	for _, n := range []int{6, 7, 2000, 4000} {
		m.Recordings[0].SlideTimes = nil
		for i := range n {
			m.Recordings[0].SlideTimes = append(m.Recordings[0].SlideTimes, manifest.SlideTime{Start: 1000 + float64(i), End: 1001 + float64(i), Deck: "bees-pptx", Slide: 1})
		}
		page, err := site.Index(site.Input{Manifest: m}, scripts())
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(page), fmt.Sprintf("Shown %d times", n)); got != (n > 6) {
			t.Errorf("%d times: collapsed is %v", n, got)
		}
		size[n] = len(page)
	}
	// The page grows in proportion to the times.
	if each := (size[4000] - size[2000]) / 2000; each > 300 {
		t.Errorf("each time adds %d bytes to the page, want at most 300", each)
	} else {
		t.Logf("each time adds %d bytes", each)
	}
}

// TestEmbedCarriesSlideTimes: the embed lists no slides, but follows them.
func TestEmbedCarriesSlideTimes(t *testing.T) {
	t.Parallel()
	page, err := site.Embed(site.Input{Manifest: manifesttest.Sample()}, scripts())
	if err != nil {
		t.Fatal(err)
	}
	elements, _ := parse(t, page)
	var decks, times []string
	for _, e := range elements {
		if id, has := e.Attributes["data-deck"]; has {
			decks = append(decks, id)
		}
		if list, has := e.Attributes["data-slide-times"]; has {
			times = append(times, list)
		}
	}
	if diff := cmp.Diff([]string{"bees-pptx", "moss-ppt"}, decks); diff != "" {
		t.Errorf("the decks, whose positions the times name, differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"[[752.1,840,0,1],[840,1012.4,0,2,1],[1060,1075,0,1]]"}, times); diff != "" {
		t.Errorf("the times differ (-want +got):\n%s", diff)
	}
}
