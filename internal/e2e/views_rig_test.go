package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// serveViews publishes a recording with two views and returns the address of its folder.
// The camera's file has the audio; the page shows the screen first.
func serveViews(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	drawClock(t, filepath.Join(dir, "hall.mp4"), "0x902020", 1280)
	drawClock(t, filepath.Join(dir, "camera.mp4"), "0x202090", 960)
	deck, err := os.ReadFile(filepath.Join(example(t), "meadow.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "meadow.pdf", string(deck))
	writeFile(t, dir, "camera.vtt", "WEBVTT\n\n00:00.000 --> 00:19.000\nThe bar moves.\n")
	writeFile(t, dir, "meeting.yaml", `title: Two pictures
recordings:
  - file: camera.mp4
    shows: speaker
    views:
      - {file: hall.mp4, shows: screen, offset: "0:00"}
`)
	data := filepath.Join(t.TempDir(), "data")
	var sum struct{ State string }
	lastJSON(t, ingest(t, nil, 0, "run", "--json", "--data", data, "--id", "views", dir), &sum)
	if sum.State != "published" {
		t.Fatalf("the summary is %+v", sum)
	}
	base := serve(t, nil, "--data", data)
	m, _ := verifyPublished(t, base, "views")
	if len(m.Recordings) != 1 || len(m.Recordings[0].Views) != 2 || m.Recordings[0].Views[0].ID != "screen" {
		t.Fatalf("the recordings are %+v, want one with the views screen and speaker", m.Recordings)
	}
	return base + "meetings/views/"
}

// drawClock makes 20 s of one colour with a white bar, a fortieth of the width. The bar
// moves from the left edge to the right one at constant speed.
func drawClock(t *testing.T, path, colour string, width int) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error",
		"-f", "lavfi", "-i", fmt.Sprintf("color=c=%s:s=%dx720:r=25:d=20", colour, width),
		"-f", "lavfi", "-i", fmt.Sprintf("color=c=white:s=%dx720:r=25:d=20", width/40),
		"-f", "lavfi", "-i", "sine=f=440:r=48000:d=20",
		"-filter_complex", "[0][1]overlay=x='t/20*(W-w)':y=0,format=yuv420p[v]", "-map", "[v]", "-map", "2",
		"-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-c:a", "aac", path).CombinedOutput()
	if err != nil {
		t.Fatalf("draw %s: %v\n%s", path, err, out)
	}
}

// viewFunctions defines functions in the page: large and small return the videos, seen
// reads the colour and time of a video, and press clicks a button. The recording is short for a busy
// machine: at the rate unhurried it takes 100 s, and again begins it again near its end.
const viewFunctions = `
window.large = () => document.querySelector("media-controller > [slot=media]");
window.small = () => document.querySelector("media-controller > video:not([slot])");
window.seen = (video) => {
	const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
	const context = canvas.getContext("2d", { willReadFrequently: true });
	context.drawImage(video, 0, 0);
	const line = context.getImageData(0, 180, canvas.width, 1).data;
	const bar = [];
	let red = 0;
	for (let x = 0; x < canvas.width; x++) {
		const [r, g, b] = line.subarray(4 * x);
		if (g > 140) bar.push(x);
		else red += r > b ? 1 : -1;
	}
	const middle = (bar.reduce((sum, x) => sum + x, 0) / bar.length + 0.5) / canvas.width;
	return { view: red > 0 ? "screen" : "speaker", time: ((middle - 1 / 80) / (1 - 1 / 40)) * 20 };
};
window.press = (title) => [...document.querySelectorAll(".views button")].find((b) => b.textContent === title).click();
window.pressed = () => document.querySelector(".views [aria-pressed=true]").textContent;
window.unhurried = 0.2;
window.again = () => {
	if (large().currentTime < 17) return true;
	large().currentTime = 2;
	large().play();
	return false;
};
window.apart = () => Math.abs(seen(large()).time - seen(small()).time);
`

// openViews opens a page with viewFunctions.
func (b *tab) openViews(address string) {
	b.t.Helper()
	b.openScripted(address)
	b.run(viewFunctions)
	b.wait(`large().readyState > 1`)
}

// shows waits until the large video is that of a view.
func (b *tab) shows(view string) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`seen(large()).view === %q`, view))
}
