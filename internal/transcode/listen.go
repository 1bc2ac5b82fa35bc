package transcode

import (
	"context"
	"fmt"
	"math"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// listen hears all tracks of src once before they are encoded, for what they
// are worth as m would have them. It reads no picture.
func (t *Transcoder) listen(ctx context.Context, src, work string, m plan.AudioParams, progress func(float64)) ([]heard, error) {
	all, err := t.measureLoudness(ctx, listenArgs(src, m), []string{src}, work, m, progress)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return all, nil
}

// listenArgs is ffmpeg's command line that hears the sound of src as m will
// have it: mixed to the same channels, so that what is measured is what will be
// made louder. Each track has an output of its own, since one that waits for
// another that never comes would fill up.
func listenArgs(src string, m plan.AudioParams) []string {
	args := append(append(meterOptions(), "-vn", "-sn", "-dn"), ffmpeg.Input(src)...)
	chains, outputs := "", []string{}
	for i, t := range m.Tracks {
		if i > 0 {
			chains += ";"
		}
		chains += fmt.Sprintf("[0:%d]aresample=%d,%s,%s,astats@a%d=measure_overall=none:measure_perchannel=RMS_level+RMS_peak[a%d]",
			t.Index, plan.SampleRate, mix(t.Channels), meters(i), i, i)
		outputs = append(outputs, "-map", fmt.Sprintf("[a%d]", i), "-f", "null", "-")
	}
	args = append(args, "-filter_complex", chains, "-max_error_rate", "1")
	return append(args, outputs...)
}

// mix is the filter that brings a track to its channels, in floats: a sum of
// channels may pass full scale before it is lowered.
func mix(channels int) string {
	layout := "stereo"
	if channels == 1 {
		layout = "mono"
	}
	return "aformat=sample_fmts=fltp:channel_layouts=" + layout
}

// touch is what is done to a track's sound. The zero value leaves it.
type touch struct {
	plan.Setting
	only int // number, from 1, of the channel that is kept; 0 for all
}

// decide says what to do about what was heard. The plan that it returns has
// single channels where one of two is empty.
func decide(m plan.AudioParams, all []heard) (plan.AudioParams, []touch) {
	touches := make([]touch, len(m.Tracks))
	tracks := make([]plan.Track, len(m.Tracks))
	for i, t := range m.Tracks {
		h := all[i].Heard
		touches[i] = touch{Setting: m.Level.Setting(h), only: m.Level.Alone(h)}
		if touches[i].only > 0 {
			t = t.Mono()
		}
		tracks[i] = t
	}
	m.Tracks = tracks
	return m, touches
}

// loudness is the record of what was heard, done and made; nil for pure silence,
// whose figures are no numbers.
func loudness(h heard, done touch, out heard) *meeting.Loudness {
	if !isMeasured(h) {
		return nil
	}
	l := &meeting.Loudness{
		Integrated: h.Integrated, TruePeak: h.TruePeak, Gain: done.Gain, OneSided: done.only > 0, Limited: done.Limited(h.Heard),
	}
	if isMeasured(out) {
		l.OutputIntegrated, l.OutputTruePeak = &out.Integrated, &out.TruePeak
	}
	return l
}

func isMeasured(h heard) bool {
	return !math.IsInf(h.TruePeak, 0) && !math.IsNaN(h.TruePeak) && !math.IsInf(h.Integrated, 0) && !math.IsNaN(h.Integrated)
}
