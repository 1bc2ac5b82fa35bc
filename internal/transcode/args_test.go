package transcode

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// talk is a recording of ten seconds as a probe finds it.
func talk(width, height int, rate float64) meeting.Media {
	return meeting.Media{
		Duration: 10,
		Video:    &meeting.Video{Index: 0, Width: width, Height: height, FrameRate: rate, Frames: int(10 * rate), Last: 10 - 1/rate, End: 10},
		Audio:    []meeting.Audio{{Index: 1, Channels: 2, End: 10}},
	}
}

func planned(t *testing.T, found meeting.Media) plan.Media {
	t.Helper()
	profile, err := plan.ProfileNamed("meeting")
	if err != nil {
		t.Fatal(err)
	}
	return plan.ForMedia(found, profile)
}

// encoded is the command line for m where nothing is to be done to the sound.
func encoded(m plan.Media) []string {
	return encodeArgs("/in/source", "/out", m, make([]touch, len(m.Audio)))
}

func TestEncodeArgs(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, golden string
		change       func(*meeting.Media)
	}{
		{"full hd with a voice", "1080p.txt", func(*meeting.Media) {}},
		{"sound alone", "sound.txt", func(m *meeting.Media) { m.Video = nil }},
		{"a picture alone", "picture.txt", func(m *meeting.Media) { m.Audio = nil }},
		{"an interlaced picture", "interlaced.txt", func(m *meeting.Media) { m.Video.Interlaced = true }},
		{"a picture that starts late and ends early", "pads.txt", func(m *meeting.Media) { m.Video.Start, m.Video.Last, m.Video.End = 2, 7.46, 7.5 }},
		{"a voice that starts late", "late-voice.txt", func(m *meeting.Media) { m.Audio[0].Start = 3 }},
		{"a file whose clock is not at zero", "clock.txt", func(m *meeting.Media) {
			m.Origin, m.Video.Start, m.Audio[0].Start = 1.4, 1.433333, 1.5
		}},
		{"more than sixty frames a second", "120fps.txt", func(m *meeting.Media) { m.Video.FrameRate = 120 }},
		{"two languages", "languages.txt", func(m *meeting.Media) {
			m.Audio[0].Language = "en"
			m.Audio = append(m.Audio, meeting.Audio{Index: 2, Channels: 1, Language: "fr", Title: "Français", End: 10})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := talk(1920, 1080, 25)
			tt.change(&found)
			golden(t, tt.golden, encoded(planned(t, found)))
		})
	}
}

// golden holds a command line to the one in testdata, an option a line.
func golden(t *testing.T, name string, args []string) {
	t.Helper()
	var text strings.Builder
	for _, arg := range args {
		if strings.HasPrefix(arg, "-") && text.Len() > 0 {
			text.WriteString("\n")
		} else if text.Len() > 0 {
			text.WriteString(" ")
		}
		text.WriteString(strings.ReplaceAll(arg, ";", ";\n  "))
	}
	got := text.String() + "\n"
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is out of step; raise the version of the step if output changes, and run with -update (-want +got):\n%s", path, diff)
	}
}

// ffmpeg applies an option to the one output that follows it, so what all rungs
// need must be said for each.
func TestEveryRungGetsEveryOption(t *testing.T) {
	t.Parallel()

	m := planned(t, talk(1920, 1080, 25))
	args := encoded(m)
	var options [][]string
	for _, r := range m.Rungs {
		end := slices.Index(args, "/out/"+r.ID+".mp4")
		start := end
		for start > 0 && args[start] != "-map" {
			start--
		}
		if end < 0 || start == 0 {
			t.Fatalf("no output for %s in %q", r.ID, args)
		}
		var names []string
		for i := start; i < end; i += 2 {
			names = append(names, args[i])
		}
		options = append(options, names)
	}
	if len(options) != 3 {
		t.Fatalf("%d rungs, want 3", len(options))
	}
	must := []string{"-map", "-c:v", "-preset", "-crf", "-maxrate", "-bufsize", "-force_key_frames", "-sc_threshold", "-g", "-bf", "-fps_mode", "-bsf:v", "-movflags", "-f"}
	for i, got := range options {
		if !slices.Equal(got, options[0]) {
			t.Errorf("%s gets %q, the rung above %q", m.Rungs[i].ID, got, options[0])
		}
		for _, option := range must {
			if !slices.Contains(got, option) {
				t.Errorf("%s is encoded without %s", m.Rungs[i].ID, option)
			}
		}
	}
}

// A source is opened through the one list of what may be opened.
func TestSourceIsOpenedWithCare(t *testing.T) {
	t.Parallel()
	args := encoded(planned(t, talk(640, 360, 25)))
	at := slices.Index(args, "-i")
	for _, option := range []string{"-protocol_whitelist", "-format_whitelist"} {
		if i := slices.Index(args, option); i < 0 || i > at {
			t.Errorf("%s does not come before the input in %q", option, args)
		}
	}
}
