package transcode

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/soundmatch"
)

// Fingerprint describes the sound of a recording on its timeline, for package
// soundmatch to compare.
type Fingerprint struct {
	Name    string  `json:"name"`    // of the object
	Seconds float64 `json:"seconds"` // that it covers
	Heard   float64 `json:"heard"`   // seconds of it that are not silent
}

// fingerprintName is the file that has it.
const fingerprintName = "fingerprint.bin"

// Fingerprint writes the fingerprint of one sound track to dir, from the original,
// or from the originals of a joined recording. What cannot be decoded counts as
// silence. It calls progress with 0 to 1.
func (t *Transcoder) Fingerprint(ctx context.Context, sources []string, dir string, p plan.FingerprintParams, progress func(float64)) (Fingerprint, error) {
	work, remove, err := scratch(dir)
	if err != nil {
		return Fingerprint{}, err
	}
	defer remove()
	sources, parts := slices.Clone(sources), slices.Clone(p.Parts)
	if len(parts) == 0 {
		parts = []plan.AudioPart{{Timeline: p.Timeline, Tracks: []plan.Track{{Index: p.Index, PadStart: p.PadStart}}, Length: p.Duration}}
	}
	sound, changes, err := t.decodeSound(ctx, sources, parts, progress)
	for range parts {
		if err != nil || changes < 0 {
			break
		}
		if sources[changes], parts[changes], err = t.steadyPart(ctx, sources[changes], work, changes, parts[changes]); err != nil {
			break
		}
		sound, changes, err = t.decodeSound(ctx, sources, parts, progress)
	}
	if err != nil {
		return Fingerprint{}, fmt.Errorf("fingerprint the sound: %w", err)
	}
	f := sound.Fingerprint()
	if err := os.WriteFile(filepath.Join(dir, fingerprintName), f.Bytes(), 0o600); err != nil {
		return Fingerprint{}, fmt.Errorf("fingerprint the sound: %w", err)
	}
	return Fingerprint{Name: fingerprintName, Seconds: milli(sound.Seconds()), Heard: milli(f.Heard())}, nil
}

// excess is the number of seconds too many that only a track whose format changes
// on the way decodes to.
const excess = 1

// decodeSound decodes the parts' tracks one after the other. changes is the first
// part whose format changes on the way, −1 for none: ffmpeg then rebuilds its
// filters, and they insert the silence before the first sound again.
func (t *Transcoder) decodeSound(ctx context.Context, sources []string, parts []plan.AudioPart, progress func(float64)) (sound *soundmatch.Writer, changes int, err error) {
	whole, end := 0.0, 0.0
	for _, part := range parts {
		whole += part.Length
	}
	sound = soundmatch.NewWriter()
	for k, part := range parts {
		to := &exactWriter{to: sound, report: share(progress, end/whole, (end+part.Length)/whole)}
		end += part.Length
		to.left = 2 * (samplesIn(end) - samplesIn(end-part.Length))
		to.all = to.left
		if track := part.Tracks[0]; track.Index >= 0 {
			to.silence(2 * samplesIn(track.PadStart))
			if err = t.decode(ctx, sources[k], part.Timeline, track, to); err != nil {
				return nil, -1, err
			}
		}
		if to.left < -2*samplesIn(excess) {
			return nil, k, nil
		}
		to.silence(to.left)
	}
	return sound, -1, nil
}

// decode writes the samples of a track to to, of a damaged one as many as there are.
func (t *Transcoder) decode(ctx context.Context, src string, at plan.Timeline, track plan.Track, to *exactWriter) error {
	stderr, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: decodeArgs(src, at, track), Stdout: to, Read: []string{src}, CPU: cpuLimit(at.Duration),
	})
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) && exit.Signal == "" && ctx.Err() == nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	if noSpace(stderr) {
		return fmt.Errorf("decode: %s", stderr)
	}
	return nil
}

// steadyPart decodes a part's track to one format, in a file in work.
func (t *Transcoder) steadyPart(ctx context.Context, src, work string, number int, part plan.AudioPart) (string, plan.AudioPart, error) {
	track := part.Tracks[0].Mono()
	file, p, err := t.steady(ctx, src, work, plan.AudioParams{Timeline: part.Timeline, Tracks: []plan.Track{track}})
	if err != nil {
		return "", part, err
	}
	to := filepath.Join(work, fmt.Sprintf("part-%d.mkv", number))
	if err = os.Rename(file, to); err != nil {
		return "", part, fmt.Errorf("convert the sound to one format: %w", err)
	}
	part.Timeline, part.Tracks = p.Timeline, p.Tracks
	return to, part, nil
}
