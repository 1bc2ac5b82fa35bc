package clip

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/proc"
	"proceedings/internal/sniff"
)

const (
	cpuLimit = 5 * time.Minute // of a copy: the disk is slower than the processor
	overhead = 1 << 20         // bytes by which a copy may exceed its source
	lost     = 1.0             // seconds by which a copy may be shorter
)

// runner starts tools.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Copied is a clip as a file.
type Copied struct {
	Path     string
	Duration float64 // seconds; 0 if unknown
}

// Copier copies clips.
type Copier struct{ runner runner }

// New makes a Copier that runs ffmpeg and ffprobe by r.
func New(r runner) Copier { return Copier{r} }

// VersionCommand prints the version of ffmpeg.
func VersionCommand() proc.Command { return proc.Command{Path: "ffmpeg", Args: []string{"-version"}} }

// Copy copies the clip at path to the file stem, with an extension, without its sound
// if muted. A reason is returned instead if browsers do not play it.
func (c Copier) Copy(ctx context.Context, path, stem string, muted bool) (made Copied, reason string, err error) {
	container, size, err := look(path)
	if err != nil {
		return Copied{}, "", err
	}
	h, err := c.probe(ctx, path)
	if err != nil {
		return Copied{}, refusal(err, container), transient(err)
	}
	f, reason := choose(container, h, muted)
	if reason != "" {
		return Copied{}, reason, nil
	}
	made.Path = stem + f.extension
	_, err = c.runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: copyArgs(path, made.Path, f), Dir: filepath.Dir(stem), Read: []string{path}, Write: []string{filepath.Dir(stem)},
		CPU: cpuLimit, FileSize: size + overhead,
	})
	var copied header
	if err == nil {
		copied, err = c.probe(ctx, made.Path)
	}
	made.Duration = seconds(copied)
	if err == nil && len(copied.Streams) == len(f.streams) && made.Duration >= seconds(h)-lost {
		return made, "", nil
	}
	if removed := os.Remove(made.Path); removed != nil && !errors.Is(removed, os.ErrNotExist) {
		return Copied{}, "", fmt.Errorf("remove a damaged copy: %w", removed)
	}
	return Copied{}, unreadable, transient(err)
}

// look tells the container by the content of a file.
func look(path string) (container string, size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, fmt.Errorf("open the clip: %w", err)
	}
	defer file.Close() //nolint:errcheck // only read
	info, err := file.Stat()
	if err != nil {
		return "", 0, fmt.Errorf("open the clip: %w", err)
	}
	found, err := sniff.File(file, info.Size())
	if err != nil {
		return "", 0, fmt.Errorf("look at the clip: %w", err)
	}
	return found.Name, info.Size(), nil
}

func (c Copier) probe(ctx context.Context, path string) (h header, err error) {
	var out bytes.Buffer
	args := append([]string{"-v", "error", "-show_format", "-show_streams", "-of", "json"}, ffmpeg.Input(path)...)
	_, err = c.runner.Run(ctx, proc.Command{Path: "ffprobe", Args: args, Stdout: &out, Read: []string{path}, CPU: cpuLimit})
	if err != nil {
		return h, fmt.Errorf("probe the clip: %w", err)
	}
	if err = json.Unmarshal(out.Bytes(), &h); err != nil {
		return h, fmt.Errorf("read what ffprobe says: %w", err)
	}
	return h, nil
}

// copyArgs copy streams without metadata of the file and of its streams.
func copyArgs(from, to string, f form) []string {
	args := append(ffmpeg.Quiet("-y"), ffmpeg.Input(from)...)
	for _, index := range f.streams {
		args = append(args, "-map", "0:"+strconv.Itoa(index))
	}
	args = append(args, "-c", "copy", "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags", "+bitexact")
	switch f.extension {
	case ".mp4", ".m4a":
		args = append(args, "-f", "mp4", "-movflags", "+faststart")
	case ".mp3":
		args = append(args, "-id3v2_version", "0")
	}
	return append(args, to)
}

// transient is err unless it is only an answer of the tool about the file.
func transient(err error) error {
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) {
		return nil
	}
	return err
}

// refusal is the reason for a file that ffprobe does not read, if it is one.
func refusal(err error, container string) string {
	if transient(err) != nil {
		return ""
	}
	return cmp.Or(unplayable(container), unreadable)
}

func seconds(h header) float64 {
	n, err := strconv.ParseFloat(h.Format.Duration, 64)
	if err != nil {
		return 0
	}
	return n
}
