package main

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/bag"
	"proceedings/internal/preservation"
)

// What a person reads after an export.
func TestExportReport(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		report exportReport
		want   string
	}{
		{
			"exported",
			exportReport{Event: "exported", Meeting: "board", Path: "/mnt/board", Files: 2, Bytes: 3000, Note: "The formats of 1 original are not known to PRONOM.", Sealed: []string{"a.pptx"}, Cleared: []string{"b.pptx"}},
			"board: exported to /mnt/board (2 files, 3 kB).\n  The formats of 1 original are not known to PRONOM.\n" +
				"  The password of a.pptx stays encrypted in the record; only the secret key of this archive opens it. Keep the key.\n" +
				"  The password of b.pptx is left out, since an early version stored it in clear.\n",
		},
		{"there already", exportReport{Event: "exists", Meeting: "board", Path: "/mnt/board", Files: 2, Bytes: 3000}, "board: nothing to do: /mnt/board has the same files (2 files, 3 kB), whole and unchanged.\n"},
		{
			"with other events",
			exportReport{Event: "exists", Meeting: "board", Path: "/mnt/board", Files: 2, Bytes: 3000, NewEvents: 2},
			"board: nothing to do: /mnt/board has the same files (2 files, 3 kB), whole and unchanged.\n  2 events since then: to have them too, export into another folder.\n",
		},
		{
			"a dry run",
			exportReport{Event: "would export", Meeting: "board", Path: "/mnt/board", Files: 1, Bytes: 5, items: []preservation.Item{{Path: "data/a\x1b[2J.txt", Size: 5}}},
			"board: would be exported to /mnt/board (1 file, 5 B).\n  data/a\\x1b[2J.txt  5 B\n",
		},
		{"failed", exportReport{Event: "failed", Meeting: "board", Reason: "a.mp4 is missing in the storage"}, "board: not exported: a.mp4 is missing in the storage\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			tt.report.write(&console{out: &out})
			if out.String() != tt.want {
				t.Errorf("%q\nwant %q", out.String(), tt.want)
			}
		})
	}
}

// A bag that is refused is named with its problems; scripts get all of them.
func TestRefusedBag(t *testing.T) {
	t.Parallel()
	invalid := &preservation.InvalidError{Path: "/mnt/board"}
	for range 25 {
		invalid.Problems = append(invalid.Problems, bag.Problem{File: "data/a", Text: "is missing"})
	}
	var out, script bytes.Buffer
	if err := errors.Join((&importCmd{}).refuse(&console{out: &out}, "/mnt/board", invalid), (&importCmd{JSON: true}).refuse(&console{out: &script}, "/mnt/board", invalid)); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.HasPrefix(got, "/mnt/board: refused: 25 problems; nothing was imported\n  data/a is missing\n") || !strings.HasSuffix(got, "  … and 5 more; --json lists all\n") {
		t.Errorf("%s", got)
	}
	if n := strings.Count(script.String(), "is missing"); n != 25 {
		t.Errorf("JSON has %d problems", n)
	}
}

// Wrong flags are named before anything is started.
func TestBagUsage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"export", "board"}, "missing flags: --bagit=FOLDER"},
		{[]string{"export", "--bagit", "x"}, "name meetings, or use --all"},
		{[]string{"export", "--bagit", "x", "--all", "board"}, "name meetings, or use --all"},
		{[]string{"export", "--bagit", "x", "--fetch", "board"}, "--fetch is for the renditions: add --renditions"},
		{[]string{"export", "--bagit", "s3://bucket/x", "board"}, "a bag is written into a folder of this machine; copy it to a bucket from there"},
		{[]string{"import"}, `expected "<bag> ..."`},
	}
	for _, tt := range tests {
		err := run(context.Background(), tt.args, &console{out: new(bytes.Buffer), err: new(bytes.Buffer), getenv: func(string) string { return "" }})
		if !errors.Is(err, wire.ErrUsage) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %s", tt.args, err, tt.want)
		}
	}
	if n := bytesIn(filepath.Join(t.TempDir(), "missing")); n != 0 {
		t.Errorf("a missing folder has %d bytes", n)
	}
}
