package probe_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
)

// What a header says is not believed where the packets say otherwise.
func TestWrongHeaders(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	film := func(t *testing.T, name string, options ...string) string {
		t.Helper()
		return made(t, name, append([]string{"-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=2", "-c:v", "libx264", "-preset", "ultrafast"}, options...)...)
	}
	// silent is a film with a sound track that has no packets.
	silent := func(t *testing.T, name string) string {
		t.Helper()
		return made(t, name, "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2",
			"-map", "0:v", "-map", "1:a", "-af", "atrim=end=0", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "ac3")
	}
	// sized is raw video in a QuickTime file that claims another size.
	sized := func(width, height uint16) func(t *testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			path := film(t, "x.mov", "-c:v", "rawvideo", "-pix_fmt", "rgb24", "-frames:v", "2")
			return edited(t, path, func(b []byte) {
				entry := in(t, in(t, b, "stsd"), "raw ") // 14496-12, 12.1.3: the size is 24 bytes on
				binary.BigEndian.PutUint16(entry[24:], width)
				binary.BigEndian.PutUint16(entry[26:], height)
			})
		}
	}
	tests := []struct {
		name    string
		file    func(t *testing.T) string
		check   func(m meeting.Media) bool
		refusal string
	}{
		{"an MP4 that says a thousand times its length", func(t *testing.T) string {
			t.Helper()
			return edited(t, film(t, "x.mp4"), func(b []byte) {
				for box, at := range map[string]int{"mvhd": 16, "tkhd": 20, "mdhd": 16} { // version 0
					field := in(t, b, box)[at:]
					binary.BigEndian.PutUint32(field, binary.BigEndian.Uint32(field)*1000)
				}
			})
		}, func(m meeting.Media) bool { return m.Duration == 2 && m.Video.Frames == 50 && m.Video.FrameRate == 25 }, ""},
		{"an MP4 that says it has no length", func(t *testing.T) string {
			t.Helper()
			return edited(t, film(t, "x.mp4"), func(b []byte) {
				for box, at := range map[string]int{"mvhd": 16, "tkhd": 20, "mdhd": 16} {
					binary.BigEndian.PutUint32(in(t, b, box)[at:], 0)
				}
			})
		}, func(m meeting.Media) bool { return m.Duration == 2 && m.Missing == 0 }, ""},
		{"a Matroska file that says a day", func(t *testing.T) string {
			t.Helper()
			return edited(t, film(t, "x.mkv"), func(b []byte) {
				i := bytes.Index(b, []byte{0x44, 0x89, 0x88}) // Duration, eight bytes (RFC 9559, 5.1.2.10)
				if i < 0 {
					t.Fatal("no Duration element")
				}
				binary.BigEndian.PutUint64(b[i+3:], math.Float64bits(86_400_000))
			})
		}, func(m meeting.Media) bool { return m.Duration == 2 && m.Video.Frames == 50 }, ""},
		{"a sound that never comes beside a picture, in MP4", func(t *testing.T) string {
			t.Helper()
			return silent(t, "x.mp4")
		}, func(m meeting.Media) bool { return m.Video != nil && m.Audio == nil && m.Duration == 2 }, ""},
		{"a sound that never comes beside a picture, in Matroska", func(t *testing.T) string {
			t.Helper()
			return silent(t, "x.mkv")
		}, func(m meeting.Media) bool { return m.Video != nil && m.Audio == nil && m.Duration == 2 }, ""},
		{"an H.264 picture of 65535×65535 whose parameter sets know better", func(t *testing.T) string {
			t.Helper()
			return edited(t, film(t, "x.mp4"), func(b []byte) {
				copy(in(t, in(t, b, "stsd"), "avc1")[24:], "\xff\xff\xff\xff")
				copy(in(t, b, "tkhd")[76:], "\xff\xff\x00\x00\xff\xff\x00\x00")
			})
		}, func(m meeting.Media) bool { return m.Video.Width == 160 && m.Video.Height == 120 }, ""},
		{"a raw picture of 65535×65535", sized(65535, 65535), nil, "holds only what cannot be decoded: a picture in rawvideo"},
		{"a raw picture of 10000×10000", sized(10000, 10000), nil, "has a picture of 10000×10000 pixels"},
		{"a transport stream with rubbish in the middle", func(t *testing.T) string {
			t.Helper()
			return edited(t, film(t, "x.ts", "-g", "5"), func(b []byte) {
				middle := b[len(b)/3 : len(b)/2]
				copy(middle, bytes.Repeat([]byte{0xa5}, len(middle)))
			})
		}, func(m meeting.Media) bool {
			return m.Duration == 2 && m.Video.Frames > 20 && m.Video.Frames < 50 && !m.Jumps
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := prober(t).File(t.Context(), tt.file(t), "")
			if tt.refusal != "" {
				if !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), tt.refusal) {
					t.Errorf("error = %v, want a refusal: %q", err, tt.refusal)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if m := found.Media; !tt.check(*m) {
				t.Errorf("%v s, missing %v, video %+v, audio %+v", m.Duration, m.Missing, m.Video, m.Audio)
			}
		})
	}
}

func TestSoundFormats(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	for _, tt := range []struct {
		name     string
		options  []string
		rate     int
		channels int
	}{
		{"telephone.wav", []string{"-ar", "8000", "-c:a", "pcm_mulaw"}, 8000, 1},
		{"studio.flac", []string{"-ar", "96000"}, 96000, 1},
		{"cinema.mkv", []string{"-ac", "6", "-ar", "48000", "-c:a", "ac3"}, 48000, 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := prober(t).File(t.Context(), made(t, tt.name, append([]string{"-f", "lavfi", "-i", "sine=d=1"}, tt.options...)...), "")
			if err != nil {
				t.Fatal(err)
			}
			if a := found.Media.Audio; len(a) != 1 || a[0].SampleRate != tt.rate || a[0].Channels != tt.channels {
				t.Errorf("audio = %+v, want %d Hz and %d channels", a, tt.rate, tt.channels)
			}
		})
	}
}

func TestChaptersOfAFile(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	list := written(t, "chapters.txt", ";FFMETADATA1\n"+
		"[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=Welcome\n"+
		"[CHAPTER]\nTIMEBASE=1/1000\nSTART=1500\nEND=3000\ntitle=Q\\; A\n")
	want := []meeting.Chapter{{End: 1.5, Title: "Welcome"}, {Start: 1.5, End: 3, Title: "Q; A"}}
	for _, name := range []string{"x.mp4", "x.mkv"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := madeFrom(t, name, "-f", "lavfi", "-i", "sine=d=3", "-f", "ffmetadata", "-i", list, "-map", "0:a", "-map_chapters", "1")
			found, err := prober(t).File(t.Context(), path, "")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, found.Media.Chapters); diff != "" || len(found.Media.Audio) != 1 {
				t.Errorf("chapters (-want +got):\n%s", diff)
			}
		})
	}
}
