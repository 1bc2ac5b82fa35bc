package pipeline_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/captions"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/secret"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// captioning returns a worker with the real makers of captions.
func captioning(t *testing.T, store storage.Store) *worker {
	t.Helper()
	w := newWorker(t, store)
	made, end := makers.All(&proc.Runner{}, t.TempDir(), "", secret.Key{})
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	w.Make[plan.Captions], w.Make[plan.CaptionJoin] = made[plan.Captions], made[plan.CaptionJoin]
	return w
}

const spring = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Chair>Welcome to <spring>\n\n00:03.000 --> 00:04.000\n<v Chair>and summer.\n"

func TestAddingCaptionsDoesNotEncodeAgain(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := captioning(t, store)
	submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}))
	w.settled(t, "board")
	before := maps.Clone(w.makers.runs)
	if man := readManifest(t, store, layout.Public, "board"); man.Accessibility.Captions != manifest.NoCaptions || man.Recordings[0].Captions != nil {
		t.Errorf("without captions it has %q and %v", man.Accessibility.Captions, man.Recordings[0].Captions)
	}

	in := input(t, "board", meeting.Public, file{"day.de.vtt", spring}, file{"day.mp4", "film of the day"}, file{"day.en.vtt", spring + "\n"})
	in.Meeting.Language = "en"
	for i, lang := range map[int]string{0: "de", 2: "en"} {
		s := &in.Meeting.Sources[i]
		s.Recording, s.Language, s.Reviewed = "day", lang, lang == "en"
	}
	submit(t, store, in)
	w.settled(t, "board")
	before[plan.Probe] += 2
	if diff := cmp.Diff(before, w.makers.runs); diff != "" {
		t.Errorf("runs of makers (-want +got):\n%s", diff)
	}

	man := readManifest(t, store, layout.Public, "board")
	checkWhole(t, store, layout.Public, "board")
	if man.State != manifest.Published || man.Accessibility.Captions != manifest.ReviewedCaptions || len(man.Refused)+len(man.Warnings) > 0 {
		t.Errorf("it is %s with captions %s, refused %v, warnings %v", man.State, man.Accessibility.Captions, man.Refused, man.Warnings)
	}
	var got []string
	for _, c := range man.Recordings[0].Captions {
		got = append(got, c.ID+" "+c.Language+" "+c.Label+" "+string(c.State)+" "+c.Text.URL)
		if !c.Speakers {
			t.Errorf("%s has no speakers", c.ID)
		}
		vtt := string(read(t, store, layout.Public.Meeting("board", c.VTT.URL)))
		if want := "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Chair>Welcome to &lt;spring&gt;\n"; !strings.HasPrefix(vtt, want) {
			t.Errorf("%s is %q", c.ID, vtt)
		}
		if text := string(read(t, store, layout.Public.Meeting("board", c.Text.URL))); !strings.Contains(text, "[0:00:01] Chair:\nWelcome to <spring> and summer.\n") {
			t.Errorf("the transcript is %q", text)
		}
	}
	want := []string{"en en English reviewed transcript-day-en.txt", "de de Deutsch auto transcript-day-de.txt"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("captions (-want +got):\n%s", diff)
	}
	master := string(read(t, store, layout.Public.Meeting("board", man.Recordings[0].Master.URL)))
	if n := strings.Count(master, "TYPE=SUBTITLES"); n != 2 || !strings.Contains(master, `SUBTITLES="captions"`) {
		t.Errorf("the master playlist has %d captions:\n%s", n, master)
	}
	page := string(read(t, store, layout.Public.Meeting("board", layout.Index)))
	if !strings.Contains(page, "Welcome to &lt;spring&gt;") || strings.Contains(page, "<spring>") {
		t.Error("the page has no transcript, or one that is not escaped")
	}
}

func TestCaptionsOfAPrivateMeetingArePrivate(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := captioning(t, store)
	submit(t, store, input(t, "board", meeting.Private, file{"day.mp4", "film of the day"}, file{"words.vtt", spring}))
	w.settled(t, "board")
	checkWhole(t, store, layout.Private, "board")
	if man := readManifest(t, store, layout.Private, "board"); len(man.Recordings[0].Captions) != 1 || man.Accessibility.Captions != manifest.AutoCaptions {
		t.Errorf("captions %+v, %s", man.Recordings[0].Captions, man.Accessibility.Captions)
	}
	if public := keys(t, store, string(layout.Public)); len(public) > 0 {
		t.Errorf("in the public space: %v", public)
	}
}

func TestRefusedCaptionsDoNotBlockPublication(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := captioning(t, store)
	in := input(t, "board", meeting.Public, file{"day.mp4", "film of the day"},
		file{"late.vtt", "WEBVTT\n\n00:01.000 --> x\n\n10:01.000 --> 10:02.000\nx\n"}, file{"lost.vtt", spring})
	in.Meeting.Sources[2].Recording = "another"
	submit(t, store, in)
	w.settled(t, "board")
	man := readManifest(t, store, layout.Public, "board")
	want := []meeting.Refusal{
		{Name: "late.vtt", Reason: "has no caption within the 1:00 that the recording lasts"},
		{Name: "lost.vtt", Reason: "is a caption file, but the meeting has no recording for it"},
	}
	if diff := cmp.Diff(want, man.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if man.State != manifest.Published || man.Recordings[0].MP4.URL == "" || man.Recordings[0].Captions != nil {
		t.Errorf("it is %s, with %q and %v", man.State, man.Recordings[0].MP4.URL, man.Recordings[0].Captions)
	}
	checkWhole(t, store, layout.Public, "board")
}

func TestEarlyPlaybackDoesNotWaitForCaptions(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}, file{"words.vtt", spring}))
	w := captioning(t, store)
	for w.one(t, plan.Captions) {
	}
	man := readManifest(t, store, layout.Public, "board")
	if man.State != manifest.Processing || len(man.Recordings) != 1 || man.Recordings[0].MP4.URL == "" || man.Recordings[0].Captions != nil {
		t.Errorf("before the captions it is %s with %+v", man.State, man.Recordings)
	}
	w.settled(t, "board")
	if man = readManifest(t, store, layout.Public, "board"); man.State != manifest.Published || len(man.Recordings[0].Captions) != 1 {
		t.Errorf("in the end it is %s with %+v", man.State, man.Recordings[0].Captions)
	}
}

func TestEmbeddedCaptions(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := captioning(t, store)
	w.makers.probed(func(_ *makers.Task, m *meeting.Media) {
		m.Subtitles = []meeting.Subtitle{
			{Index: 2, Codec: "mov_text", Language: "fr"},
			{Index: 3, Codec: "subrip", Language: "de"},
			{Index: 4, Codec: "hdmv_pgs_subtitle"},
			{Index: 5, Codec: "subrip", Forced: true},
		}
	})
	w.Make[plan.Captions] = func(_ context.Context, task *makers.Task) (steps.Result, error) {
		var p plan.CaptionsParams
		if err := json.Unmarshal(task.Step.Params, &p); err != nil || p.Stream == nil {
			t.Errorf("parameters %s: %v", task.Step.Params, err)
		}
		if p.Stream.Index == 3 {
			return steps.Result{}, fault.Refuse("holds no captions")
		}
		made := captions.Made{VTT: "captions.vtt", Playlist: "captions.m3u8"}
		return steps.Result{Captions: &made}, write(task, made.VTT, made.Playlist)
	}
	submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}))
	w.settled(t, "board")
	man := readManifest(t, store, layout.Public, "board")
	want := []string{
		"day.mp4 has forced subtitles, which only translate single passages and are left out (stream 5)",
		"day.mp4 has image subtitles, which contain no text and are left out (stream 4)",
		"day.mp4 is published without the captions of its stream 3: the stream holds no captions",
	}
	if diff := cmp.Diff(want, man.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if c := man.Recordings[0].Captions; len(c) != 1 || c[0].ID != "fr" || c[0].Label != "français" || c[0].State != manifest.AutoCaptions {
		t.Errorf("captions %+v", c)
	}
	if man.State != manifest.Published {
		t.Errorf("it is %s", man.State)
	}
}

// TestClosedCaptions expects one track for each channel with captions, and none for an
// empty stream.
func TestClosedCaptions(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := captioning(t, store)
	w.makers.probed(func(_ *makers.Task, m *meeting.Media) {
		m.Video.Captioned = true
		m.Video.Codec = "h264"
		m.Subtitles = []meeting.Subtitle{{Index: 7, Codec: "eia_608"}, {Index: 8, Codec: "eia_608"}}
	})
	w.Make[plan.Captions] = func(_ context.Context, task *makers.Task) (steps.Result, error) {
		var p plan.CaptionsParams
		if err := json.Unmarshal(task.Step.Params, &p); err != nil || p.Stream == nil || !p.Stream.Closed() {
			t.Errorf("parameters %s: %v", task.Step.Params, err)
		}
		switch p.Stream.Index {
		case 7: // a stream without captions
			return steps.Result{Captions: &captions.Made{}}, nil
		case 8:
			return steps.Result{}, fault.Refuse("cannot be read")
		}
		made := captions.Made{VTT: "captions.vtt", Playlist: "captions.m3u8", Channels: []int{1, 3}}
		return steps.Result{Captions: &made}, write(task, made.VTT, made.Playlist)
	}
	submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}))
	w.settled(t, "board")
	man := readManifest(t, store, layout.Public, "board")
	if diff := cmp.Diff([]string{"day.mp4 is published without closed captions: its stream 8 cannot be read"}, man.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	var labels []string
	for _, c := range man.Recordings[0].Captions {
		labels = append(labels, c.Label)
		if !c.Impaired {
			t.Errorf("%s is not marked as made for those who cannot hear", c.Label)
		}
	}
	if state, err := archive.ReadState(t.Context(), store, "board"); err != nil || cmp.Diff(man.Warnings, state.Warnings) != "" {
		t.Errorf("state.json warns of %q, the manifest of %q (%v)", state.Warnings, man.Warnings, err)
	}
	if diff := cmp.Diff([]string{"Captions (CC1)", "Captions (CC3)"}, labels); diff != "" || man.State != manifest.Published {
		t.Errorf("it is %s with captions (-want +got):\n%s", man.State, diff)
	}
	checkWhole(t, store, layout.Public, "board")
}

// TestCaptionsOfAView expects the captions of a view on the recording's timeline, and
// warnings that name the view's file.
func TestCaptionsOfAView(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := captioning(t, store)
	w.makers.probed(func(task *makers.Task, m *meeting.Media) {
		if data, readErr := os.ReadFile(task.Source); readErr == nil && strings.Contains(string(data), "screen") {
			m.Subtitles = []meeting.Subtitle{{Index: 2, Codec: "mov_text", Language: "fr"}, {Index: 3, Codec: "dvd_subtitle"}}
		}
	})
	w.Make[plan.Captions] = func(_ context.Context, task *makers.Task) (steps.Result, error) {
		var p plan.CaptionsParams
		if err := json.Unmarshal(task.Step.Params, &p); err != nil || p.Shift() != 5 {
			t.Errorf("parameters %s: shift %v, want 5 (%v)", task.Step.Params, p.Shift(), err)
		}
		made := captions.Made{VTT: "captions.vtt", Playlist: "captions.m3u8"}
		return steps.Result{Captions: &made}, write(task, made.VTT, made.Playlist)
	}
	in := input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}, file{"screen.mp4", "film of the screen"})
	offset := 5.0
	in.Meeting.Sources[1].ViewOf, in.Meeting.Sources[1].Offset = in.Meeting.Sources[0].ID, &offset
	submit(t, store, in)
	w.settled(t, "board")
	man := readManifest(t, store, layout.Public, "board")
	if diff := cmp.Diff([]string{"screen.mp4 has image subtitles, which contain no text and are left out (stream 3)"}, man.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if len(man.Recordings) != 1 || len(man.Recordings[0].Captions) != 1 || man.Recordings[0].Captions[0].Language != "fr" {
		t.Errorf("recordings %+v", man.Recordings)
	}
	checkWhole(t, store, layout.Public, "board")
}
