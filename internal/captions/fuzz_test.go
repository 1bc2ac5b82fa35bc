package captions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/captions"
	"proceedings/internal/fault"
)

// Whatever a file holds: it is refused in words, or becomes captions that are in
// order, within the recording, and the same when they are read again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Chair>Hi</v>\n", "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}Hi &amp; <b>you</b>\n",
		"0:00:01.000,0:00:02.000\nHi\n", `<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">a<br/>b</p></div></body></tt>`,
		"[Script Info]\n\n[Events]\nFormat: Start, End, Name, Text\nDialogue: 0:00:01.00,0:00:02.00,Chair,a\\Nb\n",
		"\xff\xfe1\x00\n\x00", "850STL25.01", "WEBVTT\n\n-->\n-->\n00:00 --> 1:1:1\n<<<v>&#0;&#xd800;",
	} {
		for _, format := range []string{"vtt", "srt", "sbv", "ttml", "ass", "stl"} {
			f.Add([]byte(seed), format)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, format string) {
		script, err := captions.Read(data, format, "")
		if err != nil {
			if !fault.IsPermanent(err) {
				t.Fatalf("Read: %v, want a refusal", err)
			}
			return
		}
		cues, _, err := captions.Clean(script, -0.25, 60)
		if err != nil {
			if !fault.IsPermanent(err) {
				t.Fatalf("Clean: %v, want a refusal", err)
			}
			return
		}
		for i, c := range cues {
			if c.Start < 0 || c.End > 60 || c.End <= c.Start || i > 0 && c.Start < cues[i-1].Start || c.Text == "" {
				t.Fatalf("caption %d of %+v", i, cues)
			}
		}
		if diff := cmp.Diff(cues, captions.ParseWritten(captions.Write(cues))); diff != "" {
			t.Fatalf("written and read again (-want +got):\n%s", diff)
		}
	})
}
