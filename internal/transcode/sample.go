package transcode

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// Sample encodes some pieces of src in every rung, or copies them for a copied one,
// to measure their size. dir is for temporary files.
func (t *Transcoder) Sample(ctx context.Context, src, dir string, p plan.SampleParams) (Sampled, error) {
	work, remove, err := scratch(dir)
	if err != nil {
		return Sampled{}, err
	}
	defer remove()
	stderr, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: sampleArgs(src, work, p), Dir: work, Read: []string{src}, Write: []string{work},
		CPU: cpuLimit(p.Length * float64(len(p.At))), Memory: encoderMemory,
	})
	if undecodable(err, stderr) {
		return Sampled{}, nil // the chunks report it
	}
	if err != nil {
		return Sampled{}, fmt.Errorf("sample: %w", err)
	}
	res := Sampled{Bits: make([]int64, len(p.Rungs))}
	for i, r := range p.Rungs {
		names := []string{rawName(r.ID)}
		if i == 0 && p.Copied {
			names = names[:0]
			for k := range p.At {
				names = append(names, rawName(r.ID+strconv.Itoa(k)))
			}
		}
		for _, name := range names {
			size, err := sizeOf(filepath.Join(work, name))
			if err != nil {
				return Sampled{}, fmt.Errorf("sample: %w: %s", err, stderr)
			}
			res.Bits[i] += 8 * size
		}
	}
	return res, nil
}

func sampleArgs(src, dir string, p plan.SampleParams) []string {
	args := ffmpeg.Quiet()
	for _, at := range p.At {
		args = append(args, "-seek_timestamp", "1", "-noaccurate_seek", "-ss", number(at), "-t", number(p.Length), "-an", "-sn", "-dn")
		args = append(append(args, oneGraph(p.Picture)...), ffmpeg.Input(src)...)
	}
	rungs := p.Rungs
	if p.Copied {
		rungs = rungs[1:]
	}
	args = append(args, "-max_error_rate", "1", "-filter_complex", sampleGraph(p, rungs))
	file := func(name string) []string {
		return []string{"-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", filepath.Join(dir, name)}
	}
	for i, r := range rungs {
		args = append(args, "-map", fmt.Sprintf("[v%d]", i))
		args = append(args, rungArgs(r, []uint64{0})...)
		args = append(args, file(rawName(r.ID))...)
	}
	if p.Copied {
		for k := range p.At {
			args = append(args, "-map", fmt.Sprintf("%d:%d", k, p.Picture.Index), "-c", "copy")
			args = append(args, file(rawName(p.Rungs[0].ID+strconv.Itoa(k)))...)
		}
	}
	return args
}

// sampleGraph concatenates the pieces and splits them for the rungs.
func sampleGraph(p plan.SampleParams, rungs []plan.Rung) string {
	var chains, ins []string
	for k := range p.At {
		filters := append([]string{"setpts=PTS-STARTPTS"}, canvas(p.Picture, rungs)...)
		filters = append(filters, preFilters(p.Picture, rungs)...)
		filters = append(filters, scale(rungs[0].Width, rungs[0].Height, "yuv420p"))
		chains = append(chains, fmt.Sprintf("[%d:%d]%s[p%d]", k, p.Picture.Index, strings.Join(filters, ","), k))
		ins = append(ins, fmt.Sprintf("[p%d]", k))
	}
	chains = append(chains, fmt.Sprintf("%sconcat=n=%d[s0]", strings.Join(ins, ""), len(p.At)))
	return strings.Join(append(chains, rungChains(rungs)...), ";")
}
