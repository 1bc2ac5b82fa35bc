package manifest_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

const slidesSchemaPath = "../../docs/slides.schema.json"

// deckFile is a deck with a block of every kind.
func deckFile() manifest.DeckFile {
	slides := []meeting.Slide{
		{
			Number: 1, Title: "Bees & honey", Notes: "Pause here.\nThank the caretaker.", Master: "Institute", Color: "#336699",
			Blocks: []meeting.Block{
				{Kind: meeting.Text, Text: "One year of hives"},
				{Kind: meeting.Item, Level: 2, Text: "North"},
				{Kind: meeting.Table, Rows: [][]string{{"Hive", "kg"}, {"North", "12"}}},
				{Kind: meeting.Graph, Chart: &meeting.Chart{Title: "Yield", Categories: []string{"May", "June"}, Series: []meeting.Series{{Name: "North", Values: []string{"3", ""}}}}},
				{Kind: meeting.Diagram, Text: "Flower\nBee"},
				{Kind: meeting.Picture, Alt: "A bee on a flower"},
			},
			Links:    []meeting.Link{{URL: "https://bees.example/", Text: "more"}},
			Comments: []meeting.Comment{{Author: "Jun Ito", Date: "2026-03-04", Text: "Check the figures"}},
			Images:   []meeting.Image{{Object: meeting.Object{Name: "slides/0001-1600.jpg", Type: "image/jpeg", Size: 9, SHA256: strings.Repeat("a", 64)}, Width: 1600, Height: 900}},
			Words:    "words/0001.json",
		},
		{Number: 2, Hidden: true, OCR: true, Blocks: []meeting.Block{{Kind: meeting.Text, Text: "read off it"}}},
		{Number: 3},
	}
	for i := range slides {
		slides[i].Body = meeting.Body(slides[i].Blocks)
	}
	from := manifest.Origin{Step: "deck-1", Run: "run"}
	words := map[string]manifest.File{"words/0001.json": from.File(meeting.Object{Name: "words/0001.json", Type: "application/json", Size: 3, SHA256: strings.Repeat("b", 64)})}
	return manifest.DeckFile{
		Meeting: "demo", Deck: "bees", Title: "Bees", Macros: true,
		Properties: meeting.Properties{Author: "Jun Ito", Created: "2026-03-01T10:00:00Z"},
		Outline:    []meeting.OutlineEntry{{Title: "Bees", Level: 1, Page: 1}},
	}.WithSlides(from, slides, words)
}

func TestSlidesFile(t *testing.T) {
	t.Parallel()
	golden(t, "testdata/slides.json", must(deckFile().Encode()))
	golden(t, "testdata/slides.txt", []byte(deckFile().Text()))
}

// TestSlidesSchemaMatchesGolden holds the checked-in schema to the Go types, and what
// is written to the schema.
func TestSlidesSchemaMatchesGolden(t *testing.T) {
	t.Parallel()
	generated := generateSchemaOf(t, manifest.DeckFile{}, manifest.SlidesID, "Slides of a deck")
	golden(t, slidesSchemaPath, generated)
	schema := compileSchemaAt(t, slidesSchemaPath, manifest.SlidesID)
	for name, f := range map[string]manifest.DeckFile{"a full deck": deckFile(), "an empty one": manifest.DeckFile{Meeting: "m", Deck: "d"}.WithSlides(manifest.Origin{}, nil, nil)} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(must(f.Encode())))
		if err != nil {
			t.Fatal(err)
		}
		if err = schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	bad := bytes.Replace(must(deckFile().Encode()), []byte(`"number":1`), []byte(`"number":0`), 1)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(bad))
	if err != nil {
		t.Fatal(err)
	}
	if err = schema.Validate(doc); err == nil {
		t.Error("the schema holds for a slide 0")
	}
}

func TestAlternative(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 400)
	tests := []struct {
		name  string
		slide meeting.Slide
		want  string
	}{
		{"title and text", meeting.Slide{Number: 3, Title: "Honey", Body: "Hive\tkg\nNorth\t12"}, "Slide 3: Honey. Hive kg. North 12"},
		{"what its pictures show", meeting.Slide{Number: 1, Blocks: []meeting.Block{{Alt: "A bee"}}}, "Slide 1: A bee"},
		{"nothing", meeting.Slide{Number: 2}, "Slide 2: an image without readable text"},
		{"too much", meeting.Slide{Number: 2, Body: long}, "Slide 2: " + strings.TrimSpace(long[:590]) + " …"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := manifest.Alternative(tt.slide); got != tt.want {
				t.Errorf("Alternative = %q, want %q", got, tt.want)
			}
		})
	}
}
