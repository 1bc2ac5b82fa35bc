package e2e_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/proc/proctest"
)

// TestTrimmedRecording opens the pages of a meeting of which 20 to 70 s are played.
func TestTrimmedRecording(t *testing.T) {
	t.Parallel()
	browser := startBrowser(t)
	m := timedMeeting()
	r := &m.Recordings[0]
	r.Trim = &manifest.Trim{Start: 20, End: 70}
	r.SlideTimes = r.SlideTimes[2:6]
	r.TrimmedMP4 = r.MP4
	r.TrimmedMP4.URL = "hall-part.mp4"
	begin, end := 20.0, 34.0
	m.Presentations[0].Start, m.Presentations[0].End = &begin, &end
	home := serveTimed(t, m)
	b := newTab(t, browser)

	b.openTimed(home + "index.html")
	b.wait(`near(20) && media.paused && document.querySelector(".clock").textContent === "0:20 / 1:10"`)
	if got := value[string](b, `getComputedStyle(document.querySelector("media-time-range").shadowRoot.querySelector("#track")).maskImage`); !strings.Contains(got, "16.67%") || !strings.Contains(got, "58.33%") {
		t.Errorf("the time line is marked by %q", got)
	}
	if got := value[string](b, `document.querySelector("[download]").getAttribute("href")`); got != "hall-part.mp4" {
		t.Errorf("offered for download: %s", got)
	}
	// Playback stops at the end, tells so once, and begins again at the start.
	b.run(`window.ends = 0; media.addEventListener("ended", () => ends++); media.muted = true; at(69)`)
	b.wait(`near(69)`)
	b.run(`await media.play()`)
	b.wait(`media.paused && ends === 1 && media.currentTime >= 70 && media.currentTime < 71`)
	b.run(`await media.play()`)
	b.wait(`media.currentTime >= 20 && media.currentTime < 22 && ends === 1`)
	// A second chosen after the end plays.
	b.run(`at(80)`)
	b.wait(`media.currentTime > 80.5 && !media.paused`)
	// Back from there, it stops at the end again.
	b.run(`at(69.5)`)
	b.wait(`media.paused && ends === 2 && media.currentTime < 71`)

	// Links keep their times, also outside of the part.
	for _, second := range []float64{30, 5, 90} {
		b.openTimed(fmt.Sprintf("%sindex.html?t=%.0f", home, second))
		b.wait(fmt.Sprintf(`near(%f)`, second))
		b.run(`media.muted = true; await media.play()`)
		b.wait(fmt.Sprintf(`media.currentTime > %f && !media.paused`, second+0.5))
	}
	b.openTimed(home + "index.html?p=bees-talk")
	b.wait(`near(20)`)

	b.open(host(t, home+"embed.html"))
	b.wait(`has("ready", (m) => m.duration === 120 && m.start === 20 && m.end === 70)`)
	b.run(`send("seek", {time: 69.5})`)
	b.wait(`has("seeked", (m) => m.time === 69.5)`)
	b.run(`send("state", {id: 1})`)
	b.wait(`has("state", (m) => m.id === 1 && m.start === 20 && m.end === 70 && m.time === 69.5)`)

	for _, tt := range []struct{ name, expression, want string }{
		{"the end is reached by playing, not by seeking", `[[69, 70], [69, 70.2], [70, 71], [30, 31], [80, 80.5]].map(([before, now]) => lib.reachesEnd(before, now, 70))`, `[true,true,false,false,false]`},
		{"it begins again only where it ended", `[[true, 70.1], [true, 0], [true, 40], [false, 70]].map(([ended, now]) => lib.startsAgain(ended, now, { from: 20, to: 70 }))`, `[true,true,false,false]`},
		{"a requested start", `[lib.startOf(5, 20), lib.startOf(null, 20), lib.startOf(null, 0), lib.startOf(0, 20)]`, `[5,20,null,0]`},
	} {
		b.openTimed(home + "index.html")
		b.run(`window.lib = await import("./lib/trim.js")`)
		if got := value[string](b, `JSON.stringify(`+tt.expression+`)`); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestTrimEndToEnd publishes a recording with silence at its ends, trims it and removes the
// trim again. Only the files to download are written for it.
func TestTrimEndToEnd(t *testing.T) {
	t.Parallel()
	needTools(t)
	const voice = "0.2*(sin(2*PI*140*t)+sin(2*PI*1130*t)/2)*between(t,30,60)+0.0004*(random(0)-0.5)"
	film, err := os.ReadFile(proctest.Encode(t, "talk.mp4", append([]string{
		"-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=90", "-f", "lavfi", "-i", "aevalsrc=d=90:s=48000:exprs='" + voice + "'",
		"-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac",
	}, proctest.Cheap()...)...))
	if err != nil {
		t.Fatal(err)
	}
	dir, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	writeFile(t, dir, "talk.mp4", string(film))
	env, count := counter(t)
	publish := func(sheet string) (runs int) {
		t.Helper()
		writeFile(t, dir, "meeting.yaml", "title: Tide\nid: tide\ndate: 2026-03-14\nlanguage: en\nchapters: [{start: 0, title: Arrival}, {start: 45, title: Talk}]\n"+sheet)
		before := count("ffmpeg")
		var sum struct{ State string }
		lastJSON(t, ingest(t, env, 0, "run", "--json", "--data", data, dir), &sum)
		if sum.State != "published" {
			t.Fatalf("with %q, the meeting is %s", sheet, sum.State)
		}
		return count("ffmpeg") - before
	}
	publish("")
	if out := ingest(t, nil, 0, "status", "--data", data, "tide"); !strings.Contains(out, `"trim: {start: auto, end: auto}" in meeting.yaml leaves it out`) {
		t.Errorf("status does not suggest a trim:\n%s", out)
	}
	base := serve(t, nil, "--data", data)
	whole, address := verifyPublished(t, base, "tide")

	if runs := publish("trim: {start: auto, end: auto}\n"); runs > 3 { // two files, and the version of ffmpeg
		t.Errorf("a trim starts ffmpeg %d times", runs)
	}
	m, _ := verifyPublished(t, base, "tide")
	r := m.Recordings[0]
	if r.Trim == nil || math.Abs(r.Trim.Start-28) > 1 || math.Abs(r.Trim.End-62) > 1 || r.Duration != whole.Recordings[0].Duration {
		t.Fatalf("the recording of %v s is trimmed to %+v", r.Duration, r.Trim)
	}
	for i, rung := range r.Renditions {
		if rung.Playlist != whole.Recordings[0].Renditions[i].Playlist || rung.Files[0] != whole.Recordings[0].Renditions[i].Files[0] {
			t.Errorf("%s was made again", rung.ID)
		}
	}
	at := strings.TrimSuffix(address, "manifest.json")
	for _, file := range []manifest.File{r.TrimmedMP4, r.TrimmedM4A} {
		for _, s := range streams(t, base+path.Join("meetings/tide", file.URL), "-show_entries", "stream=codec_type,start_time,duration") {
			start, _ := strconv.ParseFloat(s.Start, 64)
			seconds, _ := strconv.ParseFloat(s.Duration, 64)
			if start > 0.1 || math.Abs(seconds-(r.Trim.End-r.Trim.Start)) > 0.1 {
				t.Errorf("%s: %s from %v s for %v s, want %v", file.URL, s.Type, start, seconds, r.Trim.End-r.Trim.Start)
			}
		}
	}
	if master := string(get(t, at+r.Master.URL).body); !strings.Contains(master, fmt.Sprintf("#EXT-X-START:TIME-OFFSET=%.3f,PRECISE=YES", r.Trim.Start)) {
		t.Errorf("the master playlist is\n%s", master)
	}
	var chapters []struct {
		Start    float64 `json:"start-time"`
		Duration float64 `json:"duration"`
		Titles   []struct{ Language, Title string }
	}
	if err := json.Unmarshal(get(t, at+"hls-chapters.json").body, &chapters); err != nil {
		t.Fatal(err)
	}
	if len(chapters) != 2 || chapters[0].Start != r.Trim.Start || chapters[0].Duration+chapters[0].Start != 45 || chapters[1].Titles[0].Title != "Talk" {
		t.Errorf("the chapters of HLS are %+v", chapters)
	}
	if wrong, _ := validate(t, at); len(wrong) > 0 {
		t.Errorf("the validators find\n%s", strings.Join(wrong, "\n"))
	}
	if out := ingest(t, nil, 0, "status", "--data", data, "tide"); !strings.Contains(out, "trim: talk.mp4 plays from 0:2") {
		t.Errorf("status does not show the trim:\n%s", out)
	}

	b := newTab(t, startBrowser(t))
	b.openTimed(at + "index.html")
	b.wait(fmt.Sprintf(`near(%f) && media.src.startsWith("blob:")`, r.Trim.Start)) // HLS
	b.run(fmt.Sprintf(`media.muted = true; at(%f)`, r.Trim.End-1))
	b.wait(`!media.seeking`)
	b.run(`await media.play()`)
	b.wait(fmt.Sprintf(`media.paused && media.currentTime >= %f && media.currentTime < %f`, r.Trim.End, r.Trim.End+1))
	b.openTimed(at + "index.html?t=5")
	b.wait(`near(5)`)

	if runs := publish(""); runs > 0 {
		t.Errorf("removing the trim starts ffmpeg %d times", runs)
	}
	if m, _ = verifyPublished(t, base, "tide"); m.Recordings[0].Trim != nil || m.Recordings[0].TrimmedMP4.URL != "" || m.Recordings[0].MP4 != whole.Recordings[0].MP4 {
		t.Errorf("after the trim was removed: %+v", m.Recordings[0])
	}
}
