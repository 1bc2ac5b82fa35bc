package pdffile

// contents makes one table of contents out of those of the parts, and returns a
// reference to it, or "" if there is none. From each part it takes the entries of
// the pages that the part shows: only there do they have the page's own title.
func (j *joiner) contents() string {
	var entries []dict
	var names []string
	for _, p := range j.parts {
		for _, n := range p.entries() {
			entries = append(entries, j.made.dict(refer(p.base+n)))
			names = append(names, refer(p.base+n))
		}
	}
	if len(entries) == 0 {
		return ""
	}
	top := j.add(dict{"/Type": "/Outlines", "/First": names[0], "/Last": names[len(names)-1], "/Count": len(names)})
	for i, e := range entries {
		e["/Parent"] = top
		delete(e, "/Prev")
		delete(e, "/Next")
		if i > 0 {
			e["/Prev"] = names[i-1]
		}
		if i+1 < len(names) {
			e["/Next"] = names[i+1]
		}
	}
	return top
}

// entries are the entries of the part's table of contents whose page it shows.
func (p *part) entries() []int {
	var found []int
	seen := map[int]bool{}
	next := p.dict(p.dict(refer(p.catalog))["/Outlines"])["/First"]
	for {
		n, ok := reference(next)
		if !ok || seen[n] {
			return found
		}
		seen[n] = true
		entry := p.dict(next)
		to := p.array(entry["/Dest"])
		if len(to) == 0 {
			to = p.array(p.dict(entry["/A"])["/D"])
		}
		if len(to) > 0 && p.shows(to[0]) {
			found = append(found, n)
		}
		next = entry["/Next"]
	}
}
