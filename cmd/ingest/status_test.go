package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/progress"
	"proceedings/internal/standalone/versitygw"
)

func TestStatusOfAnEmptyFolder(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "redis-server")
	if _, err := versitygw.Find(os.Getenv); err != nil {
		proctest.Missing(t, "no S3 server: %v", err)
	}

	data := t.TempDir()
	missing := filepath.Join(data, "missing")
	_, _, err := ingest(t.Context(), "status", "--data", missing)
	if code := wire.ExitCode(err); code != 2 || !strings.Contains(err.Error(), missing) {
		t.Errorf("exit code %d (%v), want 2 with the folder", code, err)
	}
	out, _, err := ingest(t.Context(), "status", "--data", data)
	if errors.Is(err, versitygw.ErrNoAttributes) {
		proctest.Missing(t, "no S3 server: set TMPDIR to another folder: %v", err)
	}
	if err != nil || out != "There are no meetings yet.\n" {
		t.Errorf("%q, %v; want the message that there are none", out, err)
	}
	_, _, err = ingest(t.Context(), "status", "--data", data, "spring")
	if code := wire.ExitCode(err); code != 2 || !strings.Contains(err.Error(), `no meeting "spring"`) {
		t.Errorf("exit code %d (%v), want 2 with the ID", code, err)
	}
}

func TestStatusOfAMeeting(t *testing.T) {
	t.Parallel()

	source := func(id string, role meeting.Role, status, reason string, steps ...archive.StepState) archive.SourceState {
		return archive.SourceState{ID: id, Name: id + ".file", Role: role, Status: status, Reason: reason, Steps: steps}
	}
	talk := source("talk", meeting.Recording, archive.StatusWaiting, "", chunked(12, 3)...)
	talk.Playable = true
	r := meetingReport{
		Meeting: "m", Title: "Spring meeting", Visibility: meeting.Unlisted, Revision: 2, State: manifest.Processing,
		Priority: meeting.Bulk, Ahead: 12,
		Sources: []archive.SourceState{
			talk,
			source("deck", meeting.Deck, archive.StatusWaiting, ""),
			source("agenda", meeting.Document, archive.StatusDone, ""),
			source("old", meeting.Deck, archive.StatusRefused, "is encrypted", archive.StepState{LastError: "open: is encrypted"}),
			source("late", meeting.Deck, archive.StatusRefused, "could not be processed", archive.StepState{Kind: plan.Deck, LastError: "soffice:\n\x1b[1mexit 77"}),
		},
		Progress: map[string]sourceProgress{
			"talk": {total: progress.Total{Running: true, Kind: plan.Chunk, Done: 0.427, Left: 130 * time.Second}},
			"deck": {total: progress.Total{Kind: plan.Deck}},
		},
		Refused:  []meeting.Refusal{{Name: "old.file", Reason: "is encrypted"}},
		Warnings: []string{"talk.file has teletext subtitles, which cannot be read and are left out (stream 3)"},
	}
	var out strings.Builder
	if err := r.write(&out); err != nil {
		t.Fatal(err)
	}
	want := `m: "Spring meeting", unlisted, revision 2, processing
  priority bulk, waiting behind 12 meetings of the same batch
  talk.file    recording  encoding, 42 %, 3 of 12 chunks, 2m10s left, playable now
  deck.file    deck       waiting to be converted
  agenda.file  document   done
  old.file     deck       refused
  late.file    deck       refused
  refused: old.file is encrypted
  details: late.file (deck) has more under lastError in "ingest status --json m"
  warning: talk.file has teletext subtitles, which cannot be read and are left out (stream 3)
`
	if out.String() != want {
		t.Errorf("status\n%s\nwant\n%s", out.String(), want)
	}
	out.Reset()
	if err := printJSON(&out, r); err != nil || !strings.Contains(out.String(), `"visibility":"unlisted"`) {
		t.Errorf("JSON %s, %v; want the visibility in it", out.String(), err)
	}
}
