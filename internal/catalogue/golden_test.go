package catalogue_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/catalogue"
	"proceedings/internal/catalogue/cataloguetest"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage/mem"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// three returns the catalogue of three meetings: one with all fields, a hostile one
// without a recording, and an undated one without content.
func three(t *testing.T, site meeting.Site) map[string]string {
	t.Helper()
	store := &mem.Store{}
	stored(t, store, board("spring", "2026-03-12", "Spring meeting"), "said")
	m := board("hostile", "2026-03-14", "</title><script>alert(1)</script> & \"more\" \x01")
	m.Recordings, m.People, m.Presentations, m.Language = nil, nil, nil, `en" onload="x`
	stored(t, store, m, "")
	m = manifest.Manifest{ID: "bare", Revision: 1, State: manifest.Published, Visibility: meeting.Public, Date: "some day"}
	stored(t, store, m, "")
	its := catalogue.Catalogue{Store: store, Site: site, Assets: catalogue.Assets{
		Style: "style-0.css", Icon: "icon-0.svg", Script: "catalogue-0.js", Preload: []string{"chunk-0.js"},
	}}
	for _, id := range []string{"spring", "hostile", "bare"} {
		if err := its.Update(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	return withoutTimes(all(t, store))
}

func TestFilesMatchGolden(t *testing.T) {
	t.Parallel()
	got := three(t, cataloguetest.Site())
	for _, name := range []string{
		"catalogue.json", "index.html", "feed.xml", "podcast.xml", "sitemap.xml",
		"catalogue/2026-03.json", "catalogue/2026-03.html", "catalogue/sitemap-2026-03.xml", "catalogue/undated.json",
	} {
		file := filepath.Join("testdata", path.Base(name)+".golden")
		if *update {
			if err := os.WriteFile(file, []byte(got[name]), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestXMLIsWellFormed(t *testing.T) {
	t.Parallel()
	for name, content := range three(t, cataloguetest.Site()) {
		if path.Ext(name) != ".xml" {
			continue
		}
		d := xml.NewDecoder(strings.NewReader(content))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
}

func TestNoFeedsWithoutABaseURL(t *testing.T) {
	t.Parallel()
	for name, content := range three(t, meeting.Site{}) {
		if path.Ext(name) == ".xml" {
			t.Errorf("%s exists", name)
		}
		if strings.Contains(content, "feed.xml") || strings.Contains(content, "podcast.xml") {
			t.Errorf("%s names a feed", name)
		}
	}
}
