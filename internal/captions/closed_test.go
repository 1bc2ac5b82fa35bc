package captions_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/captions"
	"proceedings/internal/captions/captionstest"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc/proctest"
)

// captioned makes a stream of twelve seconds at 25 frames a second in dir, by
// libx264 or libx265, in whose frames from one on there is what two fields send.
func captioned(t *testing.T, dir, name, encoder string, first, second *captionstest.Line21, from int) string {
	t.Helper()
	bare, full := filepath.Join(dir, "bare-"+name), filepath.Join(dir, name)
	args := []string{"-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=12", "-c:v", encoder, "-preset", "ultrafast", "-bf", "0", "-g", "50"}
	if encoder == "libx265" {
		args = append(args, "-x265-params", "log-level=error:bframes=0")
	}
	ffmpeg(t, dir, append(args, bare)...)
	stream, err := os.ReadFile(bare)
	if err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(full, captionstest.Insert(stream, encoder == "libx265", first, second, from), 0o600); err != nil {
		t.Fatal(err)
	}
	return full
}

// program is captions of every kind in the first field, and in the second a
// language of its own with data of the programme between.
func program(t *testing.T) (first, second *captionstest.Line21) {
	t.Helper()
	first, second = &captionstest.Line21{T: t}, &captionstest.Line21{T: t, Second: true}
	first.PopOn(50, "HELLO WORLD", "SECOND LINE.")
	first.PopOn(100, "Next")
	first.Erase(125)
	first.RollUp(150, "FIRST ROLLED LINE")
	first.RollUp(175, ">> SECOND")
	first.Erase(200)
	first.PaintOn(225, "PAINTED", "IN SIGHT")
	first.Erase(260)
	first.RollUp(280, "THE LAST WORD")
	second.PopOn(75, "Hola")
	second.Send(80, captionstest.NewPair(0x01, 0x03), captionstest.NewPair('T', 'V'), captionstest.NewPair(0x0f, 0x26))
	second.Erase(150)
	return first, second
}

// english and spanish are what program says, seconds.
func english() []meeting.Cue {
	return []meeting.Cue{
		cue(2, 4, "", "HELLO WORLD\nSECOND LINE."), cue(4, 5, "", "Next"),
		cue(6, 7, "", "FIRST ROLLED LINE"), cue(7, 8, "", ">> SECOND"),
		cue(9, 10.4, "", "PAINTED\nIN SIGHT"), cue(11.2, 12, "", "THE LAST WORD"),
	}
}

func spanish() []meeting.Cue { return []meeting.Cue{cue(3, 6, "", "Hola")} }

// planned is the plan of a file.
func planned(t *testing.T, path string) plan.Recording {
	t.Helper()
	found, err := (&probe.Prober{Runner: proctest.Runner(t)}).File(t.Context(), path, "")
	if err != nil {
		t.Fatal(err)
	}
	profile, err := plan.ProfileNamed("meeting")
	if err != nil {
		t.Fatal(err)
	}
	return profile.Recording("0", layout.Public, *found.Media)
}

// makeClosed makes the captions of a channel as the step does. Times that are
// right within two frames are those that are wanted.
func makeClosed(t *testing.T, path string, channel int, want []meeting.Cue) (captions.Made, []meeting.Cue) {
	t.Helper()
	rec := planned(t, path)
	streams := rec.Closed()
	if len(streams) != 1 {
		t.Fatalf("%s: streams of closed captions %+v, want one", filepath.Base(path), streams)
	}
	dir := t.TempDir()
	p := plan.CaptionsParams{Timeline: rec.Timeline, Stream: &plan.Stream{Index: streams[0].Index, Codec: streams[0].Codec, Channel: channel}}
	made, err := (&captions.Maker{Runner: proctest.Runner(t)}).Make(t.Context(), path, dir, p)
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		if f.Name() != made.VTT && f.Name() != made.Playlist {
			t.Errorf("%s: %s is left in the folder, and would be published", filepath.Base(path), f.Name())
		}
	}
	if made.VTT == "" {
		return made, nil
	}
	data, err := os.ReadFile(filepath.Join(dir, made.VTT))
	if err != nil {
		t.Fatal(err)
	}
	got := captions.ParseWritten(data)
	for i := range min(len(got), len(want)) {
		for have, wanted := range map[*float64]float64{&got[i].Start: want[i].Start, &got[i].End: want[i].End} {
			if math.Abs(*have-wanted) <= 0.081 {
				*have = wanted
			}
		}
	}
	return made, got
}

// Closed captions of every kind come out of every kind of picture that carries
// them, each word once and at its time.
func TestClosedCaptions(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	dir := t.TempDir()
	first, second := program(t)
	stream := captioned(t, dir, "film.h264", "libx264", first, second, 0)
	in := func(name string) string { return filepath.Join(dir, name) }
	sound := []string{"-f", "lavfi", "-i", "sine=d=12", "-c:a", "aac"}
	ffmpeg(t, dir, append(append([]string{"-r", "25", "-i", stream}, sound...), "-c:v", "copy", in("a.ts"))...)
	ffmpeg(t, dir, append(append([]string{"-r", "25", "-i", stream}, sound...), "-c:v", "copy", in("a.mp4"))...)
	ffmpeg(t, dir, "-i", in("a.mp4"), "-c", "copy", "-output_ts_offset", "10", in("late.mkv"))
	ffmpeg(t, dir, "-i", in("a.mp4"), "-c:v", "libx264", "-preset", "veryfast", "-bf", "3", in("reordered.mp4"))
	ffmpeg(t, dir, "-r", "25", "-i", captioned(t, dir, "film.hevc", "libx265", first, second, 0), "-c", "copy", in("hevc.mp4"))
	ffmpeg(t, dir, "-i", in("a.mp4"), "-c:v", "mpeg2video", "-bf", "2", "-b:v", "500k", in("mpeg2.ts"))
	for _, name := range []string{"a.ts", "a.mp4", "late.mkv", "reordered.mp4", "hevc.mp4", "mpeg2.ts"} {
		made, got := makeClosed(t, in(name), 0, english())
		if diff := cmp.Diff(english(), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff([]int{1, 3}, made.Channels); diff != "" {
			t.Errorf("%s: channels (-want +got):\n%s", name, diff)
		}
		if _, got = makeClosed(t, in(name), 3, spanish()); cmp.Diff(spanish(), got) != "" {
			t.Errorf("%s: CC3 says %+v, want %+v", name, got, spanish())
		}
	}
}

// A track of closed captions beside the picture, as editing programs write it.
func TestClosedCaptionsInATrack(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	dir := t.TempDir()
	first, second := program(t)
	ffmpeg(t, dir, "-r", "25", "-i", captioned(t, dir, "film.h264", "libx264", first, second, 0), "-c", "copy", filepath.Join(dir, "film.mp4"))
	track := filepath.Join(dir, "track.mov")
	ffmpeg(t, dir, "-f", "lavfi", "-i", "movie=film.mp4[out0+subcc]", "-map", "0", "-c:v", "mjpeg", "-c:s", "copy", track)
	if _, got := makeClosed(t, track, 0, english()); cmp.Diff(english(), got) != "" {
		t.Errorf("it says %+v, want %+v", got, english())
	}
}

// Captions that begin after minutes of none are found, and frames that only have
// room for some make no track and no warning.
func TestClosedCaptionsThatBeginLateOrNever(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	dir := t.TempDir()
	late := &captionstest.Line21{T: t}
	late.PopOn(280, "Late")
	for _, tt := range []struct {
		name string
		line *captionstest.Line21
		from int
		want []meeting.Cue
	}{
		{"late.mp4", late, 250, []meeting.Cue{cue(11.2, 12, "", "Late")}},
		{"never.mp4", nil, 0, nil},
	} {
		ffmpeg(t, dir, "-y", "-r", "25", "-i", captioned(t, dir, tt.name+".h264", "libx264", tt.line, nil, tt.from), "-c", "copy", filepath.Join(dir, tt.name))
		made, got := makeClosed(t, filepath.Join(dir, tt.name), 0, tt.want)
		if cmp.Diff(tt.want, got) != "" || len(made.Warnings) > 0 {
			t.Errorf("%s says %+v with warnings %q, want %+v and none", tt.name, got, made.Warnings, tt.want)
		}
	}
	plain := filepath.Join(dir, "plain.mp4")
	ffmpeg(t, dir, "-i", filepath.Join(dir, "bare-never.mp4.h264"), "-c", "copy", plain)
	if streams := planned(t, plain).Closed(); streams != nil {
		t.Errorf("of a picture without user data, captions are looked for in %+v", streams)
	}
}

// Each character is the one that ffmpeg's decoder makes of it.
func TestClosedCaptionsMatchFFmpeg(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	dir := t.TempDir()
	line := &captionstest.Line21{T: t}
	pairs := append(line.Command(captionstest.ResumeLoading), line.Row(13)...)
	for b := byte(0x21); b < 0x80; b++ {
		if row := map[byte]int{0x40: 14, 0x60: 15}[b]; row > 0 {
			pairs = append(pairs, line.Row(row)...)
		}
		pairs = append(pairs, captionstest.NewPair(b, 0))
	}
	shown := line.Send(0, append(pairs, line.Command(captionstest.EndOfCaption)...)...)
	pairs = append(line.Command(captionstest.ResumeLoading), line.Row(13)...)
	for _, set := range []struct{ code, first, last, row byte }{{0x11, 0x30, 0x3f, 13}, {0x12, 0x20, 0x3f, 14}, {0x13, 0x20, 0x3f, 15}} {
		pairs = append(pairs, line.Row(int(set.row))...)
		for b := set.first; b <= set.last; b++ {
			if set.code != 0x11 { // the plain letter for decoders that know no other
				pairs = append(pairs, captionstest.NewPair('x', 0))
			}
			pairs = append(pairs, captionstest.NewPair(set.code, b))
		}
	}
	line.Send(line.Send(shown, append(pairs, line.Command(captionstest.EndOfCaption)...)...), line.Command(captionstest.EraseDisplayed)...)
	captioned(t, dir, "film.h264", "libx264", line, nil, 0)
	film, theirs := filepath.Join(dir, "film.mp4"), filepath.Join(dir, "theirs.vtt")
	ffmpeg(t, dir, "-r", "25", "-i", filepath.Join(dir, "film.h264"), "-c", "copy", film)
	ffmpeg(t, dir, "-f", "lavfi", "-i", "movie=film.mp4[out0+subcc]", "-map", "0:s", theirs)
	data, err := os.ReadFile(theirs)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	theirOwn := strings.NewReplacer("´¡*‘-©℠·", "‘¡*'—©℠•") // where it takes a likeness for what the standard names
	for _, c := range captions.ParseWritten(data) {
		want = append(want, strings.Fields(theirOwn.Replace(c.Text))...)
	}
	_, cues := makeClosed(t, film, 0, nil)
	var got []string
	for _, c := range cues {
		got = append(got, strings.Fields(c.Text)...)
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) < 6 {
		t.Errorf("letters (-ffmpeg +ours):\n%s", diff)
	}
}
