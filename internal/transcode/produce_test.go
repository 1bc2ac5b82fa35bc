package transcode_test

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// product is a recording after all steps, with a folder for each step as in the
// storage.
type product struct {
	root     string // of all steps' folders
	found    meeting.Media
	plan     plan.Recording
	encoded  string // why it was not copied
	chunks   []transcode.Chunk
	sound    transcode.Sound
	res      transcode.Packaged
	plain    transcode.Progressive
	warnings []string
	calls    map[string]int // what ffmpeg was started for

	list, files plan.Step // those of res and plain
}

// short is the default profile but for what would make a test slow.
func short() plan.Profile {
	profile := plan.Profiles()[0]
	profile.Lower = []int{144}
	return profile
}

// produce runs all steps of a recording and verifies the result.
func produce(t *testing.T, src string) product {
	t.Helper()
	return produceAs(t, src, short())
}

func produceAs(t *testing.T, src string, profile plan.Profile) product {
	t.Helper()
	p := produceAll(t, profile, src)
	verify(t, p)
	return p
}

// produceAll is produceAs for a recording that is joined of several originals,
// without verify.
func produceAll(t *testing.T, profile plan.Profile, sources ...string) product {
	t.Helper()
	return produceBy(t, proctest.Plain(), profile, sources...)
}

// produceBy is produceAll with a runner of tools. Most tests use none with a
// sandbox, which takes as long as a fifth of a start of ffmpeg: those of the
// usual recordings show that each step runs in one.
func produceBy(t *testing.T, tools *proc.Runner, profile plan.Profile, sources ...string) product {
	t.Helper()
	r := planned(t, tools, profile, sources...)
	r.runAll()
	return *r.product
}

// planned plans a recording, and runs no step.
func planned(t *testing.T, tools *proc.Runner, profile plan.Profile, sources ...string) *stepRunner {
	t.Helper()
	p := product{root: t.TempDir()}
	runner := &counter{Runner: tools, calls: map[string]int{}}
	r := &stepRunner{T: t, product: &p, sources: map[string]string{}, tc: &transcode.Transcoder{Runner: runner}}
	var parts []plan.Recording
	for i, src := range sources {
		found, err := (&probe.Prober{Runner: runner.Runner}).File(t.Context(), src, "")
		if err != nil {
			t.Fatal(err)
		}
		p.found = *found.Media
		sum := strings.Repeat(strconv.Itoa(i), 64)
		r.sources[sum] = src
		parts = append(parts, profile.Recording(sum, layout.Public, p.found))
	}
	if p.plan = parts[0]; len(parts) > 1 {
		p.plan = plan.Join(parts)
	}
	p.calls = runner.calls
	return r
}

// produceSound runs only the step of the sound, by the default profile.
func produceSound(t *testing.T, src string) *stepRunner {
	t.Helper()
	tools := proctest.Plain()
	found, err := (&probe.Prober{Runner: tools}).File(t.Context(), src, "")
	if err != nil {
		t.Fatal(err)
	}
	sum := strings.Repeat("0", 64)
	p := product{root: t.TempDir(), found: *found.Media, plan: short().Recording(sum, layout.Public, *found.Media)}
	r := &stepRunner{T: t, product: &p, sources: map[string]string{sum: src}, tc: &transcode.Transcoder{Runner: tools}}
	r.encodeSound()
	r.warnings = append(r.warnings, r.plan.Warnings()...)
	return r
}

// stepRunner runs the steps of a recording in the order of the pipeline.
type stepRunner struct {
	*testing.T
	*product

	sources map[string]string // paths of the originals, by SHA-256
	tc      *transcode.Transcoder
	parts   []plan.Step
	made    []transcode.Made
}

func (r *stepRunner) runAll() {
	copied := r.copyPicture()
	r.encodeSound()
	r.encode(copied)
	r.warnings = append(r.warnings, r.plan.Warnings()...)
	var err error
	r.list = r.plan.Package(r.parts, true, nil)
	r.res, err = r.tc.Package(r.Context(), r.dir(r.list), decode[plan.PackageParams](r.T, r.list), r.made, r.open)
	r.must(err)
	r.files = r.plan.Progressive(meeting.Meeting{Title: title}, "", r.plan.Chapters(nil, nil), r.parts)
	r.plain, err = r.tc.Progressive(r.Context(), r.dir(r.files), decode[plan.ProgressiveParams](r.T, r.files), r.made, r.open, nil)
	r.must(err)
}

// copyPicture copies the picture to the top rung, and reports whether that worked.
func (r *stepRunner) copyPicture() bool {
	r.encoded = r.plan.Encoded
	step, can := r.plan.Copy()
	if !can {
		return false
	}
	res, err := r.tc.Copy(r.Context(), r.sources[step.Input], r.dir(step), decode[plan.CopyParams](r.T, step), nil)
	r.must(err)
	if r.encoded = res.Unfit; res.Part == nil {
		return false
	}
	r.add(step, transcode.Made{Copied: &res})
	return true
}

// encodeSound encodes the sound.
func (r *stepRunner) encodeSound() {
	step, has := r.plan.Audio()
	if !has {
		return
	}
	src, params := r.joined(step)
	res, err := r.tc.Audio(r.Context(), src, r.dir(step), params, r.progress())
	r.must(err)
	r.sound = res
	r.warnings = append(r.warnings, res.Warnings...)
	r.add(step, transcode.Made{Sound: &res})
}

// encode encodes the other rungs.
func (r *stepRunner) encode(copied bool) {
	decided := plan.Decided{Copied: copied}
	if step, want := r.plan.Sample(copied); want {
		res, err := r.tc.Sample(r.Context(), r.sources[step.Input], r.dir(step), decode[plan.SampleParams](r.T, step))
		r.must(err)
		decided.Bits = res.Bits
	}
	for _, step := range r.plan.Chunks(decided) {
		res, err := r.tc.Chunk(r.Context(), r.sources[step.Input], r.dir(step), decode[plan.ChunkParams](r.T, step), r.progress())
		r.must(err)
		r.chunks = append(r.chunks, res)
		r.warnings = append(r.warnings, res.Warnings...)
		r.add(step, transcode.Made{Chunk: &res})
	}
}

// joined is the sound of the original, or that of all of them in one file.
func (r *stepRunner) joined(s plan.Step) (string, plan.AudioParams) {
	p := decode[plan.AudioParams](r.T, s)
	if len(p.Parts) == 0 {
		return r.sources[s.Input], p
	}
	var paths []string
	for _, part := range p.Parts {
		paths = append(paths, r.sources[part.Input])
	}
	src, p, warnings, err := r.tc.JoinSound(r.Context(), paths, r.TempDir(), p)
	r.must(err)
	r.warnings = append(r.warnings, warnings...)
	return src, p
}

func (r *stepRunner) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// title has all characters that ffmpeg's metadata escapes.
const title = `A; title = #1 \ "quoted"`

// runID is the name of every run.
const runID = "run"

// place is a step's folder.
func (p product) place(s plan.Step) string {
	return filepath.Join(p.root, filepath.FromSlash(layout.Public.Derived(s.Key(), runID, "")))
}

// path is the path of a piece.
func (p product) path(piece meeting.Piece) string {
	return filepath.Join(p.root, filepath.FromSlash(layout.Public.Derived(piece.Step, piece.Run, piece.Name)))
}

func (r *stepRunner) dir(s plan.Step) string {
	dir := r.place(s)
	r.must(os.MkdirAll(dir, 0o700))
	return dir
}

func (r *stepRunner) add(s plan.Step, m transcode.Made) {
	m.Step, m.Run, m.Objects = s.Key(), runID, map[string]meeting.Object{}
	r.must(fs.WalkDir(os.DirFS(r.place(s)), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			m.Objects[name] = meeting.Object{Name: name, Size: info.Size()}
		}
		return err
	}))
	r.parts, r.made = append(r.parts, s), append(r.made, m)
}

func (r *stepRunner) open(_ context.Context, piece meeting.Piece, off, n int64) (io.ReadCloser, error) {
	f, err := os.Open(r.path(piece))
	if err != nil {
		return nil, err
	}
	if n < 0 {
		n = piece.Size - off
	}
	return struct {
		io.Reader
		io.Closer
	}{io.NewSectionReader(f, off, n), f}, nil
}

// progress checks that the reported progress stays between 0 and 1.
func (r *stepRunner) progress() func(float64) {
	return func(done float64) {
		if done < 0 || done > 1 {
			r.Errorf("progress is %v", done)
		}
	}
}

func decode[P any](t *testing.T, s plan.Step) (p P) {
	t.Helper()
	if err := json.Unmarshal(s.Params, &p); err != nil {
		t.Fatal(err)
	}
	return p
}
