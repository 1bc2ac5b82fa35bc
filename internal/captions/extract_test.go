package captions_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/captions"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// ffmpeg makes a file of a test's own, in dir.
func ffmpeg(t *testing.T, dir string, args ...string) {
	t.Helper()
	said, err := proctest.Plain().Run(t.Context(), proc.Command{
		Path: "ffmpeg", Args: slices.Concat([]string{"-nostdin", "-v", "error", "-y"}, args[:len(args)-1], proctest.Cheap(), args[len(args)-1:]), Dir: dir,
	})
	if err != nil {
		t.Fatalf("ffmpeg %s: %v\n%s", strings.Join(args, " "), err, said)
	}
}

// Streams of text within a recording come out as they were put in, on its
// timeline: of every kind, and of a file whose clock begins late.
func TestCaptionsWithinARecording(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	dir := t.TempDir()
	texts := map[string]string{
		"en.srt": "1\n00:00:01,000 --> 00:00:02,000\nWelcome to <spring> & all\n\n2\n00:00:03,500 --> 00:00:04,250\n<i>The</i> end\nof it.\n",
		"de.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Chair>Guten Tag\n\n00:03.500 --> 00:04.250\n<v Chair>Das Ende.\n",
		"fr.ass": "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\nStyle: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Chair,0,0,0,,{\\i1}Bonjour{\\i0}, à tous\nDialogue: 0,0:00:03.50,0:00:04.25,Default,Chair,0,0,0,,La\\Nfin.\n",
	}
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	film := []string{"-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=6", "-f", "lavfi", "-i", "sine=d=6"}
	all := append(film, "-i", in("en.srt"), "-i", in("de.vtt"), "-i", in("fr.ass"))
	maps := []string{"-map", "0:v", "-map", "1:a", "-map", "2:s", "-map", "3:s", "-map", "4:s", "-c:v", "libx264", "-preset", "ultrafast"}
	languages := []string{"-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=ger", "-metadata:s:s:2", "language=fre"}
	ffmpeg(t, dir, append(append(append(append([]string{}, all...), maps...), languages...), "-c:s", "mov_text", in("a.mp4"))...)
	ffmpeg(t, dir, append(append(append(append([]string{}, all...), maps...), languages...), "-c:s", "copy", in("a.mkv"))...)
	// The same with a clock that begins at ten seconds.
	ffmpeg(t, dir, "-i", in("a.mkv"), "-map", "0", "-c", "copy", "-output_ts_offset", "10", in("late.mkv"))

	english := []meeting.Cue{cue(1, 2, "", "Welcome to <spring> & all"), cue(3.5, 4.25, "", "The end\nof it.")}
	german := []meeting.Cue{cue(1, 2, "Chair", "Guten Tag"), cue(3.5, 4.25, "Chair", "Das Ende.")}
	french := []meeting.Cue{cue(1, 2, "Chair", "Bonjour, à tous"), cue(3.5, 4.25, "Chair", "La\nfin.")}
	plain := []meeting.Cue{cue(1, 2, "", "Welcome to & all"), english[1]} // ffmpeg took a word for a tag when it wrote the MP4
	mute := func(cues []meeting.Cue) []meeting.Cue {                      // MP4's text has no place for who speaks
		var list []meeting.Cue
		for _, c := range cues {
			c.Speaker = ""
			list = append(list, c)
		}
		return list
	}
	for name, want := range map[string]map[string][]meeting.Cue{
		"a.mp4":    {"en": plain, "de": mute(german), "fr": mute(french)},
		"a.mkv":    {"en": english, "de": german, "fr": french},
		"late.mkv": {"en": english, "de": german, "fr": french},
	} {
		runner := proctest.Runner(t)
		found, err := (&probe.Prober{Runner: runner}).File(t.Context(), in(name), "")
		if err != nil {
			t.Fatal(err)
		}
		profile, err := plan.ProfileNamed("meeting")
		if err != nil {
			t.Fatal(err)
		}
		rec := profile.Recording("0", layout.Public, *found.Media)
		got := map[string][]meeting.Cue{}
		for _, s := range rec.Subtitles() {
			p := plan.CaptionsParams{Timeline: rec.Timeline, Stream: &plan.Stream{Index: s.Index, Codec: s.Codec}, Language: s.Language}
			out := t.TempDir()
			made, err := (&captions.Maker{Runner: runner}).Make(t.Context(), in(name), out, p)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			data, err := os.ReadFile(filepath.Join(out, made.VTT))
			if err != nil {
				t.Fatal(err)
			}
			got[s.Language] = captions.ParseWritten(data)
			for i := range got[s.Language] { // a stream's times are those of its container
				c := &got[s.Language][i]
				if d := c.Start - want[s.Language][i].Start; d > -0.03 && d < 0.03 {
					c.Start, c.End = want[s.Language][i].Start, want[s.Language][i].End
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, on a timeline from %v (-want +got):\n%s", name, rec.Start, diff)
		}
	}
}

// What ffmpeg reads of what we write is what we wrote.
func TestFFmpegReadsTheOutput(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg")
	dir := t.TempDir()
	source := filepath.Join(dir, "in.srt")
	text := "1\n00:00:01,000 --> 00:00:02,000\nCHAIR: Welcome\nall.\n\n2\n00:00:03,500 --> 00:00:04,250\nCHAIR: The end.\n"
	if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	made, err := (&captions.Maker{}).Make(context.Background(), source, dir, plan.CaptionsParams{Timeline: plan.Timeline{Duration: 10.5}, Format: "srt"})
	if err != nil || made.Cues != 2 || !made.Speakers {
		t.Fatalf("Make = %+v, %v", made, err)
	}
	list, err := os.ReadFile(filepath.Join(dir, made.Playlist))
	if err != nil {
		t.Fatal(err)
	}
	want := "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:11\n#EXTINF:10.500000,\ncaptions.vtt\n#EXT-X-ENDLIST\n"
	if diff := cmp.Diff(want, string(list)); diff != "" {
		t.Errorf("playlist (-want +got):\n%s", diff)
	}
	back := filepath.Join(dir, "back.srt")
	ffmpeg(t, dir, "-i", filepath.Join(dir, made.VTT), back)
	data, err := os.ReadFile(back)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("1\n00:00:01,000 --> 00:00:02,000\nWelcome\nall.\n\n2\n00:00:03,500 --> 00:00:04,250\nThe end.\n\n", strings.ReplaceAll(string(data), "\r", "")); diff != "" {
		t.Errorf("as ffmpeg reads it (-want +got):\n%s", diff)
	}
}

func TestRefusesLargeFiles(t *testing.T) {
	t.Parallel()
	large := filepath.Join(t.TempDir(), "large.srt")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, 1<<40); err != nil {
		t.Fatal(err)
	}
	_, err := (&captions.Maker{}).Make(t.Context(), large, t.TempDir(), plan.CaptionsParams{Timeline: plan.Timeline{Duration: 10}, Format: "srt"})
	if got := fault.Reason(err); got != "is larger than 16 MB, the limit for captions" {
		t.Errorf("refused with %q", got)
	}
}

// Captions of other projects' test suites, of a recording that they would be of.
func TestCorpus(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(proctest.Corpus(t), "media")
	for _, format := range []string{"srt", "vtt"} {
		out := t.TempDir()
		made, err := (&captions.Maker{}).Make(t.Context(), filepath.Join(dir, "chunk_test."+format), out,
			plan.CaptionsParams{Timeline: plan.Timeline{Duration: 24 * 3600}, Format: format})
		if err != nil || made.Cues == 0 || len(made.Warnings) > 0 {
			t.Errorf("%s: %+v, %v", format, made, err)
		}
	}
}

// BenchmarkThreeHours is a transcript of three hours, in Zoom's form, from bytes
// to WebVTT.
func BenchmarkThreeHours(b *testing.B) {
	var text strings.Builder
	text.WriteString("WEBVTT\n")
	for i := range 3000 {
		at := float64(i) * 3.6
		fmt.Fprintf(&text, "\n%d\n%02d:%02d:%06.3f --> %02d:%02d:%06.3f\nSpeaker for Harbour: %s\n", i+1,
			int(at)/3600, int(at)/60%60, math.Mod(at, 60), int(at+3)/3600, int(at+3)/60%60, math.Mod(at+3, 60),
			"The basin cleans itself. Reeds hold the silt, and mussels filter the rest of it.")
	}
	source := filepath.Join(b.TempDir(), "in.vtt")
	if err := os.WriteFile(source, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		made, err := (&captions.Maker{}).Make(b.Context(), source, b.TempDir(), plan.CaptionsParams{Timeline: plan.Timeline{Duration: 10_800}, Format: "vtt"})
		if err != nil || made.Cues != 3000 || !made.Speakers {
			b.Fatalf("%+v, %v", made, err)
		}
	}
}
