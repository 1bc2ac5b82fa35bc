package main

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"proceedings/internal/garbage"
	"proceedings/internal/words"
)

// gcReport is what "ingest gc" prints.
type gcReport struct {
	Deleted   bool     `json:"deleted"` // false: nothing was changed
	Objects   int      `json:"objects"` // in the storage, to delete or deleted
	Bytes     int64    `json:"bytes"`   // of them and of the folders
	Garbage   []gcItem `json:"garbage"`
	Young     gcSum    `json:"young"`             // garbage within the grace period
	Originals gcSum    `json:"unusedOriginals"`   // that no record names; they stay
	Unknown   []gcItem `json:"unknown,omitempty"` // of other programs; they stay
	Kept      []gcItem `json:"kept,omitempty"`    // a meeting referred to them meanwhile
	Meetings  []string `json:"meetings,omitempty"`

	Damaged []damagedItem `json:"damaged,omitempty"` // nothing of them was deleted
	Unclear bool          `json:"unclear,omitempty"` // a damaged meeting may use any step, so no files of steps were listed

	grace time.Duration
}

type gcSum struct {
	Objects int   `json:"objects"`
	Bytes   int64 `json:"bytes"`
}

type gcItem struct {
	Reason  string `json:"reason,omitempty"`
	Key     string `json:"key,omitempty"`    // of an object, or of all that begin with it, if it ends with /
	Folder  string `json:"folder,omitempty"` // on this machine
	Objects int    `json:"objects,omitempty"`
	Bytes   int64  `json:"bytes"`
}

// The reasons for folders of this machine.
const (
	deadScratch = "the worker of this scratch folder has ended"
	deadUpload  = "the upload in parts was not finished"
)

func newGCReport(p garbage.Plan, local localGarbage, grace time.Duration) gcReport {
	sum := p.Sum()
	r := gcReport{Objects: sum.Objects, Bytes: sum.Bytes, Garbage: itemsOf(p.Items), Young: sumOf(p.Young), Originals: sumOf(p.Sources), grace: grace}
	r.Unclear = p.Unclear
	for _, d := range p.Damaged {
		r.Damaged = append(r.Damaged, damagedItem{d.Meeting, d.Step, d.Reason})
	}
	for _, o := range p.Unknown {
		r.Unknown = append(r.Unknown, gcItem{Key: o.Key, Objects: 1, Bytes: o.Size})
	}
	for _, folders := range []struct {
		reason string
		sizes  map[string]int64
	}{{deadUpload, local.uploads}, {deadScratch, local.scratch}} {
		for _, name := range slices.Sorted(maps.Keys(folders.sizes)) {
			r.Garbage = append(r.Garbage, gcItem{Reason: folders.reason, Folder: name, Bytes: folders.sizes[name]})
			r.Bytes += folders.sizes[name]
		}
	}
	return r
}

func sumOf(g garbage.Group) gcSum { return gcSum{g.Objects, g.Bytes} }

func itemsOf(list []garbage.Item) []gcItem {
	items := []gcItem{}
	for _, it := range list {
		items = append(items, gcItem{Reason: string(it.Reason), Key: it.Key, Objects: it.Objects, Bytes: it.Bytes})
	}
	return items
}

// deleted turns the report of what would be deleted into one of what was.
func (r *gcReport) deleted(done garbage.Deleted) {
	r.Deleted, r.Kept, r.Meetings = true, itemsOf(done.Kept), done.Meetings
	r.Objects = done.Objects
	for _, it := range r.Kept {
		r.Bytes -= it.Bytes
		r.Garbage = slices.DeleteFunc(r.Garbage, func(one gcItem) bool { return one == it })
	}
}

// damage is the error if something could not be read.
func (r *gcReport) damage() error { return damageOf(r.Damaged) }

// unknownLines is the number of objects of other programs that are listed by name.
const unknownLines = 20

func (r *gcReport) write(c *console, asJSON bool) error {
	if asJSON {
		return printJSON(c.out, r)
	}
	reason := ""
	for _, it := range r.Garbage {
		if it.Reason != reason {
			reason = it.Reason
			printf(c.out, "%s:\n", reason)
		}
		printf(c.out, "  %s%s  %s\n", it.Key, it.Folder, words.Size(it.Bytes))
	}
	verb := "Would delete"
	if r.Deleted {
		verb = "Deleted"
	}
	printf(c.out, "%s %s (%s).\n", verb, words.Count(r.Objects, "object"), words.Size(r.Bytes))
	if len(r.Kept) > 0 {
		printf(c.out, "%d of the listed entries stayed, since a meeting refers to them by now.\n", len(r.Kept))
	}
	if len(r.Meetings) > 0 {
		printf(c.out, "Queued for the workers, since they requested something meanwhile: %s.\n", words.List(r.Meetings, 5))
	}
	if r.Young.Objects > 0 {
		printf(c.out, "Unused, but within the grace period (%s; 24 hours for uploads and steps in progress): %s (%s). They stay.\n", period(r.grace), words.Count(r.Young.Objects, "object"), words.Size(r.Young.Bytes))
	}
	if r.Originals.Objects > 0 {
		printf(c.out, "Originals that no meeting uses: %s (%s). They are never deleted.\n", words.Count(r.Originals.Objects, "object"), words.Size(r.Originals.Bytes))
	}
	r.writeUnknown(c)
	writeDamaged(c.out, "Cannot be read, so that nothing of them is deleted:", r.Damaged)
	if r.Unclear {
		printf(c.out, "A meeting without a readable state may use any step: no files of steps are listed.\n")
	}
	if !r.Deleted && len(r.Garbage) > 0 {
		printf(c.out, "Nothing was changed; --delete deletes the listed objects.\n")
	}
	return nil
}

func (r *gcReport) writeUnknown(c *console) {
	if len(r.Unknown) == 0 {
		return
	}
	printf(c.out, "Unknown objects, which stay:\n")
	for i, it := range r.Unknown {
		if i == unknownLines {
			printf(c.out, "  and %d more\n", len(r.Unknown)-i)
			break
		}
		printf(c.out, "  %s  %s\n", it.Key, words.Size(it.Bytes))
	}
}

// period is a duration in days, if it is a number of days.
func period(d time.Duration) string {
	switch days := d / (24 * time.Hour); {
	case d == 0:
		return "none"
	case d%(24*time.Hour) != 0:
		return d.String()
	case days == 1:
		return "1 day"
	default:
		return fmt.Sprintf("%d days", days)
	}
}
