package captions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/captions"
	"proceedings/internal/meeting"
)

func TestSpeakers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		format string
		data   string
		want   []meeting.Cue
	}{
		{"Zoom's transcript", "vtt", "WEBVTT\n\n1\n00:00:01.120 --> 00:00:02.480\nSpeaker for Harbour: Good morning: we begin.\n\n2\n00:00:03.000 --> 00:00:04.000\nChair: Thank you.\n\n3\n00:00:05.000 --> 00:00:06.000\nSpeaker for Harbour: One more thing.\n\n4\n00:00:07.000 --> 00:00:08.000\nand the end.\n\n5\n00:00:08.000 --> 00:00:09.000\nSpeaker for Harbour: Thank you.\n", []meeting.Cue{
			cue(1.12, 2.48, "Speaker for Harbour", "Good morning: we begin."), cue(3, 4, "Chair", "Thank you."),
			cue(5, 6, "Speaker for Harbour", "One more thing."), cue(7, 8, "", "and the end."),
			cue(8, 9, "Speaker for Harbour", "Thank you."),
		}},
		{"Teams' transcript", "vtt", "WEBVTT\r\n\r\n0f8fad5b-d9cb-469f-a165-70867728950e/12-0\r\n00:00:01.120 --> 00:00:02.480\r\n<v Speaker for Lantern>Good morning: we\r\nbegin.</v>\r\n\r\n0f8fad5b-d9cb-469f-a165-70867728950e/12-1\r\n00:00:03.000 --> 00:00:04.000\r\n<v Dr. O'Chair / Harbour>Thank you.</v>\r\n", []meeting.Cue{
			cue(1.12, 2.48, "Speaker for Lantern", "Good morning: we\nbegin."), cue(3, 4, "Dr. O'Chair / Harbour", "Thank you."),
		}},
		{"two in one caption", "vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Chair>Yes?\n<v Lantern>No.\n", []meeting.Cue{cue(1, 2, "Chair", "Yes?"), cue(1, 2, "Lantern", "No.")}},
		{"in capitals where it changes", "srt", "1\n00:00:01,000 --> 00:00:02,000\nCHAIR: Welcome.\n\n2\n00:00:02,000 --> 00:00:03,000\nWe have one rule: no phones.\n\n3\n00:00:03,000 --> 00:00:04,000\n>> CHAIR: Thank you.\n\n4\n00:00:05,000 --> 00:00:06,000\nNOTE: this is said\n", []meeting.Cue{
			cue(1, 2, "CHAIR", "Welcome."), cue(2, 3, "", "We have one rule: no phones."), cue(3, 4, "CHAIR", "Thank you."), cue(5, 6, "", "NOTE: this is said"),
		}},
		{"words before a colon are no names", "srt", "1\n00:00:01,000 --> 00:00:02,000\nOne rule: no phones.\n\n2\n00:00:02,000 --> 00:00:03,000\nOne rule: no phones.\n\n3\n00:00:03,000 --> 00:00:04,000\nat 12:30 we eat\n\n4\n00:00:05,000 --> 00:00:06,000\nhttps://bees.example\n", []meeting.Cue{
			cue(1, 2, "", "One rule: no phones."), cue(2, 3, "", "One rule: no phones."), cue(3, 4, "", "at 12:30 we eat"), cue(5, 6, "", "https://bees.example"),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := read(t, tt.data, tt.format)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("cues (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(got, captions.ParseWritten(captions.Write(got))); diff != "" {
				t.Errorf("written and read again (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	cues := []meeting.Cue{cue(0.5, 3600.25, "<A> & B", "1 --> 2\n<script>"), cue(3700, 3701, "", "later")}
	want := "WEBVTT\n\n00:00:00.500 --> 01:00:00.250\n<v &lt;A&gt; &amp; B>1 --&gt; 2\n&lt;script&gt;\n\n01:01:40.000 --> 01:01:41.000\nlater\n"
	if diff := cmp.Diff(want, string(captions.Write(cues))); diff != "" {
		t.Errorf("WebVTT (-want +got):\n%s", diff)
	}
	cues = []meeting.Cue{
		cue(1, 2, "Chair", "Welcome\nall."), cue(2, 3, "", "We begin."), cue(3, 4, "Lantern", "Good morning."),
		cue(20, 21, "Lantern", "After a while."), cue(3725, 3726, "", "The end."),
	}
	want = "Day (English)\n\n[0:00:01] Chair:\nWelcome all. We begin.\n\n[0:00:03] Lantern:\nGood morning.\n\n[0:00:20] Lantern:\nAfter a while.\n\n[1:02:05]\nThe end.\n"
	if diff := cmp.Diff(want, string(captions.Transcript("Day (English)", cues))); diff != "" {
		t.Errorf("transcript (-want +got):\n%s", diff)
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"en": "English", "de": "Deutsch", "pt-BR": "português (BR)", "ar": "العربية", "": "Captions", "klingonish": "Captions"} {
		if got := captions.Label(lang); got != want {
			t.Errorf("Label(%q) = %q, want %q", lang, got, want)
		}
	}
}
