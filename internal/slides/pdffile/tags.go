package pdffile

import "maps"

// The keys of a page, and of an object on it, in the parent tree of tags (ISO
// 32000-1, 14.7.4.4).
const (
	pageKey   = "/StructParents"
	objectKey = "/StructParent"
)

// tags makes one tree of tags and returns a reference to it, or "" if there is none.
func (j *joiner) tags() string {
	roles, parents, elements := dict{}, []any{}, []any{}
	root := dict{"/Type": "/StructTreeRoot"}
	top := ""
	for _, p := range j.parts {
		tree := p.tree()
		if tree == nil {
			continue
		}
		if top == "" {
			top = j.add(root)
		}
		found := map[int]any{}
		for _, e := range p.array(tree["/K"]) {
			if n, ok := reference(e); ok && p.shows(p.pageOf(e, found)) {
				j.made.dict(refer(p.base + n))["/P"] = top
				elements = append(elements, refer(p.base+n))
			}
		}
		parents = append(parents, j.parents(p)...)
		if r, ok := j.renumber(p, p.dict(tree["/RoleMap"])).(dict); ok {
			maps.Copy(roles, r)
		}
	}
	root["/K"], root["/ParentTree"], root["/ParentTreeNextKey"] = elements, dict{"/Nums": parents}, j.keys
	if len(roles) > 0 {
		root["/RoleMap"] = roles
	}
	return top
}

// tree is the root of a part's tags.
func (p *part) tree() dict { return p.dict(p.dict(refer(p.catalog))["/StructTreeRoot"]) }

// pageOf is the page of a tag, or of the first tag in it that has one. It stores the
// result for each tag in found, so that it visits each once.
func (p *part) pageOf(e any, found map[int]any) any {
	n, named := reference(e)
	if named {
		if on, ok := found[n]; ok {
			return on
		}
		found[n] = nil
	}
	d := p.dict(e)
	on := d["/Pg"]
	for _, kid := range p.array(d["/K"]) {
		if on != nil {
			break
		}
		on = p.pageOf(kid, found)
	}
	if named {
		found[n] = on
	}
	return on
}

// eachKey calls f with each key in the part's parent tree, and its value.
func (p *part) eachKey(f func(key int, to any)) {
	pairs := p.array(p.dict(p.tree()["/ParentTree"])["/Nums"])
	for i := 0; i+1 < len(pairs); i += 2 {
		if key, ok := number(pairs[i]); ok {
			f(key, pairs[i+1])
		}
	}
}

// keys is the number of keys that the part needs.
func (p *part) keys() int {
	most := 0
	p.eachKey(func(key int, _ any) { most = max(most, key+1) })
	return most
}

// parents are the entries of the parent tree for the pages that the part shows, and
// for the objects on them.
func (j *joiner) parents(p *part) []any {
	used := map[int]bool{}
	use := func(v any) {
		if key, ok := number(v); ok {
			used[key] = true
		}
	}
	for _, n := range p.page[p.first:p.end] {
		page := p.dict(refer(n))
		use(page[pageKey])
		for _, a := range p.array(page["/Annots"]) {
			use(p.dict(a)[objectKey])
		}
	}
	var entries []any
	p.eachKey(func(key int, to any) {
		if used[key] {
			entries = append(entries, p.key+key, j.renumber(p, to))
		}
	})
	return entries
}
