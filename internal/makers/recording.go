package makers

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// recordingMakers returns the makers for the steps of a recording.
func recordingMakers(tc *transcode.Transcoder) map[plan.Kind]Maker {
	return map[plan.Kind]Maker{
		plan.Sample: recordingMaker(tc, func(ctx context.Context, t *Task, p plan.SampleParams) (steps.Result, error) {
			made, err := tc.Sample(ctx, t.Source, t.Dir, p)
			return steps.Result{Sample: &made}, err
		}),
		plan.Audio: recordingMaker(tc, func(ctx context.Context, t *Task, p plan.AudioParams) (steps.Result, error) {
			return makeAudio(ctx, tc, t, p)
		}),
		plan.Copy: recordingMaker(tc, func(ctx context.Context, t *Task, p plan.CopyParams) (steps.Result, error) {
			made, err := tc.Copy(ctx, t.Source, t.Dir, p, t.Progress)
			return steps.Result{Copy: &made}, err
		}),
		plan.Chunk: recordingMaker(tc, func(ctx context.Context, t *Task, p plan.ChunkParams) (steps.Result, error) {
			return makeChunk(ctx, tc, t, p)
		}),
		plan.Package: recordingMaker(tc, func(ctx context.Context, t *Task, p plan.PackageParams) (steps.Result, error) {
			made, err := tc.Package(ctx, t.Dir, p, steps.Made(t.Needs), t.Open)
			return steps.Result{Package: &made}, err
		}),
		plan.Progressive: recordingMaker(tc, func(ctx context.Context, t *Task, p plan.ProgressiveParams) (steps.Result, error) {
			made, err := tc.Progressive(ctx, t.Dir, p, steps.Made(t.Needs), t.Open, t.Progress)
			return steps.Result{Progressive: &made}, err
		}),
		plan.Fingerprint: recordingMaker(tc, func(ctx context.Context, t *Task, p plan.FingerprintParams) (steps.Result, error) {
			return makeFingerprint(ctx, tc, t, p)
		}),
		plan.Locate: recordingMaker(tc, func(ctx context.Context, t *Task, p plan.LocateParams) (steps.Result, error) {
			return makeLocate(ctx, tc, t, p)
		}),
		plan.Align: recordingMaker(tc, func(ctx context.Context, t *Task, p plan.AlignParams) (steps.Result, error) {
			return makeAlign(ctx, tc, t, p)
		}),
		plan.Offset: func(ctx context.Context, t *Task) (steps.Result, error) {
			made, err := tc.Offset(ctx, steps.Made(t.Needs), t.Open)
			return steps.Result{Offset: &made}, err
		},
	}
}

// recordingMaker decodes the parameters and adds the version of ffmpeg to the result.
func recordingMaker[P any](tc *transcode.Transcoder, work func(context.Context, *Task, P) (steps.Result, error)) Maker {
	return func(ctx context.Context, t *Task) (steps.Result, error) {
		p, err := params[P](t)
		if err != nil {
			return steps.Result{}, err
		}
		res, err := work(ctx, t, p)
		if err != nil {
			return steps.Result{}, err
		}
		version, err := tc.Version(ctx)
		tools := map[string]string{"ffmpeg": version}
		maps.Copy(tools, res.Tools)
		res.Tools = tools
		return res, err
	}
}

// makeAudio encodes the audio of a recording, from one original or several parts.
func makeAudio(ctx context.Context, tc *transcode.Transcoder, t *Task, p plan.AudioParams) (steps.Result, error) {
	src := t.Source
	var warnings []string
	if len(p.Parts) > 0 {
		sources, err := t.originals(p.Parts)
		if err != nil {
			return steps.Result{}, err
		}
		if src, p, warnings, err = tc.JoinSound(ctx, sources, filepath.Dir(t.Dir), p); err != nil {
			return steps.Result{}, err
		}
	}
	made, err := tc.Audio(ctx, src, t.Dir, p, t.Progress)
	return steps.Result{Audio: &made, Warnings: append(warnings, made.Warnings...)}, err
}

// originals returns the paths of the originals of parts.
func (t *Task) originals(parts []plan.AudioPart) ([]string, error) {
	paths := make([]string, len(parts))
	for i, part := range parts {
		path, here := t.Sources[part.Input]
		if !here {
			return nil, fmt.Errorf("the original %s of part %d was not fetched", part.Input, i+1)
		}
		paths[i] = path
	}
	return paths, nil
}

// makeFingerprint computes the audio fingerprint of one original or several parts.
func makeFingerprint(ctx context.Context, tc *transcode.Transcoder, t *Task, p plan.FingerprintParams) (steps.Result, error) {
	sources := []string{t.Source}
	if len(p.Parts) > 0 {
		var err error
		if sources, err = t.originals(p.Parts); err != nil {
			return steps.Result{}, err
		}
	}
	made, err := tc.Fingerprint(ctx, sources, t.Dir, p, t.Progress)
	return steps.Result{Fingerprint: &made}, err
}

// makeChunk encodes a chunk from a part of the original. If that fails or yields the
// wrong number of frames, it encodes the chunk from the whole original.
func makeChunk(ctx context.Context, tc *transcode.Transcoder, t *Task, p plan.ChunkParams) (steps.Result, error) {
	made, err := tc.Chunk(ctx, t.Source, t.Dir, p, t.Progress)
	if t.Partial && (err != nil || made.Frames() != p.Frames) && ctx.Err() == nil {
		if err = emptyFolder(t.Dir); err != nil {
			return steps.Result{}, err
		}
		if err = t.fetchWhole(ctx); err != nil {
			return steps.Result{}, err
		}
		made, err = tc.Chunk(ctx, t.Source, t.Dir, p, t.Progress)
	}
	return steps.Result{Chunk: &made, Warnings: made.Warnings}, err
}

func emptyFolder(dir string) error {
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
		return fmt.Errorf("empty the scratch folder: %w", err)
	}
	return nil
}
