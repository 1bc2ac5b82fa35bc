package transcode

import (
	"errors"
	"fmt"
	"os"

	"github.com/Eyevinn/mp4ff/mp4"
)

// checkProgressive holds a progressive file to its name: the index before the
// data, and as long as the renditions that it was made of.
func checkProgressive(path string, duration float64) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	file, err := mp4.DecodeFile(f, mp4.WithDecodeMode(mp4.DecModeLazyMdat))
	if err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	if file.Moov == nil || file.Mdat == nil || file.Moov.Mvhd == nil || file.Moov.Mvhd.Timescale == 0 {
		return fmt.Errorf("check %s: %w", path, errors.New("no index or no data in it"))
	}
	if file.Moov.StartPos > file.Mdat.StartPos {
		return fmt.Errorf("check %s: %w", path, errors.New("its index comes after its data"))
	}
	got := float64(file.Moov.Mvhd.Duration) / float64(file.Moov.Mvhd.Timescale)
	if duration-got > tolerance(duration) {
		return fmt.Errorf("check %s: %.3f s long, not %.3f", path, got, duration)
	}
	return nil
}
