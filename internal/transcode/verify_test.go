package transcode_test

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// near is how far a duration may be from the one that was planned.
const near = 0.15

// verify holds what was made of a recording to the promises that go for all.
func verify(t *testing.T, dir string, m plan.Media, res transcode.Result) {
	t.Helper()
	if got, want := len(res.Renditions), len(m.Rungs)+len(m.Audio); got != want {
		t.Fatalf("%d renditions, want %d", got, want)
	}
	var cuts []uint64 // of the first rung
	for i, r := range res.Renditions {
		f := readFragments(t, filepath.Join(dir, r.Name))
		if math.Abs(r.Duration-m.Duration) > near || math.Abs(f.seconds-r.Duration) > 0.001 {
			t.Errorf("%s lasts %.3f s and is said to last %.3f, want %.3f", r.Name, f.seconds, r.Duration, m.Duration)
		}
		if f.starts[0] != 0 || f.firstShown != 0 {
			t.Errorf("%s starts at %d and shows its first sample at %d, want both at 0", r.Name, f.starts[0], f.firstShown)
		}
		if !f.allSync {
			t.Errorf("%s has a segment that does not begin with a sync sample", r.Name)
		}
		if got := countPackets(t, dir, r.Playlist); got != r.Frames || f.samples != r.Frames {
			t.Errorf("%s plays %d packets and holds %d, said are %d", r.Playlist, got, f.samples, r.Frames)
		}
		if i >= len(m.Rungs) {
			if r.Width != 0 || r.Codecs != "mp4a.40.2" {
				t.Errorf("%s is %d wide, %s, want sound", r.Name, r.Width, r.Codecs)
			}
			continue
		}
		if rung := m.Rungs[i]; r.Width != rung.Width || r.Height != rung.Height || r.Width%2+r.Height%2 > 0 {
			t.Errorf("%s is %d×%d, want %d×%d and even", r.Name, r.Width, r.Height, rung.Width, rung.Height)
		}
		verifyKeys(t, dir, r.IFrames, r.Name)
		if cuts == nil {
			cuts = f.starts
		}
		if !slices.Equal(cuts, f.starts) {
			t.Errorf("%s is cut at %v, the rung above at %v", r.Name, f.starts, cuts)
		}
	}
	verifyProgressive(t, filepath.Join(dir, res.MP4+res.M4A), m.Duration)
	if m.Video != nil {
		verifyStoryboard(t, dir, res)
		verifyPoster(t, dir, res.Poster)
	}
	verifyNothingElse(t, dir)
}

// fragments is what a test finds in a fragmented file.
type fragments struct {
	starts     []uint64
	firstShown int64
	samples    int
	seconds    float64
	allSync    bool
}

func readFragments(t *testing.T, path string) fragments {
	t.Helper()
	file, err := mp4.ReadMP4File(path)
	if err != nil {
		t.Fatal(err)
	}
	moov := file.Init.Moov
	f := fragments{allSync: true, firstShown: math.MaxInt64}
	var end uint64
	for _, segment := range file.Segments {
		for _, fragment := range segment.Fragments {
			samples, err := fragment.GetFullSamples(moov.Mvex.Trex)
			if err != nil {
				t.Fatal(err)
			}
			if start := samples[0].DecodeTime; len(f.starts) > 0 && start != end {
				t.Errorf("%s has a fragment at %d, the one before it ends at %d", path, start, end)
			}
			f.starts = append(f.starts, samples[0].DecodeTime)
			// Every sample of sound is one, and says nothing of it.
			f.allSync = f.allSync && (moov.Trak.Mdia.Minf.Smhd != nil || mp4.IsSyncSampleFlags(samples[0].Flags))
			for _, s := range samples {
				f.firstShown = min(f.firstShown, s.PresentationTime())
				// A playlist's times are those of decoding, a reader's those of showing.
				if s.PresentationTime() != int64(s.DecodeTime) {
					t.Fatalf("%s shows at %d what it decodes at %d", path, s.PresentationTime(), s.DecodeTime)
				}
				end = s.DecodeTime + uint64(s.Dur)
			}
			f.samples += len(samples)
		}
	}
	f.seconds = float64(end) / float64(moov.Trak.Mdia.Mdhd.Timescale)
	return f
}

// run is what a tool prints when it reads files of dir.
func run(t *testing.T, dir, tool string, args ...string) (stdout []byte, stderr string) {
	t.Helper()
	var out bytes.Buffer
	said, err := proctest.Runner(t).Run(t.Context(), proc.Command{Path: tool, Args: args, Dir: dir, Read: []string{dir}, Stdout: &out})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), said
}

func countPackets(t *testing.T, dir, playlist string) int {
	t.Helper()
	out, _ := run(t, dir, "ffprobe", "-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets",
		"-of", "default=nw=1:nk=1", filepath.Join(dir, playlist))
	n, err := strconv.Atoi(strings.Fields(string(out))[0]) // a playlist's programme lists its stream again
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func verifyProgressive(t *testing.T, path string, duration float64) {
	t.Helper()
	file, err := mp4.ReadMP4File(path)
	if err != nil {
		t.Fatal(err)
	}
	if file.Moov.StartPos > file.Mdat.StartPos {
		t.Errorf("%s has its index at %d, after its data at %d", path, file.Moov.StartPos, file.Mdat.StartPos)
	}
	if got := float64(file.Moov.Mvhd.Duration) / float64(file.Moov.Mvhd.Timescale); math.Abs(got-duration) > near {
		t.Errorf("%s lasts %.3f s, want %.3f", path, got, duration)
	}
}

func verifyStoryboard(t *testing.T, dir string, res transcode.Result) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, res.Storyboard.VTT))
	if err != nil {
		t.Fatal(err)
	}
	cue := regexp.MustCompile(`(?m)^(\S+) --> (\S+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$`)
	at := "00:00:00.000"
	for _, c := range cue.FindAllStringSubmatch(string(text), -1) {
		if c[1] != at {
			t.Errorf("a cue starts at %s, the one before ends at %s", c[1], at)
		}
		at = c[2]
		if !slices.Contains(res.Storyboard.Sheets, c[3]) {
			t.Errorf("a cue shows %s, which is not one of %q", c[3], res.Storyboard.Sheets)
		}
		var x, y, w, h int
		if _, err = fmt.Sscan(strings.Join(c[4:], " "), &x, &y, &w, &h); err != nil {
			t.Fatal(err)
		}
		if width, height := jpegSize(t, filepath.Join(dir, c[3])); x+w > width || y+h > height {
			t.Errorf("a cue shows %d×%d at %d,%d of a sheet of %d×%d", w, h, x, y, width, height)
		}
	}
	ms := int(math.Round(res.Duration * 1000))
	if want := fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000); at != want {
		t.Errorf("the last cue ends at %s, want %s", at, want)
	}
}

func jpegSize(t *testing.T, path string) (width, height int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	c, err := jpeg.DecodeConfig(f)
	if err != nil {
		t.Fatal(err)
	}
	return c.Width, c.Height
}

func verifyPoster(t *testing.T, dir string, images []meeting.Image) {
	t.Helper()
	if len(images) == 0 {
		t.Error("no poster")
	}
	for _, img := range images {
		info, err := os.Stat(filepath.Join(dir, img.Name))
		if err != nil || info.Size() == 0 {
			t.Errorf("poster %s is not there: %v", img.Name, err)
			continue
		}
		if img.Type != "image/jpeg" {
			continue
		}
		if w, h := jpegSize(t, filepath.Join(dir, img.Name)); w != img.Width || h != img.Height {
			t.Errorf("poster %s is %d×%d, said are %d×%d", img.Name, w, h, img.Width, img.Height)
		}
	}
}

// verifyNothingElse: what lies in the folder gets published.
func verifyNothingElse(t *testing.T, dir string) {
	t.Helper()
	made := regexp.MustCompile(`^(\d+p\.mp4|\d+p(-iframes)?\.m3u8|manifest\.mpd|audio(-\d+)?\.(m4a|m3u8)|recording\.(mp4|m4a)|poster-\d+\.(jpg|webp)|storyboard(-\d+)?\.(jpg|vtt))$`)
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if name != "." && (d.IsDir() || !made.MatchString(name)) {
			t.Errorf("%s was left behind", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
