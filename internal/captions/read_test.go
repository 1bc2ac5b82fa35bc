package captions_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"proceedings/internal/captions"
	"proceedings/internal/fault"
	"proceedings/internal/meeting"
)

func cue(start, end float64, speaker, text string) meeting.Cue {
	return meeting.Cue{Start: start, End: end, Speaker: speaker, Text: text}
}

// read is what captions say on a timeline of a minute.
func read(t *testing.T, data, format string) []meeting.Cue {
	t.Helper()
	script, err := captions.Read([]byte(data), format, "")
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	cues, _, err := captions.Clean(script, 0, 60)
	if err != nil {
		t.Fatalf("Clean: %v", err)
	}
	return cues
}

func TestCleaning(t *testing.T) {
	t.Parallel()
	one := []meeting.Cue{cue(1, 2, "", "Hi")}
	tests := []struct {
		name   string
		format string
		data   string
		want   []meeting.Cue
	}{
		{"plain WebVTT", "vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHi\n", one},
		{"a byte order mark and Windows' line ends", "vtt", "\xef\xbb\xbfWEBVTT - title\r\n\r\n00:01.000 --> 00:02.000\r\nHi\r\n", one},
		{"line ends of an old Mac", "vtt", "WEBVTT\r\r00:01.000 --> 00:02.000\rHi\r", one},
		{"no hours", "vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHi", one},
		{"no empty line after the header", "vtt", "WEBVTT\n00:01.000 --> 00:02.000\nHi", one},
		{"a comma", "vtt", "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHi\n", one},
		{"a dot in SubRip", "srt", "1\n00:00:01.000 --> 00:00:02.000\nHi\n", one},
		{"milliseconds left out", "srt", "1\n00:00:01 --> 00:00:02\nHi\n", one},
		{"one digit of a second", "srt", "1\n00:00:01,5 --> 00:00:02,25\nHi\n", []meeting.Cue{cue(1.5, 2.25, "", "Hi")}},
		{"notes, styles, regions and settings", "vtt", "WEBVTT\nKind: captions\nLanguage: en\n\nNOTE a word\nmore of it\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\nwidth:40%\n\nthe-id\n00:01.000 --> 00:02.000 region:fred align:start position:10%,line-left line:0\nHi\n\nNOTE end\n", one},
		{"an arrow in a note", "vtt", "WEBVTT\n\nNOTE left --> right\n\n00:01.000 --> 00:02.000\nHi\n", one},
		{"styles", "vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<c.yellow.bg_blue><b>H</b><i>i</i></c><00:00:01.500><lang en></lang>\n", one},
		{"SubRip's styles and positions", "srt", "1\n00:00:01,000 --> 00:00:02,000 X1:100 X2:200 Y1:1 Y2:2\n{\\an8}<font color=\"#ff0000\">H</font>i\n", one},
		{"empty ones", "vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n\n00:01.000 --> 00:02.000\nHi\n\n00:03.000 --> 00:04.000\n <b> </b>\u200b\n", append(one[:1:1], cue(3, 4, "", "\u200b"))},
		{"entities", "vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n&lt;b&gt; R&amp;D &nbsp; caf&eacute; &#8212; &#x1F41D;\n", []meeting.Cue{cue(1, 2, "", "<b> R&D café — 🐝")}},
		{"right to left", "vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n\u200fمرحبا بكم (1)\n", []meeting.Cue{cue(1, 2, "", "\u200fمرحبا بكم (1)")}},
		{"a script is text", "vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script> <img src=x onerror=alert(1)> <v \"><script>x</script>\n", []meeting.Cue{
			cue(1, 2, "", "<script>alert(1)</script> <img src=x onerror=alert(1)>"), cue(1, 2, `"`, "<script>x</script>"),
		}},
		{"less and more", "srt", "1\n00:00:01,000 --> 00:00:02,000\n1 < 2 and 3 > 2 <3\n", []meeting.Cue{cue(1, 2, "", "1 < 2 and 3 > 2 <3")}},
		{"controls and spaces", "srt", "1\n00:00:01,000 --> 00:00:02,000\n\x00 H\x07i  \t there \u2028 you\n", []meeting.Cue{cue(1, 2, "", "Hi there\nyou")}},
		{"a number that is said", "srt", "1\n00:00:01,000 --> 00:00:02,000\nHow many?\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n7\n", []meeting.Cue{cue(1, 2, "", "How many?\n42"), cue(3, 4, "", "7")}},
		{"empty lines within", "srt", "1\n00:00:01,000 --> 00:00:02,000\nHi\n\nyou\n\n2\n00:00:03,000 --> 00:00:04,000\nHo\n", []meeting.Cue{cue(1, 2, "", "Hi\nyou"), cue(3, 4, "", "Ho")}},
		{"no empty lines between", "srt", "1\n00:00:01,000 --> 00:00:02,000\nHi\n2\n00:00:03,000 --> 00:00:04,000\nHo\n", []meeting.Cue{cue(1, 2, "", "Hi\n2"), cue(3, 4, "", "Ho")}},
		{"the order of time", "vtt", "WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:09.000\na\n", []meeting.Cue{cue(1, 9, "", "a"), cue(5, 6, "", "b")}},
		{"the same twice", "vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n\n00:01.000 --> 00:02.000\nHi\n", one},
		{"before the beginning and behind the end", "vtt", "WEBVTT\n\n-00:03.000 --> -00:01.000\ngone\n\n-00:01.000 --> 00:01.000\na\n\n00:59.000 --> 01:10.000\nb\n\n02:00.000 --> 02:01.000\ngone\n", []meeting.Cue{cue(0, 1, "", "a"), cue(59, 60, "", "b")}},
		{"an end before the start", "vtt", "WEBVTT\n\n00:05.000 --> 00:01.000\nHi\n", []meeting.Cue{cue(5, 8, "", "Hi")}},
		{"a time that is none", "vtt", "WEBVTT\n\nx --> y\nlost\n\n00:01.000 -->\nlost\n\n00:01.000 --> 00:02.000\nHi\n", one},
		{"YouTube's", "sbv", "0:00:01.000,0:00:02.000\nHi\n\n0:00:03.000,0:00:04.000\na, b\nc\n", append(one[:1:1], cue(3, 4, "", "a, b\nc"))},
		{"TTML", "ttml", `<?xml version="1.0" encoding="utf-8"?><tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div><p begin="00:00:01.000" end="00:00:02.000">Hi</p><p begin="3s" end="4s">a<br/>b &lt;c&gt;</p></div></body></tt>`, append(one[:1:1], cue(3, 4, "", "a\nb <c>"))},
		{"SubStation Alpha", "ass", "[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\i1}Hi{\\i0}\nDialogue: 0,0:00:03.00,0:00:04.00,Default,Chair,0,0,0,,a, b\\Nc\n", append(one[:1:1], cue(3, 4, "Chair", "a, b\nc"))},
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

func TestEncodings(t *testing.T) {
	t.Parallel()
	const text = "1\n00:00:01,000 --> 00:00:02,000\nGrüße – ñ\n"
	utf := utf16.Encode([]rune(text))
	little, big := make([]byte, 0, 2*len(utf)), make([]byte, 0, 2*len(utf))
	for _, u := range utf {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	western, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"UTF-8": text, "UTF-8 with a mark": "\ufeff" + text, "UTF-16": "\xff\xfe" + string(little), "UTF-16, the other order": "\xfe\xff" + string(big),
		"UTF-16 without a mark": string(little), "UTF-16, the other order, without a mark": string(big), "Windows": western,
	} {
		if got := read(t, data, "srt"); len(got) != 1 || got[0].Text != "Grüße – ñ" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	cyrillic, err := charmap.Windows1251.NewEncoder().String("1\n00:00:01,000 --> 00:00:02,000\nДобрый день\n")
	if err != nil {
		t.Fatal(err)
	}
	script, err := captions.Read([]byte(cyrillic), "srt", "ru")
	if err != nil || script.Cues[0].Text != "Добрый день" {
		t.Errorf("Read in Russian = %+v, %v", script, err)
	}
}

func TestRefusesOtherFiles(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ data, format, want string }{
		"nothing in it":      {"WEBVTT\n\nNOTE nothing\n", "vtt", "holds no captions"},
		"no time":            {"WEBVTT\n\nnoon --> night\nHi\n", "vtt", "has captions whose times cannot be read"},
		"another kind":       {"x", "docx", "is in a format (docx) that is not supported for captions"},
		"XML that is broken": {"<tt><body>", "ttml", "is damaged: no captions can be read from it"},
		"STL that is cut":    {"850STL25.01" + strings.Repeat(" ", 100), "stl", "is damaged: no captions can be read from it"},
		"too much":           {strings.Repeat(" ", 17<<20), "srt", "is larger than 16 MB, the limit for captions"},
		"too many":           {"WEBVTT\n\n" + strings.Repeat("00:01.000 --> 00:02.000\nHi\n\n", 100_001), "vtt", "has more than 100000 captions"},
	} {
		if _, err := captions.Read([]byte(tt.data), tt.format, ""); !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	script := captions.Script{Cues: []meeting.Cue{cue(100, 101, "", "late")}}
	if _, _, err := captions.Clean(script, 0, 60); fault.Reason(err) != "has no caption within the 1:00 that the recording lasts" {
		t.Errorf("captions of another recording: %v", err)
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	script := captions.Script{Cues: []meeting.Cue{cue(1, 2, "", "a"), cue(70, 71, "", "b"), cue(72, 73, "", "c")}, Odd: 1}
	cues, warnings, err := captions.Clean(script, 0.5, 60)
	if err != nil || len(cues) != 1 || cues[0].Start != 1.5 {
		t.Fatalf("Clean = %v, %v", cues, err)
	}
	want := []string{"is without one caption whose times cannot be read", "is without 2 captions that lie outside of the recording's 1:00"}
	if diff := cmp.Diff(want, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}
