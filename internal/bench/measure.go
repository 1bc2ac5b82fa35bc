package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"proceedings/internal/proc"
)

// outcome is what one system did with one source.
type outcome struct {
	name  string
	rungs []score // highest first; only those that ours makes too carry figures
	cpu   time.Duration
	own   time.Duration            // of cpu, what our own process used beside its tools
	tools map[string]time.Duration // of cpu, by the name of the tool; ours alone
	same  time.Duration            // of cpu, what went into the rungs that ours makes too; 0 if it cannot be told
	wall  time.Duration
	first time.Duration // of wall, until there was something to play; 0 if that came with all the rest
	copy  bool          // the highest rung is the source's own picture
	rss   int64         // bytes, of the largest child
	size  int64         // bytes of all that was made
}

// score is how good and how large a rung is.
type score struct {
	height int
	rate   float64 // bit/s of the picture
	ssim   float64 // against the source; 0 if not measured
}

// bench runs systems on sources. All tools run outside the sandbox, where the
// kernel would not count what they use.
type bench struct {
	dir, profile string
}

func (b bench) runner(m *meter) *proc.Runner {
	return &proc.Runner{Grace: 5 * time.Second, Used: m.used, Log: slog.New(m)}
}

// ours measures the pipeline on src and leaves the rungs in the folder.
func (b bench) ours(ctx context.Context, src string) (outcome, map[int]string, error) {
	dir, err := b.fresh("ours")
	if err != nil {
		return outcome{}, nil, err
	}
	var m meter
	before, began := ownCPU(), time.Now()
	store, first, err := publish(ctx, b.runner(&m), src, dir, b.profile)
	if err != nil {
		return outcome{}, nil, fmt.Errorf("ours: %w", err)
	}
	o := outcome{name: "ours", wall: time.Since(began), own: ownCPU() - before, first: first, rss: m.rss, tools: m.tools}
	o.cpu = m.cpu + o.own
	o.same = o.cpu
	files, copied, size, err := take(ctx, store, dir)
	if err != nil {
		return outcome{}, nil, fmt.Errorf("ours: %w", err)
	}
	o.size, o.copy = size, copied
	for height := range files {
		o.rungs = append(o.rungs, score{height: height})
	}
	slices.SortFunc(o.rungs, func(a, b score) int { return b.height - a.height })
	return o, files, nil
}

// peer measures p on src and leaves what it made in the folder. mine are the
// heights of ours.
func (b bench) peer(ctx context.Context, p peer, src string, mine []int) (outcome, map[int]string, error) {
	dir, err := b.fresh("peer")
	if err != nil {
		return outcome{}, nil, err
	}
	o, files := outcome{name: p.name}, map[int]string{}
	began := time.Now()
	for _, j := range p.jobs(src, dir) {
		var m meter
		if _, err = b.runner(&m).Run(ctx, proc.Command{Path: "ffmpeg", Args: j.args, Dir: dir}); err != nil {
			return outcome{}, nil, fmt.Errorf("%s: %w", p.name, err)
		}
		o.cpu += m.cpu
		o.rss = max(o.rss, m.rss)
		if slices.Contains(mine, j.height) {
			o.same += m.cpu
		}
	}
	o.wall = time.Since(began)
	if o.size, err = sizeOf(dir); err != nil {
		return outcome{}, nil, err
	}
	for _, h := range p.heights {
		o.rungs = append(o.rungs, score{height: h})
		if slices.Contains(mine, h) {
			files[h] = p.file(dir, h)
		}
	}
	return o, files, nil
}

// fresh is an empty folder of that name; what an earlier run left is gone.
func (b bench) fresh(name string) (string, error) {
	dir := filepath.Join(b.dir, name)
	if err := os.RemoveAll(dir); err != nil {
		return "", fmt.Errorf("clear %s: %w", dir, err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", fmt.Errorf("make a folder: %w", err)
	}
	return dir, nil
}

func sizeOf(dir string) (size int64, err error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return 0, fmt.Errorf("list what was made: %w", err)
	}
	for _, e := range list {
		info, err := e.Info()
		if err != nil {
			return 0, fmt.Errorf("list what was made: %w", err)
		}
		size += info.Size()
	}
	return size, nil
}

// judge fills in how good and how large the rungs in files are.
func (b bench) judge(ctx context.Context, o *outcome, files map[int]string, src string, seconds int) error {
	for i := range o.rungs {
		s := &o.rungs[i]
		file, there := files[s.height]
		if !there {
			continue
		}
		said, err := b.runner(new(meter)).Run(ctx, proc.Command{Path: "ffmpeg", Args: ssimArgs(file, src, s.height), Dir: b.dir})
		if err != nil {
			return fmt.Errorf("compare %s: %w", o.name, err)
		}
		if s.ssim, err = parseSSIM(said); err != nil {
			return fmt.Errorf("compare %s: %w", o.name, err)
		}
		var out strings.Builder
		_, err = b.runner(new(meter)).Run(ctx, proc.Command{
			Path: "ffprobe", Dir: b.dir, Stdout: &out,
			Args: []string{"-v", "error", "-select_streams", "v:0", "-show_entries", "packet=size", "-of", "csv=p=0", file},
		})
		if err != nil {
			return fmt.Errorf("measure %s: %w", o.name, err)
		}
		bytes, err := sum(out.String())
		if err != nil {
			return fmt.Errorf("measure %s: %w", o.name, err)
		}
		s.rate = float64(8*bytes) / float64(seconds)
	}
	return nil
}

// ssimArgs compares a rung with the source scaled to its height, frame by
// frame from the first on. The scaling is ffmpeg's usual one (bicubic), which
// is also what all but one of the systems do.
func ssimArgs(file, src string, height int) []string {
	graph := fmt.Sprintf("[0:v]settb=AVTB,setpts=PTS-STARTPTS[a];[1:v]%s,settb=AVTB,setpts=PTS-STARTPTS[b];[a][b]ssim", scaled(height))
	return []string{"-nostdin", "-hide_banner", "-nostats", "-i", file, "-i", src, "-filter_complex", graph, "-an", "-f", "null", "-"}
}

// parseSSIM reads what the filter says in the end: of luma and chroma together.
func parseSSIM(said string) (float64, error) {
	found := regexp.MustCompile(`SSIM .* All:([0-9.]+)`).FindStringSubmatch(said)
	if found == nil {
		return 0, fmt.Errorf("ffmpeg said nothing of SSIM: %s", said)
	}
	x, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		return 0, fmt.Errorf("read the SSIM: %w", err)
	}
	return x, nil
}

// sum adds up the first number of each line.
func sum(lines string) (total int64, err error) {
	for line := range strings.Lines(lines) {
		field, _, _ := strings.Cut(strings.TrimSpace(line), ",")
		if field == "" {
			continue
		}
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read a size: %w", err)
		}
		total += n
	}
	return total, nil
}
