package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// placeholder keeps the folder, and what is in it out of the repository: Go
// embeds it also where nothing was bundled.
const placeholder = ".gitignore"

// write puts files into folder in place of what was there. The index is written
// last: make takes it for the sign that all is there.
func write(folder string, files map[string][]byte) error {
	old, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("look at the last bundle: %w", err)
	}
	for _, f := range old {
		if f.Name() == placeholder {
			continue
		}
		if err := os.RemoveAll(filepath.Join(folder, f.Name())); err != nil {
			return fmt.Errorf("remove the last bundle: %w", err)
		}
	}
	const last = "assets.json"
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool { return name == last })
	for _, name := range append(names, last) {
		if err := os.WriteFile(filepath.Join(folder, name), files[name], 0o644); err != nil {
			return fmt.Errorf("write the bundle: %w", err)
		}
	}
	return nil
}
