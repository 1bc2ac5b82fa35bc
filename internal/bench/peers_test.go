package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEveryRungGetsEachOption: an option that only the first rung gets makes a
// system look better or worse than it is.
func TestEveryRungGetsEachOption(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name    string
		heights []int
		options []string // of each rung; %d is its height, %r its rate
		rates   map[int]string
	}{
		{
			"plain script",
			[]int{1080, 720, 360},
			[]string{"-vf scale=-2:%d ", "-c:v libx264 -preset medium -crf 23 ", "-c:a aac -b:a 128k ", "-f hls -hls_time 6 "},
			nil,
		},
		{
			"PeerTube's settings",
			[]int{1080, 720, 480, 360, 240, 144},
			[]string{
				"-vf scale=-2:%d ", "-c:v libx264 -preset veryfast ", "-maxrate %r -bufsize ", "-bf 16 -b_strategy 1 -g 50 ",
				"-c:a aac ", "-f hls -hls_time 4 ", "-hls_flags single_file ",
			},
			map[int]string{1080: "6220800", 720: "3041280", 480: "1474578", 360: "1036800", 240: "522000", 144: "210000"},
		},
		{
			"MediaCMS's settings",
			[]int{1080, 720, 480, 360, 240, 144},
			[]string{
				"-vf scale=-2:%d:flags=lanczos ", "-c:v libx264 -preset medium -crf 23 -profile:v main -level 4.2 ",
				"-maxrate %r ", "-force_key_frames expr:gte(t,n_forced*4) ", "-c:a aac -b:a 128k ",
			},
			map[int]string{1080: "6750000", 720: "3750000", 480: "1500000", 360: "750000", 240: "450000", 144: "225000"},
		},
		{
			"Opencast's settings",
			[]int{1080, 720, 480},
			[]string{
				"-map 0:v -map 0:a -vf fps=25,scale=-2:%d ", "-c:v libx264 -preset medium -crf 22 -profile:v high -level 4.0 ",
				"-maxrate %r ", "-force_key_frames expr:gte(t,n_forced*4) ", "-movflags +faststart ",
			},
			map[int]string{1080: "4000000", 720: "1200000", 480: "800000"},
		},
	}
	all := peers("")
	if len(all) != len(tests) {
		t.Fatalf("%d systems, and tests for %d", len(all), len(tests))
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := all[i]
			if p.name != tt.name || !slices.Equal(p.heights, tt.heights) {
				t.Fatalf("got %s with rungs %v, want %s with %v", p.name, p.heights, tt.name, tt.heights)
			}
			outputs := outputsOf(p.jobs("/src.mp4", "/out"))
			for _, height := range tt.heights {
				file := p.file("/out", height)
				args, there := outputs[file]
				if !there {
					t.Errorf("no call makes %s", file)
					continue
				}
				for _, option := range tt.options {
					want := strings.NewReplacer("%d", fmt.Sprint(height), "%r", tt.rates[height]).Replace(option)
					if !strings.Contains(args, want) {
						t.Errorf("the rung of %d has no %q: %s", height, want, args)
					}
				}
			}
		})
	}
}

// outputsOf are the options of each file that the jobs make, as text.
func outputsOf(jobs []job) map[string]string {
	all := map[string]string{}
	for _, j := range jobs {
		begin := 0
		for i, arg := range j.args {
			ending := filepath.Ext(arg)
			whole := i+1 == len(j.args) || ending == ".mp4" && strings.HasPrefix(arg, "/out") && j.args[i-1] != "-hls_segment_filename"
			if whole {
				all[arg] = strings.Join(j.args[begin:i], " ") + " "
				begin = i + 1
			}
		}
	}
	return all
}

// TestJobsOfOneRungNameIt: the share of the processor time that went into our
// rungs is counted by that name.
func TestJobsOfOneRungNameIt(t *testing.T) {
	t.Parallel()

	for _, p := range peers("") {
		for _, j := range p.jobs("/src.mp4", "/out") {
			outputs := outputsOf([]job{j})
			switch {
			case j.height == 0 && len(outputs) == 1:
				for file := range outputs {
					if strings.HasSuffix(file, "p.mp4") || strings.HasSuffix(file, "p.m3u8") {
						t.Errorf("%s: the call that makes %s names no rung", p.name, file)
					}
				}
			case j.height > 0:
				if _, there := outputs[p.file("/out", j.height)]; !there || len(outputs) != 1 {
					t.Errorf("%s: the call for %d makes %v", p.name, j.height, outputs)
				}
			}
		}
	}
}
