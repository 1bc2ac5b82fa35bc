package bag

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"proceedings/internal/fault"
)

// compare compares the files that are of a kind with their manifests.
func (v *validation) compare(ctx context.Context, lists map[string]entries, of func(string) bool, links map[string]fetched) (files []File, err error) {
	if len(lists) == 0 {
		return nil, nil
	}
	all := map[string]bool{}
	for _, list := range lists {
		for name := range list {
			all[name] = true
		}
	}
	algorithms := slices.Sorted(maps.Keys(lists))
	if !slices.Contains(algorithms, SHA256) { // callers compare by it
		algorithms = append(algorithms, SHA256)
	}
	for _, name := range v.on.paths {
		if of(name) {
			all[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		f, ok, err := v.one(ctx, name, algorithms, lists, links)
		if err != nil {
			return nil, err
		}
		if ok {
			files = append(files, f)
		}
	}
	return files, nil
}

// one compares a file with its manifests.
func (v *validation) one(ctx context.Context, name string, algorithms []string, lists map[string]entries, links map[string]fetched) (f File, ok bool, err error) {
	if _, there := v.on.sizes[name]; !there {
		v.missing(name, links[name], lists)
		return f, false, nil
	}
	if !v.listed(lists, name) {
		v.note(name, "is additional: no manifest lists it")
		return f, false, nil
	}
	if f, err = hashFile(ctx, v.fsys, name, algorithms, v.progress); err != nil {
		if ctx.Err() != nil {
			return f, false, fmt.Errorf("read %s: %w", name, context.Cause(ctx))
		}
		v.note(name, "cannot be read: "+fault.Cause(err).Error())
		return f, false, nil
	}
	ok = true
	for _, a := range algorithms {
		if lists[a] == nil {
			continue
		}
		switch want := lists[a][name]; want {
		case f.Sums[a]:
		case "":
			ok = ok && !inPayload(name)
			if inPayload(name) {
				v.note(name, "is not listed in the manifest of "+a)
			}
		default:
			ok = false
			v.note(name, fmt.Sprintf("has changed: its %s is %s, and the manifest has %s", a, f.Sums[a], want))
		}
	}
	return f, ok, nil
}

// missing notes a file that is not there.
func (v *validation) missing(name string, link fetched, lists map[string]entries) {
	switch other := v.on.likeness(name); {
	case link.path != "":
		f := File{Path: name, Size: max(0, link.size), Sums: map[string]string{}}
		for algorithm, list := range lists {
			f.Sums[algorithm] = list[name]
		}
		v.bag.Absent = append(v.bag.Absent, f)
		v.note(name, "is not in the bag: fetch it from "+link.url)
	case other != "":
		v.note(name, fmt.Sprintf("is missing; %s differs only in upper and lower case or in Unicode normalisation", other))
	default:
		v.note(name, "is missing")
	}
}
