package plan_test

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestFingerprintUsesTheDefaultTrack(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Audio = append(found.Audio, meeting.Audio{Index: 2, Channels: 1, Start: 5, End: 60})
	tests := []struct {
		name  string
		mark  int // the default track, -1 for none
		index int
		pad   float64
	}{
		{"first track without a default flag", -1, 1, 0},
		{"track with the default flag", 1, 2, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := found
			found.Audio = slices.Clone(found.Audio)
			if tt.mark >= 0 {
				found.Audio[tt.mark].Default = true
			}
			s, ok := recording(t, found).Fingerprint()
			if !ok {
				t.Fatal("no fingerprint step")
			}
			if p := params[plan.FingerprintParams](t, s); p.Index != tt.index || p.PadStart != tt.pad || p.Duration != 60 || len(p.Parts) != 0 {
				t.Errorf("parameters = %+v, want stream %d with %v s of silence before it", p, tt.index, tt.pad)
			}
			if s.Kind != plan.Fingerprint || !s.Kind.Reads() || s.Kind.Traits().Queue != plan.Heavy || s.Version != 1 || s.Cost <= 1 || s.Budget <= 0 || s.Space != layout.Public {
				t.Errorf("step = %+v", s)
			}
		})
	}
	if list := recording(t, found).Fingerprints(); len(list) != 2 || params[plan.FingerprintParams](t, list[1]).Index != 2 {
		t.Errorf("fingerprints: %+v, want one for each of two tracks", list)
	}
	silent := film(60, 2)
	silent.Audio = nil
	if _, ok := recording(t, silent).Fingerprint(); ok {
		t.Error("video without audio has a fingerprint step")
	}
}

func TestFingerprintOfAJoinedRecording(t *testing.T) {
	t.Parallel()
	first, second := film(60, 2), film(30, 2)
	second.Audio = nil
	one := profile(t).Recording(strings.Repeat("a", 64), layout.Public, first)
	two := profile(t).Recording(strings.Repeat("b", 64), layout.Public, second)
	s, ok := plan.Join([]plan.Recording{one, two, one}).Fingerprint()
	p := params[plan.FingerprintParams](t, s)
	if !ok || len(p.Parts) != 3 || p.Duration != 150 || !slices.Equal(s.Also, []string{strings.Repeat("b", 64)}) {
		t.Fatalf("ok = %v, parameters = %+v, further originals %q", ok, p, s.Also)
	}
	for i, want := range []struct {
		index  int
		length float64
	}{{1, 60}, {-1, 30}, {1, 60}} {
		if part := p.Parts[i]; len(part.Tracks) != 1 || part.Tracks[0].Index != want.index || part.Length != want.length {
			t.Errorf("part %d = %+v, want stream %d for %v s", i, part, want.index, want.length)
		}
	}
}

func TestForOffset(t *testing.T) {
	t.Parallel()
	a, _ := recording(t, film(60, 2)).Fingerprint()
	b, _ := recording(t, film(30, 2)).Fingerprint()
	s, back := plan.ForOffset(a, b, layout.Private), plan.ForOffset(b, a, layout.Private)
	if s.Kind != plan.Offset || s.Kind.Reads() || s.Kind.Traits().Queue != plan.Light || s.Version != 1 || s.Budget <= 0 || s.Cost <= 0 || s.Space != layout.Private {
		t.Errorf("step = %+v", s)
	}
	if !slices.Equal(s.Needs, []string{a.Key(), b.Key()}) || s.Input != a.Input || s.Key() == back.Key() {
		t.Errorf("it needs %q and has key %s; with swapped arguments the key is %s", s.Needs, s.Key(), back.Key())
	}
}
