package versitygw

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Unfinished returns the folders of unfinished uploads in parts below the server's folder
// dir, with the sizes of their files in bytes. It leaves out those with a file that was
// written after before. They have no object: a program was killed that wrote one.
func Unfinished(dir string, before time.Time) (map[string]int64, error) {
	uploads, err := filepath.Glob(filepath.Join(dir, "data", "*", ".sgwtmp", "multipart", "*", "*"))
	if err != nil {
		return nil, fmt.Errorf("look for unfinished uploads: %w", err)
	}
	old := map[string]int64{}
	for _, upload := range uploads {
		size, newest, err := measure(upload)
		if errors.Is(err, fs.ErrNotExist) { // it has just ended
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("look at an unfinished upload: %w", err)
		}
		if newest.Before(before) {
			old[upload] = size
		}
	}
	return old, nil
}

func measure(dir string) (size int64, newest time.Time, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err //nolint:wrapcheck // it names the file
		}
		if info.Mode().IsRegular() {
			size += info.Size()
		}
		if info.ModTime().After(newest) {
			newest = info.ModTime()
		}
		return nil
	})
	return size, newest, err //nolint:wrapcheck // it names the file
}

// RemoveUnfinished deletes a folder of [Unfinished].
func RemoveUnfinished(upload string) error {
	if err := os.RemoveAll(upload); err != nil {
		return fmt.Errorf("delete an unfinished upload: %w", err)
	}
	_ = os.Remove(filepath.Dir(upload)) // of the object; it has further uploads if this fails
	return nil
}
