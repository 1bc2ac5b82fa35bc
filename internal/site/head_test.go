package site_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
	"proceedings/internal/site"
)

// head is what a page's head has, by what it is: links by rel and type, metas
// by name or property, and the text of scripts by type.
func head(t *testing.T, in site.Input) map[string]string {
	t.Helper()
	page, err := site.Index(in, scripts())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Parent.Data != "head" {
			continue
		}
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		switch n.Data {
		case "link":
			got[strings.TrimSpace(attrs["rel"]+" "+attrs["type"])] = attrs["href"]
		case "meta":
			got[attrs["name"]+attrs["property"]+attrs["http-equiv"]] = attrs["content"]
		case "script":
			if n.FirstChild != nil {
				got[attrs["type"]] = n.FirstChild.Data
			}
		}
	}
	return got
}

func TestHead(t *testing.T) {
	t.Parallel()
	in := site.Input{
		Manifest: manifesttest.Sample(), Site: meeting.Site{Base: "https://media.example.org/"},
		Transcripts: []site.Transcript{{Recording: "main-hall", Cues: []meeting.Cue{{Text: "Welcome\nto all."}, {Text: "Please sit."}}}},
	}
	got := head(t, in)
	const page = "https://media.example.org/meetings/demo-day-2026/"
	for key, want := range map[string]string{
		"canonical":                         page + "index.html",
		"alternate application/json+oembed": page + "oembed.json",
		`alternate application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"`: page + "iiif/manifest.json",
		"og:title":       "Demo day & open house",
		"twitter:card":   "player",
		"twitter:player": page + "embed.html",
	} {
		if got[key] != want {
			t.Errorf("%s is %q, want %q", key, got[key], want)
		}
	}
	var ld struct {
		Graph []struct {
			Type       string `json:"@type"`
			Name       string `json:"name"`
			Transcript string `json:"transcript"`
		} `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(got["application/ld+json"]), &ld); err != nil {
		t.Fatalf("the JSON-LD: %v:\n%s", err, got["application/ld+json"])
	}
	if len(ld.Graph) < 2 || ld.Graph[0].Name != "Demo day & open house" || ld.Graph[1].Type != "VideoObject" || ld.Graph[1].Transcript != "Welcome to all. Please sit." {
		t.Errorf("the JSON-LD says %+v", ld)
	}
}

// TestHeadWithoutAddress says nothing that needs one.
func TestHeadWithoutAddress(t *testing.T) {
	t.Parallel()
	got := head(t, site.Input{Manifest: manifesttest.Sample()})
	for key := range got {
		if key == "canonical" || strings.HasPrefix(key, "og:") || strings.HasPrefix(key, "twitter:") || strings.Contains(key, "+json") {
			t.Errorf("it has %s: %s", key, got[key])
		}
	}
	if got["viewport"] == "" {
		t.Error("the head was not read")
	}
}

// TestHeadOfUnlisted: search engines get nothing to list, and are told not to.
func TestHeadOfUnlisted(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	m.Visibility = meeting.Unlisted
	got := head(t, site.Input{Manifest: m, Site: meeting.Site{Base: "https://media.example.org/"}})
	if got["application/ld+json"] != "" || got["robots"] != "noindex" || got["alternate application/json+oembed"] == "" {
		t.Errorf("it has %v", got)
	}
}

// TestHostileHead: no title gets out of where it stands.
func TestHostileHead(t *testing.T) {
	t.Parallel()
	const evil = `"><meta name=evil content=1></script><script>alert(1)</script>0;url=https://evil.example/`
	m := manifesttest.Sample()
	m.Title, m.Description, m.Rights.Holder = evil, evil, evil
	in := site.Input{Manifest: m, Site: meeting.Site{Base: "https://media.example.org/", Title: evil}}
	got := head(t, in)
	if _, found := got["evil"]; found || got["og:title"] != evil || got["refresh"] != "" {
		t.Errorf("the title %q came out as %v", evil, got)
	}
	if !json.Valid([]byte(got["application/ld+json"])) {
		t.Errorf("the JSON-LD is none:\n%s", got["application/ld+json"])
	}
}
