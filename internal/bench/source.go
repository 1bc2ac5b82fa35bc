package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"proceedings/internal/proc"
)

// The kinds of recordings that are made to be measured.
const (
	slides = "slides" // pages with a small speaker in a corner
	copied = "copied" // the same, stored in a way that ours passes through as it is
	camera = "camera" // a speaker that fills the picture
)

func kinds() []string { return []string{slides, copied, camera} }

// errNoHeads says that there is no camera picture to be had.
var errNoHeads = errors.New("no talking heads: set PROCEEDINGS_CORPUS to the folder that holds talking-heads/")

// heads are clips of people facing the camera, in the order of their names.
func heads() []string {
	corpus := os.Getenv("PROCEEDINGS_CORPUS")
	if corpus == "" {
		return nil
	}
	found, _ := filepath.Glob(filepath.Join(corpus, "talking-heads", "*.mkv")) // the pattern is good
	return found
}

// maker makes sources in a folder.
type maker struct {
	runner *proc.Runner
	dir    string
	heads  []string
}

func (m maker) ffmpeg(ctx context.Context, args []string) error {
	_, err := m.runner.Run(ctx, proc.Command{Path: "ffmpeg", Args: append([]string{"-nostdin"}, args...), Dir: m.dir})
	return err
}

// make makes a recording of that kind and returns its path.
func (m maker) make(ctx context.Context, kind string, seconds int) (string, error) {
	speaker, err := m.speaker(ctx, kind)
	if err != nil {
		return "", fmt.Errorf("make the speaker: %w", err)
	}
	out := filepath.Join(m.dir, kind+".mp4")
	args := cameraArgs(speaker, seconds, out)
	if kind != camera {
		list := pages(seconds)
		pictures, err := m.draw(ctx, list)
		if err != nil {
			return "", fmt.Errorf("draw the slides: %w", err)
		}
		args = slidesArgs(list, pictures, speaker, kind, seconds, out)
	}
	if err := m.ffmpeg(ctx, args); err != nil {
		return "", fmt.Errorf("make %s: %w", kind, err)
	}
	return out, nil
}

// speaker is the options that read a moving picture without end: the clips one
// after another, or a drawn one where there are none.
func (m maker) speaker(ctx context.Context, kind string) ([]string, error) {
	if len(m.heads) == 0 {
		if kind == camera {
			return nil, errNoHeads
		}
		return []string{"-f", "lavfi", "-i", "mandelbrot=s=640x480:r=25"}, nil
	}
	out := filepath.Join(m.dir, "speaker.mkv")
	if _, err := os.Stat(out); err != nil {
		if err := m.ffmpeg(ctx, headsArgs(m.heads, out)); err != nil {
			return nil, err
		}
	}
	return []string{"-stream_loop", "-1", "-i", out}, nil
}

// headsArgs puts the clips one after another, at 25 frames a second.
func headsArgs(clips []string, out string) []string {
	args := []string{"-v", "error"}
	var chains, labels strings.Builder
	for i, clip := range clips {
		abs, err := filepath.Abs(clip)
		if err != nil {
			abs = clip
		}
		args = append(args, "-i", abs)
		fmt.Fprintf(&chains, "[%d:v]scale=640:480,setsar=1,fps=25[h%d];", i, i)
		fmt.Fprintf(&labels, "[h%d]", i)
	}
	graph := fmt.Sprintf("%s%sconcat=n=%d,format=yuv420p[v]", chains.String(), labels.String(), len(clips))
	return append(args, "-filter_complex", graph, "-map", "[v]", "-c:v", "ffv1", "-y", out)
}

// draw draws each page and returns the pictures' paths.
func (m maker) draw(ctx context.Context, list []page) ([]string, error) {
	pictures := make([]string, len(list))
	for i, p := range list {
		var files []string
		for j, t := range p.texts() {
			file := textFile(m.dir, i, j)
			if err := os.WriteFile(file, []byte(t.s), 0o600); err != nil {
				return nil, fmt.Errorf("write a page: %w", err)
			}
			files = append(files, file)
		}
		pictures[i] = filepath.Join(m.dir, fmt.Sprintf("page-%02d.png", i))
		if err := m.ffmpeg(ctx, pageArgs(p, files, pictures[i])); err != nil {
			return nil, err
		}
	}
	return pictures, nil
}

// voice is a sound with the pauses and the noise of speech; its seed is fixed.
const voice = "aevalsrc=0.3*sin(2*PI*t*(140+30*sin(3*t)))*gt(sin(1.7*t)\\,-0.6)+0.02*sin(2*PI*2311*t):s=48000"

// encoded is how a source is stored: as good screen recorders do it, with a key
// frame each 2 s if its picture is to be passed through. Else there is one each
// 15 s, which is too seldom for that and costs the same to decode.
func encoded(kind string, seconds int, out string) []string {
	gop := "375"
	if kind == copied {
		gop = "50"
	}
	return []string{
		"-t", strconv.Itoa(seconds), "-r", "25",
		"-c:v", "libx264", "-preset", "medium", "-crf", "18", "-g", gop, "-sc_threshold", "0", "-pix_fmt", "yuv420p",
		"-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", "-y", out,
	}
}

// slidesArgs shows each picture for its time, with the speaker in the corner at
// the right and below.
func slidesArgs(list []page, pictures, speaker []string, kind string, seconds int, out string) []string {
	args := []string{"-v", "error"}
	var labels strings.Builder
	for i, p := range list {
		args = append(args, "-loop", "1", "-framerate", "25", "-t", strconv.Itoa(p.seconds), "-i", pictures[i])
		fmt.Fprintf(&labels, "[%d:v]", i)
	}
	args = append(append(args, speaker...), "-f", "lavfi", "-i", voice)
	n := len(list)
	graph := fmt.Sprintf("%sconcat=n=%d,format=yuv420p[pages];[%d:v]scale=384:288,setsar=1[head];[pages][head]overlay=W-w-30:H-h-30[v]",
		labels.String(), n, n)
	args = append(args, "-filter_complex", graph, "-map", "[v]", "-map", fmt.Sprintf("%d:a", n+1))
	return append(args, encoded(kind, seconds, out)...)
}

// cameraArgs fills the picture with the speaker.
func cameraArgs(speaker []string, seconds int, out string) []string {
	args := append([]string{"-v", "error"}, speaker...)
	args = append(args, "-f", "lavfi", "-i", voice,
		"-filter_complex", "[0:v]crop=640:360,scale=1920:1080:flags=lanczos,setsar=1[v]", "-map", "[v]", "-map", "1:a")
	return append(args, encoded(camera, seconds, out)...)
}
