package manifest_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

// theSite is where the sample is published.
func theSite() meeting.Site {
	return meeting.Site{Base: "https://media.example.org/archive/", Title: "Library media", Language: "en"}
}

// TestLinkedFiles holds what other programs read to files that are reviewed.
func TestLinkedFiles(t *testing.T) {
	t.Parallel()
	files, err := manifest.LinkedFiles(manifesttest.Sample(), theSite())
	if err != nil {
		t.Fatal(err)
	}
	got := slices.Sorted(maps.Keys(files))
	want := []string{
		"data.json", "iiif/manifest.json", "oembed.json",
		"slides/bees-pptx/1.json", "slides/bees-pptx/2.json", "slides/bees-pptx/3.json",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("other files (-want +got):\n%s", diff)
	}
	for name, file := range files {
		golden(t, "testdata/linked/"+name, file.Data)
	}
}

func TestLinkedFilesOmitsEmptyOnes(t *testing.T) {
	t.Parallel()
	bare := manifest.Manifest{ID: "m", Title: "M", Visibility: meeting.Public}
	private := manifesttest.Sample()
	private.Visibility = meeting.Private
	tests := map[string]struct {
		m    manifest.Manifest
		site meeting.Site
		want []string
	}{
		"without a base nothing has an absolute address": {manifesttest.Sample(), meeting.Site{Title: "T"}, []string{"data.json"}},
		"a private meeting has no address for others":    {private, theSite(), []string{"data.json"}},
		"a meeting of which there is nothing yet":        {bare, theSite(), []string{"oembed.json"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, err := manifest.LinkedFiles(tt.m, tt.site)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, slices.Sorted(maps.Keys(files))); diff != "" {
				t.Errorf("other files (-want +got):\n%s", diff)
			}
			for name, file := range files {
				if bytes.Contains(file.Data, []byte(`"://`)) || bytes.Contains(file.Data, []byte(`"meetings/`)) {
					t.Errorf("%s has half an address:\n%s", name, file.Data)
				}
			}
		})
	}
}

// A slide without a picture does not keep those behind it from having a file.
func TestLinkedFilesOfSlides(t *testing.T) {
	t.Parallel()
	picture := manifest.Image{File: manifesttest.File("slides/d/2.jpg", "image/jpeg", 1), Width: 16, Height: 9}
	m := manifest.Manifest{ID: "m", Visibility: meeting.Public, Decks: []manifest.Deck{{ID: "d", Slides: []manifest.Slide{{Number: 1}, {Number: 2, Picture: picture}}}}}
	files, err := manifest.LinkedFiles(m, theSite())
	if diff := cmp.Diff([]string{"iiif/manifest.json", "oembed.json", "slides/d/2.json"}, slices.Sorted(maps.Keys(files))); diff != "" || err != nil {
		t.Errorf("files (%v) (-want +got):\n%s", err, diff)
	}
}

func TestChapterFiles(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	vtt, podcast, err := manifest.ChapterFiles(m, m.Recordings[0], theSite())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/linked/chapters.vtt", vtt)
	golden(t, "testdata/linked/chapters.json", podcast)
	if vtt, podcast, err = manifest.ChapterFiles(m, m.Recordings[1], theSite()); vtt != nil || podcast != nil || err != nil {
		t.Errorf("of a recording without chapters: %s, %s, %v", vtt, podcast, err)
	}
}

// TestChaptersOfPresentations are those of a recording that has none of its own.
func TestChaptersOfPresentations(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	m.Recordings[0].Chapters = nil
	vtt, podcast, err := manifest.ChapterFiles(m, m.Recordings[0], theSite())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/linked/chapters-of-talks.vtt", vtt)
	golden(t, "testdata/linked/chapters-of-talks.json", podcast)
}

func TestEscapesChapterTitles(t *testing.T) {
	t.Parallel()
	sections := []manifest.Section{{End: 5, Title: `<v A>& 00:01 --> 00:02`}, {Start: 5, End: 9, Title: "B"}}
	var out bytes.Buffer
	if err := manifest.WriteChapters(&out, sections); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "-->"); n != 2 || strings.ContainsAny(strings.ReplaceAll(out.String(), "-->", ""), "<>") {
		t.Errorf("%d arrows in:\n%s", n, out.String())
	}
}

func TestSections(t *testing.T) {
	t.Parallel()
	at := func(s float64) *float64 { return &s }
	m := manifest.Manifest{
		Recordings: []manifest.Recording{{ID: "a", Duration: 100}, {ID: "b", Duration: 50}},
		Presentations: []manifest.Presentation{
			{ID: "two", Title: "Two", Start: at(40), End: at(400)},
			{ID: "one", Title: " One\nof two ", Start: at(10), Recording: "a"},
			{ID: "other", Start: at(5), Recording: "b"},
			{ID: "beyond", Title: "Beyond", Start: at(100), Recording: "a"},
			{ID: "nowhere", Title: "Nowhere", Start: at(1), Recording: "c"},
			{ID: "never", Title: "Never"},
		},
	}
	want := []manifest.Section{
		{Start: 10, End: 40, Title: "One of two", Presentation: "one"}, {Start: 40, End: 100, Title: "Two", Presentation: "two"},
	}
	if diff := cmp.Diff(want, m.Sections(m.Recordings[0])); diff != "" {
		t.Errorf("talks (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]manifest.Section{{Start: 5, End: 50, Title: "Chapter 1", Presentation: "other"}}, m.Sections(m.Recordings[1])); diff != "" {
		t.Errorf("talks in another recording (-want +got):\n%s", diff)
	}
	m.Recordings[0].Chapters = []manifest.Chapter{{End: 10, Title: "Intro"}, {Start: 10, End: 100}, {Start: 100, End: 100, Title: "Nothing"}}
	want = []manifest.Section{{End: 10, Title: "Intro"}, {Start: 10, End: 100, Title: "One of two", Presentation: "one"}}
	if diff := cmp.Diff(want, m.Sections(m.Recordings[0])); diff != "" {
		t.Errorf("chapters (-want +got):\n%s", diff)
	}
}

func TestHead(t *testing.T) {
	t.Parallel()
	head, err := manifest.HeadOf(manifesttest.Sample(), theSite(), map[string]string{"main-hall": "Ada Diallo: Welcome to all."})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/linked/page.jsonld", append(slices.Clone(head.JSONLD), '\n'))
	head.JSONLD = nil
	data, err := json.MarshalIndent(head, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/linked/head.json", append(data, '\n'))
}

func TestHeadOfPrivateMeetingIsEmpty(t *testing.T) {
	t.Parallel()
	unlisted, private := manifesttest.Sample(), manifesttest.Sample()
	unlisted.Visibility, private.Visibility = meeting.Unlisted, meeting.Private
	for name, tt := range map[string]struct {
		m            manifest.Manifest
		site         meeting.Site
		head, listed bool
	}{
		"public":         {manifesttest.Sample(), theSite(), true, true},
		"unlisted":       {unlisted, theSite(), true, false},
		"private":        {private, theSite(), false, false},
		"without a base": {manifesttest.Sample(), meeting.Site{}, false, false},
	} {
		head, err := manifest.HeadOf(tt.m, tt.site, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := head.Canonical != "" && len(head.Links) > 0 && len(head.Metas) > 0; got != tt.head {
			t.Errorf("%s: a head with an address: %t", name, got)
		}
		if got := head.JSONLD != nil; got != tt.listed {
			t.Errorf("%s: JSON-LD for search engines: %t", name, got)
		}
	}
}

// TestJSONLDEscapesScriptEnd puts hostile words into every text that there is.
func TestJSONLDEscapesScriptEnd(t *testing.T) {
	t.Parallel()
	const evil = "</script><script>alert(1)</script><!-- \u2028 ]]>"
	m := manifesttest.Sample()
	m.Title, m.Description, m.Language, m.Date, m.Rights = evil, evil, evil, evil, meeting.Rights{License: evil, Holder: evil}
	m.People = []meeting.Person{{Name: evil, Role: evil, Affiliation: evil}}
	m.Recordings[0].Title, m.Recordings[0].Chapters[0].Title = evil, evil
	m.Presentations[0].Title, m.Presentations[0].Speakers = evil, []string{evil}
	m.Decks[0].Title, m.Documents[0].Title = evil, evil
	site := theSite()
	site.Title = evil
	head, err := manifest.HeadOf(m, site, map[string]string{"main-hall": evil})
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(head.JSONLD) || bytes.ContainsAny(head.JSONLD, "<>&\u2028") {
		t.Errorf("it may end a script element:\n%s", head.JSONLD)
	}
	if !bytes.Contains(head.JSONLD, []byte(`\u003c/script\u003e`)) {
		t.Error("the words are lost")
	}
}

func TestJSONLDOmitsLongTranscripts(t *testing.T) {
	t.Parallel()
	head, err := manifest.HeadOf(manifesttest.Sample(), theSite(), map[string]string{"main-hall": strings.Repeat("word ", 10_000)})
	if err != nil {
		t.Fatal(err)
	}
	if len(head.JSONLD) > 20_000 || bytes.Contains(head.JSONLD, []byte("transcript\"")) {
		t.Errorf("the head has %d bytes of JSON-LD", len(head.JSONLD))
	}
}

func TestLicenceURL(t *testing.T) {
	t.Parallel()
	for license, want := range map[string]string{
		"CC-BY-4.0":             "https://creativecommons.org/licenses/by/4.0/",
		"CC-BY-NC-SA-3.0-DE":    "https://creativecommons.org/licenses/by-nc-sa/3.0/de/",
		"\tCC-BY-4.0 \n":        "https://creativecommons.org/licenses/by/4.0/",
		"CC0-1.0":               "https://creativecommons.org/publicdomain/zero/1.0/",
		"MIT":                   "https://spdx.org/licenses/MIT.html",
		"All rights reserved.":  "",
		"":                      "",
		`"><script>`:            "",
		"javascript:alert(1)//": "",
	} {
		if got := manifest.LicenceURL(license); got != want {
			t.Errorf("LicenceURL(%q) = %q, want %q", license, got, want)
		}
	}
}
