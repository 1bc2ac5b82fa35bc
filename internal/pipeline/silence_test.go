package pipeline_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// run runs a tool on the files of a folder and returns what it prints.
func run(t *testing.T, dir, tool string, args ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	stderr, err := proctest.Runner(t).Run(t.Context(), proc.Command{Path: tool, Args: args, Dir: dir, Write: []string{dir}, Stdout: &out})
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", tool, strings.Join(args, " "), err, stderr)
	}
	return out.Bytes()
}

// patched writes a copy of a file with the first occurrence of each old string replaced
// by a new one of the same length.
func patched(t *testing.T, path, name string, pairs ...string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(pairs); i += 2 {
		if len(pairs[i]) != len(pairs[i+1]) || !bytes.Contains(data, []byte(pairs[i])) {
			t.Fatalf("%q cannot become %q in %s", pairs[i], pairs[i+1], path)
		}
		data = bytes.Replace(data, []byte(pairs[i]), []byte(pairs[i+1]), 1)
	}
	out := filepath.Join(filepath.Dir(path), name)
	if err = os.WriteFile(out, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

// teletext marks the first subtitle stream in a transport stream's tables as teletext,
// by its descriptor tag (ETSI EN 300 468, 6.2.41 and 6.2.43).
func teletext(t *testing.T, path, name string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for at := 0; at+188 <= len(data); at += 188 {
		section := data[at+5 : at+188]
		if data[at+1]&0x40 == 0 || data[at+3]&0x30 != 0x10 || data[at+4] != 0 || section[0] != 2 { // a program map table
			continue
		}
		length := int(binary.BigEndian.Uint16(section[1:])&0xfff) + 3
		i := bytes.Index(section[:length], []byte{0x59, 8})
		if i < 0 {
			continue
		}
		section[i] = 0x56
		binary.BigEndian.PutUint32(section[length-4:], crc32MPEG(section[:length-4]))
		changed++
	}
	if changed == 0 {
		t.Fatalf("no subtitles in the tables of %s", path)
	}
	out := filepath.Join(filepath.Dir(path), name)
	if err = os.WriteFile(out, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

// crc32MPEG is the checksum of ISO/IEC 13818-1, annex A.
func crc32MPEG(data []byte) uint32 {
	crc := ^uint32(0)
	for _, b := range data {
		crc ^= uint32(b) << 24
		for range 8 {
			if crc&(1<<31) != 0 {
				crc = crc<<1 ^ 0x04c11db7
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}

// listed is a stream as ffprobe lists it.
type listed struct {
	Index       int               `json:"index"`
	Type        string            `json:"codec_type"`
	Codec       string            `json:"codec_name"`
	Tag         string            `json:"codec_tag_string"`
	Tags        map[string]string `json:"tags"`
	Disposition struct {
		Cover int `json:"attached_pic"`
	} `json:"disposition"`
}

// TestUnusedStreamsHaveAWarning checks each stream that ffprobe lists: it is used, or
// readers do not need it, or a warning names it.
func TestUnusedStreamsHaveAWarning(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"s.srt":     "1\n00:00:01,000 --> 00:00:02,000\nHello\n",
		"notes.txt": "notes", "font.ttf": "a font",
		"chapters.txt": ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=2\ntitle=One\n[CHAPTER]\nTIMEBASE=1/1\nSTART=2\nEND=4\ntitle=Two\n",
	} {
		if err := os.WriteFile(in(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ff := func(args ...string) {
		run(t, dir, "ffmpeg", append([]string{"-nostdin", "-v", "error", "-y"}, args...)...)
	}
	film := []string{"-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=4", "-f", "lavfi", "-i", "sine=d=4", "-i", "s.srt"}
	x264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"}
	ff("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", "cover.jpg")

	maps := []string{"-map", "0", "-map", "1"}
	for range 8 {
		maps = append(maps, "-map", "2")
	}
	ff(slices.Concat(film, maps, x264, []string{
		"-c:s", "srt", "-c:s:1", "ass", "-c:s:2", "webvtt", "-disposition:s:3", "forced",
		"-attach", "font.ttf", "-metadata:s:t:0", "mimetype=application/x-truetype-font",
		"-attach", "notes.txt", "-metadata:s:t:1", "mimetype=text/plain",
		"-attach", "cover.jpg", "-metadata:s:t:2", "mimetype=image/jpeg", "text.mkv",
	})...)
	// ffmpeg cannot convert text to bitmap subtitles, so patch the codec IDs.
	text := "S_TEXT/UTF8"
	all := patched(t, in("text.mkv"), "all.mkv", text, "S_TEXT/utf8", text, "S_TEXT/Utf8",
		text, "S_HDMV/PGS\x00", text, "S_VOBSUB\x00\x00\x00", text, "S_DVBSUB\x00\x00\x00", text, "S_NO/SUCH\x00\x00",
		"S_TEXT/utf8", text, "S_TEXT/Utf8", text)
	two := patched(t, in("text.mkv"), "two.mkv", text, "S_DVBSUB\x00\x00\x00", text, "S_DVBSUB\x00\x00\x00")
	ff("-i", two, "-map", "0:v:0", "-map", "0:a", "-map", "0:s:0", "-map", "0:s:3", "-c", "copy", "two.ts")
	broadcast := teletext(t, in("two.ts"), "broadcast.ts")
	ff(slices.Concat(film, []string{"-i", "chapters.txt", "-map", "0", "-map", "1", "-map", "2", "-map_metadata", "3"}, x264,
		[]string{"-c:s", "mov_text", "-timecode", "10:00:00:00", "camera.mp4"})...)
	unknown := patched(t, in("camera.mp4"), "unknown.mp4", "tmcd", "abcd", "tmcd", "abcd", "tmcd", "abcd") // a data track of an unknown kind

	for path, kinds := range map[string]int{all: 13, broadcast: 4, in("camera.mp4"): 5, unknown: 5} {
		var list struct {
			Streams []listed `json:"streams"`
		}
		if err := json.Unmarshal(run(t, dir, "ffprobe", "-v", "error", "-show_streams", "-of", "json", path), &list); err != nil {
			t.Fatal(err)
		}
		if len(list.Streams) != kinds {
			t.Errorf("%s has %d streams, want %d", filepath.Base(path), len(list.Streams), kinds)
		}
		found, err := (&probe.Prober{Runner: proctest.Runner(t)}).File(t.Context(), path, "")
		if err != nil {
			t.Fatal(err)
		}
		rec := plan.Profiles()[0].Recording("0", layout.Public, *found.Media)
		for _, s := range list.Streams {
			if !usedIn(rec, s) && !ordinary(s) && !named(rec.Warnings(), s) {
				t.Errorf("%s: stream %d (%s, %s, %s) is dropped without a warning; warnings %q", filepath.Base(path), s.Index, s.Type, s.Codec, s.Tag, rec.Warnings())
			}
			if usedIn(rec, s) && named(rec.Warnings(), s) {
				t.Errorf("%s: stream %d is used, but a warning names it: %q", filepath.Base(path), s.Index, rec.Warnings())
			}
		}
	}
}

// usedIn reports whether the plan uses a stream.
func usedIn(rec plan.Recording, s listed) bool {
	indexes := map[int]bool{}
	if rec.Picture != nil {
		indexes[rec.Picture.Index] = true
	}
	for _, track := range rec.Tracks {
		indexes[track.Index] = true
	}
	for _, sub := range slices.Concat(rec.Subtitles(), rec.Closed()) {
		indexes[sub.Index] = true
	}
	return indexes[s.Index]
}

// ordinary reports whether readers do not need a stream: a cover, a font, a time code,
// chapter names.
func ordinary(s listed) bool {
	return s.Disposition.Cover != 0 || s.Tags["mimetype"] == "application/x-truetype-font" || s.Tag == "tmcd" || s.Tag == "text"
}

// named reports whether a warning names a stream, by its number or by the name of the
// attached file.
func named(warnings []string, s listed) bool {
	numbers := regexp.MustCompile(`\((?:streams? )?((?:\d+(?:, | and )?)+)\)`)
	for _, w := range warnings {
		if file := s.Tags["filename"]; file != "" && strings.Contains(w, strconv.Quote(file)) {
			return true
		}
		for _, match := range numbers.FindAllStringSubmatch(w, -1) {
			if slices.Contains(regexp.MustCompile(`\d+`).FindAllString(match[1], -1), strconv.Itoa(s.Index)) {
				return true
			}
		}
	}
	return false
}
