// Package cataloguetest generates meetings for tests of the catalogue: one with all
// fields, and any number with different texts.
package cataloguetest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// Site returns the settings of a site with a base URL.
func Site() meeting.Site {
	return meeting.Site{Base: "https://media.example.org/", Title: "Clusters & meetings", Description: "What was said.", Language: "en"}
}

const sum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func fileAt(url, mediaType string, size int64) manifest.File {
	return manifest.File{URL: url, Type: mediaType, Size: size, SHA256: sum}
}

// Board returns a meeting with all fields that the catalogue uses.
func Board(id, date, title string) manifest.Manifest {
	start := 61.0
	return manifest.Manifest{
		ID: id, Revision: 1, State: manifest.Published, Title: title, Date: date, Language: "en",
		Description: "Waters & tides.\nSecond paragraph.", Visibility: meeting.Public,
		People: []meeting.Person{{Name: "Chair of the cluster", Role: "chair", Affiliation: "Harbour office"}},
		Recordings: []manifest.Recording{{
			ID: "talk", Kind: manifest.Video, Duration: 3725.4,
			MP4: fileAt("../../derived/plain-1/r/talk.mp4", "video/mp4", 123456), M4A: fileAt("../../derived/plain-1/r/talk.m4a", "audio/mp4", 4567),
			Poster: manifest.Poster{Images: []manifest.Image{
				{File: fileAt("../../derived/package-1/r/poster-1280.jpg", "image/jpeg", 90), Width: 1280, Height: 720},
				{File: fileAt("../../derived/package-1/r/poster-640.jpg", "image/jpeg", 50), Width: 640, Height: 360},
				{File: fileAt("../../derived/package-1/r/poster-320.jpg", "image/jpeg", 20), Width: 320, Height: 180},
			}},
			Captions: []manifest.Captions{{
				ID: "en", Language: "en", Label: "English", State: manifest.AutoCaptions,
				VTT: fileAt("captions-talk-en.vtt", "text/vtt", 30), Text: fileAt("transcript-talk-en.txt", "text/plain", 30),
			}},
		}},
		Presentations: []manifest.Presentation{{ID: "clear-water", Title: "Clear water", Speakers: []string{"Speaker for Harbour"}, Deck: "harbour", Start: &start}},
		Decks: []manifest.Deck{{ID: "harbour", Title: "Harbour", Slides: []manifest.Slide{
			{Number: 1, Title: "Dredging", Body: "Silt\tSand", Notes: "Mind the pilots"}, {Number: 2, Title: "Buoys"},
		}}},
		Documents: []manifest.Document{{ID: "agenda", Title: "Agenda"}},
		Pages:     map[string]manifest.File{"index.html": fileAt("index.html", "text/html", 5), "embed.html": fileAt("embed.html", "text/html", 5)},
	}
}

// Synthetic returns the n-th of many meetings, over ten years, and its transcript. The
// frequency of words follows Zipf's law.
func Synthetic(n int) (manifest.Manifest, string) {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	zipf := rand.NewZipf(random, 1.1, 4, 40_000)
	text := func(words int) string {
		var b strings.Builder
		for range words {
			b.WriteString(word(zipf.Uint64()))
			b.WriteByte(' ')
		}
		return b.String()
	}
	date := fmt.Sprintf("%04d-%02d-%02d", 2017+n%10, 1+n/10%12, 1+n/120%28)
	m := Board(fmt.Sprintf("%s-meeting-%05d", date, n), date, "Meeting "+text(4))
	m.Language = []string{"en", "en", "fr"}[n%3]
	m.Decks[0].Slides = nil
	for i := range 12 {
		m.Decks[0].Slides = append(m.Decks[0].Slides, manifest.Slide{Number: i + 1, Title: text(3), Body: text(20)})
	}
	return m, fmt.Sprintf("only%05d %s", n, text(400))
}

// word returns the k-th word of an artificial language.
func word(k uint64) string {
	syllables := []string{"ba", "co", "di", "fu", "ge", "ha", "ki", "lo", "mu", "ne", "po", "ra", "si", "tu", "ve", "wa"}
	var w strings.Builder
	for {
		w.WriteString(syllables[k%16])
		if k /= 16; k == 0 {
			return w.String()
		}
	}
}

// vtt returns a transcript as WebVTT with ten words a cue, one every five seconds.
func vtt(transcript string) string {
	words := strings.Fields(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(transcript))
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	for i := 0; i < len(words); i += 10 {
		second := i / 2
		fmt.Fprintf(&b, "\n%02d:%02d:%02d.000 --> %02d:%02d:%02d.900\n%s.\n",
			second/3600, second/60%60, second%60, second/3600, second/60%60, second%60+4, strings.Join(words[i:min(i+10, len(words))], " "))
	}
	return b.String()
}

// Store publishes a meeting: its record, its transcript, its captions and its manifest.
func Store(ctx context.Context, store storage.Store, m manifest.Manifest, transcript string) error {
	data, err := manifest.Encode(m)
	if err != nil {
		return err
	}
	for _, object := range []struct {
		key  string
		data []byte
	}{
		{layout.Record(m.ID), []byte("{}")},
		{layout.Public.Meeting(m.ID, "transcript-talk-en.txt"), []byte(transcript)},
		{layout.Public.Meeting(m.ID, "captions-talk-en.vtt"), []byte(vtt(transcript))},
		{layout.Public.Meeting(m.ID, layout.Manifest), data},
	} {
		attrs := storage.Attrs{ContentType: "application/json"}
		if _, err := store.Put(ctx, object.key, bytes.NewReader(object.data), attrs, storage.Always); err != nil {
			return err
		}
	}
	return nil
}
