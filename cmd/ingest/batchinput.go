package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/batch"
	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/sheet"
)

// batchInput is a batch before its files are read.
type batchInput struct {
	id     string
	source string // absolute path of the sheet or the folder
	sheet  string // name of the sheet in the file
	root   string // absolute path of the folder with the files
	plan   batch.Plan

	visibility meeting.Visibility // of rows without one
	profile    string
}

// read reads the sheet or the names of the folders.
func (b *batchCmd) read() (in batchInput, err error) {
	opts, err := b.options()
	if err != nil {
		return in, err
	}
	in.visibility, in.profile = meeting.Visibility(b.Visibility), b.Profile
	if b.Visibility != "" && !slices.Contains(meeting.Visibilities(), in.visibility) {
		return in, fmt.Errorf("%w: --visibility is %q, must be public, unlisted or private", wire.ErrUsage, b.Visibility)
	}
	if b.Root != "" {
		if folder, statErr := os.Stat(b.Root); statErr != nil {
			return in, fmt.Errorf("%w: --root %s: %w", wire.ErrUsage, b.Root, fault.Cause(statErr))
		} else if !folder.IsDir() {
			return in, fmt.Errorf("%w: --root %s is a file, must be a folder", wire.ErrUsage, b.Root)
		}
	}
	if _, err = plan.ProfileNamed(b.Profile); err != nil {
		return in, fmt.Errorf("%w: --profile: %w", wire.ErrUsage, err)
	}
	if in.source, err = filepath.Abs(b.Path); err != nil {
		return in, fmt.Errorf("find %s: %w", b.Path, err)
	}
	info, err := os.Stat(in.source)
	if err != nil {
		return in, fmt.Errorf("%w: %s: %w", wire.ErrUsage, b.Path, fault.Cause(err))
	}
	name := filepath.Base(in.source)
	if info.IsDir() {
		in.root = in.source
		in.plan, err = b.folders(in.source, opts)
	} else {
		name = strings.TrimSuffix(name, filepath.Ext(name))
		in.root = cmp.Or(b.Root, filepath.Dir(in.source))
		in.sheet, in.plan, err = b.table(in.source, opts)
	}
	if err != nil {
		return in, err
	}
	if in.id = intake.MakeID(cmp.Or(b.Name, name)); in.id == "" {
		return in, fmt.Errorf("%w: %q has no Latin letters or digits for the name of the batch: set one with --name", wire.ErrUsage, cmp.Or(b.Name, name))
	}
	return in, nil
}

func (b *batchCmd) table(path string, opts batch.Options) (string, batch.Plan, error) {
	if b.Pattern != "" {
		return "", batch.Plan{}, fmt.Errorf("%w: --pattern is for the names of folders: name a folder instead of %s", wire.ErrUsage, b.Path)
	}
	table, err := sheet.Read(path, b.Sheet)
	if err != nil {
		return "", batch.Plan{}, fmt.Errorf("%w: %s %w", wire.ErrUsage, b.Path, err)
	}
	p, err := batch.FromSheet(table, opts)
	if err != nil {
		return "", p, fmt.Errorf("%w: %s: %w", wire.ErrUsage, b.Path, err)
	}
	return table.Name, p, nil
}

// folders plans a meeting for each folder in a folder.
func (b *batchCmd) folders(dir string, opts batch.Options) (batch.Plan, error) {
	if b.Root != "" || b.Sheet != "" {
		return batch.Plan{}, fmt.Errorf("%w: --root and --sheet are for a spreadsheet, and %s is a folder", wire.ErrUsage, b.Path)
	}
	var pattern *regexp.Regexp
	if b.Pattern != "" {
		var err error
		if pattern, err = regexp.Compile(b.Pattern); err != nil {
			return batch.Plan{}, fmt.Errorf("%w: --pattern: %w", wire.ErrUsage, err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return batch.Plan{}, fmt.Errorf("%w: %s: %w", wire.ErrUsage, b.Path, fault.Cause(err))
	}
	var names, files []string
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			names = append(names, e.Name())
		default:
			files = append(files, e.Name())
		}
	}
	if len(names) == 0 && !b.Watch {
		return batch.Plan{}, fmt.Errorf("%w: %s has no folders; a batch has one for each meeting", wire.ErrUsage, b.Path)
	}
	p, err := batch.FromFolders(names, pattern, opts)
	if err != nil {
		return p, fmt.Errorf("%w: %w", wire.ErrUsage, err)
	}
	if len(files) > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%d files beside the folders were left out, such as %s.", len(files), files[0]))
	}
	return p, nil
}

func profileNames() (names []string) {
	for _, p := range plan.Profiles() {
		names = append(names, p.Name)
	}
	return names
}

// open reads the files of a meeting. The caller closes the input.
func (in batchInput) open(m batch.Meeting) (intake.Input, error) {
	one, err := intake.ReadBelow(in.root, m.Files, intake.Options{
		ID: m.ID, Title: m.Title, Date: m.Date, Visibility: cmp.Or(m.Visibility, in.visibility), Profile: cmp.Or(m.Profile, in.profile),
	})
	if err != nil {
		return one, err
	}
	if len(one.Files) == 0 {
		one.Close()
		return one, fmt.Errorf("none of its files can be used: %s", strings.Join(sentences(one.Meeting.Refused), "; "))
	}
	m.Apply(&one.Meeting)
	one.Meeting.Priority = meeting.Bulk
	one.Meeting.Batch = "batch " + in.id
	// An ID in a sheet is no leave to replace a meeting that has it: see batchRun.
	one.Explicit = false
	one.DefaultVisibility = cmp.Or(m.Visibility, in.visibility) == "" // what meeting.yaml says is no reason to publish more
	return one, nil
}
