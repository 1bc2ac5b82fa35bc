package transcode

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// encodeLevelled encodes the tracks of p from src into dir, measures the result,
// and encodes once more those tracks that miss their loudness or their peak. all
// is what the originals sound like; touches becomes what was done to them. It
// returns what the renditions sound like and ffmpeg's complaints.
func (t *Transcoder) encodeLevelled(ctx context.Context, src, dir, work string, p plan.AudioParams, all []heard, touches []touch, progress func(float64)) (out []heard, said string, err error) {
	if said, err = t.encodeSound(ctx, src, dir, p, touches, share(progress, listening, measuring)); err != nil {
		return nil, said, err
	}
	for _, track := range p.Tracks {
		if _, err := measure(filepath.Join(dir, audioName(track.ID))); err != nil {
			return make([]heard, len(p.Tracks)), said, nil // nothing to meter; the caller says why
		}
	}
	if out, err = t.meterOutput(ctx, dir, work, p, share(progress, measuring, 1)); err != nil {
		return nil, said, err
	}
	missed := findMissed(p, all, out)
	if len(missed) == 0 {
		return out, said, nil
	}
	if err = t.correct(ctx, src, work, p, all, out, missed, touches); err != nil {
		return nil, said, err
	}
	again, settings := p, make([]touch, len(missed))
	again.Tracks = make([]plan.Track, len(missed))
	for n, m := range missed {
		again.Tracks[n], settings[n] = p.Tracks[m.track], touches[m.track]
	}
	if _, err = t.encodeSound(ctx, src, dir, again, settings, nil); err != nil {
		return nil, said, err
	}
	better, err := t.meterOutput(ctx, dir, work, again, nil)
	if err != nil {
		return nil, said, err
	}
	for n, m := range missed {
		out[m.track] = better[n]
	}
	return out, said, nil
}

// encodeSound encodes the tracks of p into dir. It overwrites what is there.
func (t *Transcoder) encodeSound(ctx context.Context, src, dir string, p plan.AudioParams, touches []touch, progress func(float64)) (said string, err error) {
	said, err = t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: soundArgs(src, dir, p, touches), Dir: dir,
		Stdout: &progressReader{duration: p.Duration, report: progress},
		Read:   []string{src}, Write: []string{dir}, CPU: cpuLimit(p.Duration),
	})
	if err != nil {
		return said, fmt.Errorf("encode the sound: %w", err)
	}
	if noSpace(said) {
		return said, fmt.Errorf("encode the sound: %w", fullDisk(said))
	}
	return said, nil
}

// missedTrack is a track whose rendition misses its level.
type missedTrack struct {
	plan.Miss
	track int // its number in the plan, from 0
}

func findMissed(p plan.AudioParams, all, out []heard) (missed []missedTrack) {
	for i := range p.Tracks {
		if m := p.Level.Miss(all[i].Heard, out[i].Heard); m != (plan.Miss{}) {
			missed = append(missed, missedTrack{m, i})
		}
	}
	return missed
}

// correct finds better touches for tracks that were missed. For a loudness it
// meters the sound behind several settings of gain and limiter in one run, which
// costs a third of encoding it.
func (t *Transcoder) correct(ctx context.Context, src, work string, p plan.AudioParams, all, out []heard, missed []missedTrack, touches []touch) error {
	trials := make([][]plan.Trial, len(missed))
	metered, settings := p, []touch(nil)
	metered.Tracks = nil
	for n, m := range missed {
		do, h := &touches[m.track], all[m.track].Heard
		if m.Loudness != 0 {
			for _, s := range p.Level.Trials(do.Setting, h, m.Miss) {
				trials[n] = append(trials[n], plan.Trial{Setting: s})
				metered.Tracks = append(metered.Tracks, p.Tracks[m.track])
				settings = append(settings, touch{Setting: s, only: do.only})
			}
		}
		do.Setting = p.Level.Lower(do.Setting, h, m.Miss)
	}
	if len(settings) == 0 {
		return nil
	}
	results, err := t.measureLoudness(ctx, trialArgs(src, metered, settings), []string{src}, work, metered, nil)
	if err != nil {
		return fmt.Errorf("measure the sound behind a limiter: %w", err)
	}
	for n, m := range missed {
		if len(trials[n]) == 0 {
			continue
		}
		for k := range trials[n] {
			trials[n][k].Integrated = results[k].Integrated
		}
		results = results[len(trials[n]):]
		do := &touches[m.track]
		do.Setting = p.Level.Choose(append(trials[n], plan.Trial{Setting: do.Setting, Integrated: out[m.track].Integrated}))
	}
	return nil
}

// trialArgs is ffmpeg's command line that meters tracks of src behind settings,
// one for each. A coarse limiter takes the same loudness as a fine one.
func trialArgs(src string, p plan.AudioParams, settings []touch) []string {
	args := append(append(meterOptions(), timeArgs(p.Timeline, "-vn")...), ffmpeg.Input(src)...)
	var chains, outputs []string
	for i, track := range p.Tracks {
		s := settings[i].Setting
		s.Fine = false
		filters := append(mixFilters(track, p, settings[i]), levelFilters(s)...)
		chains = append(chains, fmt.Sprintf("[0:%d]%s,%s[a%d]", track.Index, strings.Join(filters, ","), loudnessMeter(i), i))
		outputs = append(outputs, "-map", fmt.Sprintf("[a%d]", i), "-f", "null", "-")
	}
	args = append(append(args, "-max_error_rate", "1", "-filter_complex", strings.Join(chains, ";")), outputs...)
	return append(args, otherArgs(p.Timeline, indexes(p.Tracks)...)...)
}

// meterOutput measures the renditions of p's tracks in dir.
func (t *Transcoder) meterOutput(ctx context.Context, dir, work string, p plan.AudioParams, progress func(float64)) ([]heard, error) {
	out, err := t.measureLoudness(ctx, outputMeterArgs(dir, p.Tracks), []string{dir}, work, p, progress)
	if err != nil {
		return nil, fmt.Errorf("measure the encoded sound: %w", err)
	}
	return out, nil
}

// outputMeterArgs is ffmpeg's command line that measures renditions in dir.
func outputMeterArgs(dir string, tracks []plan.Track) []string {
	args := meterOptions()
	var chains, outputs []string
	for i, track := range tracks {
		args = append(args, ffmpeg.Input(filepath.Join(dir, audioName(track.ID)))...)
		chains = append(chains, fmt.Sprintf("[%d:0]%s,%s[a%d]", i, mix(track.Channels), meters(i), i))
		outputs = append(outputs, "-map", fmt.Sprintf("[a%d]", i), "-f", "null", "-")
	}
	return append(append(args, "-filter_complex", strings.Join(chains, ";")), outputs...)
}
