package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// minute makes a minute of slides of that size, whose picture must be encoded.
func (m maker) minute(ctx context.Context, size string) (string, error) {
	src, err := m.make(ctx, slides, 60)
	if err != nil {
		return "", err
	}
	out := filepath.Join(m.dir, size+".mp4")
	args := append([]string{"-v", "error", "-i", src, "-vf", "scale=" + size}, encoded(slides, 60, out)...)
	if err := m.ffmpeg(ctx, args); err != nil {
		return "", fmt.Errorf("make a picture of %s: %w", size, err)
	}
	return out, nil
}

// long makes a recording of so many seconds: the same minute again and again.
func (m maker) long(ctx context.Context, seconds int) (string, error) {
	src, err := m.minute(ctx, "1280:720")
	if err != nil {
		return "", err
	}
	out := filepath.Join(m.dir, "long.mp4")
	args := []string{"-v", "error", "-stream_loop", "-1", "-i", src, "-t", strconv.Itoa(seconds), "-c", "copy", "-movflags", "+faststart", "-y", out}
	if err := m.ffmpeg(ctx, args); err != nil {
		return "", fmt.Errorf("make it long: %w", err)
	}
	return out, nil
}

// heavy makes a recording of a minute in a file of so many bytes. What it has
// more than it needs is free space (ISO/IEC 14496-12, 8.1.2), which takes no
// room on the disk and is hashed, stored and fetched like the rest.
func (m maker) heavy(ctx context.Context, size int64) (string, error) {
	src, err := m.minute(ctx, "640:360")
	if err != nil {
		return "", err
	}
	return src, pad(src, size)
}

// pad makes a file larger by a box of free space.
func pad(path string, size int64) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fmt.Errorf("pad: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("pad: %w", err)
	}
	const header = 16
	free := size - info.Size()
	if free < header {
		return nil // large enough
	}
	box := append([]byte{0, 0, 0, 1}, "free"...)
	if _, err = f.Write(binary.BigEndian.AppendUint64(box, uint64(free))); err != nil {
		return fmt.Errorf("pad: %w", err)
	}
	if err = f.Truncate(size); err != nil {
		return fmt.Errorf("pad: %w", err)
	}
	return nil
}
