package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/storage"
)

// damagedItem is a meeting or a step that a command could not read and left out.
type damagedItem struct {
	Meeting string `json:"meeting,omitempty"`
	Step    string `json:"step,omitempty"`
	Reason  string `json:"reason"`
}

// damagedEvent is a meeting that was left out, for scripts.
type damagedEvent struct {
	Event string `json:"event"` // damaged
	damagedItem
}

// leftOut are the meetings that a command could not read.
type leftOut []damagedItem

// add notes a meeting that cannot be read. It returns any other error.
func (l *leftOut) add(id string, err error) error {
	if errors.Is(err, storage.ErrDamaged) {
		*l = append(*l, damagedItem{Meeting: id, Reason: err.Error()})
		return nil
	}
	return err
}

func (l leftOut) has(id string) bool {
	return slices.ContainsFunc(l, func(d damagedItem) bool { return d.Meeting == id })
}

// report names the meetings, and returns the error of that.
func (l leftOut) report(c *console, asJSON bool) error {
	if !asJSON {
		writeDamaged(c.out, "Cannot be read, and left out:", l)
		return damageOf(l)
	}
	for _, d := range l {
		if err := printJSON(c.out, damagedEvent{"damaged", d}); err != nil {
			return err
		}
	}
	return damageOf(l)
}

// writeDamaged lists what could not be read, and says what repairs it.
func writeDamaged(w io.Writer, title string, list []damagedItem) {
	if len(list) == 0 {
		return
	}
	printf(w, "%s\n", title)
	for _, d := range list {
		printf(w, "  %s: %s\n", cmp.Or(d.Meeting, d.Step), d.Reason)
	}
	printf(w, "\"ingest verify --repair MEETING\" makes all but a record again; restore a record from a backup.\n")
}

// errDamaged is the error of a command on a meeting whose record or state cannot be read.
func errDamaged(id string) error {
	return fmt.Errorf("%w: the record or the state of %s is damaged or missing; \"ingest verify %s\" names it", wire.ErrAttention, id, id)
}

// damageOf is the error of a command that left out what could not be read; nil if there is
// nothing.
func damageOf(list []damagedItem) error {
	if len(list) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %d meetings or steps cannot be read", wire.ErrFindings, len(list))
}
