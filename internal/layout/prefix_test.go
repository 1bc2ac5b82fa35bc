package layout_test

import (
	"testing"

	"proceedings/internal/layout"
)

// TestPrefixes: each function takes its own keys apart, and no others.
func TestPrefixes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		parse func(string) string
		want  map[string]string // by key
	}{
		{"SourceOf", layout.SourceOf, map[string]string{layout.Source(hash): hash, layout.Blocks(hash): hash, layout.Sources + "notes.txt": "", layout.Upload(hash): "", "original": ""}},
		{"VerifiedID", layout.VerifiedID, map[string]string{layout.Verified(meeting): meeting, layout.VerifyRun: "", layout.VerifiedPrefix + "a/b.json": "", layout.State(meeting): ""}},
		{"StepIn", layout.Public.StepIn, map[string]string{layout.Public.Derived(step, run, "a.mp4"): step, layout.Private.Derived(step, run, "a.mp4"): "", layout.Public.AllDerived() + "stray": ""}},
		{"MeetingIn", layout.Private.MeetingIn, map[string]string{layout.Private.Meeting(meeting, layout.Index): meeting, layout.Public.Meeting(meeting, layout.Index): "", layout.Private.Derived(step, run, "a"): ""}},
	} {
		for key, want := range tt.want {
			if got := tt.parse(key); got != want {
				t.Errorf("%s(%s) = %q, want %q", tt.name, key, got, want)
			}
		}
	}
}
