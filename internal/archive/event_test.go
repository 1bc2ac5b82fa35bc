package archive_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	state := func(s manifest.State, revision int, version string, refused ...meeting.Refusal) archive.State {
		return archive.State{State: s, Revision: revision, Version: version, Refused: refused, Sources: []archive.SourceState{{Name: "a.bin", SHA256: "1"}}}
	}
	odd := meeting.Refusal{Name: "a.bin", Reason: "is empty"}
	tests := []struct {
		name     string
		old, now archive.State
		want     []archive.Event
	}{
		{"nothing changed", state(manifest.Published, 1, "v"), state(manifest.Published, 1, "v"), nil},
		{"still processing", archive.State{}, state(manifest.Processing, 1, ""), nil},
		{"published early", archive.State{}, state(manifest.Processing, 1, "v"), []archive.Event{{Kind: archive.EventPublished, Version: "v", State: manifest.Processing, Visibility: meeting.Public}}},
		{"published", state(manifest.Processing, 1, "v"), state(manifest.Published, 1, "w"), []archive.Event{{Kind: archive.EventPublished, Version: "w", State: manifest.Published, Visibility: meeting.Public}}},
		{"a refused file", archive.State{}, state(manifest.Failed, 1, "", odd), []archive.Event{{Kind: archive.EventRefused, File: "a.bin", SHA256: "1", Reason: "is empty"}}},
		{"a file that was refused before", state(manifest.Failed, 1, "", odd), state(manifest.Failed, 1, "", odd), nil},
		{"withdrawn", state(manifest.Published, 1, "v"), state(archive.Withdrawn, 1, ""), []archive.Event{{Kind: archive.EventTakenDown}}},
		{"withdrawn before", state(archive.Withdrawn, 1, ""), state(archive.Withdrawn, 1, ""), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := meeting.Meeting{ID: "board", Revision: 1, Visibility: meeting.Public}
			for i := range tt.want {
				tt.want[i].Meeting, tt.want[i].Revision = "board", 1
			}
			if diff := cmp.Diff(tt.want, archive.Changes(m, tt.old, tt.now)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEventsAreKept: an event of a revision is stored once and never replaced; one that can
// happen again is stored each time.
func TestEventsAreKept(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	at := time.Date(2026, 11, 30, 1, 2, 3, 4_000_000, time.UTC)
	check := archive.Check{Files: 42, Read: 42}
	for i, e := range []archive.Event{
		{Kind: archive.EventSubmitted, Revision: 1},
		{Kind: archive.EventSubmitted, Revision: 1},
		{Kind: archive.EventEdited, Revision: 2},
		{Kind: archive.EventPublished, Revision: 2, Version: "v", Visibility: meeting.Public},
		{Kind: archive.EventPublished, Revision: 2, Version: "v"},
		{Kind: archive.EventPublished, Revision: 2, Version: "w", State: manifest.Processing, Visibility: meeting.Private},
		{Kind: archive.EventRefused, File: "a", Reason: "is empty"},
		{Kind: archive.EventRefused, File: "a", Reason: "is empty"},
		{Kind: archive.EventUnpublish, Revision: 3},
		{Kind: archive.EventTakenDown, Revision: 3},
		{Kind: archive.EventRestored, Revision: 4},
		{Kind: archive.EventRetried},
		{Kind: archive.EventRetried, Without: []string{"a", "b"}},
		{Kind: archive.EventPurged, Files: 2, Bytes: 3000},
		{Kind: archive.EventRepaired, Files: 1},
		{Kind: archive.EventVerified, Check: &check},
		{Kind: archive.EventExported, Files: 3, Bytes: 3000, Bag: "b5"},
		{Kind: archive.EventImported, Files: 3, Bytes: 3000, Bag: "b5"},
		{Kind: "of a later version"},
	} {
		e.Meeting, e.Who, e.Time = "board", "user@desk", at.Add(time.Duration(i)*time.Millisecond)
		if err := archive.AddEvent(t.Context(), store, e); err != nil {
			t.Fatal(err)
		}
	}
	list, _, err := archive.Events(t.Context(), store, "board")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range list {
		got = append(got, e.String())
	}
	want := []string{
		"submitted: revision 1", "edited: revision 2", "published revision 2, public, version v", "published revision 2, private, version w, more will follow",
		"refused a: it is empty", "unpublish requested: revision 3", "taken down: revision 3", "restored: revision 4", "retried the failed steps", "retried, without a, b",
		"purged: 2 files (3 kB) deleted", "repaired: 1 file made again", "verified: 42 files, all unchanged",
		"exported: bag of 3 files (3 kB), manifest b5", "imported: bag of 3 files (3 kB), manifest b5", "of a later version",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !list[0].Time.Equal(at) || list[0].Schema != archive.EventSchema {
		t.Errorf("the first event is %+v", list[0])
	}
	for info, err := range store.List(t.Context(), "") {
		if err != nil || storage.CheckKey(info.Key) != nil || !strings.HasPrefix(info.Key, layout.Events("board")) {
			t.Errorf("key %s, %v", info.Key, err)
		}
	}
}

func TestSaveCheck(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	at := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	if v, err := archive.ReadVerified(t.Context(), store, "board"); err != nil || v.Schema != 0 || !v.Full.Time.IsZero() {
		t.Errorf("before the first: %+v, %v", v, err)
	}
	many := archive.Check{Time: at, Changed: 500, Findings: make([]archive.Finding, 500)}
	sampled := archive.Check{Time: at.Add(time.Hour), Files: 40, Read: 2, Missing: 1, Unknown: 3, Sample: &archive.Sample{Percent: 5}}
	for _, c := range []archive.Check{many, sampled} {
		if err := archive.SaveCheck(t.Context(), store, "board", c); err != nil {
			t.Fatal(err)
		}
	}
	v, err := archive.ReadVerified(t.Context(), store, "board")
	if err != nil || !v.Full.Time.Equal(at) || v.Full.Faults() != 500 || len(v.Full.Findings) != 100 || !v.Last.Time.Equal(at.Add(time.Hour)) {
		t.Errorf("%+v, %v", v, err)
	}
	if got, want := v.Last.String(), "40 files, 2 of them read (a sample of 5 %), 1 missing, 3 unknown"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
