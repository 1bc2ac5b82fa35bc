package transcode

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"proceedings/internal/manifest"
)

// dashName is the name of the DASH manifest.
const dashName = "manifest.mpd"

// pack writes what players read of the renditions: a media playlist for each, a
// playlist of key frames for each rung, and one DASH manifest over the same
// files. All name the same target duration.
func pack(dir string, all []measured) (dash string, err error) {
	segments := make([][]manifest.Segment, len(all))
	for i := range all {
		segments[i] = all[i].segments
	}
	target := manifest.TargetDuration(segments...)
	in := manifest.DASHInput{}
	for _, got := range all {
		r := got.rendition
		media := manifest.MediaInput{
			URL: r.Name, Init: manifest.ByteRange{Size: got.init}, Segments: got.segments, TargetDuration: target,
		}
		if err = create(dir, r.Playlist, func(w io.Writer) error { return manifest.WriteMedia(w, media) }); err != nil {
			return "", err
		}
		track := manifest.DASHTrack{
			ID: r.ID, Type: r.Type, Codecs: r.Codecs, Width: r.Width, Height: r.Height, FrameRate: r.FrameRate,
			Bandwidth: r.Bandwidth, Language: r.Language, Title: r.Title, Media: media,
		}
		in.Duration = max(in.Duration, r.Duration)
		if r.IFrames == "" {
			in.Audio = append(in.Audio, track)
			continue
		}
		in.Video = append(in.Video, track)
		if err = create(dir, r.IFrames, func(w io.Writer) error { return manifest.WriteIFrames(w, media) }); err != nil {
			return "", err
		}
	}
	return dashName, create(dir, dashName, func(w io.Writer) error { return manifest.WriteDASH(w, in) })
}

// create writes a small file.
func create(dir, name string, write func(io.Writer) error) error {
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
