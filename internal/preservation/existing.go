package preservation

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"proceedings/internal/bag"
	"proceedings/internal/words"
)

// InvalidError says that a folder is no valid bag, with everything that is wrong.
type InvalidError struct {
	Path     string
	Problems []bag.Problem
}

// Error implements error.
func (e *InvalidError) Error() string {
	return fmt.Sprintf("%s is not a valid bag: %s", e.Path, words.Count(len(e.Problems), "problem"))
}

// Open validates the bag in a folder. An invalid one is an [InvalidError]. With absent, files may
// be missing that fetch.txt names.
func Open(ctx context.Context, dir string, absent bool, progress func(int64)) (*bag.Bag, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return nil, &NoBagError{dir, "is a file; a bag is a folder: extract it first"}
	}
	if err != nil {
		return nil, unreadable(err, dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, unreadable(err, dir)
	}
	defer func() { _ = root.Close() }() // only read
	b, problems, err := bag.Validate(ctx, root.FS(), progress)
	if err != nil {
		return nil, unreadable(err, dir)
	}
	if len(problems) > len(b.Absent) || len(problems) > 0 && !absent {
		return b, &InvalidError{dir, problems}
	}
	return b, nil
}

// OtherError says that the folder of a bag holds something else.
type OtherError struct {
	Path string
	Why  string // a predicate
}

// Error implements error.
func (e *OtherError) Error() string {
	return fmt.Sprintf("%s %s; nothing was changed: move it away, or name another folder", e.Path, e.Why)
}

// Existing looks for an earlier export. It returns whether dir has one with this payload; any
// other content is an [OtherError]. more is the number of events that the earlier
// one lacks, without exports.
func Existing(ctx context.Context, p Plan, dir string, progress func(int64)) (exists bool, more int, err error) {
	place := filepath.Join(dir, p.Meeting.ID)
	if _, err = os.Lstat(place); errors.Is(err, fs.ErrNotExist) {
		return false, 0, nil
	}
	b, err := Open(ctx, place, true, progress)
	if invalid := (*InvalidError)(nil); errors.As(err, &invalid) {
		shown := make([]string, len(invalid.Problems))
		for i, problem := range invalid.Problems {
			shown[i] = problem.String()
		}
		return false, 0, &OtherError{place, "is there and is not a valid bag: " + words.List(shown, maxNamed)}
	}
	if err != nil {
		return false, 0, err
	}
	if diff := p.compare(b); len(diff) > 0 {
		return false, 0, &OtherError{place, "holds another bag of the meeting: " + words.List(diff, maxNamed)}
	}
	for _, t := range p.tags {
		if _, there := b.Find(t.path); !there && t.news {
			more++
		}
	}
	return true, more, nil
}

// maxNamed is the number of differences that a message names.
const maxNamed = 5

// compare says in words how the payload of a bag differs from the plan.
func (p *Plan) compare(b *bag.Bag) (diff []string) {
	has := map[string]string{}
	for _, f := range slices.Concat(b.Payload, b.Absent) {
		has[f.Path] = f.Sums[bag.SHA256]
	}
	for _, item := range p.Items {
		switch sum, there := has[item.Path]; {
		case !there:
			diff = append(diff, item.Path+" is not in it")
		case sum != item.SHA256:
			diff = append(diff, item.Path+" is another one")
		}
		delete(has, item.Path)
	}
	for name := range has {
		diff = append(diff, name+" is only in it")
	}
	slices.SortFunc(diff, strings.Compare)
	return diff
}
