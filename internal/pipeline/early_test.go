package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
	"proceedings/internal/transcode"
)

// browserFilm returns the probe of a recording that browsers can play.
func browserFilm() *meeting.Media {
	v := &meeting.Video{
		Codec: "h264", Profile: "High", PixFmt: "yuv420p", Width: 1280, Height: 720, FrameRate: 25,
		Frames: 1000, Last: 39.96, End: 40, BitRate: 800_000, LongestGOP: 2,
	}
	for i := range 20 {
		v.Keys = append(v.Keys, meeting.Key{Time: float64(2 * i), Pos: int64(1000 + 100*i), Before: 50 * i})
	}
	return &meeting.Media{
		Format: "mov,mp4,m4a,3gp,3g2,mj2", Duration: 40, Bytes: 10_000, Video: v,
		Audio: []meeting.Audio{{Index: 1, Codec: "aac", SampleRate: 48_000, Channels: 2, End: 40}},
	}
}

// earlyWorker returns a worker that also copies video. Steps of the kinds in broken
// are refused.
func earlyWorker(t *testing.T, store storage.Store, broken ...plan.Kind) *worker {
	t.Helper()
	w := newWorker(t, store)
	w.makers.instead = func(ctx context.Context, task *makers.Task) (r steps.Result, done bool, err error) {
		switch {
		case slices.Contains(broken, task.Step.Kind):
			return r, true, fault.Refuse("is damaged")
		case task.Step.Kind == plan.Probe:
			if r, err = probeMaker(ctx, task); err == nil && r.Probe.Media != nil {
				r.Probe.Media = browserFilm()
			}
			return r, true, err
		case task.Step.Kind == plan.Package:
			return listAll(task)
		}
		return r, false, nil
	}
	w.Make[plan.Copy] = func(_ context.Context, task *makers.Task) (steps.Result, error) {
		var p plan.CopyParams
		if err := json.Unmarshal(task.Step.Params, &p); err != nil {
			return steps.Result{}, err
		}
		part := meeting.Part{Rendition: "720p", Name: "720p.mp4", Codecs: "avc1.640028", Width: 1280, Height: 720, Timescale: plan.Timescale, Init: 4}
		part.Segments = segmentsAt(p.Cuts, plan.Ticks(p.Duration))
		return steps.Result{Copy: &transcode.Copied{Part: &part}}, write(task, part.Name)
	}
	return w
}

// listAll writes a playlist for each of the task's needs.
func listAll(task *makers.Task) (r steps.Result, done bool, err error) {
	made := transcode.Packaged{Duration: 40}
	var names []string
	for _, need := range task.Needs {
		piece := meeting.Piece{Object: need.Objects[0], Step: need.Step.Key(), Run: need.Run}
		rend := meeting.Rendition{Files: []meeting.Piece{piece}, Duration: 40, Bandwidth: 500_000, Average: 400_000}
		switch {
		case need.Audio != nil:
			rend.ID, rend.Codecs = "audio", "mp4a.40.2"
		case need.Copy != nil:
			rend.ID, rend.Codecs, rend.Width, rend.Height, rend.FrameRate = "720p", "avc1.640028", 1280, 720, 25
		default:
			rend.ID, rend.Codecs, rend.Width, rend.Height, rend.FrameRate = "360p", "avc1.64001e", 640, 360, 25
		}
		rend.Playlist = rend.ID + ".m3u8"
		names = append(names, rend.Playlist)
		made.Renditions = append(made.Renditions, rend)
	}
	return steps.Result{Package: &made}, true, writeText(task, names...)
}

// renditions returns the IDs of a published recording's renditions.
func renditions(t *testing.T, store storage.Store) []string {
	t.Helper()
	man := readManifest(t, store, layout.Public, "board")
	if len(man.Recordings) != 1 {
		t.Fatalf("%d recordings are published, want 1", len(man.Recordings))
	}
	var ids []string
	for _, r := range man.Recordings[0].Renditions {
		ids = append(ids, r.ID)
	}
	return ids
}

// one reconciles the meeting and runs the last missing step that is not of a kind in
// hold. It returns false if there is none.
func (w *worker) one(t *testing.T, hold ...plan.Kind) bool {
	t.Helper()
	list, err := w.Reconcile(t.Context(), "board")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range slices.Backward(list) {
		if slices.Contains(hold, s.Kind) {
			continue
		}
		if err = w.step(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		return true
	}
	return false
}

// TestEarlyPublication expects a playable recording before its chunks are encoded. At
// every write, the manifest must name only stored files.
func TestEarlyPublication(t *testing.T) {
	t.Parallel()
	store := &storagetest.Hooked{Store: new(mem.Store)}
	store.After = func(c storagetest.Call) error {
		if c.Writes() {
			checkPointer(t, store.Store, "board")
		}
		return nil
	}
	submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}, file{"agenda.txt", "paper with points"}))
	w := earlyWorker(t, store)
	for w.one(t, plan.Chunk) {
		if s := readState(t, store, "board"); s.Final() || s.Sources[0].Attempts != 0 {
			t.Fatalf("before the chunks the state is %+v", s)
		}
	}
	man := readManifest(t, store, layout.Public, "board")
	if got := renditions(t, store); man.State != manifest.Processing || !slices.Equal(got, []string{"720p", "audio"}) || !man.Recordings[0].Copied {
		t.Errorf("before the chunks it is %s with %v, copied: %t", man.State, got, man.Recordings[0].Copied)
	}
	checkWhole(t, store, layout.Public, "board")
	if s := readState(t, store, "board"); !s.Sources[0].Playable || s.Sources[0].Status != archive.StatusWaiting || s.State != manifest.Processing {
		t.Errorf("state = %+v", s)
	}
	first := read(t, store, layout.Public.Meeting("board", layout.Manifest))
	before := len(puts(store))
	if _, err := w.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	for _, key := range puts(store)[before:] {
		if key == layout.Public.Meeting("board", layout.Manifest) {
			t.Error("a second reconcile published the same again")
		}
	}

	for w.one(t) {
		if s := readState(t, store, "board"); !s.Final() && !s.Sources[0].Playable {
			t.Errorf("it is no longer playable: %+v", s.Sources[0])
		}
		checkWhole(t, store, layout.Public, "board")
	}
	man = readManifest(t, store, layout.Public, "board")
	if got := renditions(t, store); man.State != manifest.Published || !slices.Equal(got, []string{"720p", "audio", "360p"}) || man.Recordings[0].MP4.URL == "" {
		t.Errorf("in the end it is %s with %v and %q", man.State, got, man.Recordings[0].MP4.URL)
	}
	if second := read(t, store, layout.Public.Meeting("board", layout.Manifest)); slices.Equal(first, second) {
		t.Error("the manifest is the same as before")
	}
	if s := readState(t, store, "board"); !s.Final() || s.Sources[0].Playable || s.Sources[0].Status != archive.StatusDone {
		t.Errorf("state = %+v", s)
	}
}

func TestCompleteRevisionIsNotReplacedByAPartialOne(t *testing.T) {
	t.Parallel()
	store := &storagetest.Hooked{Store: new(mem.Store)}
	submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}))
	w := earlyWorker(t, store)
	w.settled(t, "board")
	old := read(t, store, layout.Public.Meeting("board", layout.Manifest))

	submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", "film of the day, longer"}))
	for w.one(t, plan.Chunk) {
	}
	if s := readState(t, store, "board"); s.Revision != 2 || !s.Sources[0].Playable {
		t.Fatalf("the new revision cannot be played yet: %+v", s)
	}
	if now := read(t, store, layout.Public.Meeting("board", layout.Manifest)); !slices.Equal(old, now) {
		t.Errorf("a partial revision replaced a complete one:\n%s", now)
	}
	checkWhole(t, store, layout.Public, "board")
	w.settled(t, "board")
	if man := readManifest(t, store, layout.Public, "board"); man.State != manifest.Published || man.Revision != 2 {
		t.Errorf("in the end revision %d is %s", man.Revision, man.State)
	}
	checkWhole(t, store, layout.Public, "board")
}

func TestPartialRevisionIsReplacedByANewerPartialOne(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	in := input(t, "board", meeting.Public, file{"day.mp4", "film of the day"})
	submit(t, store, in)
	w := earlyWorker(t, store)
	for w.one(t, plan.Chunk) {
	}
	in.Meeting.Title = "Board, April"
	submit(t, store, in)
	for w.one(t, plan.Chunk) {
	}
	if man := readManifest(t, store, layout.Public, "board"); man.State != manifest.Processing || man.Title != "Board, April" || man.Revision != 2 {
		t.Errorf("revision %d, %q, is %s", man.Revision, man.Title, man.State)
	}
	checkWhole(t, store, layout.Public, "board")
}

func TestPublicationWithRefusedSteps(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		broken   []plan.Kind
		ids      []string // of the renditions; nil without a recording
		warnings []string
		refused  []string
	}{
		{"chunks", []plan.Kind{plan.Chunk}, []string{"720p", "audio"}, []string{"day.mp4 has no smaller renditions: the encode is damaged"}, nil},
		{"files to download", []plan.Kind{plan.Progressive}, []string{"720p", "audio", "360p"}, []string{"day.mp4 is not offered for download: the file is damaged"}, nil},
		{"sound", []plan.Kind{plan.Audio}, []string{"720p", "360p"}, []string{"day.mp4 is published without sound: the encode is damaged"}, nil},
		{"lists", []plan.Kind{plan.Package}, nil, nil, []string{"day.mp4 is damaged"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}, file{"agenda.txt", "paper with points"}))
			earlyWorker(t, store, tt.broken...).settled(t, "board")
			checkWhole(t, store, layout.Public, "board")
			man := readManifest(t, store, layout.Public, "board")
			var refused []string
			for _, r := range man.Refused {
				refused = append(refused, r.String())
			}
			if man.State != manifest.Published || !slices.Equal(man.Warnings, tt.warnings) || !slices.Equal(refused, tt.refused) {
				t.Errorf("it is %s, warns %q, and refuses %q", man.State, man.Warnings, refused)
			}
			if tt.ids == nil && len(man.Recordings) > 0 || tt.ids != nil && !slices.Equal(renditions(t, store), tt.ids) {
				t.Errorf("published are %+v, want %q", man.Recordings, tt.ids)
			}
		})
	}
}

// TestStateCountsFailedAttempts expects no attempts in the state before the first
// failure.
func TestStateCountsFailedAttempts(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}))
	w := newWorker(t, store)
	attempts := func() int {
		if _, err := w.Reconcile(t.Context(), "board"); err != nil {
			t.Error(err)
		}
		return readState(t, store, "board").Sources[0].Attempts
	}
	list, err := w.Reconcile(t.Context(), "board")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	run, counts := 0, make([]int, 2)
	w.makers.instead = func(context.Context, *makers.Task) (r steps.Result, done bool, err error) {
		counts[run] = attempts()
		run++
		return r, true, errors.New("no space left")
	}
	for _, want := range []int{1, 2} {
		if err = w.RunStep(t.Context(), list[0].Key(), nil); err == nil {
			t.Fatal("it did not fail")
		}
		if got := attempts(); got != want {
			t.Errorf("after %d failed runs the state has %d attempts", want, got)
		}
	}
	if !slices.Equal(counts, []int{0, 2}) {
		t.Errorf("during the first and second run the state has %d attempts, want 0 and 2", counts)
	}
	w.makers.instead = nil
	w.settled(t, "board")
	if got := attempts(); got != 0 {
		t.Errorf("after success the state has %d attempts", got)
	}
}
