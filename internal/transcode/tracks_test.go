package transcode_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// unknownCodec is a MOV file with one more track of sound, in a codec that
// ffmpeg does not know: the tag of its sample description is another.
func unknownCodec(t *testing.T, path, tag string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(data, []byte("stsd")) + 16 // of the last track: 4 of the tag, version, count, size
	esds := bytes.Index(data[at:], []byte("esds"))
	if string(data[at:at+4]) != "mp4a" || esds < 0 {
		t.Fatalf("the last track is %q", data[at:at+4])
	}
	copy(data[at:], tag)
	copy(data[at+esds:], "dapa")
	if err = os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// broken is a recording whose sound is noise to its decoder from start to end.
func broken(t *testing.T) string {
	t.Helper()
	src := film(t, "x.mkv", scene("320x240", 25, 4), voice(0, 1, 1), x264("-t", "4"))
	return refilm(t, src, "x.mkv", nil, []string{"-c", "copy", "-bsf:a", "noise=amount=1"})
}

// A sound whose packets are noise to its decoder is left out when the recording
// is probed. Were it not, it would become silence, and that is said.
func TestUndecodableSound(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	src := broken(t)
	p := produce(t, src)
	if len(p.res.Renditions) != len(p.plan.Rungs) || len(p.warnings) != 1 || !strings.HasPrefix(p.warnings[0], "has a sound track that cannot be decoded and was left out") {
		t.Errorf("warnings = %q of %d renditions", p.warnings, len(p.res.Renditions))
	}

	track := plan.Track{ID: "audio", Index: 1, Channels: 2, BitRate: 128_000, Number: 1}
	params := plan.AudioParams{Timeline: p.plan.Timeline, Tracks: []plan.Track{track}, Level: short().Level, Segment: 4}
	maker := transcode.Transcoder{Runner: proctest.Runner(t)}
	made, err := maker.Audio(t.Context(), src, t.TempDir(), params, nil)
	if err != nil || len(made.Tracks) != 1 || len(made.Warnings) != 1 || !strings.HasPrefix(made.Warnings[0], "is damaged: its sound could not be decoded") {
		t.Errorf("beside a picture: %+v, %v", made, err)
	}
	params.AudioOnly = true
	if _, err := maker.Audio(t.Context(), src, t.TempDir(), params, nil); !fault.IsPermanent(err) {
		t.Errorf("sound alone that cannot be decoded: error = %v, want a refusal", err)
	}
}

// A track that ends ffmpeg's run for all is left out, and the others are whole.
func TestOneBadTrackLeavesTheOthers(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")

	src := film(t, "x.mov", scene("320x240", 25, 4), voice(-9, 1, 1), voice(-18, 1, 1), x264("-t", "4", "-map", "0", "-map", "1", "-map", "2", "-map", "1"))
	unknownCodec(t, src, "apac")
	track := func(index int) plan.Track {
		t := plan.Track{ID: "audio", Index: index, Channels: 2, BitRate: 128_000, Number: index}
		if index > 1 {
			t.ID += "-" + string(rune('0'+index))
		}
		return t
	}
	params := plan.AudioParams{
		Timeline: plan.Timeline{Duration: 4}, Level: short().Level, Segment: 4,
		Tracks: []plan.Track{track(1), track(3), track(2)},
	}
	dir := t.TempDir()
	maker := transcode.Transcoder{Runner: proctest.Runner(t)}
	made, err := maker.Audio(t.Context(), src, dir, params, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"has a sound track that could not be decoded and was left out (track 3)"}; !slices.Equal(made.Warnings, want) {
		t.Errorf("warnings = %q, want %q", made.Warnings, want)
	}
	if len(made.Tracks) != 2 || made.Tracks[0].Part.Rendition != "audio" || made.Tracks[1].Part.Rendition != "audio-2" {
		t.Fatalf("tracks = %+v, want the first and the second", made.Tracks)
	}
	for _, tr := range made.Tracks {
		if seconds := tr.Part.Seconds(); seconds < 3.95 || seconds > 4.05 {
			t.Errorf("%s lasts %v s", tr.Part.Rendition, seconds)
		}
		if loud, _ := measureFile(t, filepath.Join(dir, tr.Part.Name), 0); loud < -17 || loud > -15 {
			t.Errorf("%s is at %v LUFS", tr.Part.Rendition, loud)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("left in the folder are %v, %v", left, err)
	}

	params.Tracks = []plan.Track{track(3)}
	if _, err = maker.Audio(t.Context(), src, t.TempDir(), params, nil); err == nil {
		t.Error("a track that cannot be decoded is made")
	}
}

// What is the machine's fault is no reason to leave a track out, nor is what ends
// every track.
func TestMachineFaultsAreErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		err    error
		stderr string
		apart  bool // tracks are tried apart
	}{
		{"a decoder that fails", &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: "boom"}, "", true},
		{"a decoder that crashes", &proc.ExitError{Path: "ffmpeg", Code: -1, Signal: "segmentation fault"}, "", true},
		{"a run that was killed", &proc.ExitError{Path: "ffmpeg", Code: -1, Signal: "killed"}, "", false},
		{"a full disk", &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: "No space left on device"}, "", false},
		{"a full disk and exit 0", nil, "No space left on device", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := voiceAlone()
			p.Tracks = append(p.Tracks, plan.Track{ID: "audio-2", Index: 1, Number: 2, Channels: 1, BitRate: 80_000})
			runs := 0
			maker := transcode.Transcoder{Runner: runFunc(func(_ context.Context, c proc.Command) (string, error) {
				runs++
				if isMeasuring(c) {
					return "", report(c, "")
				}
				return tt.stderr, tt.err
			})}
			_, err := maker.Audio(t.Context(), "/in/source", t.TempDir(), p, nil)
			if err == nil || fault.IsPermanent(err) || tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("error = %v, want one that a retry may help", err)
			}
			if want := map[bool]int{false: 2, true: 6}[tt.apart]; runs != want {
				t.Errorf("%d runs, want %d", runs, want)
			}
		})
	}
}

// A phone's file has the same scene once in a codec that anybody decodes, and
// once in one that nobody does.
func TestRecordingWithAnUnknownCodec(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	src := film(t, "x.mov", scene("320x240", 25, 3), voice(-9, 1, 1), x264("-t", "3", "-map", "0", "-map", "1", "-map", "1"))
	unknownCodec(t, src, "apac")
	p := produce(t, src)
	if want := []string{"has a sound track that cannot be decoded and was left out (track 2, apac)"}; !slices.Equal(p.warnings, want) {
		t.Errorf("warnings = %q, want %q", p.warnings, want)
	}
	sound := p.res.Renditions[len(p.plan.Rungs):]
	if len(sound) != 1 || sound[0].Loudness == nil {
		t.Errorf("the sound is %+v, want the one track that can be heard", sound)
	}
}
