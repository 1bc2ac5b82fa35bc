package pptx

import (
	"maps"
	"path"
	"slices"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
)

// optional is a part that a slide can do without, or nil if it is missing or
// damaged. It is an error if the limit of the archive is used up: every further part
// would be inflated in vain.
func (r *reader) optional(part string) (*office.Node, error) { return r.optionalTree(part, r.skip) }

func (r *reader) optionalTree(part string, skip map[string]bool) (*office.Node, error) {
	if part == "" || !r.archive.Has(part) {
		return nil, nil //nolint:nilnil // missing
	}
	root, err := r.archive.Tree(part, skip)
	if fault.IsPermanent(err) && !r.archive.Spent() {
		return nil, nil //nolint:nilnil // like a missing part
	}
	return root, err
}

// optionalAs is an optional part whose root element has that name, or one that is not
// known: relations of damaged decks lead to parts of another kind, or in a circle.
func (r *reader) optionalAs(name, part string) (*office.Node, error) {
	skip := r.skip
	if name == "sldLayout" || name == "sldMaster" {
		skip = r.placed
	}
	root, err := r.optionalTree(part, skip)
	if root == nil || root.Name == name {
		return root, err
	}
	switch root.Name {
	case "sld", "sldLayout", "sldMaster", "notes", "notesMaster", "handoutMaster", "presentation", "cmLst", "chartSpace":
		return nil, nil //nolint:nilnil // like a missing part
	}
	return root, err
}

// relations are the references of a part to others, by ID.
type relations map[string]relation

// relation refers to a part, or to an address outside the file.
type relation struct{ kind, part, url string }

// all are the parts with a kind of relation, sorted by ID, so that the order does
// not vary.
func (r relations) all(kind string) []string {
	var parts []string
	for _, id := range slices.Sorted(maps.Keys(r)) {
		if r[id].kind == kind && r[id].part != "" {
			parts = append(parts, r[id].part)
		}
	}
	return parts
}

func (r relations) first(kind string) (string, bool) {
	if parts := r.all(kind); len(parts) > 0 {
		return parts[0], true
	}
	return "", false
}

func (r *reader) relations(part string) (relations, error) {
	dir, name := relationsPart(part)
	if !r.archive.Has(name) {
		return relations{}, nil
	}
	root, err := r.archive.Tree(name, nil)
	if err != nil {
		return nil, err
	}
	return readRelations(root, dir), nil
}

// optionalRelations are the relations of an optional part, or nil if they are missing or
// damaged.
func (r *reader) optionalRelations(part string) (relations, error) {
	dir, name := relationsPart(part)
	root, err := r.optional(name)
	if root == nil || err != nil {
		return nil, err
	}
	return readRelations(root, dir), nil
}

func relationsPart(part string) (dir, name string) {
	dir, base := path.Split(part)
	return dir, dir + "_rels/" + base + ".rels"
}

func readRelations(root *office.Node, dir string) relations {
	rels := relations{}
	for rel := range root.Named("Relationship") {
		to := relation{kind: path.Base(rel.Attr("Type"))}
		target := rel.Attr("Target")
		if rel.Attr("TargetMode") == "External" {
			to.url = target
		} else {
			to.part = resolve(dir, strings.ReplaceAll(target, `\`, "/"))
		}
		rels[rel.Attr("Id")] = to
	}
	return rels
}

func resolve(dir, target string) string {
	if absolute, ok := strings.CutPrefix(target, "/"); ok {
		return path.Clean(absolute)
	}
	return path.Join(dir, target)
}
