package transcode

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// talk is a recording of ten minutes at 1080p25 as a probe finds it, with a key
// frame every two seconds.
func talk() meeting.Media {
	const seconds, rate = 600, 25
	v := &meeting.Video{
		Codec: "h264", Profile: "High", PixFmt: "yuv420p", Width: 1920, Height: 1080, FrameRate: rate,
		Frames: seconds * rate, Last: seconds - 1./rate, End: seconds, BitRate: 800_000, LongestGOP: 2,
	}
	for at := 0; at < seconds; at += 2 {
		v.Keys = append(v.Keys, meeting.Key{Time: float64(at), Pos: int64(1000 + at), Before: at * rate})
	}
	return meeting.Media{
		Format: "mov,mp4,m4a,3gp,3g2,mj2", Duration: seconds, Bytes: 1 << 20, Video: v,
		Audio: []meeting.Audio{{Index: 1, Codec: "aac", SampleRate: 48_000, Channels: 2, End: seconds}},
	}
}

func profileNamed(t *testing.T, name string) plan.Profile {
	t.Helper()
	p, err := plan.ProfileNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// planned is what a profile makes of a recording.
func planned(t *testing.T, profile string, found meeting.Media) plan.Recording {
	t.Helper()
	return profileNamed(t, profile).Recording(strings.Repeat("ab", 32), layout.Public, found)
}

// paramsOf reads the parameters of a step.
func paramsOf[P any](t *testing.T, s plan.Step) (p P) {
	t.Helper()
	if err := json.Unmarshal(s.Params, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// chunk is the chunk with that number of a recording; -1 for the last.
func chunk(t *testing.T, r plan.Recording, d plan.Decided, number int) plan.ChunkParams {
	t.Helper()
	all := r.Chunks(d)
	if number < 0 {
		number += len(all)
	}
	return paramsOf[plan.ChunkParams](t, all[number])
}

// golden holds a command line to the one in testdata: an argument a line, and a
// line for each chain of a graph.
func golden(t *testing.T, name string, args []string) {
	t.Helper()
	got := strings.ReplaceAll(strings.Join(args, "\n"), ";", ";\n  ") + "\n"
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is out of step; raise the version of the step if its output changes, and run with -update (-want +got):\n%s", path, diff)
	}
}

// What ffmpeg is asked to do, in whole command lines: a change of any is to be
// seen by whoever reads the difference.
func TestChunkArgs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, golden string
		profile      string
		change       func(*meeting.Media)
		decided      plan.Decided
		number       int
	}{
		{"a chunk in the middle is sought and trimmed", "chunk-middle", "", nil, plan.Decided{}, 1},
		{"a picture that comes late is padded in the first chunk", "chunk-first-padded", "", func(m *meeting.Media) { m.Video.Start, m.Audio[0].Start = 0, -2.5 }, plan.Decided{}, 0},
		{"a picture that ends early is padded in the last chunk", "chunk-last-padded", "", func(m *meeting.Media) { m.Audio[0].End = 603 }, plan.Decided{}, -1},
		{"rungs below a copied one are cut where it is", "chunk-below-copied", "", nil, plan.Decided{Copied: true}, 1},
		{"more than sixty frames a second are thinned out", "chunk-120fps", "", func(m *meeting.Media) { m.Video.FrameRate = 120 }, plan.Decided{}, 0},
		{"half pictures become whole ones", "chunk-interlaced", "", func(m *meeting.Media) { m.Video.Interlaced = true }, plan.Decided{}, 0},
		{"a high dynamic range is mapped", "chunk-hdr", "", func(m *meeting.Media) { m.Video.Transfer = "smpte2084" }, plan.Decided{}, 0},
		{"AV1 stands beside H.264 at the same sizes", "chunk-av1", "modern", nil, plan.Decided{}, 0},
		{"times that jump are read from the beginning, with the sound", "chunk-jumps", "", func(m *meeting.Media) {
			m.Jumps, m.Origin, m.Video.Start, m.Audio[0].Start, m.Together = true, 1.4, 1.48, 1.5, []int{0, 1, 4}
		}, plan.Decided{}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := talk()
			if tt.change != nil {
				tt.change(&found)
			}
			golden(t, tt.golden, chunkArgs("/in/source", "/scratch", chunk(t, planned(t, tt.profile, found), tt.decided, tt.number)))
		})
	}
	t.Run("black stands for what cannot be decoded", func(t *testing.T) {
		t.Parallel()
		golden(t, "chunk-black", blackArgs("/scratch", chunk(t, planned(t, "", talk()), plan.Decided{}, 1)))
	})
}

func TestOtherArgs(t *testing.T) {
	t.Parallel()
	voice := plan.Channel{RMS: -34, Peak: -22}
	none := plan.Channel{RMS: math.Inf(-1), Peak: math.Inf(-1)}
	softly := measurement{Measured: plan.Measured{Integrated: -30, TruePeak: -20, Channels: []plan.Channel{none, voice}}}
	loud := measurement{Measured: plan.Measured{Integrated: -10, TruePeak: 1, Channels: []plan.Channel{voice, voice}}}
	sound := func(t *testing.T, found meeting.Media, all ...measurement) []string {
		t.Helper()
		step, _ := planned(t, "", found).Audio()
		p, adjustments := planAdjustments(paramsOf[plan.AudioParams](t, step), all)
		return soundArgs("/in/source", "/out", p, adjustments)
	}
	languages := func(m meeting.Media) meeting.Media {
		m.Audio[0].Language = "en"
		m.Audio = append(m.Audio, meeting.Audio{Index: 2, Channels: 1, Language: "fr", Title: "Français", End: 600})
		return m
	}
	tests := []struct {
		name, golden string
		args         func(t *testing.T) []string
	}{
		{"two languages, one of them too quiet and on one side, one too loud", "sound-languages", func(t *testing.T) []string {
			t.Helper()
			return sound(t, languages(talk()), softly, loud)
		}},
		{"a voice that comes late", "sound-late", func(t *testing.T) []string {
			t.Helper()
			found := talk()
			found.Audio[0].Start = 3
			return sound(t, found, measurement{})
		}},
		{"a laugh and a knock are limited, the knock finely", "sound-limited", func(t *testing.T) []string {
			t.Helper()
			laugh := measurement{Measured: plan.Measured{Integrated: -25, TruePeak: -5, Channels: []plan.Channel{voice, voice}}}
			knock := measurement{Measured: plan.Measured{Integrated: -36, TruePeak: -1, Channels: []plan.Channel{voice}}}
			return sound(t, languages(talk()), laugh, knock)
		}},
		{"the sound behind other settings is metered", "sound-trials", func(t *testing.T) []string {
			t.Helper()
			step, _ := planned(t, "", talk()).Audio()
			p := paramsOf[plan.AudioParams](t, step)
			p.Tracks = append(p.Tracks, p.Tracks[0])
			return trialArgs("/in/source", p, []adjustment{{Setting: plan.Setting{Gain: 12, Ceiling: -2, Fine: true}}, {Setting: plan.Setting{Gain: 15, Ceiling: -2}}})
		}},
		{"what was encoded is metered", "sound-output", func(t *testing.T) []string {
			t.Helper()
			step, _ := planned(t, "", languages(talk())).Audio()
			return outputMeterArgs("/out", paramsOf[plan.AudioParams](t, step).Tracks)
		}},
		{"the blocks of a faint track are metered", "sound-blocks", func(t *testing.T) []string {
			t.Helper()
			step, _ := planned(t, "", talk()).Audio()
			return blockArgs("/in/source", paramsOf[plan.AudioParams](t, step).Tracks[0])
		}},
		{"all tracks are measured", "loudness", func(t *testing.T) []string {
			t.Helper()
			step, _ := planned(t, "", languages(talk())).Audio()
			return loudnessArgs("/in/source", paramsOf[plan.AudioParams](t, step))
		}},
		{"a sample of every rung", "sample", func(t *testing.T) []string {
			t.Helper()
			step, _ := planned(t, "", talk()).Sample(false)
			return sampleArgs("/in/source", "/scratch", paramsOf[plan.SampleParams](t, step))
		}},
		{"a sample below a copied rung", "sample-copied", func(t *testing.T) []string {
			t.Helper()
			step, _ := planned(t, "", talk()).Sample(true)
			return sampleArgs("/in/source", "/scratch", paramsOf[plan.SampleParams](t, step))
		}},
		{"a picture that is copied, from a clock that is not at zero", "copy", func(t *testing.T) []string {
			t.Helper()
			found := talk()
			found.Video.Start, found.Video.End, found.Audio[0].Start, found.Audio[0].End = 1.4, 601.4, 1.4, 601.4
			step, can := planned(t, "", found).Copy()
			if !can {
				t.Fatal("it is not copied")
			}
			return copyArgs("/in/source", paramsOf[plan.CopyParams](t, step))
		}},
		{"a plain file with title, chapters and languages", "progressive", func(*testing.T) []string {
			tracks := Sound{Tracks: []Track{{Language: "en"}, {Language: "fr", Title: "Français", Described: true, Purpose: meeting.Dub}}}
			return remuxArgs("/out/recording.mp4", []string{"/scratch/1080p.mp4", "/scratch/audio.mp4", "/scratch/audio-2.mp4"}, "/scratch/about.txt", tracks, nil)
		}},
		{"the frame of a poster", "poster-frame", func(*testing.T) []string {
			return frameArgs("/scratch/segment.mp4", "/scratch/poster.jpg", plan.Ticks(61.5))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			golden(t, tt.golden, tt.args(t))
		})
	}
}

// What means something to ffmpeg in a title or a chapter's is told from it.
func TestMetadata(t *testing.T) {
	t.Parallel()
	got := metadata(plan.ProgressiveParams{
		Title: "a=b;c#d\\e\nf", Date: "2024-05-01",
		Chapters: []meeting.Chapter{{Start: 0, End: 61.5, Title: "[CHAPTER]"}, {Start: 61.5, End: 90.0004}},
	})
	want := `;FFMETADATA1
title=a\=b\;c\#d\\e f
date=2024-05-01
[CHAPTER]
TIMEBASE=1/1000
START=0
END=61500
title=[CHAPTER]
[CHAPTER]
TIMEBASE=1/1000
START=61500
END=90000
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metadata differ (-want +got):\n%s", diff)
	}
}

// All that is made of somebody's file opens it through the one list of what may
// be opened, and says so before the input.
func TestSourceIsOpenedWithCare(t *testing.T) {
	t.Parallel()
	r := planned(t, "", talk())
	sound, _ := r.Audio()
	sample, _ := r.Sample(false)
	picture, _ := r.Copy()
	audio := paramsOf[plan.AudioParams](t, sound)
	for name, args := range map[string][]string{
		"chunk":    chunkArgs("/in/source", "/scratch", chunk(t, r, plan.Decided{}, 1)),
		"sound":    soundArgs("/in/source", "/out", audio, make([]adjustment, len(audio.Tracks))),
		"loudness": loudnessArgs("/in/source", audio),
		"trials":   trialArgs("/in/source", audio, make([]adjustment, len(audio.Tracks))),
		"blocks":   blockArgs("/in/source", audio.Tracks[0]),
		"sample":   sampleArgs("/in/source", "/scratch", paramsOf[plan.SampleParams](t, sample)),
		"copy":     copyArgs("/in/source", paramsOf[plan.CopyParams](t, picture)),
	} {
		care := ffmpeg.Input("/in/source")
		for i, arg := range args {
			if arg == "-i" && (i+2 < len(care) || !slices.Equal(args[i+2-len(care):i+2], care)) {
				t.Errorf("%s opens %s without care in %q", name, args[i+1], args)
			}
		}
		if !slices.Contains(args, "-i") {
			t.Errorf("%s opens nothing", name)
		}
	}
}
