package transcode

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// joinedName is the file in the working folder with the sound of all parts.
const joinedName = "joined.mkv"

// JoinSound decodes the sound of a recording that was joined from several originals
// to one file in dir, and returns the parameters to call Audio with. Each part is
// exactly as long as the plan says: errors of a sample in each of a day's parts
// would add up. A part whose sound cannot be decoded is silent, with a warning.
func (t *Transcoder) JoinSound(ctx context.Context, sources []string, dir string, p plan.AudioParams) (string, plan.AudioParams, []string, error) {
	var warnings []string
	files := make([]string, len(p.Parts))
	for k, part := range p.Parts {
		file, err := t.partSound(ctx, sources[k], dir, p, part)
		if exit := (*proc.ExitError)(nil); errors.As(err, &exit) && exit.Signal == "" && ctx.Err() == nil {
			warnings = append(warnings, fmt.Sprintf("is silent in part %d, whose sound could not be decoded", k+1))
			file, err = "", nil
		}
		if err != nil {
			return "", p, nil, fmt.Errorf("decode the sound of part %d: %w", k+1, err)
		}
		if file != "" {
			files[k] = filepath.Join(dir, fmt.Sprintf("part-%d.mkv", k))
			if err = os.Rename(file, files[k]); err != nil {
				return "", p, nil, fmt.Errorf("decode the sound of part %d: %w", k+1, err)
			}
		}
	}
	to := filepath.Join(dir, joinedName)
	stderr, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: joinArgs(files, to, p), Dir: dir, Write: []string{dir}, CPU: cpuLimit(p.Duration),
	})
	if err != nil {
		return "", p, nil, fmt.Errorf("join the sound: %w", err)
	}
	if noSpace(stderr) {
		return "", p, nil, fmt.Errorf("join the sound: %s", stderr)
	}
	for _, file := range files {
		if file != "" {
			_ = os.Remove(file) // the folder goes in the end anyway
		}
	}
	p.Timeline, p.Parts = plan.Timeline{Duration: p.Duration}, nil
	p.Tracks = slices.Clone(p.Tracks)
	for i := range p.Tracks {
		p.Tracks[i].Index, p.Tracks[i].PadStart = i, 0
	}
	return to, p, warnings, nil
}

// partSound decodes the tracks of a part, in their order, and returns the file;
// empty where it has none.
func (t *Transcoder) partSound(ctx context.Context, src, dir string, p plan.AudioParams, part plan.AudioPart) (string, error) {
	own := plan.AudioParams{Timeline: part.Timeline, Level: p.Level, Segment: p.Segment}
	for _, track := range part.Tracks {
		if track.Index >= 0 {
			own.Tracks = append(own.Tracks, track)
		}
	}
	if len(own.Tracks) == 0 {
		return "", nil
	}
	file, _, err := t.steady(ctx, src, dir, own)
	return file, err
}

// joinArgs concatenate the parts' sound, each trimmed or padded with silence to its
// length. A part without a file is silent.
func joinArgs(files []string, to string, p plan.AudioParams) []string {
	args := append(ffmpeg.Quiet(), "-copyts")
	number := map[int]int{} // of ffmpeg's inputs, by part
	for k, file := range files {
		if file != "" {
			number[k] = len(number)
			args = append(args, ffmpeg.Input(file)...)
		}
	}
	var chains, outputs []string
	for i, track := range p.Tracks {
		var ins strings.Builder
		for k, part := range p.Parts {
			index := 0 // of the track in the part's file
			for _, before := range part.Tracks[:i] {
				if before.Index >= 0 {
					index++
				}
			}
			input, there := number[k]
			there = there && part.Tracks[i].Index >= 0
			label := fmt.Sprintf("[p%dt%d]", k, i)
			chains = append(chains, partChain(input, index, there, part.Length, track)+label)
			ins.WriteString(label)
		}
		chains = append(chains, fmt.Sprintf("%sconcat=n=%d:v=0:a=1[a%d]", ins.String(), len(p.Parts), i))
		outputs = append(outputs, "-map", fmt.Sprintf("[a%d]", i))
	}
	args = append(append(args, "-filter_complex", strings.Join(chains, ";")), outputs...)
	return append(args, "-c:a", "pcm_f32le", "-f", "matroska", to)
}

// partChain is the filter chain of one track of one part, length seconds long.
func partChain(input, index int, there bool, length float64, track plan.Track) string {
	seconds := number(length)
	if !there {
		return fmt.Sprintf("anullsrc=r=%d:cl=stereo,atrim=end=%s,%s,asetpts=N/SR/TB", plan.SampleRate, seconds, mix(track.Channels))
	}
	return fmt.Sprintf("[%d:%d]asetpts='round(PTS-%d/TB)',aresample=%d:async=1:first_pts=0,%s,apad=whole_dur=%s,atrim=end=%s,asetpts=N/SR/TB",
		input, index, timeOffset, plan.SampleRate, mix(track.Channels), seconds, seconds)
}
