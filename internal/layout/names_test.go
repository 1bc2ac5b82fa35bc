package layout_test

import (
	"strings"
	"testing"

	"proceedings/internal/layout"
)

// TestNames holds the names that are stored and linked to: what is published
// under one of them stays under it.
func TestNames(t *testing.T) {
	t.Parallel()
	pair := func(a, b string) string { return a + " " + b }
	tests := []struct{ got, want string }{
		{layout.MasterOf("second"), "master-second.m3u8"},
		{layout.ViewMaster("hall", "speaker"), "master-hall-speaker.m3u8"},
		{layout.DASHOf("second"), "manifest-second.mpd"},
		{layout.ViewDASH("hall", "speaker"), "manifest-hall-speaker.mpd"},
		{pair(layout.Chapters("")), "chapters.vtt chapters.json"},
		{pair(layout.Chapters("second")), "chapters-second.vtt chapters-second.json"},
		{layout.HLSChapters(""), "hls-chapters.json"},
		{layout.HLSChapters("second"), "hls-chapters-second.json"},
		{layout.Transcript("hall", "en"), "transcript-hall-en.txt"},
		{layout.DeckData("bees"), "slides-bees.json"},
		{layout.DeckText("bees"), "slides-bees.txt"},
		{layout.SlideImage("bees", 12), "slides/bees/12.jpg"},
		{layout.SlideOEmbed(layout.SlideImage("bees", 12)), "slides/bees/12.json"},
		{layout.Video("720p"), "720p.mp4"},
		{layout.Audio("audio-2"), "audio-2.m4a"},
		{layout.Playlist("720p"), "720p.m3u8"},
		{layout.IFrames("720p"), "720p-iframes.m3u8"},
		{layout.StoryboardSheet(1), "storyboard-001.jpg"},
		{pair(layout.Poster(1280)), "poster-1280.webp poster-1280.jpg"},
		{pair(layout.PageImage(7, 1600)), "slides/0007-1600.webp slides/0007-1600.jpg"},
		{layout.PageWords(7), "words/0007.json"},
		{layout.Hashed("style.css", []byte("h1 {}")), "style-a0109f77a9.css"},
		{layout.Versioned("index.html", "text/html", []byte("h1 {}")), "index.6653eeb31c63d04a.html"},
		{layout.Versioned("iiif/manifest.json", "text/html", []byte("h1 {}")), "iiif/manifest.6653eeb31c63d04a.json"},
		{layout.Month("2026-03"), "catalogue/2026-03.json"},
		{layout.MonthPage("2026-03"), "catalogue/2026-03.html"},
		{layout.MonthIndex("2026-03"), "catalogue/search-2026-03.json"},
		{layout.MonthSitemap("2026-03"), "catalogue/sitemap-2026-03.xml"},
		{layout.Terms(7), "catalogue/terms-07.json"},
		{strings.Replace(layout.TermsTemplate, "{shard}", "07", 1), layout.Terms(7)},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("the name is %q, want %q", tt.got, tt.want)
		}
	}
}

func TestIsVersioned(t *testing.T) {
	t.Parallel()
	for _, page := range []string{layout.Index, layout.IIIF, layout.SlideOEmbed(layout.SlideImage("bees", 12)), layout.Manifest} {
		if copied := layout.Versioned(page, "text/html", []byte(page)); !layout.IsVersioned(copied) || layout.IsVersioned(page) {
			t.Errorf("IsVersioned(%s) = %t, IsVersioned(%s) = %t", copied, !layout.IsVersioned(copied), page, layout.IsVersioned(page))
		}
	}
	for _, page := range []string{layout.DeckData("0123456789abcdef"), layout.MasterOf("a-0123456789abcdef"), "slides/0123456789abcdef/1.jpg"} {
		if layout.IsVersioned(page) {
			t.Errorf("%s is taken for a copy", page)
		}
	}
}

func TestParseSlide(t *testing.T) {
	t.Parallel()
	for _, name := range []string{layout.SlideImage("bees-2", 12), layout.SlideOEmbed(layout.SlideImage("bees-2", 12))} {
		if deck, number, ok := layout.ParseSlide(name); deck != "bees-2" || number != 12 || !ok {
			t.Errorf("ParseSlide(%q) = %q, %d, %t", name, deck, number, ok)
		}
	}
	for _, name := range []string{"", "slides/bees/1.png", "slides/bees/1234567.jpg", "slides/-bees/1.jpg", "slides/1.jpg", "x/slides/bees/1.jpg", "slides/bees/1.jpg/x", layout.Index} {
		if deck, number, ok := layout.ParseSlide(name); ok {
			t.Errorf("ParseSlide(%q) = %q, %d", name, deck, number)
		}
	}
}

func TestParseMeeting(t *testing.T) {
	t.Parallel()
	tests := []struct {
		path, id, name string
		ok             bool
	}{
		{strings.TrimPrefix(layout.Public.Meeting("board", layout.Index), "public/"), "board", layout.Index, true},
		{strings.TrimPrefix(layout.Public.MeetingPrefix("board"), "public/"), "board", "", true},
		{"meetings/board", "board", "", true},
		{"meetings/board/slides/bees/1.jpg", "board", "slides/bees/1.jpg", true},
		{"other/board/index.html", "", "", false},
	}
	for _, tt := range tests {
		id, name, ok := layout.ParseMeeting(tt.path)
		if ok != tt.ok || ok && (id != tt.id || name != tt.name) {
			t.Errorf("ParseMeeting(%q) = %q, %q, %t", tt.path, id, name, ok)
		}
	}
}

func TestParseMonth(t *testing.T) {
	t.Parallel()
	tests := []struct {
		key, month string
		index, ok  bool
	}{
		{layout.Public.Top(layout.Month("2026-03")), "2026-03", false, true},
		{layout.Public.Top(layout.Month("undated")), "undated", false, true},
		{layout.Public.Top(layout.MonthIndex("2026-03")), "2026-03", true, true},
		{layout.Public.Top(layout.MonthPage("2026-03")), "", false, false},
		{layout.Public.Top(layout.MonthSitemap("2026-03")), "", false, false},
		{layout.Public.Top(layout.Terms(3)), "", false, false},
	}
	for _, tt := range tests {
		if month, index, ok := layout.ParseMonth(tt.key); month != tt.month || index != tt.index || ok != tt.ok {
			t.Errorf("ParseMonth(%q) = %q, %t, %t", tt.key, month, index, ok)
		}
	}
}

func TestCommits(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]bool{
		layout.Public.Meeting(meeting, layout.Manifest): true, layout.Record(meeting): true, layout.StepResult(step): true,
		layout.State(meeting): false, layout.StepStatus(step): false, layout.Public.Meeting(meeting, layout.Index): false, layout.Site: false,
	} {
		if got := layout.Commits(key); got != want {
			t.Errorf("Commits(%q) = %t, want %t", key, got, want)
		}
	}
}
