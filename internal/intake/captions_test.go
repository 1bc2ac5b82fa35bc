package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

// Captions find their recording and their language by name, or are refused with
// what to write about them.
func TestCaptionsFindTheirRecording(t *testing.T) {
	t.Parallel()
	type found struct{ Recording, Language string }
	tests := []struct {
		name  string
		files []string // recordings end in .mp4
		want  map[string]found
	}{
		{"the only recording has all captions", []string{"day.mp4", "whatever.vtt", "day.de.srt"}, map[string]found{
			"whatever.vtt": {"day.mp4", ""}, "day.de.srt": {"day.mp4", "de"},
		}},
		{"the name of the recording and a language", []string{"talk.mp4", "other.mp4", "talk.en.vtt", "talk_de.srt", "talk.pt-BR.vtt", "talk.eng.srt", "talk (fr).srt", "talk-nl.srt", "Talk.EN.cc.vtt"}, map[string]found{
			"talk.en.vtt": {"talk.mp4", "en"}, "talk_de.srt": {"talk.mp4", "de"}, "talk.pt-BR.vtt": {"talk.mp4", "pt-BR"},
			"talk.eng.srt": {"talk.mp4", "en"}, "talk (fr).srt": {"talk.mp4", "fr"}, "talk-nl.srt": {"talk.mp4", "nl"}, "Talk.EN.cc.vtt": {"talk.mp4", "en"},
		}},
		{"what says what it is is no language", []string{"talk.mp4", "talk.sdh.srt", "talk.cc.vtt", "talk.transcript.vtt", "talk.captions.vtt"}, map[string]found{
			"talk.sdh.srt": {"talk.mp4", ""}, "talk.cc.vtt": {"talk.mp4", ""}, "talk.transcript.vtt": {"talk.mp4", ""}, "talk.captions.vtt": {"talk.mp4", ""},
		}},
		{"the longer of two names", []string{"day.mp4", "day-2.mp4", "day-2.en.vtt", "day.en.vtt"}, map[string]found{
			"day-2.en.vtt": {"day-2.mp4", "en"}, "day.en.vtt": {"day.mp4", "en"},
		}},
		{"a name that a recording's goes on from", []string{"talk_1080p.mp4", "other.mp4", "talk.en.vtt"}, map[string]found{"talk.en.vtt": {"talk_1080p.mp4", "en"}}},
		{"Zoom's, of one session of two", []string{
			"GMT20260312-090000_Recording_1280x720.mp4", "GMT20260313-090000_Recording_1280x720.mp4",
			"GMT20260313-090000_Recording.transcript.vtt", "GMT20260312-090000_Recording.cc.vtt",
		}, map[string]found{
			"GMT20260313-090000_Recording.transcript.vtt": {"GMT20260313-090000_Recording_1280x720.mp4", ""},
			"GMT20260312-090000_Recording.cc.vtt":         {"GMT20260312-090000_Recording_1280x720.mp4", ""},
		}},
		{"the recording in the same folder", []string{"a/day.mp4", "b/day.mp4", "b/captions_de.vtt"}, map[string]found{"b/captions_de.vtt": {"b/day.mp4", "de"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{}
			for _, name := range tt.files {
				files[name] = vtt
				if name[len(name)-4:] == ".mp4" {
					files[name] = film
				}
			}
			in := read(t, folder(t, "x", files))
			names, got := map[string]string{}, map[string]found{}
			for _, s := range in.Meeting.Sources {
				names[s.ID] = s.Name
			}
			for i, s := range in.Meeting.Sources {
				if s.Role == meeting.Captions {
					got[s.Name] = found{names[s.Recording], s.Language}
				}
				if !cmp.Equal(in.Files[i].Source, s) {
					t.Errorf("file %d is of %+v, want %+v", i, in.Files[i].Source, s)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("captions (-want +got):\n%s", diff)
			}
			if len(in.Meeting.Refused) > 0 {
				t.Errorf("refused: %v", in.Meeting.Refused)
			}
		})
	}
}

func TestCaptionsThatBelongNowhereSayWhatToWrite(t *testing.T) {
	t.Parallel()
	in := read(t, folder(t, "x", map[string]string{"a.mp4": film, "b.mp4": film, "words.vtt": vtt}))
	want := []meeting.Refusal{{Name: "words.vtt", Reason: `holds captions, and its name does not tell which of the 2 recordings they belong to: ` +
		`write it in meeting.yaml, as captions: [{file: "words.vtt", recording: "a.mp4"}]`}}
	if diff := cmp.Diff(want, in.Meeting.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

// What the refusal says to write is what helps.
func TestSheetNamesCaptionsAndChapters(t *testing.T) {
	t.Parallel()
	in := read(t, folder(t, "x", map[string]string{"a.mp4": film, "b.mp4": film, "words.vtt": vtt, "paper.srt": "1\n00:00:01,000 --> 00:00:02,000\nHi\n", "b.de.vtt": vtt, "meeting.yaml": `
captions:
  - {file: "words.vtt", recording: "b.mp4", language: EN-gb, reviewed: true}
  - b.de.vtt
documents: [paper.srt]
chapters:
  - {start: "1:30", title: "  The   first "}
  - {start: 5, title: Second, recording: b.mp4}
presentations:
  - {title: Talk, start: "0:10", end: "0:20.5"}
`}))
	for _, s := range in.Meeting.Sources {
		want := meeting.Source{ID: s.ID, Name: s.Name, Title: s.Title, Size: s.Size, Role: meeting.Recording}
		switch s.Name {
		case "words.vtt":
			want.Role, want.Recording, want.Language, want.Reviewed = meeting.Captions, "b", "en-GB", true
		case "b.de.vtt":
			want.Role, want.Recording, want.Language = meeting.Captions, "b", "de"
		case "paper.srt":
			want.Role = meeting.Document
		}
		if diff := cmp.Diff(want, s); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.Name, diff)
		}
	}
	if want := []meeting.Chapter{{Start: 90, Title: "The first"}, {Start: 5, Title: "Second", Recording: "b"}}; !cmp.Equal(want, in.Meeting.Chapters) {
		t.Errorf("chapters %+v, want %+v", in.Meeting.Chapters, want)
	}
	if p := in.Meeting.Presentations[0]; p.Start == nil || p.End == nil || *p.Start != 10 || *p.End != 20.5 {
		t.Errorf("presentation %+v, want 10 to 20.5", p)
	}
}

func TestCaptionsOfARefusedRecordingAreRefused(t *testing.T) {
	t.Parallel()
	dir := folder(t, "x", map[string]string{"a.mp4": "", "b.odp": deck, "a.vtt": vtt, "meeting.yaml": "captions: [{file: a.vtt, recording: a.mp4}]\n"})
	in, err := intake.Read([]string{dir}, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []meeting.Refusal{{Name: "a.mp4", Reason: "is empty"}, {Name: "a.vtt", Reason: "holds captions of a.mp4, which is not used: it is empty"}}
	if diff := cmp.Diff(want, in.Meeting.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

// A transcript that is named after another Zoom meeting is not attached to the
// only recording.
func TestCaptionsOfAnotherZoomMeeting(t *testing.T) {
	t.Parallel()
	const recording, words = "GMT20260312-090000_Recording_1280x720.mp4", "GMT20250101-090000_Recording.transcript.vtt"
	in := read(t, folder(t, "x", map[string]string{recording: film, words: vtt}))
	want := []meeting.Refusal{{Name: words, Reason: "is named after another Zoom meeting than " + recording + "; if its captions belong to that recording, " +
		`add captions: [{file: "` + words + `", recording: "` + recording + `"}] to meeting.yaml`}}
	if diff := cmp.Diff(want, in.Meeting.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}
