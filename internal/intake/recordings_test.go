package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTheSheetOverrulesWhatIsRecognised(t *testing.T) {
	t.Parallel()
	const z = "GMT20260512-100004_Recording"
	tests := []struct {
		name  string
		sheet string
		files []string
		want  []string
	}{
		{
			"every file by itself", "together: false\n",
			[]string{"GH010012.MP4", "GH020012.MP4", "talk-camera.mp4", "talk-screen.mp4", z + "_1x1.mp4", z + ".m4a", z + "newChat.txt"},
			[]string{"GH010012.MP4", "GH020012.MP4", z + ".m4a", z + "_1x1.mp4", z + "newChat.txt document", "talk-camera.mp4", "talk-screen.mp4"},
		},
		{
			"files joined in the order of the sheet", "recordings: [{files: [b.mp4, a.mp4]}]\n",
			[]string{"a.mp4", "b.mp4", "c.mp4"},
			[]string{"b.mp4", "a.mp4 part of b.mp4", "c.mp4"},
		},
		{
			"a view with its offset", "recordings: [{file: a.mp4, shows: speaker, views: [{file: b.mp4, shows: screen, offset: -1:02.5}, c.mp4]}]\n",
			[]string{"a.mp4", "b.mp4", "c.mp4"},
			[]string{"a.mp4 (speaker)", "b.mp4 view of a.mp4 (screen) at -62.5", "c.mp4 view of a.mp4"},
		},
		{
			"the other one of two is the main one", "recordings: [{file: talk-screen.mp4, shows: screen, views: [{file: talk-camera.mp4, shows: speaker}]}]\n",
			[]string{"talk-camera.mp4", "talk-screen.mp4"},
			[]string{"talk-camera.mp4 view of talk-screen.mp4 (speaker)", "talk-screen.mp4 (screen)"},
		},
		{
			"one of a set by itself", "recordings: [board_2.mp4]\n", []string{"board_1.mp4", "board_2.mp4"}, []string{"board_1.mp4", "board_2.mp4"},
		},
		{
			"what the sheet leaves open is added to it", "recordings: [{file: " + z + "_1x1.mp4}]\n",
			[]string{z + "_1x1.mp4", z + ".m4a"},
			[]string{z + ".m4a twin of " + z + "_1x1.mp4", z + "_1x1.mp4"},
		},
		{
			"a view that is to be a recording", "recordings: [" + z + "_gallery_1x1.mp4]\n",
			[]string{z + "_1x1.mp4", z + "_gallery_1x1.mp4", z + ".m4a"},
			[]string{z + ".m4a twin of " + z + "_1x1.mp4", z + "_1x1.mp4", z + "_gallery_1x1.mp4"},
		},
		{
			"presentations in two files that would be joined", "presentations: [{title: a, recording: board_1.mp4}, {title: b, recording: board_2.mp4}]\n",
			[]string{"board_1.mp4", "board_2.mp4"},
			[]string{"board_1.mp4", "board_2.mp4"},
		},
		{
			"captions of the whole by the name of its first part", "captions: [{file: words.vtt, recording: GH010012.MP4}]\n",
			[]string{"GH010012.MP4", "GH020012.MP4", "words.vtt", "b.mp4"},
			[]string{"b.mp4", "GH010012.MP4", "GH020012.MP4 part of GH010012.MP4", "words.vtt captions of GH010012.MP4"},
		},
		{
			"a file to leave out", "ignore: [b.mp4]\n", []string{"a.mp4", "b.mp4"}, []string{"a.mp4", "left out: b.mp4"},
		},
		{
			"a playlist that is wanted as a document is none", "documents: [chat.txt]\n", []string{"zoom_0.mp4", "chat.txt"}, []string{"chat.txt document", "zoom_0.mp4"},
		},
		{
			"a part that cannot be used", "recordings: [{files: [a.mp4, b.mp4, c.bin]}]\n",
			[]string{"a.mp4", "b.mp4", "c.bin"},
			[]string{"a.mp4", "b.mp4 part of a.mp4", "refused: c.bin"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, story(t, decide(t, "x", tt.sheet, listed(tt.files...)))); diff != "" {
				t.Errorf("recordings (-want +got):\n%s", diff)
			}
		})
	}
}

// Captions belong to the part that they are named after, and all of them are
// listed with the recording.
func TestCaptionsOfParts(t *testing.T) {
	t.Parallel()
	in := decide(t, "x", "", listed("talk-part1.mp4", "talk-part2.mp4", "talk-part1.vtt", "talk-part2.vtt", "talk.de.vtt", "b.mp4"))
	want := []string{
		"b.mp4", "talk-part1.mp4", "talk-part1.vtt captions of talk-part1.mp4",
		"talk-part2.mp4 part of talk-part1.mp4", "talk-part2.vtt captions of talk-part2.mp4", "talk.de.vtt captions of talk-part1.mp4",
	}
	if diff := cmp.Diff(want, story(t, in)); diff != "" {
		t.Errorf("captions (-want +got):\n%s", diff)
	}
	if note := strings.Join(in.Notes, "\n"); !strings.Contains(note, "captions attached: talk-part1.vtt, talk-part2.vtt and talk.de.vtt") {
		t.Errorf("notes:\n%s", note)
	}
}

func TestFlightDataIsNoCaptions(t *testing.T) {
	t.Parallel()
	files := listed("DJI_0001.MP4", "DJI_0001.SRT", "DJI_0002.MP4", "DJI_0002.SRT")
	for i := range files {
		if files[i].Name == "DJI_0001.SRT" {
			files[i].Content = flight
		}
	}
	want := []string{"DJI_0001.MP4", "DJI_0002.MP4", "DJI_0002.SRT captions of DJI_0002.MP4", "left out: DJI_0001.SRT"}
	if diff := cmp.Diff(want, story(t, decide(t, "x", "", files))); diff != "" {
		t.Errorf("captions (-want +got):\n%s", diff)
	}
}

func TestAFileThatIsNotWhatItsNameSaysIsInNoSet(t *testing.T) {
	t.Parallel()
	files := listed("GH010012.MP4", "GH020012.MP4", "GH030012.MP4")
	files[1].Content = binary
	in := decide(t, "x", "", files)
	want := []string{"GH010012.MP4", "GH030012.MP4 part of GH010012.MP4", "refused: GH020012.MP4"}
	if diff := cmp.Diff(want, story(t, in)); diff != "" {
		t.Errorf("recordings (-want +got):\n%s", diff)
	}
	if want := "of GH010012.MP4, GH020012.MP4 cannot be used; the others are joined without"; !strings.HasPrefix(in.Notes[1], want) {
		t.Errorf("notes %q, want one with %q", in.Notes, want)
	}
}

func TestTheRecordingsOwnTitleGoesBeforeTheFolders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		files       []string
		title, date string
	}{
		{"Teams", []string{"Review-20260512_100000-Meeting Recording.mp4"}, "Review", "2026-05-12"},
		{"Webex", []string{"Review-20260512 1000-1.mp4", "Review-20260511 1000-1.mp4"}, "Review", "2026-05-11"},
		{"Meet", []string{"Review (2026-05-12 at 10_00 GMT+2).mp4"}, "Review", "2026-05-12"},
		{"two that do not agree", []string{"Review-20260512_100000-Meeting Recording.mp4", "Board-20260512_100000-Meeting Recording.mp4"}, "Folder", "2020-01-01"},
		{"one of several recordings", []string{"Review-20260512_100000-Meeting Recording.mp4", "talk.mp4"}, "Folder", "2020-01-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := decide(t, "2020-01-01_Folder", "", listed(tt.files...))
			if in.Meeting.Title != tt.title || in.Meeting.Date != tt.date {
				t.Errorf("%q on %q, want %q on %q", in.Meeting.Title, in.Meeting.Date, tt.title, tt.date)
			}
		})
	}
}

// Any mixture of what programs leave is accounted for, whatever is missing of
// it: each file once, parts behind their first, one level of belonging.
func TestEveryFileIsAccountedFor(t *testing.T) {
	t.Parallel()
	names := []string{
		"GMT20260512-100004_Recording_1920x1080.mp4", "GMT20260512-100004_Recording_gallery_1x1.mp4", "GMT20260512-100004_Recording_as_1x1.mp4",
		"GMT20260512-100004_Recording.m4a", "GMT20260512-100004_Recording.transcript.vtt", "GMT20260512-100004_RecordingnewChat.txt", "zoom_0.mp4", "zoom_1.mp4",
		"video1399019170.mp4", "video2399019170.mp4", "audio1399019170.m4a", "audio_only.m4a", "Audio Record/audioA399019170.m4a", "playback.m3u", "chat.txt",
		"recording.conf", "double_click_to_convert_01.zoom", "GH010012.MP4", "GH020012.MP4", "GH030012.MP4", "GH020012.mkv", "GL010012.LRV", "GOPR0013.MP4", "GP010013.MP4",
		"DJI_0001.MP4=4000000000", "DJI_0002.MP4", "DJI_0001.SRT", "DJI_0001.LRF", "STREAM/00000.MTS", "STREAM/00002.MTS", "CLIPINF/00000.CPI",
		"VIDEO_TS/VTS_01_0.VOB", "VIDEO_TS/VTS_01_1.VOB", "VIDEO_TS/VTS_01_3.VOB", "VIDEO_TS/VTS_01_0.IFO", "talk-camera.mp4", "talk-screen.mp4", "talk-part1.mp4",
		"talk-part2.mp4", "talk-part2.mp3", "talk-part2.vtt", "board_1.mp4", "board_2.mp4", "board.mp4", "x.mkv=100", "x.mp4=100", "video/webcams.webm",
		"video/webcams.mp4", "deskshare/deskshare.webm", "metadata.xml", "shapes.svg", "presentation/a/slide-1.png", "presentation/a/a.pdf", "caption_en.vtt",
		"C0001.MP4", "C0001M01.XML", "C0001.THM", "Review-20260512_100000-Meeting Recording.mp4", "Review.docx", "Review chat.txt", "transcript.txt", "notes.txt", "odd.bin",
		"GMT20260512-100004_Recording.cc.vtt", "GMT20260512-100004_Recording_1920x1080 (1).mp4", "board_1 (1).mp4", "talk-part2 (1).mp4", "talk-part3.mp4=-1",
		"talk-part4.mkv", "board_3.mp4=-1", "board_4.mkv", "GH040012.MP4=-1", "talk-slides.mp4", "meetingAttendanceList.csv",
	}
	sheets := []string{"", "together: false\n", "ignore: [talk-part1.mp4]\n", "recordings: [{files: [talk-part2.mp4, talk-part1.mp4]}]\n", "presentations: [{title: x, recording: GH020012.MP4}]\n"}
	rapid.Check(t, func(rt *rapid.T) {
		files := listed(rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names), rapid.ID[string]).Draw(rt, "names")...)
		sheet := rapid.SampledFrom(sheets).Draw(rt, "sheet")
		for _, wanted := range []string{"talk-part1.mp4", "talk-part2.mp4", "GH020012.MP4"} {
			there := false
			for _, f := range files {
				there = there || f.Name == wanted
			}
			if !there && strings.Contains(sheet, wanted) {
				sheet = ""
			}
		}
		story(t, decide(t, "x", sheet, files))
		if t.Failed() {
			rt.Fatalf("of %v with %q", files, sheet)
		}
	})
}
