package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
)

func TestVerifyFlags(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, args, want string }{
		{"neither a meeting nor all", "verify", "name meetings, or use --all"},
		{"both", "verify --all board", "name meetings, or use --all"},
		{"restart of one meeting", "verify --restart board", "add --all"},
		{"a seed without a sample", "verify --seed 3 board", "add --sample"},
		{"a sample of nothing", "verify --sample 0 board", "above 0 and up to 100"},
		{"a sample of too much", "verify --sample 101% board", "above 0 and up to 100"},
		{"a sample that is no number", "verify --sample NaN board", "above 0 and up to 100"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := ingest(t.Context(), strings.Fields(tt.args)...)
			if err == nil || !strings.Contains(err.Error(), tt.want) || wire.ExitCode(err) != wire.ExitUsage {
				t.Errorf("err = %v, want %q", err, tt.want)
			}
		})
	}
}

// TestVerifyDisplay shows findings to a person and to a script.
func TestVerifyDisplay(t *testing.T) {
	t.Parallel()
	check := archive.Check{Time: time.Unix(0, 0), Files: 42, Read: 42, Changed: 25}
	for range 25 {
		check.Findings = append(check.Findings, archive.Finding{Kind: archive.FindingChanged, Key: "public/a", Text: "has changed"})
	}
	var people, scripts bytes.Buffer
	for _, d := range []*verifyDisplay{{out: &people, notes: &people}, {out: &scripts, notes: &people, asJSON: true}} {
		sum := verifySummary{Sample: &archive.Sample{Percent: 5, Seed: 9}}
		sum.add(check)
		d.Start("board", 5)
		d.Read(5)
		d.Verified("board", check, true)
		d.Verified("", archive.Check{Unknown: 1}, false)
		d.Summary(sum)
	}
	for _, want := range []string{"board: 42 files, 25 changed (verified 1970-01-01", "  public/a has changed\n", "… and 5 more", "of no meeting: 0 files, 1 unknown", "Missing: 0. Changed: 25. Unknown: 0.", "--seed 9"} {
		if !strings.Contains(people.String(), want) {
			t.Errorf("%q is not in\n%s", want, people.String())
		}
	}
	lines := strings.Split(strings.TrimSpace(scripts.String()), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], `{"event":"verified","meeting":"board","earlier":true,`) || strings.Count(lines[0], "has changed") != 25 || !strings.HasPrefix(lines[2], `{"event":"summary","meetings":1,"files":42,`) {
		t.Errorf("lines:\n%s", scripts.String())
	}
	if wire.ExitCode(errors.Join(wire.ErrFindings)) != wire.ExitRefused {
		t.Error("findings must be told apart by the exit code")
	}
}
