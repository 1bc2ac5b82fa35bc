package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/captions"
	"proceedings/internal/captions/captionstest"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/secret"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// tracks returns the captions of a meeting's only recording, by label: one line for
// each cue, with times in seconds rounded to tenths.
func tracks(t *testing.T, store storage.Store, man manifest.Manifest) map[string]string {
	t.Helper()
	if len(man.Recordings) != 1 {
		t.Fatalf("there are %d recordings", len(man.Recordings))
	}
	found := map[string]string{}
	last := man.Recordings[0].Parts[1]
	for _, c := range man.Recordings[0].Captions {
		var lines []string
		for _, q := range captions.ParseWritten(read(t, store, layout.Public.Meeting("board", c.VTT.URL))) {
			speaker := ""
			if q.Speaker != "" {
				speaker = q.Speaker + ": "
			}
			lines = append(lines, fmt.Sprintf("%g-%g %s%s", math.Round(q.Start*10)/10, math.Round(q.End*10)/10, speaker, q.Text))
		}
		found[c.Label+" "+string(c.State)] = strings.Join(lines, "\n")
		// Players read the duration of the captions from the playlist.
		if list := string(read(t, store, layout.Public.Meeting("board", c.Playlist.URL))); !strings.Contains(list, fmt.Sprintf("#EXTINF:%g", last.Start+last.Duration)) {
			t.Errorf("%s: the playlist does not cover both parts:\n%s", c.Label, list)
		}
	}
	return found
}

// vtt returns captions that [probeMaker] recognises.
func vtt(text string) string { return "WEBVTT\n\n00:01.000 --> 00:02.000\n" + text + "\n" }

// TestCaptionFilesOfParts expects one track for each language, over two parts of a
// minute each. Other steps do not run again.
func TestCaptionFilesOfParts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		files    map[string]string // by name; "b.de.vtt" lies beside b.mp4 and is German
		reviewed bool
		want     map[string]string
		warnings []string
		refused  []meeting.Refusal
	}{
		"one track of both": {
			files: map[string]string{
				"a.en.vtt": vtt("<v Chair>One"), "b.en.vtt": vtt("<v Chair>Two"), "b.de.vtt": vtt("Zwei"),
			},
			want: map[string]string{"English auto": "1-2 Chair: One\n61-62 Chair: Two", "Deutsch auto": "61-62 Zwei"},
		},
		"reviewed if all are": {
			files: map[string]string{"a.en.vtt": vtt("One"), "b.en.vtt": vtt("Two")}, reviewed: true,
			want: map[string]string{"English reviewed": "1-2 One\n61-62 Two"},
		},
		"a part without any": {
			files: map[string]string{"b.en.vtt": vtt("Two")},
			want:  map[string]string{"English auto": "61-62 Two"},
		},
		"captions of the whole under the name of the first part": {
			files: map[string]string{
				"a.en.vtt": vtt("One") + "\n00:58.000 --> 01:03.000\nTwo\n\n01:30.000 --> 01:31.000\nThree\n", "a.de.vtt": vtt("Eins") + "\n01:50.000 --> 01:51.000\nZwei\n",
			},
			want: map[string]string{"English auto": "1-2 One\n58-63 Two\n90-91 Three", "Deutsch auto": "1-2 Eins\n110-111 Zwei"},
		},
		"a last cue that goes on after the part": {
			files: map[string]string{"a.en.vtt": vtt("One") + "\n00:58.000 --> 01:03.000\nTwo\n"},
			want:  map[string]string{"English auto": "1-2 One\n58-60 Two"},
		},
		"cues after the end of their part": {
			files: map[string]string{
				"a.en.vtt": vtt("One") + "\n01:30.000 --> 01:31.000\nlost\n", "b.en.vtt": vtt("Two") + "\n01:01.000 --> 01:02.000\nlost\n",
			},
			want: map[string]string{"English auto": "1-2 One\n61-62 Two"},
			warnings: []string{
				"a.en.vtt has captions outside the time of a.mp4, which are left out (1 of 2)",
				"b.en.vtt is without one caption that lie outside of the recording's 2:00",
			},
		},
		"a part with refused captions": {
			files:   map[string]string{"a.en.vtt": vtt("One"), "b.en.vtt": vtt("")},
			want:    map[string]string{"English auto": "1-2 One"},
			refused: []meeting.Refusal{{Name: "b.en.vtt", Reason: "holds no captions"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			w := captioning(t, store)
			films := []file{{"a.mp4", "film a"}, {"b.mp4", "film b"}}
			publish := func(files ...file) {
				in := input(t, "board", meeting.Public, append(slices.Clone(films), files...)...)
				in.Meeting.Sources[1].PartOf = "a"
				for i := range in.Meeting.Sources[2:] {
					s := &in.Meeting.Sources[2+i]
					s.Recording, s.Language = s.Name[:1], s.Name[2:4]
					s.Reviewed = tt.reviewed
				}
				submit(t, store, in)
				w.settled(t, "board")
			}
			publish()
			before := maps.Clone(w.makers.runs)
			var files []file
			for _, name := range slices.Sorted(maps.Keys(tt.files)) {
				files = append(files, file{name, tt.files[name]})
			}
			publish(files...)
			before[plan.Probe] += len(files)
			if diff := cmp.Diff(before, w.makers.runs); diff != "" {
				t.Errorf("runs of makers (-want +got):\n%s", diff)
			}
			man := readManifest(t, store, layout.Public, "board")
			if diff := cmp.Diff(tt.want, tracks(t, store, man)); diff != "" {
				t.Errorf("captions (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.warnings, man.Warnings, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.refused, man.Refused, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
			checkWhole(t, store, layout.Public, "board")
		})
	}
}

// TestUnusableCaptionsOfParts expects a warning for each part, and an early publication
// without captions.
func TestUnusableCaptionsOfParts(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := captioning(t, store)
	w.makers.probed(func(_ *makers.Task, m *meeting.Media) {
		m.Subtitles = []meeting.Subtitle{{Index: 2, Codec: "mov_text", Language: "fr"}, {Index: 3, Codec: "subrip", Language: "de"}}
	})
	w.Make[plan.Captions] = func(_ context.Context, task *makers.Task) (steps.Result, error) {
		var p plan.CaptionsParams
		if err := json.Unmarshal(task.Step.Params, &p); err != nil {
			return steps.Result{}, err
		}
		from := p.Shift()
		if p.Stream.Index == 3 && from == 60 {
			return steps.Result{}, fault.Refuse("holds no captions")
		}
		made := captions.Made{VTT: "captions.vtt", Playlist: "captions.m3u8", Cues: 2}
		cues := []meeting.Cue{{Start: from + 1, End: from + 2, Text: "Yes"}, {Start: from + 60, End: from + 61, Text: "lost"}}
		err := os.WriteFile(filepath.Join(task.Dir, made.VTT), captions.Write(cues), 0o600)
		return steps.Result{Captions: &made}, errors.Join(err, writeText(task, made.Playlist))
	}
	in := input(t, "board", meeting.Public, file{"a.mp4", "film a"}, file{"b.mp4", "film b"})
	in.Meeting.Sources[1].PartOf = "a"
	submit(t, store, in)
	for w.one(t, plan.Captions) {
	}
	man := readManifest(t, store, layout.Public, "board")
	if man.State != manifest.Processing || len(man.Recordings) != 1 || man.Recordings[0].MP4.URL == "" || man.Recordings[0].Captions != nil {
		t.Errorf("before the captions it is %s with %+v", man.State, man.Recordings)
	}
	w.settled(t, "board")
	man = readManifest(t, store, layout.Public, "board")
	want := map[string]string{"français auto": "1-2 Yes\n61-62 Yes", "Deutsch auto": "1-2 Yes"}
	if diff := cmp.Diff(want, tracks(t, store, man)); diff != "" {
		t.Errorf("captions (-want +got):\n%s", diff)
	}
	warnings := []string{
		"a.mp4 has captions (stream 2) before its start or after its end, which are left out (1 of 2)",
		"a.mp4 has captions (stream 3) before its start or after its end, which are left out (1 of 2)",
		"b.mp4 is published without the captions of its stream 3: the stream holds no captions",
		"b.mp4 has captions (stream 2) before its start or after its end, which are left out (1 of 2)",
	}
	if diff := cmp.Diff(warnings, man.Warnings); diff != "" || man.State != manifest.Published {
		t.Errorf("it is %s with warnings (-want +got):\n%s", man.State, diff)
	}
}

// filming returns a worker with the real makers of probes and captions.
func filming(t *testing.T, store storage.Store) *worker {
	t.Helper()
	proctest.Need(t, "ffmpeg", "ffprobe")
	w := newWorker(t, store)
	made, end := makers.All(proctest.Runner(t), t.TempDir(), "", secret.Key{})
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	for _, kind := range []plan.Kind{plan.Probe, plan.Captions, plan.CaptionJoin} {
		w.Make[kind] = made[kind]
	}
	return w
}

// submitParts submits files of dir. The second is a part of the first; the others are
// captions, such as part1.fr.srt for part1.mp4 in French.
func submitParts(t *testing.T, store storage.Store, dir string, names ...string) {
	t.Helper()
	var files []file
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file{name, string(data)})
	}
	in := input(t, "board", meeting.Public, files...)
	in.Meeting.Sources[1].PartOf = in.Meeting.Sources[0].ID
	for i := range in.Meeting.Sources[2:] {
		s := &in.Meeting.Sources[2+i]
		s.Recording, s.Language, _ = strings.Cut(s.ID, ".")
	}
	submit(t, store, in)
}

// TestEmbeddedCaptionsOfParts expects one track for each language, from text streams
// and files. A cue is cut at the end of its part.
func TestEmbeddedCaptionsOfParts(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := filming(t, store)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"one.srt":      "1\n00:00:01,000 --> 00:00:02,000\nWelcome\n\n2\n00:00:03,500 --> 00:00:09,000\nto all\n",
		"two.srt":      "1\n00:00:00,500 --> 00:00:01,500\nAgain\n",
		"zwei.srt":     "1\n00:00:02,000 --> 00:00:03,000\nNoch einmal\n",
		"part1.fr.srt": "1\n00:00:01,000 --> 00:00:02,000\nBonjour\n\n2\n00:00:03,000 --> 00:00:06,000\nà tous\n",
		"part2.fr.srt": "1\n00:00:01,000 --> 00:00:02,000\nEncore\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	film := []string{"-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=4", "-f", "lavfi", "-i", "sine=d=4"}
	kinds := []string{"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-c:s", "mov_text"}
	run(t, dir, "ffmpeg", slices.Concat(film, []string{"-i", "one.srt", "-map", "0", "-map", "1", "-map", "2"}, kinds,
		[]string{"-metadata:s:s:0", "language=eng", "part1.mp4"})...)
	run(t, dir, "ffmpeg", slices.Concat(film, []string{"-i", "zwei.srt", "-i", "two.srt", "-map", "0", "-map", "1", "-map", "2", "-map", "3"}, kinds,
		[]string{"-metadata:s:s:0", "language=ger", "-metadata:s:s:1", "language=eng", "part2.mp4"})...)

	submitParts(t, store, dir, "part1.mp4", "part2.mp4", "part1.fr.srt", "part2.fr.srt")
	w.settled(t, "board")
	man := readManifest(t, store, layout.Public, "board")
	want := map[string]string{
		"English auto":  "1-2 Welcome\n3.5-4 to all\n4.5-5.5 Again",
		"Deutsch auto":  "6-7 Noch einmal",
		"français auto": "1-2 Bonjour\n3-4 à tous\n5-6 Encore",
	}
	if diff := cmp.Diff(want, tracks(t, store, man)); diff != "" {
		t.Errorf("captions (-want +got):\n%s", diff)
	}
	if man.State != manifest.Published || len(man.Refused)+len(man.Warnings) > 0 {
		t.Errorf("it is %s, refused %v, warnings %q", man.State, man.Refused, man.Warnings)
	}
	checkWhole(t, store, layout.Public, "board")
}

// TestClosedCaptionsOfParts expects one track for each channel over all parts. A
// caption ends at the end of its part.
func TestClosedCaptionsOfParts(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := filming(t, store)
	dir := t.TempDir()
	run(t, dir, "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=4",
		"-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "50", "bare.h264")
	bare, err := os.ReadFile(filepath.Join(dir, "bare.h264"))
	if err != nil {
		t.Fatal(err)
	}
	one, two, three := &captionstest.Line21{T: t}, &captionstest.Line21{T: t}, &captionstest.Line21{T: t, Second: true}
	one.PopOn(50, "FIRST PART")
	two.PopOn(25, "SECOND PART")
	two.Erase(75)
	three.PopOn(50, "HOLA")
	three.Erase(75)
	for name, stream := range map[string][]byte{
		"part1": captionstest.Insert(bare, false, one, nil, 0), "part2": captionstest.Insert(bare, false, two, three, 0),
	} {
		if err = os.WriteFile(filepath.Join(dir, name+".h264"), stream, 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, dir, "ffmpeg", "-nostdin", "-v", "error", "-r", "25", "-i", name+".h264", "-f", "lavfi", "-i", "sine=d=4",
			"-c:v", "copy", "-c:a", "aac", name+".mp4")
	}
	submitParts(t, store, dir, "part1.mp4", "part2.mp4")
	w.settled(t, "board")
	man := readManifest(t, store, layout.Public, "board")
	want := map[string]string{
		"Captions (CC1) auto": "2-4 FIRST PART\n5-7 SECOND PART",
		"Captions (CC3) auto": "6-7 HOLA",
	}
	if diff := cmp.Diff(want, tracks(t, store, man)); diff != "" {
		t.Errorf("captions (-want +got):\n%s", diff)
	}
	for _, c := range man.Recordings[0].Captions {
		if !c.Impaired {
			t.Errorf("%s is not marked as made for those who cannot hear", c.Label)
		}
	}
	if man.State != manifest.Published || len(man.Refused)+len(man.Warnings) > 0 {
		t.Errorf("it is %s, refused %v, warnings %q", man.State, man.Refused, man.Warnings)
	}
	checkWhole(t, store, layout.Public, "board")
}
