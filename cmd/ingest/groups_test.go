package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// clip returns a recording of one second, made by ffmpeg with these options.
func clip(t *testing.T, ext string, options ...string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "clip"+ext)
	args := append([]string{"-v", "error", "-nostdin", "-f", "lavfi", "-i", "sine=d=1"}, options...)
	if _, err := proctest.Runner(t).Run(t.Context(), proc.Command{Path: "ffmpeg", Args: append(args, path), Dir: dir, Write: []string{dir}}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestPlanGroupsPartsAndViews plans a folder with the output of Zoom's cloud and a
// GoPro; no file is refused.
func TestPlanGroupsPartsAndViews(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")

	film := clip(t, ".mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=1", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
	dir := t.TempDir()
	const zoom = "GMT20260512-100004_Recording"
	for name, text := range map[string]string{
		zoom + "_1920x1080.mp4": film, zoom + "_gallery_1280x720.mp4": film, zoom + ".m4a": clip(t, ".m4a", "-c:a", "aac"),
		zoom + ".transcript.vtt": "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nChair: Good morning\n", zoom + "newChat.txt": "00:00:01\tChair:\tWelcome\n",
		"GX010012.MP4": film, "GX020012.MP4": film, "GX010012.THM": "\xff\xd8\xff\xe0", "playback.m3u": "#EXTM3U\n/etc/passwd\n", "zoom_0.mp4": film,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, _, err := ingest(t.Context(), "plan", dir)
	if err != nil {
		t.Fatalf("error %v, want none: a file that is left out is not refused", err)
	}
	out = strings.Join(strings.Fields(out), " ")
	for _, want := range []string{
		"note: Zoom cloud: 2 views of one recording (speaker: " + zoom + "_1920x1080.mp4, gallery: " + zoom + "_gallery_1280x720.mp4)",
		"note: GoPro: 2 parts joined in this order: GX010012.MP4 and GX020012.MP4",
		"note: GX010012.THM is a thumbnail of the camera's, and was left out",
		"note: playback.m3u is a playlist of Zoom's, which is never read, and was left out",
		"GX010012.MP4 recording the first of 2 parts, together: 0:02", "GX020012.MP4 recording part 2 of 2, joined to GX010012.MP4, 0:01",
		zoom + "_gallery_1280x720.mp4 recording view of " + zoom + "_1920x1080.mp4 (gallery): 0:01",
		zoom + ".m4a recording repeats " + zoom + "_1920x1080.mp4: kept, not encoded",
		zoom + ".transcript.vtt captions of " + zoom + "_1920x1080.mp4", zoom + "newChat.txt document offered for download",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}

	out, _, err = ingest(t.Context(), "plan", "--json", dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]filePlan{}
	for line := range strings.Lines(out) {
		var one filePlan
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		name := one.Name
		one.Name, one.Make, one.Recording, one.Role = "", "", nil, ""
		got[name] = one
	}
	film1 := zoom + "_1920x1080.mp4"
	want := map[string]filePlan{
		film1: {Program: "Zoom cloud", View: meeting.Speaker}, zoom + "_gallery_1280x720.mp4": {Program: "Zoom cloud", ViewOf: film1, View: meeting.Gallery},
		zoom + ".m4a": {Program: "Zoom cloud", TwinOf: film1}, zoom + ".transcript.vtt": {}, zoom + "newChat.txt": {},
		"GX010012.MP4": {Program: "GoPro", Part: 1, Parts: 2}, "GX020012.MP4": {Program: "GoPro", PartOf: "GX010012.MP4", Part: 2, Parts: 2},
		"GX010012.THM": {LeftOut: "a thumbnail of the camera's"}, "playback.m3u": {LeftOut: "a playlist of Zoom's, which is never read"},
		"zoom_0.mp4": {Program: "Zoom"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(filePlan{})); diff != "" {
		t.Errorf("plan in JSON (-want +got):\n%s", diff)
	}
}

// TestPlanWarnsOfDamagedParts plans two sets of parts with one damaged file each. The
// other parts are joined, and a warning names the damaged part.
func TestPlanWarnsOfDamagedParts(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	film := clip(t, ".mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=1", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
	dir := t.TempDir()
	for name, text := range map[string]string{
		"GX010012.MP4": film, "GX020012.MP4": film[:len(film)/2], "GX030012.MP4": film,
		"day part1.mp4": film[:len(film)/2], "day part2.mp4": film, "day part3.mp4": film,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, _, err := ingest(t.Context(), "plan", dir)
	if code := wire.ExitCode(err); code != 3 {
		t.Fatalf("exit code %d (%v), want 3", code, err)
	}
	out = strings.Join(strings.Fields(out), " ")
	const why = "which is damaged: its index (moov) is missing"
	for _, want := range []string{
		"GX010012.MP4 recording the first of 2 parts, together: 0:02", "GX030012.MP4 recording part 2 of 2, joined to GX010012.MP4",
		"day part2.mp4 recording the first of 2 parts, together: 0:02", "day part3.mp4 recording part 2 of 2, joined to day part2.mp4",
		"warning: GX010012.MP4 is published without its part GX020012.MP4, " + why, "warning: day part2.mp4 is published without its part day part1.mp4, " + why,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}
