package transcode_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/jpeg"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// near is how far a duration may be from the one that was planned.
const near = 0.15

// verify holds what was made of a recording to the promises that go for all.
func verify(t *testing.T, p product) {
	t.Helper()
	dir := p.place(p.list)
	played := p.play(t)
	var cuts []uint64 // of the first rung
	for _, r := range p.res.Renditions {
		f := p.read(t, r)
		if math.Abs(r.Duration-p.plan.Duration) > near || math.Abs(f.seconds-r.Duration) > 0.001 {
			t.Errorf("%s lasts %.3f s and is said to last %.3f, want %.3f", r.ID, f.seconds, r.Duration, p.plan.Duration)
		}
		if f.starts[0] != 0 {
			t.Errorf("%s starts at %d, want 0", r.ID, f.starts[0])
		}
		if got := len(played[r.Playlist]); got != r.Frames || f.samples != r.Frames {
			t.Errorf("%s plays %d packets and holds %d, said are %d", r.Playlist, got, f.samples, r.Frames)
		}
		if r.Width == 0 {
			if r.Codecs != "mp4a.40.2" {
				t.Errorf("%s is %s, want sound", r.ID, r.Codecs)
			}
			continue
		}
		verifyKeys(t, p, r)
		if cuts == nil {
			cuts = f.starts
		}
		if !slices.Equal(cuts, f.starts) {
			t.Errorf("%s is cut at %v, the rung above at %v", r.ID, f.starts, cuts)
		}
	}
	if video, sound := p.res.Renditions[0], p.res.Renditions[len(p.res.Renditions)-1]; sound.Width == 0 && len(p.warnings) == 0 {
		if math.Abs(video.Duration-sound.Duration) > 0.05 {
			t.Errorf("the picture lasts %.3f s and the sound %.3f", video.Duration, sound.Duration)
		}
	}
	verifyPlain(t, p, played[p.plain.MP4])
	if p.plan.Picture != nil {
		verifyStoryboard(t, p)
		verifyPoster(t, dir, *p.plan.Poster, p.res.Poster)
	}
	verifyPasses(t, p)
	verifyNothingElse(t, p.root)
}

// fragments is what a test finds in a rendition's files.
type fragments struct {
	starts  []uint64
	shown   []int64 // when each sample is shown, in order, in the track's timescale
	samples int
	seconds float64
}

// read reads all files of a rendition: each has to begin where the one before it
// ended, every segment with a sample that needs no other, shown when it says.
func (p product) read(t *testing.T, r meeting.Rendition) fragments {
	t.Helper()
	var f fragments
	var end, scale uint64
	var header []byte
	for _, piece := range r.Files {
		path := p.path(piece)
		file, err := mp4.ReadMP4File(path)
		if err != nil {
			t.Fatal(err)
		}
		moov := file.Init.Moov
		scale = uint64(moov.Trak.Mdia.Mdhd.Timescale)
		sound := moov.Trak.Mdia.Minf.Smhd != nil
		var delay int64
		if edts := moov.Trak.Edts; edts != nil {
			delay = edts.Elst[0].Entries[0].MediaTime
		}
		var buf bytes.Buffer
		if err = file.Init.Encode(&buf); err != nil {
			t.Fatal(err)
		}
		if header == nil {
			header = buf.Bytes()
		}
		if !bytes.Equal(header, buf.Bytes()) {
			t.Errorf("%s has another header than the first part", path)
		}
		for _, segment := range file.Segments {
			for _, fragment := range segment.Fragments {
				samples, err := fragment.GetFullSamples(moov.Mvex.Trex)
				if err != nil {
					t.Fatal(err)
				}
				start := samples[0].DecodeTime
				if start != end {
					t.Errorf("%s has a fragment at %d, the one before it ends at %d", path, start, end)
				}
				f.starts = append(f.starts, start)
				if !sound && (!mp4.IsSyncSampleFlags(samples[0].Flags) || samples[0].PresentationTime()-delay != int64(start)) {
					t.Errorf("%s: the segment at %d begins with no key frame, or shows it at %d", path, start, samples[0].PresentationTime()-delay)
				}
				for _, s := range samples {
					f.shown = append(f.shown, s.PresentationTime()-delay)
					end = s.DecodeTime + uint64(s.Dur)
				}
				f.samples += len(samples)
			}
		}
	}
	slices.Sort(f.shown)
	f.seconds = float64(end) / float64(scale)
	return f
}

// verifyPasses: one run of ffmpeg decodes the picture of each chunk, and no
// other does.
func verifyPasses(t *testing.T, p product) {
	t.Helper()
	want := map[string]int{"remux": 1} // of the sound alone
	if p.plan.Picture != nil {
		want["decode"] = len(p.chunks)
		for _, c := range p.chunks {
			if c.Lost {
				want["black"]++
			}
		}
		if p.plain.M4A != "" {
			want["remux"]++
		}
		if p.plan.Encoded == "" {
			want["copy"] = 1
		}
	}
	if len(p.plan.Tracks) > 0 {
		want["sound"], want["meter"] = 1, 2 // the original and the rendition are metered
		// Each time that it missed its level it was metered behind other settings, if
		// its loudness was wrong, and anew.
		if again := min(p.calls["sound"]-1, 2); again > 0 {
			want["sound"], want["meter"] = 1+again, min(max(2+again, p.calls["meter"]), 2+2*again)
		}
	}
	for what, n := range want {
		if p.calls[what] != n {
			t.Errorf("ffmpeg was started for %v, want %v", p.calls, want)
		}
	}
	if p.calls["sample"] > 1 {
		t.Errorf("%d samples were taken", p.calls["sample"])
	}
}

// verifyPlain holds the plain files to their names: index first, as long as the
// rest, with their title. The MP4's frames are shown at times, in seconds.
func verifyPlain(t *testing.T, p product, times []float64) {
	t.Helper()
	for _, name := range []string{p.plain.MP4, p.plain.M4A} {
		if name == "" {
			continue
		}
		path := filepath.Join(p.place(p.files), name)
		file, err := mp4.ReadMP4File(path)
		if err != nil {
			t.Fatal(err)
		}
		if file.Moov.StartPos > file.Mdat.StartPos {
			t.Errorf("%s has its index at %d, after its data at %d", path, file.Moov.StartPos, file.Mdat.StartPos)
		}
		if got := float64(file.Moov.Mvhd.Duration) / float64(file.Moov.Mvhd.Timescale); math.Abs(got-p.plan.Duration) > near {
			t.Errorf("%s lasts %.3f s, want %.3f", path, got, p.plan.Duration)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// The item ©nam holds a box "data": its size, kind, type and locale, then the text.
		if _, item, named := bytes.Cut(data, []byte("\xa9nam")); !named || !bytes.HasPrefix(item[min(16, len(item)):], []byte(title)) {
			t.Errorf("%s is not titled %q", name, title)
		}
	}
	if p.plain.MP4 == "" {
		return
	}
	// The plain file shows each frame when the rendition does.
	f := p.read(t, p.res.Renditions[0])
	slices.Sort(times)
	if len(times) != len(f.shown) {
		t.Errorf("%s has %d frames, the rendition %d", p.plain.MP4, len(times), len(f.shown))
		return
	}
	for i, at := range times {
		if want := float64(f.shown[i]) / 90_000; math.Abs(at-want) > 0.0005 {
			t.Errorf("%s shows frame %d at %.4f s, the rendition at %.4f", p.plain.MP4, i, at, want)
			return
		}
	}
}

func verifyStoryboard(t *testing.T, p product) {
	t.Helper()
	dir, res := p.place(p.list), p.res
	text, err := os.ReadFile(filepath.Join(dir, res.Storyboard.VTT))
	if err != nil {
		t.Fatal(err)
	}
	cue := regexp.MustCompile(`(?m)^(\S+) --> (\S+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$`)
	at, cues := "00:00:00.000", 0
	for _, c := range cue.FindAllStringSubmatch(string(text), -1) {
		if c[1] != at {
			t.Errorf("a cue starts at %s, the one before ends at %s", c[1], at)
		}
		at = c[2]
		cues++
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
	if cues != res.Storyboard.Tiles {
		t.Errorf("%d cues for %d tiles", cues, res.Storyboard.Tiles)
	}
	var twin struct{ Tiles []json.RawMessage }
	data, err := os.ReadFile(filepath.Join(dir, res.Storyboard.JSON))
	if err != nil {
		t.Fatal(err)
	}
	if err = json.Unmarshal(data, &twin); err != nil || len(twin.Tiles) != cues {
		t.Errorf("the JSON has %d tiles, the cues are %d (%v)", len(twin.Tiles), cues, err)
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

// verifyPoster wants each size of the poster as JPEG and as WebP: two sizes, but
// for a picture so small that they are one.
func verifyPoster(t *testing.T, dir string, want plan.Poster, images []meeting.Image) {
	t.Helper()
	found := map[string][]int{}
	for _, img := range images {
		data, err := os.ReadFile(filepath.Join(dir, img.Name))
		if err != nil || len(data) == 0 {
			t.Errorf("poster %s is not there: %v", img.Name, err)
			continue
		}
		found[img.Type] = append(found[img.Type], img.Width)
		if img.Type == "image/webp" {
			if !bytes.HasPrefix(data, []byte("RIFF")) || !bytes.HasPrefix(data[8:], []byte("WEBPVP8")) {
				t.Errorf("poster %s begins with %q, want WebP", img.Name, data[:12])
			}
			continue
		}
		if w, h := jpegSize(t, filepath.Join(dir, img.Name)); w != img.Width || h != img.Height {
			t.Errorf("poster %s is %d×%d, said are %d×%d", img.Name, w, h, img.Width, img.Height)
		}
	}
	sizes := []int{want.Width}
	if want.Small < want.Width {
		sizes = append(sizes, want.Small)
	}
	for _, kind := range []string{"image/jpeg", "image/webp"} {
		if !slices.Equal(found[kind], sizes) || len(found) != 2 {
			t.Errorf("there are posters %v, want the widths %v in both formats", found, sizes)
		}
	}
}

// verifyNothingElse: what lies in a step's folder gets published.
func verifyNothingElse(t *testing.T, root string) {
	t.Helper()
	made := regexp.MustCompile(`/(\d+p(-av1)?\.mp4|\d+p(-av1)?(-iframes)?\.m3u8|manifest\.mpd|audio(-\d+)?\.(m4a|m3u8)|recording\.(mp4|m4a)|poster-\d+\.(jpg|webp)|storyboard(-\d+)?\.(jpg|vtt|json)|candidate\.jpg)$`)
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !made.MatchString(name) {
			t.Errorf("%s was left behind", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
