package main

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// metafile is the part of esbuild's metafile that we read.
type metafile struct {
	Outputs map[string]struct {
		EntryPoint string
		Imports    []struct{ Path, Kind string }
		Inputs     map[string]struct{ BytesInOutput int }
	}
}

// assets is the content of assets.json, which internal/site reads.
type assets struct {
	Entries  map[string]entry `json:"entries"`  // by file name in web/src, without .js
	Licences string           `json:"licences"` // file with the licences of the bundled packages
}

// entry is what one page loads.
type entry struct {
	Script  string   `json:"script"`
	Preload []string `json:"preload,omitempty"` // modules that the script imports, directly or not
	Lazy    []string `json:"lazy,omitempty"`    // modules that it may import dynamically
}

// index lists the output files of each entry point.
func index(meta metafile, licences string) assets {
	list := assets{Entries: map[string]entry{}, Licences: licences}
	for output, o := range meta.Outputs {
		if o.EntryPoint == "" || !strings.HasPrefix(o.EntryPoint, "src/") {
			continue // dynamically imported packages are entry points too
		}
		now := reach(meta, output, false)
		all := reach(meta, output, true)
		later := slices.DeleteFunc(all, func(name string) bool { return slices.Contains(now, name) })
		name := strings.TrimSuffix(path.Base(o.EntryPoint), path.Ext(o.EntryPoint))
		if path.Dir(o.EntryPoint) != "src" {
			continue
		}
		list.Entries[name] = entry{Script: path.Base(output), Preload: bases(now), Lazy: bases(later)}
	}
	return list
}

// reach lists the outputs that an output imports, directly or not, sorted by name.
// With lazy it includes dynamic imports.
func reach(meta metafile, from string, lazy bool) []string {
	seen := map[string]bool{from: true}
	var list []string
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for _, i := range meta.Outputs[queue[0]].Imports {
			if seen[i.Path] || i.Kind != "import-statement" && (!lazy || i.Kind != "dynamic-import") {
				continue
			}
			seen[i.Path] = true
			list = append(list, i.Path)
			queue = append(queue, i.Path)
		}
	}
	slices.Sort(list)
	return list
}

func bases(paths []string) []string {
	list := make([]string, 0, len(paths))
	for _, p := range paths {
		list = append(list, filepath.Base(p))
	}
	return list
}
