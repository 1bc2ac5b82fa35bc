package e2e_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/site"
)

// timedMeeting is a meeting of two minutes with two decks. Slide 1 of bees is shown three
// times, moss begins at an uncertain time, and the last slide of each deck is never shown.
func timedMeeting() manifest.Manifest {
	file := func(url, kind string) manifest.File { return manifesttest.File(url, kind, 1000) }
	deck := func(id, title string, titles ...string) manifest.Deck {
		d := manifest.Deck{ID: id, Title: title, Data: file("slides-"+id+".json", "application/json")}
		for i, one := range titles {
			url := fmt.Sprintf("slides/%s/%d.jpg", id, i+1)
			d.Slides = append(d.Slides, manifest.Slide{
				Number: i + 1, Title: one, Body: "Page about " + strings.ToLower(one), Alt: one,
				Picture: manifest.Image{File: file(url, "image/jpeg"), Width: 320, Height: 180},
				Images:  []manifest.Image{{File: file(url, "image/jpeg"), Width: 320, Height: 180}},
			})
		}
		return d
	}
	begin, second := 0.0, 34.0
	return manifest.Manifest{
		Schema: manifest.SchemaVersion, ID: "timed", Revision: 1, State: manifest.Published, Title: "Bees and moss", Language: "en",
		Visibility: meeting.Public,
		Recordings: []manifest.Recording{{
			ID: "hall", Title: "Hall", Kind: manifest.Video, Duration: 120, MP4: file("hall.mp4", "video/mp4"),
			Captions: []manifest.Captions{{ID: "en", Language: "en", Label: "English", State: manifest.ReviewedCaptions, VTT: file("captions.vtt", "text/vtt; charset=utf-8")}},
			SlideTimes: []manifest.SlideTime{
				{Start: 0, End: 10, Deck: "bees", Slide: 1, Confidence: 1},
				{Start: 10, End: 20, Deck: "bees", Slide: 2, Confidence: 1},
				{Start: 25, End: 34.2, Deck: "bees", Slide: 1, Confidence: 1},
				{Start: 34.2, End: 50, Deck: "moss", Slide: 1, Confidence: 0.4, Uncertain: true},
				{Start: 50, End: 60, Deck: "moss", Slide: 2, Confidence: 1},
				{Start: 60, End: 70, Deck: "bees", Slide: 1, Confidence: 1},
				{Start: 70, End: 80, Deck: "bees", Slide: 3, Confidence: 1, Corrected: true},
			},
		}},
		Presentations: []manifest.Presentation{
			{ID: "bees-talk", Title: "Bees on the roof", Deck: "bees", Recording: "hall", Start: &begin},
			{ID: "moss-talk", Title: "Moss in the shade", Deck: "moss", Recording: "hall", Start: &second},
		},
		Decks: []manifest.Deck{
			deck("bees", "Bees", "Hives", "Honey", "Winter", "Thanks", "Sources", "Queens", "Drones", "Smoke", "Combs", "Wax"),
			deck("moss", "Moss", "Shade", "Water", "Stones"),
		},
	}
}

// spokenLines are the transcript of timedMeeting: a line every three seconds.
func spokenLines() []meeting.Cue {
	var cues []meeting.Cue
	for i := range 40 {
		text := fmt.Sprintf("Sentence %d.", i)
		if i == 15 { // at 45 s
			text = "Honey again."
		}
		at := float64(3 * i)
		cues = append(cues, meeting.Cue{Start: at, End: at + 2.5, Speaker: []string{"Ada", "Jun"}[i%2], Text: text})
	}
	cues[20].End = cues[20].Start + 1 // a pause follows, at 61 s
	return cues
}

// serveTimed serves the pages of a meeting with one drawn recording. It needs no system:
// the pages depend on the manifest alone. It returns the address of the meeting's folder;
// the modules of the pages are in lib/.
func serveTimed(t *testing.T, m manifest.Manifest) string {
	t.Helper()
	proctest.Need(t, "ffmpeg")
	film := proctest.Encode(t, "hall.mp4", "-f", "lavfi", "-i", "testsrc=s=320x180:r=5:d=120", "-f", "lavfi", "-i", "sine=f=300:r=16000:d=120",
		"-c:v", "libx264", "-preset", "ultrafast", "-g", "5", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart")
	files := map[string]site.Page{"captions.vtt": {Data: []byte("WEBVTT\n"), Type: "text/vtt; charset=utf-8"}}
	input := site.Input{Manifest: m, Decks: map[string]manifest.DeckFile{}}
	if len(m.Recordings) > 0 && len(m.Recordings[0].Captions) > 0 {
		input.Transcripts = []site.Transcript{{Recording: "hall", Captions: "en", Cues: spokenLines()}}
	}
	for _, d := range m.Decks {
		deck := manifest.DeckFile{Schema: manifest.SlidesVersion, Meeting: m.ID, Deck: d.ID, Title: d.Title}
		for _, s := range d.Slides {
			deck.Slides = append(deck.Slides, manifest.DeckSlide{Number: s.Number, Title: s.Title, Alt: s.Alt, Images: s.Images})
			files[s.Picture.URL] = site.Page{Data: drawSlide(t, s.Number), Type: "image/jpeg"}
		}
		input.Decks[d.ID] = deck
		data, encodeErr := deck.Encode()
		if encodeErr != nil {
			t.Fatal(encodeErr)
		}
		files[d.Data.URL] = site.Page{Data: data, Type: "application/json"}
	}
	pages, err := site.Pages(input)
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(files, pages)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/meetings/timed/"), "/assets/")
		switch page, there := files[name]; {
		case name == "hall.mp4":
			http.ServeFile(w, r, film)
		case strings.HasPrefix(name, "lib/"):
			http.ServeFile(w, r, filepath.Join("../../web/src", filepath.Clean("/"+name)))
		case there:
			w.Header().Set("Content-Type", page.Type)
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(page.Data))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/meetings/timed/"
}

// drawSlide is a picture of one colour.
func drawSlide(t *testing.T, number int) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 320, 180))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.RGBA{R: uint8(40 * number), G: 120, B: 200, A: 255}), image.Point{}, draw.Src) //nolint:gosec // a colour may wrap
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// timedFunctions defines functions in the page: at seeks, slide names the slide on
// display, and press clicks a button or a thumbnail.
const timedFunctions = `
window.media = document.querySelector("video, audio");
window.at = (seconds) => { media.currentTime = seconds; };
window.slide = () => document.querySelector(".strip .caption .title")?.textContent;
window.thumb = (n) => document.querySelectorAll(".thumbs button")[n - 1];
window.toggle = () => document.querySelector(".strip .follow");
window.following = () => toggle().getAttribute("aria-pressed") === "true";
window.spoken = () => [...document.querySelectorAll("[data-cue][aria-current]")].map((cue) => cue.textContent).join("|");
window.near = (seconds) => Math.abs(media.currentTime - seconds) < 0.01 && !media.seeking;
window.frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
window.inside = (element, box) => {
	const [inner, outer] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
	return inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
};
`

// openTimed opens a page with timedFunctions. The recording does not play.
func (b *tab) openTimed(address string) {
	b.t.Helper()
	b.openScripted(address)
	b.run(timedFunctions)
	b.wait(`media.readyState > 0 && document.querySelector("media-play-button")`)
}
