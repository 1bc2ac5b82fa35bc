package makers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// SweepScratch deletes the folders below dir of processes that have ended, as [OpenScratch]
// does. dir need not exist.
func SweepScratch(dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	dir, unlock, err := lockScratch(dir)
	if err != nil {
		return err
	}
	defer unlock()
	return sweepScratch(dir)
}

// DeadScratch returns the folders that [SweepScratch] would delete, with the sizes of their
// files in bytes. It changes nothing.
func DeadScratch(dir string) (map[string]int64, error) {
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	dir, unlock, err := lockScratch(dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	left, err := filepath.Glob(filepath.Join(dir, "worker-*"))
	if err != nil {
		return nil, fmt.Errorf("look at the scratch folder: %w", err)
	}
	dead := map[string]int64{}
	for _, path := range left {
		alive, err := os.Open(filepath.Join(path, "alive"))
		if errors.Is(err, os.ErrNotExist) {
			dead[path] = FolderSize(path)
		}
		if err != nil {
			continue
		}
		if unix.Flock(int(alive.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
			dead[path] = FolderSize(path)
		}
		_ = alive.Close() // releases the lock
	}
	return dead, nil
}

// FolderSize returns the bytes that the files below a folder use on the disk, as far as they
// can be read.
func FolderSize(dir string) (sum int64) {
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // files come and go while tools run
		}
		if info, statErr := entry.Info(); statErr == nil && info.Mode().IsRegular() {
			if stat, is := info.Sys().(*syscall.Stat_t); is {
				sum += stat.Blocks * 512
			}
		}
		return nil
	})
	return sum
}
