package site_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
	"proceedings/internal/site"
)

// element is a tag of the page with its attributes.
type element struct {
	Name       string
	Attributes map[string]string
}

// parse reads a page, tag by tag. It fails the test where tags do not nest:
// browsers mend that in silence, and differently from what was meant.
func parse(t *testing.T, page []byte) (elements []element, text string) {
	t.Helper()
	void := []string{"meta", "link", "source", "track", "img", "br"}
	var open []string
	var words strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(page)))
	for {
		kind := z.Next()
		token := z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("the page ends within %v", open)
			}
			return elements, words.String()
		case html.TextToken:
			words.WriteString(token.Data)
		case html.StartTagToken:
			e := element{Name: token.Data, Attributes: map[string]string{}}
			for _, a := range token.Attr {
				if _, twice := e.Attributes[a.Key]; twice {
					t.Errorf("<%s> has %s twice", e.Name, a.Key)
				}
				e.Attributes[a.Key] = a.Val
			}
			elements = append(elements, e)
			if !slices.Contains(void, e.Name) {
				open = append(open, e.Name)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		case html.CommentToken:
			t.Errorf("the page holds a comment: %q", token.Data)
		}
	}
}

// checkPage holds a page to what all pages promise, and returns its text.
func checkPage(t *testing.T, m manifest.Manifest) string {
	t.Helper()
	page, err := site.Index(site.Input{Manifest: m}, scripts())
	if err != nil {
		t.Fatal(err)
	}
	elements, text := parse(t, page)
	known := known(m)
	ids := map[string]bool{}
	for _, e := range elements {
		if id, has := e.Attributes["id"]; has {
			if ids[id] {
				t.Errorf("the id %q is there twice", id)
			}
			ids[id] = true
		}
	}
	for _, e := range elements {
		if e.Name == "style" || e.Name == "base" || e.Name == "script" && e.Attributes["src"] == "" {
			t.Errorf("the page holds a <%s> with %v", e.Name, e.Attributes)
		}
		if alt, has := e.Attributes["alt"]; e.Name == "img" && (!has || alt == "") {
			t.Errorf("an <img> has no alternative text: %v", e.Attributes)
		}
		for name := range e.Attributes {
			if name == "style" || strings.HasPrefix(name, "on") {
				t.Errorf("<%s> has the attribute %s", e.Name, name)
			}
		}
		for _, url := range links(e) {
			path, fragment, _ := strings.Cut(url, "#")
			switch {
			case path == "" && !ids[fragment]:
				t.Errorf("<%s> links to %q, which is not on the page", e.Name, url)
			case path != "" && !known[path]:
				t.Errorf("<%s> links to %q, which the manifest does not name", e.Name, url)
			}
		}
	}
	return text
}

// scripts are assets as make web leaves them, under names that stay.
func scripts() site.Assets {
	return site.Assets{Style: "style.css", Icon: "icon.svg", Script: "page.js", Preload: []string{"chunk.js"}, Licences: "licences.txt"}
}

// known are the files that a page may link to.
func known(m manifest.Manifest) map[string]bool {
	list := map[string]bool{"manifest.json": true, "index.html": true}
	for f := range m.Files() {
		list[f.URL] = true
	}
	for _, name := range []string{"style.css", "icon.svg", "page.js", "chunk.js", "licences.txt"} {
		list["../../assets/"+name] = true
	}
	return list
}

// links are all URLs that an element makes a browser fetch or follow.
func links(e element) []string {
	var list []string
	for _, name := range []string{"href", "src", "poster", "action", "data", "formaction", "cite"} {
		if url, has := e.Attributes[name]; has {
			list = append(list, url)
		}
	}
	if set, has := e.Attributes["srcset"]; has {
		for candidate := range strings.SplitSeq(set, ",") {
			list = append(list, strings.Fields(candidate)[0])
		}
	}
	return list
}

const arabic = "اجتماع المجلس العام السنوي لمناقشة مشاريع المكتبة البلدية "

func TestRendersEveryKindOfMeeting(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*manifest.Manifest)
		want   []string // in the text
		not    []string
	}{
		{"all there is", func(*manifest.Manifest) {}, []string{"Demo day & open house", "14 March 2026", "Thank the caretaker.", "hidden in the deck", "12:34", "Jun Ito, Ada Diallo", "old.key is encrypted", "412 MB", "CC-BY-4.0"}, []string{"being prepared", "not be processed", "nothing to see"}},
		{"nothing at all", func(m *manifest.Manifest) { *m = manifest.Manifest{} }, []string{"Untitled meeting", "nothing to see here yet"}, []string{"Slides", "Remarks", "On this page"}},
		{"no video", func(m *manifest.Manifest) { m.Recordings = nil }, []string{"Bees on the roof", "12:34", "Slides"}, []string{"Your browser cannot play"}},
		{"sound alone", func(m *manifest.Manifest) { m.Recordings = m.Recordings[1:2] }, []string{"Radio feature", "5 min", "cannot play audio"}, []string{"does not play video"}},
		{"no decks, so talks without slides", func(m *manifest.Manifest) { m.Decks = nil }, []string{"Bees on the roof", "Presentations"}, []string{"Honey", "Slides"}},
		{"still processing", func(m *manifest.Manifest) { m.State = manifest.Processing }, []string{"Parts of this meeting are still being prepared.", "ready to use", "MP4, 412 MB"}, []string{"Some browsers cannot"}},
		{"still processing, with HLS alone to play", func(m *manifest.Manifest) {
			m.State, m.Recordings = manifest.Processing, m.Recordings[:1]
			m.Recordings[0].MP4, m.Recordings[0].M4A, m.Recordings[0].Views = manifest.File{}, manifest.File{}, nil
		}, []string{"Some browsers cannot play this yet.", "Your browser cannot play video", "12:34"}, []string{"412 MB", "not ready to play"}},
		{"nothing more to come than HLS", func(m *manifest.Manifest) { m.Recordings[0].MP4 = manifest.File{} }, []string{"Audio only"}, []string{"Some browsers cannot", "being prepared"}},
		{"a recording that is not ready", func(m *manifest.Manifest) { m.Recordings = []manifest.Recording{{ID: "a", Kind: manifest.Video}} }, []string{"not ready to play"}, []string{"Your browser"}},
		{"failed", func(m *manifest.Manifest) { m.State = manifest.Failed }, []string{"could not be processed completely", "under Remarks"}, nil},
		{"failed without a reason", func(m *manifest.Manifest) { m.State, m.Refused = manifest.Failed, nil }, []string{"could not be processed completely"}, []string{"under Remarks"}},
		{"sixty decks", func(m *manifest.Manifest) { m.Decks = manyDecks(m.Decks[0], 60) }, []string{"60 decks. Open one", "Deck 60"}, nil},
		{"a long Arabic title", func(m *manifest.Manifest) { m.Title, m.Language = strings.Repeat(arabic, 4), "ar" }, []string{strings.TrimSpace(strings.Repeat(arabic, 4))}, nil},
		{"documents that may not be downloaded", func(m *manifest.Manifest) { m.Documents[0].File = manifest.File{} }, []string{"Agenda (not for download)"}, nil},
		{"a date in words", func(m *manifest.Manifest) { m.Date = "spring 2026" }, []string{"spring 2026"}, nil},
		{"slides without pictures", func(m *manifest.Manifest) { m.Decks[0].Slides[0].Images = nil }, []string{"Thank the caretaker."}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := manifesttest.Sample()
			tt.change(&m)
			text := checkPage(t, m)
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("the page does not say %q:\n%s", want, text)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(text, not) {
					t.Errorf("the page says %q:\n%s", not, text)
				}
			}
		})
	}
}

// TestPlayerAppearsBeforeTheProgressiveFile: while a meeting is processed, what the
// master playlist names can be played.
func TestPlayerAppearsBeforeTheProgressiveFile(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	m.State, m.Recordings = manifest.Processing, m.Recordings[:1]
	m.Recordings[0].MP4 = manifest.File{}
	page, err := site.Index(site.Input{Manifest: m}, scripts())
	if err != nil {
		t.Fatal(err)
	}
	elements, _ := parse(t, page)
	var sources []string
	for _, e := range elements {
		if e.Name == "source" && strings.HasPrefix(e.Attributes["type"], "application/") {
			sources = append(sources, e.Attributes["src"])
		}
		if e.Name == "video" && e.Attributes["slot"] == "media" && (e.Attributes["width"] != "1920" || e.Attributes["poster"] == "") {
			t.Errorf("the player has %v, want its width and a poster", e.Attributes)
		}
	}
	if diff := cmp.Diff([]string{"main-hall.m3u8"}, sources); diff != "" {
		t.Errorf("the player's sources differ (-want +got):\n%s", diff)
	}
}

func manyDecks(like manifest.Deck, n int) []manifest.Deck {
	list := make([]manifest.Deck, n)
	for i := range list {
		list[i] = like
		list[i].ID, list[i].Title = fmt.Sprintf("deck-%d", i+1), fmt.Sprintf("Deck %d", i+1)
	}
	list[0].ID = like.ID // a talk links to it
	return list
}

func TestManyDecksAreCollapsed(t *testing.T) {
	t.Parallel()
	for _, n := range []int{3, 60} {
		m := manifesttest.Sample()
		m.Decks = manyDecks(m.Decks[0], n)
		page, err := site.Index(site.Input{Manifest: m}, scripts())
		if err != nil {
			t.Fatal(err)
		}
		want := map[int]int{3: 3, 60: 0}[n]
		if got := strings.Count(string(page), "<details open>"); got != want {
			t.Errorf("%d of %d decks are unfolded, want %d", got, n, want)
		}
	}
}

// TestEscapesHostileText writes the same payload into every text of the
// manifest, and harmless words into another: both pages must have the same
// tags with the same attributes, and none of the payload in a link's path.
func TestEscapesHostileText(t *testing.T) {
	t.Parallel()
	plain := manifesttest.Sample()
	manifesttest.Fill(&plain, "plain words")
	filled := func(text string) map[string]manifest.DeckFile {
		file := structured()["bees-pptx"]
		manifesttest.Fill(&file, text)
		return map[string]manifest.DeckFile{plain.Decks[0].ID: file, text: file}
	}
	transcript := said()
	manifesttest.Fill(&transcript.Cues, "plain words")
	want := map[string][]string{}
	for name, render := range renderers() {
		page, err := render(site.Input{Manifest: plain, Transcripts: []site.Transcript{transcript}, Decks: filled("plain words")}, scripts())
		if err != nil {
			t.Fatal(err)
		}
		elements, _ := parse(t, page)
		want[name] = skeleton(elements)
	}
	for _, payload := range []string{
		`<script>alert(1)</script>`, `</title><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`,
		`" autofocus onfocus="alert(1)`, `javascript:alert(1)`, `JaVaScRiPt:alert(1)`, `data:text/html,<script>alert(1)</script>`,
		`//evil.example/x`, `https://evil.example/x`, `{{.}}`, `{{template "lang" .}}`, `--><script>alert(1)</script>`, `]]><x>`, `&lt;b&gt;&#x3c;b&#x3e;`,
		"a\u202eexe.fdp", "a\x00b", "bad \xff utf-8", `</style><style>*{display:none}`, `x, https://evil.example/y 2x`, strings.Repeat("very long ", 2000) + "<b>", arabic,
	} {
		t.Run(fmt.Sprintf("%.40q", payload), func(t *testing.T) {
			t.Parallel()
			m := manifesttest.Sample()
			manifesttest.Fill(&m, payload)
			transcript := said()
			manifesttest.Fill(&transcript.Cues, payload)
			for name, render := range renderers() {
				page, err := render(site.Input{Manifest: m, Transcripts: []site.Transcript{transcript}, Decks: filled(payload)}, scripts())
				if err != nil {
					t.Fatal(err)
				}
				elements, text := parse(t, page)
				if diff := cmp.Diff(want[name], skeleton(elements)); diff != "" {
					t.Errorf("%s: the payload changes the page's tags:\n%s", name, diff)
				}
				if clean := strings.NewReplacer("\x00", "\uFFFD", "\xff", "\uFFFD").Replace(strings.TrimSpace(payload)); !strings.Contains(text, clean) {
					t.Errorf("%s: the page does not show the payload as text", name)
				}
				known := known(m)
				known[""] = true
				for _, e := range elements {
					for _, url := range links(e) {
						if path, _, _ := strings.Cut(url, "#"); !known[path] {
							t.Errorf("%s: <%s> links to %q", name, e.Name, url)
						}
					}
				}
			}
		})
	}
}

func renderers() map[string]func(site.Input, site.Assets) ([]byte, error) {
	return map[string]func(site.Input, site.Assets) ([]byte, error){"index": site.Index, "embed": site.Embed}
}

// skeleton is a page without its words: tags and names of attributes. The direction
// depends on the words, and so do line breaks.
func skeleton(elements []element) []string {
	list := make([]string, 0, len(elements))
	for _, e := range elements {
		if delete(e.Attributes, "dir"); e.Name == "br" {
			continue
		}
		list = append(list, e.Name+" "+strings.Join(slices.Sorted(maps.Keys(e.Attributes)), " "))
	}
	return list
}

func TestIndexRefusesForeignURLs(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"javascript:alert(1)", "https://evil.example/x.mp4", "//evil.example/x.mp4", `\\evil.example\x.mp4`, "data:video/mp4,x", "/x.mp4"} {
		m := manifesttest.Sample()
		m.Recordings[0].MP4.URL = url
		if page, err := site.Index(site.Input{Manifest: m}, scripts()); err == nil || page != nil {
			t.Errorf("Index with the URL %q made a page of %d bytes, error %v", url, len(page), err)
		}
		if pages, err := site.Pages(site.Input{Manifest: m}); err == nil || pages != nil {
			t.Errorf("Pages with the URL %q = %d pages, error %v", url, len(pages), err)
		}
	}
}

func TestPagesIncludeEveryLinkedFile(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	pages, err := site.Pages(site.Input{Manifest: m})
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"": true, "manifest.json": true, "index.html": true}
	for f := range m.Files() {
		known[f.URL] = true
	}
	for name, p := range pages {
		url := name
		if p.Asset {
			url = "../../assets/" + name
		}
		if known[url] = true; len(p.Data) == 0 || p.Type == "" {
			t.Errorf("%s has %d bytes of type %q", name, len(p.Data), p.Type)
		}
	}
	for name, p := range pages {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		elements, _ := parse(t, p.Data)
		for _, e := range elements {
			for _, url := range links(e) {
				if path, _, _ := strings.Cut(url, "#"); !known[path] {
					t.Errorf("%s: <%s> links to %q, which is nowhere", name, e.Name, url)
				}
			}
		}
	}
}

func TestOnlyPublicMeetingsAreIndexed(t *testing.T) {
	t.Parallel()
	for _, v := range append(meeting.Visibilities(), "") {
		m := manifesttest.Sample()
		m.Visibility = v
		page, err := site.Index(site.Input{Manifest: m}, scripts())
		if err != nil {
			t.Fatal(err)
		}
		if hidden := strings.Contains(string(page), `content="noindex"`); hidden == (v == meeting.Public) {
			t.Errorf("visibility %q: noindex is %v", v, hidden)
		}
	}
}
