package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// job is one call of ffmpeg.
type job struct {
	height int // of the one rung that it makes; 0 if it makes several, or none
	args   []string
}

// peer is another way to do the work.
type peer struct {
	name    string
	heights []int // of its rungs, highest first
	jobs    func(src, dir string) []job
	file    func(dir string, height int) string // the rung's picture
}

// rungRate is a rung and its highest bit rate in bit/s.
type rungRate struct{ height, rate int }

func heightsOf(rungs []rungRate) []int {
	var list []int
	for _, r := range rungs {
		list = append(list, r.height)
	}
	return list
}

// peers are the systems that ours is held against. What they do is known from
// their published settings; the command lines are ours, and only the encoding
// is in them: what they spend on queues, packaging and uploads is not. Only those
// are given whose name has part in it.
func peers(part string) []peer {
	all := []peer{
		{"plain script", heightsOf(plainRungs()), plainJobs, named("%dp.m3u8")},
		{"PeerTube's settings", heightsOf(peerTubeRungs()), peerTubeJobs, named("%dp.m3u8")},
		{"MediaCMS's settings", heightsOf(mediaCMSRungs()), mediaCMSJobs, named("%dp.mp4")},
		{"Opencast's settings", heightsOf(opencastRungs()), opencastJobs, named("%dp.mp4")},
	}
	return slices.DeleteFunc(all, func(p peer) bool { return !strings.Contains(p.name, part) })
}

func named(pattern string) func(string, int) string {
	return func(dir string, height int) string { return filepath.Join(dir, fmt.Sprintf(pattern, height)) }
}

func read(src string) []string { return []string{"-v", "error", "-nostdin", "-y", "-i", src} }

func hls(dir string, height, seconds int) []string {
	base := filepath.Join(dir, fmt.Sprintf("%dp", height))
	return []string{
		"-f", "hls", "-hls_time", strconv.Itoa(seconds), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4",
		"-hls_fmp4_init_filename", fmt.Sprintf("%dp-init.mp4", height), "-hls_flags", "single_file",
		"-hls_segment_filename", base + ".mp4", base + ".m3u8",
	}
}

func scaled(height int) string { return fmt.Sprintf("scale=-2:%d", height) }

// plainRungs are those of ours, without a cap.
func plainRungs() []rungRate { return []rungRate{{1080, 0}, {720, 0}, {360, 0}} }

// plainJobs is what a person writes who has read one page on the subject.
func plainJobs(src, dir string) []job {
	var jobs []job
	for _, r := range plainRungs() {
		jobs = append(jobs, job{r.height, slices.Concat(read(src),
			[]string{"-vf", scaled(r.height), "-c:v", "libx264", "-preset", "medium", "-crf", "23", "-c:a", "aac", "-b:a", "128k"},
			hls(dir, r.height, 6))})
	}
	return jobs
}

func peerTubeRungs() []rungRate {
	return []rungRate{{1080, 6_220_800}, {720, 3_041_280}, {480, 1_474_578}, {360, 1_036_800}, {240, 522_000}, {144, 210_000}}
}

func peerTubeJobs(src, dir string) []job {
	var jobs []job
	for _, r := range peerTubeRungs() {
		jobs = append(jobs, job{r.height, slices.Concat(read(src), []string{
			"-vf", scaled(r.height), "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p",
			"-maxrate", strconv.Itoa(r.rate), "-bufsize", strconv.Itoa(2 * r.rate),
			"-bf", "16", "-b_strategy", "1", "-g", "50", "-c:a", "aac", "-b:a", "128k",
		}, hls(dir, r.height, 4))})
	}
	return append(jobs,
		job{0, append(read(src), "-vf", "fps=1,scale=192:-2,tile=11x11", "-frames:v", "1", filepath.Join(dir, "storyboard.jpg"))},
		job{0, append(read(src), "-vf", "thumbnail,scale=850:-2", "-frames:v", "1", filepath.Join(dir, "thumbnail.jpg"))})
}

func mediaCMSRungs() []rungRate {
	return []rungRate{{1080, 6_750_000}, {720, 3_750_000}, {480, 1_500_000}, {360, 750_000}, {240, 450_000}, {144, 225_000}}
}

func mediaCMSJobs(src, dir string) []job {
	var jobs []job
	for _, r := range mediaCMSRungs() {
		jobs = append(jobs, job{r.height, append(read(src),
			"-vf", scaled(r.height)+":flags=lanczos", "-c:v", "libx264", "-preset", "medium", "-crf", "23",
			"-profile:v", "main", "-level", "4.2", "-pix_fmt", "yuv420p",
			"-maxrate", strconv.Itoa(r.rate), "-bufsize", strconv.Itoa(2*r.rate),
			"-force_key_frames", "expr:gte(t,n_forced*4)", "-x264-params", "keyint=240:keyint_min=120",
			"-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", filepath.Join(dir, fmt.Sprintf("%dp.mp4", r.height)))})
	}
	return jobs
}

func opencastRungs() []rungRate {
	return []rungRate{{1080, 4_000_000}, {720, 1_200_000}, {480, 800_000}}
}

// opencastJobs is one call: it decodes once, like ours.
func opencastJobs(src, dir string) []job {
	args := read(src)
	for _, r := range opencastRungs() {
		sound := "96k"
		if r.height == 480 {
			sound = "64k"
		}
		args = append(args, "-map", "0:v", "-map", "0:a",
			"-vf", "fps=25,"+scaled(r.height), "-c:v", "libx264", "-preset", "medium", "-crf", "22",
			"-profile:v", "high", "-level", "4.0", "-pix_fmt", "yuv420p",
			"-maxrate", strconv.Itoa(r.rate), "-bufsize", strconv.Itoa(2*r.rate),
			"-force_key_frames", "expr:gte(t,n_forced*4)",
			"-c:a", "aac", "-b:a", sound, "-movflags", "+faststart", filepath.Join(dir, fmt.Sprintf("%dp.mp4", r.height)))
	}
	return []job{{0, args}}
}
