package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/batch"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

// batchPlan is what a dry run finds.
type batchPlan struct {
	in     batchInput
	rows   []plannedRow
	effort effort

	ids   map[string]int // first row of a meeting, by its ID
	files []plannedFile  // of all meetings
	at    map[int]int    // index in rows by number
	heads map[int][]int  // rows of a meeting, by its first one
}

// plannedRow is what a dry run says of a row.
type plannedRow struct {
	Row        int                `json:"row"`
	Meeting    string             `json:"meeting,omitempty"` // its ID
	Title      string             `json:"title"`
	Date       string             `json:"date,omitempty"`
	Visibility meeting.Visibility `json:"visibility,omitempty"`
	Files      int                `json:"files,omitempty"`
	Bytes      int64              `json:"bytes,omitempty"`
	Problem    string             `json:"problem,omitempty"`   // why it would not be submitted, a sentence
	Duplicate  string             `json:"duplicate,omitempty"` // likewise
	Notes      []string           `json:"notes,omitempty"`
}

// plannedFile is a file of a meeting.
type plannedFile struct {
	row  int // first of its meeting
	name string
	path string
	size int64
}

// dryRun prints what a batch would do.
func (b *batchCmd) dryRun(ctx context.Context, c *console, in batchInput) error {
	tools, err := newPlanTools(ctx, c)
	if err != nil {
		return err
	}
	defer tools.close()
	p := newBatchPlan(in)
	show, began := &counter{out: c.err, now: time.Now}, time.Now()
	for i, m := range in.plan.Meetings {
		if err = p.add(ctx, tools, m); err != nil {
			return err
		}
		show.print("%d of %d meetings read%s", i+1, len(in.plan.Meetings), left(i+1, len(in.plan.Meetings), time.Since(began)))
	}
	if err = p.findDuplicates(ctx, show); err != nil {
		return err
	}
	if b.JSON {
		err = p.printJSON(c.out, b.Workers)
	} else {
		p.print(c.out, b.Workers)
	}
	if n := p.count().Problems; err == nil && n > 0 {
		err = fmt.Errorf("%w: %d rows", wire.ErrRefused, n)
	}
	return err
}

func newBatchPlan(in batchInput) *batchPlan {
	p := &batchPlan{in: in, ids: map[string]int{}, at: map[int]int{}, heads: map[int][]int{}}
	for i, row := range in.plan.Rows {
		p.at[row.Number] = i
		p.rows = append(p.rows, plannedRow{Row: row.Number, Title: row.Title, Problem: row.Problem, Notes: row.Notes})
	}
	for _, m := range in.plan.Meetings {
		p.heads[m.Rows[0]] = m.Rows
	}
	return p
}

// change changes all rows of a meeting.
func (p *batchPlan) change(m batch.Meeting, edit func(*plannedRow)) {
	for _, number := range m.Rows {
		edit(&p.rows[p.at[number]])
	}
}

// add reads the files of a meeting, and estimates the effort.
func (p *batchPlan) add(ctx context.Context, tools planTools, m batch.Meeting) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if m.Problem != "" {
		return nil
	}
	first := m.Rows[0]
	in, err := p.in.open(m)
	if err != nil {
		p.change(m, func(r *plannedRow) { r.Problem = fmt.Sprintf("row %d: %v", first, err) })
		return nil
	}
	defer in.Close()
	id := in.Meeting.ID
	if other, again := p.ids[id]; again {
		p.change(m, func(r *plannedRow) { r.Problem = sameID(first, other, id) })
		return nil
	}
	p.ids[id] = first
	notes := notesOf(in)
	p.change(m, func(r *plannedRow) {
		r.Meeting, r.Title, r.Date, r.Files, r.Bytes = id, in.Meeting.Title, in.Meeting.Date, len(in.Files), bytesOf(in)
		r.Visibility = in.Meeting.Visibility
		r.Notes = append(slices.Clip(r.Notes), notes...)
	})
	for _, f := range in.Files {
		p.files = append(p.files, plannedFile{row: first, name: f.Source.Name, path: f.Path, size: f.Source.Size})
		refused, err := p.effort.add(ctx, tools, in.Meeting, f)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		if refused != "" {
			p.change(m, func(r *plannedRow) { r.Notes = append(r.Notes, "refused: "+f.Source.Name+" "+refused) })
		}
	}
	return nil
}

// sameID is the problem of a row whose meeting has the ID of another one.
func sameID(row, other int, id string) string {
	return fmt.Sprintf("row %d would have the same ID as row %d, %s: give one of them an id, another title or another date", row, other, id)
}

// findDuplicates reads the files that have the size of another one.
func (p *batchPlan) findDuplicates(ctx context.Context, show *counter) error {
	bySize := map[int64]int{}
	for _, f := range p.files {
		bySize[f.size]++
	}
	first, contents := map[string]plannedFile{}, map[string]int{}
	for i := 0; i < len(p.files); {
		row, list, whole := p.files[i].row, []meeting.Source{}, true
		var same []string
		for ; i < len(p.files) && p.files[i].row == row; i++ {
			f := p.files[i]
			if bySize[f.size] < 2 {
				whole = false
				continue
			}
			sum, err := hashFile(ctx, intake.File{Path: f.path})
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err != nil {
				whole = false
				continue
			}
			list = append(list, meeting.Source{SHA256: sum})
			if other, known := first[sum]; known && other.row != row {
				same = append(same, fmt.Sprintf("%s is the same file as %s of row %d", f.name, other.name, other.row))
			} else if !known {
				first[sum] = f
			}
			show.print("%d of %d files compared", i+1, len(p.files))
		}
		p.mark(row, contentIf(whole, list), same, contents)
	}
	return nil
}

func contentIf(whole bool, list []meeting.Source) string {
	if !whole {
		return ""
	}
	return contentHash(list)
}

// mark notes that files of a meeting, or all, are those of an earlier one.
func (p *batchPlan) mark(row int, content string, same []string, contents map[string]int) {
	other, known := contents[content]
	if content != "" && !known {
		contents[content] = row
	}
	for _, number := range p.heads[row] {
		r := &p.rows[p.at[number]]
		if content != "" && known {
			r.Duplicate = fmt.Sprintf("row %d has the same files as row %d (%s)", row, other, p.rows[p.at[other]].Title)
		} else {
			r.Notes = append(r.Notes, same...)
		}
	}
}
