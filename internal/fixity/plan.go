package fixity

import (
	"path"
	"strings"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// Expected is an object that a record, a result or a manifest names.
type Expected struct {
	Key    string
	Size   int64  // bytes; -1 if it is not recorded
	SHA256 string // empty if it is not recorded
	Name   string // of an original
}

// Unit is a group of objects that meetings may share. It is verified as a whole.
type Unit struct {
	Name    string // identifies the unit and its objects
	Of      archive.FindingOf
	Step    string // key of the step that made the objects
	Objects []Expected
	Folders []string          // prefixes below which all objects belong to the unit
	JSON    []string          // keys of JSON objects without a recorded checksum, which may be missing
	Blocks  string            // key of the checksums of an original's blocks, which may be missing
	Lost    []archive.Finding // known before anything is read
}

// StepRef is a step of a meeting whose files are to be verified.
type StepRef struct {
	Key  string
	Must bool // it must have a result
}

// isFinal reports whether a meeting is not being processed.
func isFinal(m meeting.Meeting, s archive.State) bool { return s.Final() && s.Revision == m.Revision }

// Originals returns a unit for each original that a meeting has or had.
func Originals(m meeting.Meeting, s archive.State) []Unit {
	var units []Unit
	seen := map[string]bool{"": true}
	add := func(sum, name string, size int64) {
		if !seen[sum] {
			seen[sum] = true
			units = append(units, originalUnit(sum, name, size))
		}
	}
	for _, src := range m.Sources {
		add(src.SHA256, src.Name, src.Size)
	}
	for _, src := range s.Sources {
		add(src.SHA256, src.Name, -1)
	}
	for _, f := range s.Stale {
		add(f.Input, "", -1)
	}
	return units
}

func originalUnit(sum, name string, size int64) Unit {
	return Unit{
		Name: "original " + sum, Of: archive.OfOriginal, Objects: []Expected{{Key: layout.Source(sum), Size: size, SHA256: sum, Name: name}},
		Blocks: layout.Blocks(sum),
	}
}

// Steps returns the steps of a meeting that may have files. A result must be there if the
// meeting is final: while it is processed, a step may be running again. The results of a
// withdrawn meeting may have been purged with another one.
func Steps(m meeting.Meeting, s archive.State) []StepRef {
	done := map[string]bool{}
	for _, src := range s.Sources {
		for _, st := range src.Steps {
			done[st.Key] = st.Status == archive.StatusDone
		}
	}
	var list []StepRef
	for _, st := range s.AllSteps() {
		list = append(list, StepRef{st.Key, done[st.Key] && !m.Withdrawn && isFinal(m, s)})
	}
	return list
}

// StepUnit returns the unit of a step's files, from its result, or from its withdrawn
// result if it has no other; both may be nil.
func StepUnit(ref StepRef, result, withdrawn *steps.Result) Unit {
	u := Unit{Name: "step " + ref.Key, Of: archive.OfStep, Step: ref.Key, JSON: []string{layout.StepStatus(ref.Key)}}
	r, space := withdrawn, layout.Withdrawn
	if result != nil {
		r, space = result, result.Step.Space
	}
	if r == nil {
		if ref.Must {
			u.Lost = []archive.Finding{u.finding(archive.FindingMissing, layout.StepResult(ref.Key), "is missing, although the step is done")}
		}
		return u
	}
	u.Name += " " + string(space) + " " + r.Run
	for _, o := range r.Objects {
		u.Objects = append(u.Objects, Expected{Key: space.Derived(ref.Key, r.Run, o.Name), Size: o.Size, SHA256: o.SHA256})
	}
	if space != "" {
		u.Folders = []string{space.DerivedPrefix(ref.Key)}
	}
	return u
}

// Pages returns the units of a meeting's pages and of the scripts and styles that the
// pages of several meetings share. Files of steps are in other units: known has their keys.
// The manifest is nil if none is published; then no page may be there.
func Pages(m meeting.Meeting, man *manifest.Manifest, known map[string]bool) []Unit {
	own := Unit{Name: "pages " + m.ID, Of: archive.OfPage, Folders: []string{layout.Public.MeetingPrefix(m.ID), layout.Private.MeetingPrefix(m.ID)}}
	if man == nil {
		return []Unit{own}
	}
	space := plan.Space(m.Visibility)
	own.Objects = append(own.Objects, Expected{Key: space.Meeting(m.ID, layout.Manifest), Size: -1})
	var shared []Unit
	seen := map[string]bool{}
	for f := range man.Files() {
		for _, url := range []string{f.URL, f.Fixed()} {
			o := Expected{Key: path.Clean(space.Meeting(m.ID, url)), Size: f.Size, SHA256: f.SHA256}
			if seen[o.Key] || known[o.Key] {
				continue
			}
			seen[o.Key] = true
			if strings.HasPrefix(o.Key, space.MeetingPrefix(m.ID)) {
				own.Objects = append(own.Objects, o)
				continue
			}
			// A script or a style, or a file whose step has lost its result.
			shared = append(shared, Unit{Name: "file " + o.Key + " " + o.SHA256, Of: archive.OfPage, Step: space.StepIn(o.Key), Objects: []Expected{o}})
		}
	}
	return append(shared, own)
}

// finding returns a finding about an object of the unit.
func (u Unit) finding(kind archive.FindingKind, key, text string) archive.Finding {
	f := archive.Finding{Kind: kind, Key: key, Of: u.Of, Step: u.Step, Text: text}
	if u.Step != "" {
		f.Of = archive.OfStep
	}
	return f
}
