package fixity

import (
	"context"
	"io"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/steps"
)

// Blocks are the stored checksums of an original's blocks, and those of what was read.
type Blocks struct {
	Found  bool
	Damage string // why they cannot be decoded, as a predicate
	Stored originals.Blocks
	Actual *originals.BlockWriter // nil to compare nothing
}

// blocksOf reads the checksums of a unit's blocks.
func (c *Checker) blocksOf(ctx context.Context, u Unit) (b Blocks, err error) {
	if u.Blocks == "" {
		return b, nil
	}
	b.Found, b.Damage, err = readJSON(ctx, c.Store, u.Blocks, &b.Stored)
	if err == nil && b.Found && b.Damage == "" && b.Stored.Complete() { // so there are no more sums than the file has
		b.Actual = originals.NewBlockWriter(b.Stored.Block)
	}
	return b, err
}

// writer returns where the original is to be written, too; nil for nowhere.
func (b Blocks) writer() io.Writer {
	if b.Actual == nil {
		return nil
	}
	return b.Actual
}

// CompareBlocks returns what is wrong with the checksums of an original's blocks; ok is true if
// nothing is. They are not compared if the original itself is missing or has changed. Without
// its content, only their number and its size are compared.
func (u Unit) CompareBlocks(b Blocks, seen []Seen) (f archive.Finding, ok bool) {
	if !b.Found {
		return f, true
	}
	text := b.Damage
	if text == "" && !b.Stored.Complete() {
		text = "has changed: it does not have a checksum for each block"
	}
	if text == "" && len(seen) == 1 {
		if _, whole := u.Compare(u.Objects[0], seen[0]); !whole {
			return f, true
		}
		read := seen[0].SHA256 != ""
		if b.Stored.Size != seen[0].Size || read && !slices.Equal(b.Stored.SHA256, b.Actual.Blocks().SHA256) {
			text = "has changed: it does not belong to the content of the original"
		}
	}
	if text == "" {
		return f, true
	}
	return u.Damaged(u.Blocks, text), false
}

// contentOf returns a pointer to what the JSON object at key contains.
func contentOf(key string) any {
	p := layout.Parse(key)
	switch {
	case key == layout.Site:
		return new(meeting.Site)
	case p.Class == layout.StepFile:
		return new(steps.Status)
	case layout.IsEvent(key):
		return new(archive.Event)
	default:
		return new(map[string]any)
	}
}
