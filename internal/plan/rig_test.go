package plan_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// failer is what helpers need of *testing.T and *rapid.T.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func profile(t failer) plan.Profile {
	t.Helper()
	return named(t, "")
}

func named(t failer, name string) plan.Profile {
	t.Helper()
	p, err := plan.ProfileNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sampleMeeting returns a meeting and its recording.
func sampleMeeting() (meeting.Meeting, meeting.Source) {
	return meeting.Meeting{ID: "m", Title: "A meeting", Visibility: meeting.Public, Profile: "meeting"},
		meeting.Source{ID: "talk", Name: "talk.mp4", SHA256: strings.Repeat("ab", 32)}
}

// film returns a 1080p25 recording in H.264 with stereo audio and a key frame every gop
// seconds. Each frame takes 4000 bytes, after a header of 1000.
func film(seconds, gop float64) meeting.Media {
	v := &meeting.Video{
		Codec: "h264", Profile: "High", PixFmt: "yuv420p", Width: 1920, Height: 1080, FrameRate: 25,
		Frames: int(math.Round(seconds * 25)), Last: seconds - 0.04, End: seconds, BitRate: 800_000, LongestGOP: gop,
	}
	for i := 0; float64(i)*gop < seconds; i++ {
		before := int(math.Round(float64(i) * gop * 25))
		v.Keys = append(v.Keys, meeting.Key{Time: float64(before) / 25, Pos: 1000 + 4000*int64(before), Before: before})
	}
	return meeting.Media{
		Format: "mov,mp4,m4a,3gp,3g2,mj2", Duration: seconds, Bytes: 1000 + 4000*int64(v.Frames), Video: v,
		Audio: []meeting.Audio{{Index: 1, Codec: "aac", SampleRate: 48_000, Channels: 2, End: seconds}},
	}
}

func recording(t failer, found meeting.Media) plan.Recording {
	t.Helper()
	m, src := sampleMeeting()
	r, err := plan.ForRecording(m, src, found)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// params decodes the parameters of a step.
func params[P any](t failer, s plan.Step) P {
	t.Helper()
	var p P
	if err := json.Unmarshal(s.Params, &p); err != nil {
		t.Fatalf("parameters of a %s: %v: %s", s.Kind, err, s.Params)
	}
	return p
}

// chunks returns the parameters of all chunks of a recording.
func chunks(t failer, r plan.Recording, d plan.Decided) []plan.ChunkParams {
	t.Helper()
	var all []plan.ChunkParams
	for _, s := range r.Chunks(d) {
		all = append(all, params[plan.ChunkParams](t, s))
	}
	return all
}

var _ failer = (*testing.T)(nil)
