package transcode

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// measureMovement completes what is known of faint tracks of src: whether their
// loudness moves as that of speech does.
func (t *Transcoder) measureMovement(ctx context.Context, src, work string, p plan.AudioParams, all []measurement) error {
	for i, track := range p.Tracks {
		if !p.Level.Faint(all[i].Measured) {
			continue
		}
		var blocks blockReader
		stderr, err := t.Runner.Run(ctx, proc.Command{
			Path: "ffmpeg", Args: blockArgs(src, track), Dir: work, Stdout: &blocks,
			Read: []string{src}, Write: []string{work}, CPU: cpuLimit(p.Duration),
		})
		if err != nil {
			return fmt.Errorf("measure the loudness of blocks: %w", err)
		}
		if noSpace(stderr) {
			return fmt.Errorf("measure the loudness of blocks: %w", fullDisk(stderr))
		}
		all[i].Movement = plan.Movement(blocks.loudness, all[i].Integrated)
	}
	return nil
}

// blockArgs is ffmpeg's command line that prints the momentary loudness of a
// track, each 100 ms that of the last 400.
func blockArgs(src string, track plan.Track) []string {
	args := append(append(ffmpeg.Quiet("-nostats"), "-vn", "-sn", "-dn"), ffmpeg.Input(src)...)
	return append(args, "-max_error_rate", "1", "-filter_complex",
		fmt.Sprintf("[0:%d]aresample=%d,%s,ebur128=metadata=1:dualmono=true:framelog=verbose,ametadata=print:key=%s:file=-[a]",
			track.Index, plan.SampleRate, mix(track.Channels), momentary),
		"-map", "[a]", "-f", "null", "-")
}

// momentary is the name that ebur128 gives to the loudness of a block.
const momentary = "lavfi.r128.M"

// blockReader reads the loudness of blocks that follow one another: every
// fourth figure.
type blockReader struct {
	loudness []float64 // LUFS
	figures  int
	rest     []byte
}

func (r *blockReader) Write(p []byte) (int, error) {
	n := len(p)
	for {
		line, after, found := bytes.Cut(p, []byte{'\n'})
		if !found {
			if len(r.rest) < 1<<10 { // a line of ffmpeg's has some twenty bytes
				r.rest = append(r.rest, p...)
			}
			return n, nil
		}
		r.line(append(r.rest, line...))
		r.rest, p = r.rest[:0], after
	}
}

func (r *blockReader) line(line []byte) {
	value, found := bytes.CutPrefix(bytes.TrimSpace(line), []byte(momentary+"="))
	if !found {
		return
	}
	if x, err := strconv.ParseFloat(string(value), 64); err == nil {
		if r.figures++; r.figures%4 == 0 {
			r.loudness = append(r.loudness, x)
		}
	}
}
