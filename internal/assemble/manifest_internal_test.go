package assemble

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample returns a meeting with every kind of source, and its items.
func sample(t *testing.T) (meeting.Meeting, []progress.Item) {
	t.Helper()
	start, yes := 754.5, true
	m := meeting.Meeting{
		Schema: 1, ID: "2026-03-04-board", Revision: 3, Title: "Board, March", Date: "2026-03-04", Language: "en",
		Description: "All projects report.\nThe afternoon is for questions.", Visibility: meeting.Public, Profile: "meeting",
		People: []meeting.Person{{Name: "Ada Ölund", Role: "chair", Affiliation: "Institute"}},
		Rights: meeting.Rights{License: "CC-BY-4.0", Holder: "The Institute", Downloads: &yes},
		Presentations: []meeting.Presentation{
			{ID: "alpha", Title: "Project α & others", Speakers: []string{"Ada Ölund"}, Deck: "alpha", Recording: "day", Start: &start},
			{ID: "lost", Title: "A talk whose deck is damaged", Deck: "broken", Recording: "gone"},
		},
		Refused: []meeting.Refusal{{Name: "thumbs.db", Reason: "is empty; add its images"}},
	}
	sources := []struct {
		src    meeting.Source
		format string
		made   *steps.Result
	}{
		{meeting.Source{ID: "day", Name: "Day 1.mp4", Title: "The day"}, "mp4", sampleFilm()},
		{meeting.Source{ID: "voice", Name: "voice.m4a"}, "mov", sampleVoice()},
		{meeting.Source{ID: "alpha", Name: "01_alpha.pptx"}, "pptx", sampleDeck()},
		{meeting.Source{ID: "beta", Name: "decks/beta.final.pdf"}, "pdf", sampleDeck()},
		{meeting.Source{ID: "broken", Name: "broken.ppt"}, "ppt", nil},
		{meeting.Source{ID: "agenda", Name: "Agenda.pdf", Title: "Agenda of the day"}, "pdf", &steps.Result{Document: &steps.Document{Original: "original.pdf"}}},
		{meeting.Source{ID: "secret", Name: "secret.pdf"}, "pdf", &steps.Result{Document: &steps.Document{}}},
	}
	var items []progress.Item
	for i, s := range sources {
		s.src.SHA256, s.src.Size = strings.Repeat(fmt.Sprint(i), 64), int64(1000+i)
		m.Sources = append(m.Sources, s.src)
		found := meeting.Probe{Format: s.format, Role: roleOf(s.made)}
		step := plan.Step{Kind: plan.Kind(found.Role), Version: 1, Input: s.src.SHA256, Space: plan.Space(m.Visibility)}
		it := progress.Item{Source: s.src, Probe: &found, Made: s.made}
		var out steps.Outcome
		if s.made == nil {
			it.Reason = "is encrypted and needs a password"
			out.Status = steps.Status{Starts: 1, Failed: it.Reason, Permanent: true}
		} else {
			s.made.Run = fmt.Sprintf("%012d", i)
			s.made.Step, s.made.Objects = step, objectsOf(s.made)
			out.Result = s.made
		}
		it.Steps = []progress.Step{{Step: step, Outcome: out}}
		if s.made != nil && s.made.Package != nil {
			it.Recording = &progress.Recording{
				WhyEncoded: "has vp9 video, not H.264", ChapterList: []meeting.Chapter{{End: 60, Title: "Opening"}},
				Downloads: &steps.Result{
					Step: plan.Step{Kind: plan.Progressive, Input: s.src.SHA256}, Run: "plain", Progressive: &transcode.Progressive{M4A: "recording.m4a"},
					Objects: []meeting.Object{{Name: "recording.m4a", Type: "audio/mp4", Size: 7, SHA256: strings.Repeat("e", 64)}},
				},
			}
			it.Recording.Changes = []string{"deinterlaced"}
		}
		if s.made != nil && s.made.Deck != nil {
			original := map[string]string{"pptx": "original.pptx"}[s.format]
			text := sampleText(original)
			text.Run, text.Step, text.Objects = "text", plan.Step{Kind: plan.Text, Input: s.src.SHA256}, objectsOf(text)
			it.Deck = &progress.Deck{Text: text, Rendered: s.made, Published: text.Text.DeckText}
			it.Steps = append(it.Steps, progress.Step{Step: text.Step, Outcome: steps.Outcome{Result: text}})
		}
		items = append(items, it)
	}
	return m, items
}

func roleOf(made *steps.Result) meeting.Role {
	switch {
	case made != nil && made.Package != nil:
		return meeting.Recording
	case made != nil && made.Document != nil:
		return meeting.Document
	default:
		return meeting.Deck
	}
}

func sampleFilm() *steps.Result {
	board := plan.Storyboard{Interval: 5, Width: 240, Height: 136, Columns: 10, Rows: 10, Tiles: 120}
	return &steps.Result{
		Package: &transcode.Packaged{
			Duration: 3600.04, DASH: "manifest.mpd",
			Renditions: []meeting.Rendition{
				{Files: []meeting.Piece{piece("1080p.mp4", 1), piece("1080p.mp4", 2)}, ID: "1080p", Codecs: "avc1.640028", Width: 1920, Height: 1080, FrameRate: 25, Frames: 90001, Duration: 3600.04, Bandwidth: 2_400_000, Average: 900_000, Playlist: "1080p.m3u8"},
				{Files: []meeting.Piece{piece("audio.m4a", 3)}, ID: "audio", Codecs: "mp4a.40.2", Frames: 168_752, Duration: 3600.04, Bandwidth: 131_000, Average: 128_000, Language: "en", Title: "Floor", Playlist: "audio.m3u8"},
			},
			Poster:     []meeting.Image{{Object: meeting.Object{Name: "poster.jpg"}, Width: 1280, Height: 720}, {Object: meeting.Object{Name: "poster-small.jpg"}, Width: 640, Height: 360}},
			Storyboard: &transcode.Storyboard{Storyboard: board, VTT: "thumbs.vtt", JSON: "thumbs.json", Sheets: []meeting.Piece{piece("sheet-1.jpg", 1), piece("sheet-2.jpg", 2)}},
		},
		Tools: map[string]string{"ffmpeg": "5.1.9"}, Warnings: []string{"has sound on the left channel only; list another file under recordings"},
	}
}

// piece returns a file of the n-th step.
func piece(name string, n int) meeting.Piece {
	return meeting.Piece{
		Object: meeting.Object{Name: name, Type: layout.MediaType(name), Size: int64(100 * n), SHA256: strings.Repeat(fmt.Sprint(n), 64)},
		Step:   fmt.Sprintf("chunk-%d", n), Run: "run",
	}
}

func sampleVoice() *steps.Result {
	return &steps.Result{Package: &transcode.Packaged{
		Duration:   60,
		Renditions: []meeting.Rendition{{Files: []meeting.Piece{piece("audio.m4a", 3)}, ID: "audio", Codecs: "mp4a.40.2", Frames: 2813, Duration: 60, Bandwidth: 131_000, Average: 128_000, Playlist: "audio.m3u8"}},
	}}
}

func sampleDeck() *steps.Result {
	image := func(name string, width, height int) meeting.Image {
		return meeting.Image{Object: meeting.Object{Name: name}, Width: width, Height: height}
	}
	return &steps.Result{
		Deck: &steps.Deck{PDF: "deck.pdf", Pages: []meeting.Page{
			{Images: []meeting.Image{image("slide-001.jpg", 1600, 900), image("slide-001-small.jpg", 400, 225)}, Color: "#336699", Words: "words/0001.json", Letters: 40},
			{Images: []meeting.Image{image("slide-002.jpg", 1600, 900)}, Letters: 5},
		}},
		Tools: map[string]string{"soffice": "7.4.7", "poppler": "22.12.0"},
	}
}

func sampleText(original string) *steps.Result {
	return &steps.Result{Text: &steps.Text{Original: original, DeckText: meeting.DeckText{
		Properties: meeting.Properties{Author: "R. Roe"},
		Slides: []meeting.Slide{
			{
				Number: 1, Title: "Results", Body: "Twice as fast\nHalf the cost", Notes: "Pause here.",
				Blocks: []meeting.Block{{Kind: meeting.Text, Text: "Twice as fast"}, {Kind: meeting.Item, Level: 1, Text: "Half the cost"}, {Kind: meeting.Picture, Alt: "A bee"}},
			},
			{Number: 2, Title: "Spare", Hidden: true},
		},
	}}}
}

// objectsOf returns an object for each name in a result.
func objectsOf(r *steps.Result) []meeting.Object {
	found := map[string]bool{}
	add := func(names ...string) {
		for _, n := range names {
			found[n] = n != ""
		}
	}
	if rec := r.Package; rec != nil {
		add(rec.DASH)
		for _, rend := range rec.Renditions {
			add(rend.Playlist)
		}
		for _, img := range rec.Poster {
			add(img.Name)
		}
		if rec.Storyboard != nil {
			add(rec.Storyboard.VTT, rec.Storyboard.JSON)
		}
	}
	if r.Text != nil {
		add(r.Text.Original)
	}
	if r.Deck != nil {
		add(r.Deck.PDF)
		for _, p := range r.Deck.Pages {
			add(p.Words)
			for _, img := range p.Images {
				add(img.Name)
			}
		}
	}
	if r.Document != nil {
		add(r.Document.Original)
	}
	var list []meeting.Object
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if found[name] {
			list = append(list, meeting.Object{Name: name, Type: layout.MediaType(name), Size: int64(len(name)), SHA256: fmt.Sprintf("%064x", name)[:64]})
		}
	}
	return list
}

// TestAssemble compares a manifest with a golden file and with the published schema.
func TestAssemble(t *testing.T) {
	t.Parallel()
	m, items := sample(t)
	man := Manifest(m, items)
	if _, err := Pages(man, items, meeting.Site{}, Transcripts{}); err != nil { // Pages completes the manifest
		t.Fatal(err)
	}
	data, err := manifest.Encode(man)
	if err != nil {
		t.Fatal(err)
	}
	const path = "testdata/manifest.json"
	if *update {
		if err = os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err = os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), string(data)); diff != "" {
		t.Errorf("%s differs; review it and run with -update (-want +got):\n%s", path, diff)
	}
	if _, err = manifest.Decode(data); err != nil {
		t.Error(err)
	}
	checkSchema(t, data)
}

func TestAssembleInProgress(t *testing.T) {
	t.Parallel()
	m, items := sample(t)
	items[0].Made, items[0].Steps[0].Outcome = nil, steps.Outcome{}
	man := Manifest(m, items)
	if man.State != manifest.Processing || len(man.Recordings) != 1 || man.Recordings[0].ID != "voice" || man.Recordings[0].Master.URL != "master.m3u8" {
		t.Errorf("state %s, recordings %+v", man.State, man.Recordings)
	}
	if p := man.Presentations[0]; p.Recording != "" || p.Deck != "alpha" {
		t.Errorf("a presentation links to a missing recording: %+v", p)
	}
}

func TestPagesMatchTheManifest(t *testing.T) {
	t.Parallel()
	m, items := sample(t)
	man := Manifest(m, items)
	pages, err := Pages(man, items, meeting.Site{}, Transcripts{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"index.html", "master.m3u8", "master-voice.m3u8"} {
		if len(pages[name].Data) == 0 || pages[name].Type == "" {
			t.Errorf("page %s is missing", name)
		}
	}
	for _, r := range man.Recordings {
		if r.Master.Size != int64(len(pages[r.Master.URL].Data)) || r.Master.SHA256 == "" {
			t.Errorf("manifest entry of %s = %+v", r.Master.URL, r.Master)
		}
	}
	if !bytes.Contains(pages["master.m3u8"].Data, []byte("1080p.m3u8")) {
		t.Errorf("the master playlist does not name 1080p.m3u8:\n%s", pages["master.m3u8"].Data)
	}
}

func TestAssembleIsDeterministic(t *testing.T) {
	t.Parallel()
	m, items := sample(t)
	first := Manifest(m, items)
	for range 20 { // map iteration order is random
		if diff := cmp.Diff(first, Manifest(m, items)); diff != "" {
			t.Fatalf("the same input gave another manifest:\n%s", diff)
		}
	}
}

func checkSchema(t *testing.T, data []byte) {
	t.Helper()
	file, err := os.ReadFile("../../docs/manifest.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err = c.AddResource(manifest.SchemaID, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(manifest.SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err = schema.Validate(value); err != nil {
		t.Error(err)
	}
}

// Files for other sites need the base URL of the site.
func TestPagesForOtherSites(t *testing.T) {
	t.Parallel()
	m, items := sample(t)
	m.Visibility = meeting.Public
	man := Manifest(m, items)
	pages, err := Pages(man, items, meeting.Site{Base: "https://media.example.org/"}, Transcripts{})
	if err != nil {
		t.Fatal(err)
	}
	for name, mediaType := range map[string]string{
		"oembed.json": "application/json", "iiif/manifest.json": manifest.IIIFType, "data.json": "application/json",
		"chapters.vtt": "text/vtt; charset=utf-8", "chapters.json": manifest.ChaptersType, "hls-chapters.json": "application/json", "slides/alpha/1.json": "application/json",
	} {
		if len(pages[name].Data) == 0 || pages[name].Type != mediaType {
			t.Errorf("%s has %d bytes of type %q", name, len(pages[name].Data), pages[name].Type)
		}
	}
	if got := string(pages["iiif/manifest.json"].Data); !strings.Contains(got, `"https://media.example.org/meetings/`+m.ID+`/master.m3u8"`) {
		t.Errorf("the IIIF manifest does not name the master playlist:\n%s", got)
	}
}
