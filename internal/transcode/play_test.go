package transcode_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// run is what a tool prints when it works in dir.
func run(t *testing.T, dir, tool string, args ...string) (stdout []byte, stderr string) {
	t.Helper()
	var out bytes.Buffer
	stderr, err := proctest.Plain().Run(t.Context(), proc.Command{Path: tool, Args: args, Dir: dir, Stdout: &out})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), stderr
}

// play reads all playlists and the MP4 in one run of ffmpeg, whose start takes
// longer than reading them. It returns the presentation time of each packet in
// seconds, in the order of the file, by file name.
func (p product) play(t *testing.T) map[string][]float64 {
	t.Helper()
	var names, inputs, maps []string
	add := func(name, stream string) {
		inputs = append(inputs, "-i", filepath.Join(p.where(name), name))
		maps = append(maps, "-map", fmt.Sprintf("%d:%s", len(names), stream))
		names = append(names, name)
	}
	for _, r := range p.res.Renditions {
		add(r.Playlist, "0")
	}
	if p.plain.MP4 != "" {
		add(p.plain.MP4, "v:0")
	}
	args := slices.Concat([]string{"-v", "error", "-nostdin", "-copyts"}, inputs, maps, []string{"-c", "copy", "-f", "framecrc", "-"})
	out, _ := run(t, p.place(p.list), "ffmpeg", args...)

	times, units := map[string][]float64{}, make([]float64, len(names))
	for line := range strings.Lines(string(out)) {
		var stream int
		var num, den float64
		if _, err := fmt.Sscanf(line, "#tb %d: %f/%f", &stream, &num, &den); err == nil {
			units[stream] = num / den
			continue
		}
		if line[0] == '#' {
			continue
		}
		fields := strings.Split(line, ",") // stream, dts, pts, duration, size, checksum
		stream, errStream := strconv.Atoi(strings.TrimSpace(fields[0]))
		pts, errPTS := strconv.Atoi(strings.TrimSpace(fields[min(2, len(fields)-1)]))
		if errStream != nil || errPTS != nil {
			t.Fatalf("no packet: %s", line)
		}
		times[names[stream]] = append(times[names[stream]], float64(pts)*units[stream])
	}
	return times
}

// signals finds in one run of ffmpeg when each picture turns bright and when
// each sound begins, in seconds; -1 for never.
func (p product) signals(t *testing.T, pictures, sounds []string) (white, loud map[string]float64) {
	t.Helper()
	const fps, rate = 50, 8000
	to := t.TempDir()
	file := func(i int) string { return filepath.Join(to, strconv.Itoa(i)) }
	var inputs, outputs []string
	for i, name := range slices.Concat(pictures, sounds) {
		inputs = append(inputs, "-i", filepath.Join(p.where(name), name))
		if i < len(pictures) {
			outputs = append(outputs, "-map", fmt.Sprintf("%d:v", i), "-vf", "fps=50:start_time=0,scale=1:1,format=gray", "-f", "rawvideo", file(i))
			continue
		}
		outputs = append(outputs, "-map", fmt.Sprintf("%d:a:0", i), "-ac", "1", "-ar", "8000", "-f", "s16le", file(i))
	}
	run(t, to, "ffmpeg", slices.Concat([]string{"-v", "error", "-nostdin"}, inputs, outputs)...)

	white, loud = map[string]float64{}, map[string]float64{}
	for i, name := range pictures {
		white[name] = float64(slices.IndexFunc(contentOf(t, file(i)), func(luma byte) bool { return luma > 128 })) / fps
	}
	for i, name := range sounds {
		loud[name] = -1
		data := contentOf(t, file(len(pictures)+i))
		for k := 0; k+1 < len(data); k += 2 {
			if sample := int16(binary.LittleEndian.Uint16(data[k:])); sample > 800 || sample < -800 {
				loud[name] = float64(k/2) / rate
				break
			}
		}
	}
	return white, loud
}

func contentOf(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
