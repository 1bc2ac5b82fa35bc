package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// placeholder keeps the folder in the repository and its other files out. Go needs
// it to embed the folder before the first bundle.
const placeholder = ".gitignore"

// write replaces the content of folder with files. It writes assets.json last,
// because make uses it as the target.
func write(folder string, files map[string][]byte) error {
	old, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("list the previous bundle: %w", err)
	}
	for _, f := range old {
		if f.Name() == placeholder {
			continue
		}
		if err := os.RemoveAll(filepath.Join(folder, f.Name())); err != nil {
			return fmt.Errorf("remove the previous bundle: %w", err)
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
