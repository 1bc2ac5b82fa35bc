package probe_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
)

// Which stream is the picture follows from what is in it.
func TestPictureAmongStreams(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	source := func(options ...string) []string { return append([]string{"-f", "lavfi", "-i"}, options...) }
	movie := source("testsrc2=s=160x120:r=25:d=3")
	slides := source("testsrc=s=240x180:r=5:d=3")
	tone := source("sine=d=3")
	cover := source("color=red:s=600x600:d=0.04")
	join := func(lists ...[]string) []string {
		var all []string
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	x264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25"}
	file := func(name string, options ...[]string) func(t *testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			return made(t, name, join(options...)...)
		}
	}
	tests := []struct {
		name    string
		file    func(t *testing.T) string
		main    string // size of the picture
		others  []string
		sounds  int
		leftOut []string
	}{
		{
			"a cover that is larger than the film, and that nothing marks as one",
			file("x.mkv", movie, tone, cover, []string{"-map", "0", "-map", "1", "-map", "2"}, x264, []string{"-c:v:1", "mjpeg", "-pix_fmt:v:1", "yuvj420p", "-frames:v:1", "1"}),
			"160x120", nil, 1,
			[]string{"has a still picture that was left out (mjpeg, 600×600)"},
		},
		{
			"a cover and a sound",
			file("x.mkv", tone, cover, []string{"-map", "0", "-map", "1", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p"}),
			"", nil, 1,
			[]string{"has a still picture that was left out (mjpeg, 600×600)"},
		},
		{
			"a cover that is marked as one",
			file("x.mp3", tone, cover, []string{"-map", "0", "-map", "1", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p"}),
			"", nil, 1, nil,
		},
		{
			"a single frame that stands for the whole sound",
			file("x.mp4", source("testsrc2=s=160x120:r=1/3:d=3"), tone, x264),
			"", nil, 1,
			[]string{"has a still picture that was left out (h264, 160×120)"},
		},
		{
			"a frame and no sound",
			file("x.mp4", movie, x264, []string{"-frames:v", "1"}),
			"160x120", nil, 0, nil,
		},
		{
			"a frame a second",
			file("x.mp4", source("testsrc2=s=160x120:r=1:d=3"), tone, x264),
			"160x120", nil, 1, nil,
		},
		{
			"a speaker and slides",
			file("x.mkv", movie, slides, tone, []string{"-map", "0", "-map", "1", "-map", "2", "-metadata:s:v:0", "title=Speaker", "-metadata:s:v:1", "title=Slides"}, x264),
			"240x180 Slides",
			[]string{"160x120 Speaker"},
			1, nil,
		},
		{
			"a camera and a screen in an MP4, by the names of their handlers",
			file("x.mp4", source("testsrc=s=320x240:r=5:d=3"), movie, []string{"-map", "0", "-map", "1", "-metadata:s:v:0", "handler_name=Camera", "-metadata:s:v:1", "handler_name=Screen share"}, x264),
			"160x120 Screen share",
			[]string{"320x240 Camera"},
			0, nil,
		},
		{
			"a second picture that cannot be decoded",
			func(t *testing.T) string {
				t.Helper()
				return edited(t, made(t, "x.mov", join(movie, slides, tone, []string{"-map", "0", "-map", "1", "-map", "2"}, x264, []string{"-c:v:1", "mjpeg"})...),
					func(b []byte) { copy(b[bytes.Index(b, []byte("jpeg")):], "zzzz") })
			},
			"160x120", nil, 1,
			[]string{"has a picture that cannot be decoded and was left out (zzzz)"},
		},
		{
			"a picture of noise beside a sound",
			func(t *testing.T) string {
				t.Helper()
				whole := made(t, "x.mp4", join(movie, tone, x264)...)
				return madeFrom(t, "x.mp4", "-i", whole, "-c", "copy", "-bsf:v", "noise=amount=1")
			},
			"", nil, 1,
			[]string{"has a picture that cannot be decoded and was left out (h264)"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := prober(t).File(t.Context(), tt.file(t), "")
			if err != nil {
				t.Fatal(err)
			}
			m := found.Media
			label := func(v meeting.Video) string { return strings.TrimSpace(size(&v) + " " + v.Title) }
			main, others := "", []string(nil)
			if m.Video != nil {
				main = label(*m.Video)
			}
			for _, v := range m.Pictures {
				others = append(others, label(v))
				if len(v.Keys) == 0 || v.Frames == 0 {
					t.Errorf("nothing is known of the frames of %+v", v)
				}
			}
			if main != tt.main || len(m.Audio) != tt.sounds || math.Abs(m.Duration-3) > 0.1 && tt.sounds > 0 {
				t.Errorf("picture %q, %d sounds, %v s; want %q, %d", main, len(m.Audio), m.Duration, tt.main, tt.sounds)
			}
			if diff := cmp.Diff(tt.others, others); diff != "" {
				t.Errorf("other pictures (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.leftOut, m.LeftOut, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("left out (-want +got):\n%s", diff)
			}
		})
	}
}

// zeros is three seconds of a picture whose packets are zeros, as a disk gives
// them back that were never written.
func zeros(t *testing.T) string {
	t.Helper()
	path := made(t, "x.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=3", "-c:v", "libx264", "-preset", "ultrafast", "-movflags", "+faststart")
	return edited(t, path, func(b []byte) { clear(in(t, b, "mdat")) })
}

// Where a picture is all there is and cannot be decoded, no retry helps.
func TestUndecodablePicture(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	_, err := prober(t).File(t.Context(), zeros(t), "")
	if want := "holds only what cannot be decoded: a picture in h264"; !fault.IsPermanent(err) || fault.Reason(err) != want {
		t.Errorf("error = %v, want a refusal: %q", err, want)
	}
}

// A picture that is damaged, but not all of it, stays the picture.
func TestDamagedPicture(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	for _, tt := range []struct {
		name, file string
		from, to   float64 // share of the file that is lost
	}{
		{"at the beginning of an MP4", "x.mp4", 0.1, 0.6},
		{"at the end of an MP4", "x.mp4", 0.4, 0.9},
		{"at the beginning of a Matroska file", "x.mkv", 0.1, 0.6},
		{"at the beginning of a transport stream", "x.ts", 0.1, 0.6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := edited(t, made(t, tt.file, "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=10,noise=alls=20:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25"),
				func(b []byte) { clear(b[int(tt.from*float64(len(b))):int(tt.to*float64(len(b)))]) })
			found, err := prober(t).File(t.Context(), path, "")
			if err != nil {
				t.Fatal(err)
			}
			if m := found.Media; size(m.Video) != "160x120" || m.Video.Varies || len(m.LeftOut) > 0 {
				t.Errorf("picture %+v, left out %q", m.Video, m.LeftOut)
			}
		})
	}
}

// What the frames themselves say of their rotation counts, as ffmpeg follows it.
func TestRotationInFrames(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	path := made(t, "x.ts", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=2", "-c:v", "libx264", "-preset", "ultrafast", "-bsf:v", "h264_metadata=display_orientation=insert:rotate=90")
	found, err := prober(t).File(t.Context(), path, "")
	if err != nil {
		t.Fatal(err)
	}
	if v := found.Media.Video; size(v) != "120x160" || v.Reshaped != "is rotated" || v.Varies {
		t.Errorf("%+v", v)
	}
}
