package transcode_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
)

// played is what ffprobe says about a file.
type played struct {
	Streams []struct {
		Type     string `json:"codec_type"`
		Start    string `json:"start_time"`
		Duration string `json:"duration"`
	} `json:"streams"`
	Chapters []struct {
		Start string            `json:"start_time"`
		End   string            `json:"end_time"`
		Tags  map[string]string `json:"tags"`
	} `json:"chapters"`
}

func probed(t *testing.T, path string) (got played) {
	t.Helper()
	out, _ := run(t, filepath.Dir(path), "ffprobe", "-v", "error", "-show_streams", "-show_chapters", "-of", "json", path)
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func seconds(t *testing.T, text string) float64 {
	t.Helper()
	at, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestTrimmedFiles plays files with a part of a recording: picture and sound begin at the
// first frame of the part and fit to a frame, also where the picture was copied and its key
// frames are far apart. Nothing is encoded for them.
func TestTrimmedFiles(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	const frame = 0.04
	kept := meeting.Stretch{Start: 6.32, End: 14.5}
	chapters := []meeting.Chapter{{Start: 0, End: 2, Title: "Before"}, {Start: 2, End: 10, Title: "A"}, {Start: 10, End: 20, Title: "B"}}
	for _, tt := range []struct {
		name, src string
		copied    bool
	}{
		{"copied picture", film(t, "x.mp4", claps("320x180", 25, 20), x264("-crf", "45", "-bf", "2", "-g", "125")), true},
		{"encoded picture", film(t, "x.mkv", claps("320x180", 25, 20), []string{"-c:v", "mpeg4", "-q:v", "9", "-c:a", "aac"}), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			profile := short()
			profile.Chunk = 4
			r := planned(t, proctest.Runner(t), profile, tt.src)
			r.runAll()
			if (r.encoded == "") != tt.copied {
				t.Fatalf("encoded since it %q", r.encoded)
			}
			was := r.calls["remux"]
			total := 0
			for _, n := range r.calls {
				total += n
			}
			step := r.plan.Trimmed(meeting.Meeting{Title: title}, "", chapters, r.parts, kept)
			dir := r.dir(step)
			made, err := r.tc.Progressive(t.Context(), dir, decode[plan.ProgressiveParams](t, step), r.made, r.open, nil)
			r.must(err)
			for _, n := range r.calls {
				total -= n
			}
			if r.calls["remux"] != was+2 || total != -2 {
				t.Errorf("ffmpeg runs are %v, want two more that remux, and no other", r.calls)
			}

			path := filepath.Join(dir, made.MP4)
			checkClaps(t, path, frame, []float64{7 - kept.Start, 9 - kept.Start, 11 - kept.Start, 13 - kept.Start})
			got := probed(t, path)
			for _, s := range append(got.Streams, probed(t, filepath.Join(dir, made.M4A)).Streams...) {
				if s.Type != "video" && s.Type != "audio" {
					continue
				}
				if start := seconds(t, s.Start); start < 0 || start > frame {
					t.Errorf("the %s starts at %v s", s.Type, start)
				}
				if d := seconds(t, s.Duration); math.Abs(d-kept.Length()) > frame {
					t.Errorf("the %s plays for %v s, want %v", s.Type, d, kept.Length())
				}
			}
			if c := got.Chapters; len(c) != 2 || c[0].Tags["title"] != "A" || seconds(t, c[0].Start) != 0 || seconds(t, c[0].End) != 3.68 ||
				c[1].Tags["title"] != "B" || seconds(t, c[1].End) != 8.18 {
				t.Errorf("chapters %+v", c)
			}

			whole, err := os.Stat(filepath.Join(r.place(r.files), r.plain.MP4))
			r.must(err)
			part, err := os.Stat(path)
			r.must(err)
			if part.Size() > whole.Size()*3/4 {
				t.Errorf("it has %d bytes, and the whole recording %d", part.Size(), whole.Size())
			}
		})
	}
}
