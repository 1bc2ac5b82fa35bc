package probe_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
)

// Inputs of a picture and of sound, three seconds long.
func pictureIn() []string { return []string{"-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3"} }
func toneIn() []string    { return []string{"-f", "lavfi", "-i", "sine=r=48000:d=3"} }

// quick encodes in no time.
func quick(more ...string) []string {
	return append([]string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-t", "3"}, more...)
}

// patched changes a file's sample description number n, from 0, that has a tag.
func patched(t *testing.T, path, tag string, n int, change func(description []byte)) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; ; n-- {
		i := bytes.Index(data[at:], []byte("stsd"))
		if i < 0 {
			t.Fatalf("%s has no more descriptions", path)
		}
		at += i + 16 // 4 of the tag, version and flags, count, size
		if string(data[at:at+4]) != tag {
			n++ // another codec's
		} else if n == 0 {
			change(data[at:min(len(data), at+200)])
			break
		}
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// renamed is a change of the tags in a sample description.
func renamed(pairs ...string) func([]byte) {
	return func(description []byte) {
		for i := 0; i < len(pairs); i += 2 {
			copy(description[bytes.Index(description, []byte(pairs[i])):], pairs[i+1])
		}
	}
}

// extended makes the AAC of a description xHE-AAC: object type 42, as 31 and
// 42-32 (ISO/IEC 14496-3, section 1.6.2.1), whose decoder ffmpeg does not have.
func extended(description []byte) {
	config := bytes.Index(description, []byte{0x05, 0x80, 0x80, 0x80}) + 5
	copy(description[config:], []byte{0b11111_001, 0b010_00110})
}

// TestUnusableStreams: what cannot be decoded is left out in words, and
// takes nothing with it; a file of which nothing is left is refused at once.
func TestUnusableStreams(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	two := func(name string, more ...string) func(t *testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			options := slices.Concat(pictureIn(), toneIn(), toneIn(), quick("-map", "0", "-map", "1", "-map", "2"), more)
			return made(t, name, options...)
		}
	}
	one := func(t *testing.T) string {
		t.Helper()
		return made(t, "x.mov", slices.Concat(pictureIn(), toneIn(), quick())...)
	}
	encrypted := func(maps ...string) func(t *testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			src := one(t)
			return madeFrom(t, "y.mp4", slices.Concat([]string{"-i", src}, maps, []string{
				"-c", "copy", "-encryption_scheme", "cenc-aes-ctr",
				"-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb", "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8",
			})...)
		}
	}
	noise := func(src string, t *testing.T) string {
		t.Helper()
		return madeFrom(t, "y.mkv", "-i", src, "-c", "copy", "-map", "0", "-bsf:a:0", "noise=amount=1")
	}
	tests := []struct {
		name    string
		file    func(t *testing.T) string
		sound   []int // stream indexes
		picture bool
		left    []string
		refusal string
	}{
		{
			name: "spatial audio beside AAC",
			file: func(t *testing.T) string {
				t.Helper()
				return patched(t, two("x.mov")(t), "mp4a", 1, renamed("mp4a", "apac", "esds", "dapa"))
			},
			sound: []int{1}, picture: true,
			left: []string{"has a sound track that cannot be decoded and was left out (track 2, apac)"},
		},
		{
			name: "spatial audio before AAC",
			file: func(t *testing.T) string {
				t.Helper()
				return patched(t, two("x.mov")(t), "mp4a", 0, renamed("mp4a", "ac-4", "esds", "dac4"))
			},
			sound: []int{2}, picture: true,
			left: []string{"has a sound track that cannot be decoded and was left out (track 1, ac-4)"},
		},
		{
			name: "a decoder that cannot be opened", file: func(t *testing.T) string {
				t.Helper()
				return patched(t, two("x.mp4")(t), "mp4a", 1, extended)
			},
			sound: []int{1}, picture: true,
			left: []string{"has a sound track that cannot be decoded and was left out (track 2, mp4a)"},
		},
		{
			name: "two decoders that cannot be opened, and the index first", file: func(t *testing.T) string {
				t.Helper()
				return patched(t, patched(t, two("x.mp4", "-movflags", "+faststart")(t), "mp4a", 1, extended), "mp4a", 0, extended)
			},
			picture: true,
			left: []string{
				"has a sound track that cannot be decoded and was left out (track 1, mp4a)",
				"has a sound track that cannot be decoded and was left out (track 2, mp4a)",
			},
		},
		{
			name: "noise for packets", file: func(t *testing.T) string {
				t.Helper()
				return noise(two("x.mkv")(t), t)
			},
			sound: []int{2}, picture: true,
			left: []string{"has a sound track that cannot be decoded and was left out (track 1, aac)"},
		},
		{
			name: "an encrypted picture beside sound", file: func(t *testing.T) string {
				t.Helper()
				return patched(t, one(t), "avc1", 0, renamed("avc1", "encv"))
			},
			sound: []int{1},
			left:  []string{"has a picture that is protected by DRM and was left out (encv)"},
		},
		{name: "Common Encryption", file: encrypted(), refusal: "is protected by DRM"},
		{name: "a protected song", file: func(t *testing.T) string {
			t.Helper()
			return patched(t, made(t, "x.m4a", append(toneIn(), "-c:a", "aac")...), "mp4a", 0, renamed("mp4a", "drms"))
		}, refusal: "is protected by DRM"},
		{name: "nothing but an unknown codec", file: func(t *testing.T) string {
			t.Helper()
			return patched(t, made(t, "x.m4a", append(toneIn(), "-c:a", "aac")...), "mp4a", 0, renamed("mp4a", "apac", "esds", "dapa"))
		}, refusal: "holds only what cannot be decoded: sound in apac"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := prober(t).File(t.Context(), tt.file(t), "")
			if tt.refusal != "" {
				if !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), tt.refusal) {
					t.Errorf("File = %+v, %v, want a refusal: %q", found.Media, err, tt.refusal)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			m := found.Media
			var sound []int
			for _, a := range m.Audio {
				sound = append(sound, a.Index)
			}
			if diff := cmp.Diff(tt.left, m.LeftOut); diff != "" {
				t.Errorf("left out (-want +got):\n%s", diff)
			}
			if !slices.Equal(sound, tt.sound) || (m.Video != nil) != tt.picture || m.Duration < 2.9 || m.Duration > 3.2 {
				t.Errorf("sound of streams %v, picture %v, %v s; want %v, %v, 3 s", sound, m.Video != nil, m.Duration, tt.sound, tt.picture)
			}
			if v := m.Video; v != nil && (v.Frames != 75 || v.PixFmt != "yuv420p" || v.Width != 320) {
				t.Errorf("the picture is %+v", v)
			}
		})
	}
}

// TestDamagedSoundIsKept: a track that can be decoded somewhere is one that can
// be used, though nothing comes of its beginning, or it begins late.
func TestDamagedSoundIsKept(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	long := []string{"-f", "lavfi", "-i", "sine=r=48000:d=20"}
	tests := []struct {
		name string
		file func(t *testing.T) string
	}{
		{"noise in the first five seconds", func(t *testing.T) string {
			t.Helper()
			src := made(t, "x.mkv", append(long, "-c:a", "aac")...)
			return madeFrom(t, "y.mkv", "-i", src, "-c", "copy", "-bsf:a", "noise=amount='if(lt(pts,5000),1,0)'")
		}},
		{"a track that begins after ten seconds", func(t *testing.T) string {
			t.Helper()
			return made(t, "x.mkv", slices.Concat(long, []string{"-itsoffset", "10"}, toneIn(), []string{"-map", "0", "-map", "1", "-c:a", "aac"})...)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := prober(t).File(t.Context(), tt.file(t), "")
			if err != nil || len(found.Media.LeftOut) > 0 {
				t.Fatalf("File = %+v, %v, want nothing left out", found.Media, err)
			}
		})
	}
}

// TestSoundMarks: what a file says of its sound tracks is kept.
func TestSoundMarks(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	tracks := func(name string) string {
		maps := []string{}
		for range 6 {
			maps = append(maps, "-map", "0")
		}
		return made(t, name, slices.Concat(toneIn(), maps, []string{
			"-c:a", "aac",
			"-metadata:s:a:0", "title=Floor", "-metadata:s:a:0", "language=eng", "-metadata:s:a:0", "handler_name=Floor",
			"-metadata:s:a:1", "language=ger",
			"-metadata:s:a:2", "language=und",
			"-metadata:s:a:4", "title=Audio Description (English)", "-metadata:s:a:4", "handler_name=Audio Description (English)",
			"-disposition:a:0", "0", "-disposition:a:1", "default+dub", "-disposition:a:2", "comment", "-disposition:a:3", "visual_impaired",
			"-disposition:a:4", "0", "-disposition:a:5", "hearing_impaired",
		})...)
	}
	want := []meeting.Audio{
		{Number: 1, Language: "en", Title: "Floor"},
		{Number: 2, Language: "de", Default: true, Purpose: meeting.Dub},
		{Number: 3, Purpose: meeting.Commentary},
		{Number: 4, Described: true},
		{Number: 5, Title: "Audio Description (English)", Described: true},
		{Number: 6, Purpose: meeting.Clear},
	}
	for _, name := range []string{"x.mkv", "x.mp4"} {
		found, err := prober(t).File(t.Context(), tracks(name), "")
		if err != nil {
			t.Fatal(err)
		}
		var got []meeting.Audio
		for _, a := range found.Media.Audio {
			got = append(got, meeting.Audio{Number: a.Number, Language: a.Language, Title: a.Title, Default: a.Default, Described: a.Described, Purpose: a.Purpose})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
