package pptx_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

func TestSectionsAreTheOutline(t *testing.T) {
	t.Parallel()

	head := `<p:presentation ` + drawn + `><p:sldIdLst><p:sldId id="256" r:id="rId1"/><p:sldId r:id="rId2" id="300"/><p:sldId id="257" r:id="rId3"/></p:sldIdLst>`
	section := func(name, ids string) string {
		return `<p14:section name="` + name + `" id="{0}"><p14:sldIdLst>` + ids + `</p14:sldIdLst></p14:section>`
	}
	list := func(sections string) string {
		return `<p:extLst><p:ext uri="{521415D9}"><p14:sectionLst xmlns:p14="p14">` + sections + `</p14:sectionLst></p:ext></p:extLst>`
	}
	tests := []struct {
		name, list string
		want       []meeting.OutlineEntry
	}{
		{"none", "", nil},
		{"two", list(section("Start &amp; aims", `<p14:sldId id="256"/>`) + section("Results", `<p14:sldId id="300"/><p14:sldId id="257"/>`)), []meeting.OutlineEntry{{Title: "Start & aims", Level: 1, Page: 1}, {Title: "Results", Level: 1, Page: 2}}},
		{"without slides, with unknown ones, without a name", list(section("Empty", ``) + section("Gone", `<p14:sldId id="999"/>`) + section(" ", `<p14:sldId id="256"/>`) + section("End", `<p14:sldId id="999"/><p14:sldId id="257"/>`)), []meeting.OutlineEntry{{Title: "End", Level: 1, Page: 3}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, replaced(t, slidestest.PPTX(t, fiveSlides()), map[string]string{"ppt/presentation.xml": head + tt.list + `</p:presentation>`}))
			if diff := cmp.Diff(tt.want, got.Outline); err != nil || diff != "" {
				t.Errorf("Read: %v; outline differs (-want +got):\n%s", err, diff)
			}
		})
	}
}
