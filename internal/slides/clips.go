package slides

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/clip"
	"proceedings/internal/slides/office"
)

// Limits of the video and audio files of a deck, in bytes.
const (
	clipMax  = 512 << 20
	clipsMax = 2 << 30 // of all together
)

// clipKey is a part of a deck, with or without its sound.
type clipKey struct {
	part  string
	muted bool
}

// clipCopy is a copied clip, or the reason why there is none.
type clipCopy struct {
	meeting.Clip

	reason string
}

// clipCopies copies each part once.
type clipCopies struct {
	*job

	archive *office.Archive
	known   map[clipKey]clipCopy
	left    int64 // bytes
}

func (c *clipCopies) of(ctx context.Context, key clipKey) (clipCopy, error) {
	if made, ok := c.known[key]; ok {
		return made, nil
	}
	made, err := c.copy(ctx, key)
	if err != nil {
		return clipCopy{}, fmt.Errorf("copy the media of the deck: %w", err)
	}
	c.known[key] = made
	return made, nil
}

func (c *clipCopies) copy(ctx context.Context, key clipKey) (clipCopy, error) {
	path := filepath.Join(c.work, "clip")
	defer os.Remove(path) //nolint:errcheck // the folder is removed with all files
	size, reason, err := c.extract(key.part, path)
	if err != nil || reason != "" {
		return clipCopy{reason: reason}, err
	}
	name := layout.SlideMedia(len(c.known) + 1)
	stem := filepath.Join(c.dir, filepath.FromSlash(name))
	if err = os.MkdirAll(filepath.Dir(stem), 0o750); err != nil {
		return clipCopy{}, fmt.Errorf("make the folder of media: %w", err)
	}
	made, reason, err := clip.New(c.runner).Copy(ctx, path, stem, key.muted)
	if err != nil || reason != "" {
		return clipCopy{reason: reason}, err
	}
	c.left -= size
	copied := clipCopy{Clip: meeting.Clip{Duration: made.Duration}}
	copied.Name = name + filepath.Ext(made.Path)
	copied.Type = layout.MediaType(copied.Name)
	return copied, nil
}

// extract writes a part of the deck to a file.
func (c *clipCopies) extract(part, path string) (size int64, reason string, err error) {
	in, err := c.archive.Open(part)
	if fault.IsPermanent(err) {
		return 0, "its file is missing or damaged", nil
	}
	if err != nil {
		return 0, "", err
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.Create(path)
	if err != nil {
		return 0, "", fmt.Errorf("extract %s: %w", part, err)
	}
	limit := min(clipMax, c.left)
	size, readErr := io.Copy(out, io.LimitReader(in, limit+1))
	if err = out.Close(); err != nil {
		return 0, "", fmt.Errorf("extract %s: %w", part, err)
	}
	if size > limit {
		return 0, fmt.Sprintf("the media of the deck are larger than %d MB, or one of them is larger than %d MB", clipsMax>>20, clipMax>>20), nil
	}
	if readErr != nil {
		if disk := (*os.PathError)(nil); errors.As(readErr, &disk) {
			return 0, "", fmt.Errorf("extract %s: %w", part, readErr)
		}
		return 0, "its file is missing or damaged", nil
	}
	return size, "", nil
}
