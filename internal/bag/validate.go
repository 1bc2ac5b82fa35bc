package bag

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
)

// Validate reads all of a bag and compares it with its manifests. It returns everything that is
// wrong; the bag can be used only if there are no problems. progress, if not nil, receives the
// bytes that were read. An error means that the folder could not be read at all.
func Validate(ctx context.Context, fsys fs.FS, progress func(bytes int64)) (*Bag, []Problem, error) {
	v := validation{fsys: fsys, progress: progress, bag: &Bag{}}
	var err error
	if v.on, v.problems, err = walk(ctx, fsys); err != nil {
		return nil, nil, err
	}
	v.problems = append(v.problems, v.on.clashes()...)
	v.tagFiles()
	lists, tags := v.manifests(listPrefix), v.manifests(tagPrefix)
	if v.bag.Version != "" && lists[SHA256] == nil && lists[SHA512] == nil {
		v.note("manifest-sha256.txt", "is missing, and so is manifest-sha512.txt: nothing proves the content of the payload")
	}
	links := v.fetch(lists)
	if v.bag.Payload, err = v.compare(ctx, lists, inPayload, links); err != nil {
		return nil, nil, err
	}
	if v.bag.Tags, err = v.compare(ctx, tags, func(name string) bool { return !inPayload(name) && v.listed(tags, name) }, nil); err != nil {
		return nil, nil, err
	}
	v.problems = append(v.problems, checkOxum(v.bag.Info, v.payload())...)
	return v.bag, v.problems, nil
}

// validation is a running [Validate].
type validation struct {
	fsys     fs.FS
	progress func(int64)
	on       contents
	bag      *Bag
	problems []Problem
}

func (v *validation) note(file, text string) { v.problems = append(v.problems, Problem{file, text}) }

// tagFiles reads bagit.txt and bag-info.txt.
func (v *validation) tagFiles() {
	data, problem := v.on.read(v.fsys, declaration)
	if problem == "" {
		v.bag.Version, problem = parseDeclaration(data)
	}
	if problem != "" {
		v.note(declaration, problem)
	}
	if _, there := v.on.sizes[infoFile]; !there {
		return
	}
	if data, problem = v.on.read(v.fsys, infoFile); problem == "" {
		v.bag.Info, problem = parseInfo(data)
	}
	if problem != "" {
		v.note(infoFile, problem)
	}
}

// manifests reads all manifests of a kind, by algorithm.
func (v *validation) manifests(prefix string) map[string]entries {
	all := map[string]entries{}
	for _, name := range v.on.paths {
		rest, is := strings.CutPrefix(name, prefix)
		algorithm, text := strings.CutSuffix(rest, ".txt")
		if !is || !text || strings.Contains(rest, "/") {
			continue
		}
		if newHash(algorithm) == nil {
			v.note(name, "uses an algorithm that is not known; sha256, sha512, sha1 and md5 are")
			continue
		}
		data, problem := v.on.read(v.fsys, name)
		if problem != "" {
			v.note(name, problem)
			continue
		}
		list, problems := parseManifest(name, algorithm, v.bag.Version, data)
		v.problems = append(v.problems, problems...)
		all[algorithm] = list
	}
	return all
}

func (v *validation) listed(lists map[string]entries, name string) bool {
	for _, list := range lists {
		if list[name] != "" {
			return true
		}
	}
	return false
}

// fetch reads fetch.txt, and returns its entries by path.
func (v *validation) fetch(lists map[string]entries) map[string]fetched {
	links := map[string]fetched{}
	if _, there := v.on.sizes[fetchFile]; !there {
		return links
	}
	data, problem := v.on.read(v.fsys, fetchFile)
	if problem != "" {
		v.note(fetchFile, problem)
		return links
	}
	all, problems := parseFetch(v.bag.Version, data)
	v.problems = append(v.problems, problems...)
	for _, f := range all {
		size, there := v.on.sizes[f.path]
		switch {
		case links[f.path].path != "":
			v.note(fetchFile, "lists "+quote(f.path)+" twice")
		case !v.listed(lists, f.path):
			v.note(fetchFile, "lists "+quote(f.path)+", which no manifest lists")
		case there && f.size >= 0 && f.size != size:
			v.note(f.path, fmt.Sprintf("has %d bytes, and fetch.txt says %d", size, f.size))
		}
		links[f.path] = f
	}
	return links
}

// payload counts all files below data/, and those that are to be fetched.
func (v *validation) payload() (o oxum) {
	for _, f := range v.bag.Absent {
		o.bytes += f.Size
		o.files++
	}
	for _, name := range v.on.paths {
		if inPayload(name) {
			o.bytes += v.on.sizes[name]
			o.files++
		}
	}
	return o
}
