package transcode

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// reportName is the file in the working folder that ffmpeg writes all it says
// to. What its filters heard is said at the end, a kilobyte for each track, and
// would not fit in what is kept of stderr.
const reportName = "listen.log"

// listen hears all tracks of src once before they are encoded, for what they
// are worth as m would have them. It reads no picture.
func (t *Transcoder) listen(ctx context.Context, src, work string, m plan.AudioParams, progress func(float64)) ([]heard, error) {
	said, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: listenArgs(src, m), Dir: work,
		Env:    []string{"FFREPORT=file=" + reportName + ":level=32"}, // 32 is info
		Stdout: &progressReader{duration: m.Duration, report: progress},
		Read:   []string{src}, Write: []string{work}, CPU: cpuLimit(m.Duration),
	})
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if noSpace(said) {
		return nil, fmt.Errorf("listen: %w", fullDisk(said))
	}
	f, err := os.Open(filepath.Join(work, reportName))
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	all, err := readReport(f, m.Tracks)
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
	args := append([]string{
		"-hide_banner", "-nostdin", "-nostats", "-v", "error", "-progress", "pipe:1", "-stats_period", "0.5",
		"-vn", "-sn", "-dn",
	}, ffmpeg.Input(src)...)
	chains, outputs := "", []string{}
	for i, t := range m.Tracks {
		if i > 0 {
			chains += ";"
		}
		chains += fmt.Sprintf("[0:%d]aresample=%d,%s,ebur128@a%d=peak=true:framelog=verbose,"+
			"astats@a%d=measure_overall=none:measure_perchannel=RMS_level+RMS_peak[a%d]",
			t.Index, plan.SampleRate, mix(t.Channels), i, i, i)
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
	gain float64 // dB
	only int     // number, from 1, of the channel that is kept; 0 for all
}

// decide says what to do about what was heard. The plan that it returns has
// single channels where one of two is empty.
func decide(m plan.AudioParams, all []heard) (plan.AudioParams, []touch) {
	touches := make([]touch, len(m.Tracks))
	tracks := make([]plan.Track, len(m.Tracks))
	for i, t := range m.Tracks {
		h := all[i].Heard
		touches[i] = touch{gain: m.Level.Gain(h), only: m.Level.Alone(h)}
		if touches[i].only > 0 {
			t = t.Mono()
		}
		tracks[i] = t
	}
	m.Tracks = tracks
	return m, touches
}

// loudness is the record of what was heard and done; nil for pure silence,
// whose figures are no numbers.
func loudness(h heard, done touch) *meeting.Loudness {
	if math.IsInf(h.TruePeak, 0) || math.IsNaN(h.TruePeak) || math.IsInf(h.Integrated, 0) || math.IsNaN(h.Integrated) {
		return nil
	}
	return &meeting.Loudness{Integrated: h.Integrated, TruePeak: h.TruePeak, Gain: done.gain, OneSided: done.only > 0}
}
