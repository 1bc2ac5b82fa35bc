package layout_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

const (
	hash    = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	step    = "recording-2c26b46b68ffc68ff99b453c1d304134"
	run     = "e3b0c44298fc1c14"
	meeting = "2026-03-12-spring-meeting"
)

// keys are one of each kind.
func keys() map[string]string {
	return map[string]string{
		"what is listed of a meeting":      layout.CatalogueMark(meeting),
		"the public head of the catalogue": layout.Public.Top(layout.Catalogue),
		"a public first page":              layout.Public.Top(layout.Index),
		"a public month of the catalogue":  layout.Public.Top(layout.Month("2026-03")),
		"an original":                      layout.Source(hash),
		"a link for one receiver":          layout.Link(meeting, time.Unix(1e9, 0), "abc"),
		"an unfinished upload":             layout.Upload(hash),
		"a record":                         layout.Record(meeting),
		"a state":                          layout.State(meeting),
		"a result":                         layout.StepResult(step),
		"a step's attempts":                layout.StepStatus(step),
		"a meeting with work to do":        layout.Unfinished(meeting),
		"the list of these":                layout.UnfinishedIndex,
		"an event":                         layout.Event(meeting, "submitted-000001"),
		"a verification":                   layout.Verified(meeting),
		"that of all meetings":             layout.VerifyRun,
		"a batch":                          layout.Batch("tapes"),
		"rows of a batch":                  layout.BatchRows("tapes", 1),
		"a meeting that needs attention":   layout.Attention(meeting),
		"the list of them":                 layout.AttentionIndex,
		"a public picture":                 layout.Public.Derived(step, run, "slide-001.webp"),
		"a private segment":                layout.Private.Derived(step, run, "720p/0001.m4s"),
		"a public page":                    layout.Public.Meeting(meeting, layout.Index),
		"a private page":                   layout.Private.Meeting(meeting, layout.Manifest),
		"a page below a meeting's":         layout.Public.Meeting(meeting, "iiif/slides.json"),
		"the page of another meeting":      layout.Public.Meeting(meeting+"-2", layout.Master),
		"the record of another meeting":    layout.Record(meeting + "-2"),
		"another meeting with work to do":  layout.Unfinished(meeting + "-2"),
	}
}

func TestKeysAreValid(t *testing.T) {
	t.Parallel()

	for name, key := range keys() {
		if err := storage.CheckKey(key); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for other, below := range keys() {
			if strings.HasPrefix(below, key+"/") {
				t.Errorf("%s, %s, is a folder of %s, %s", name, key, other, below)
			}
		}
	}
}

func TestPublicKeysStayInThePublicSpace(t *testing.T) {
	t.Parallel()

	for name, key := range keys() {
		if public := strings.Contains(name, "public") || strings.HasPrefix(name, "a page") || strings.HasPrefix(name, "the page"); strings.HasPrefix(key, "public/") != public {
			t.Errorf("%s lies at %s, want it in public/: %t", name, key, public)
		}
	}
}

// TestRelativeLinksResolve: what a page links to, seen from the page's own
// address, is where the object lies. The site may lie in a folder of a server.
func TestRelativeLinksResolve(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name  string
		page  string
		depth int
	}{
		{"from the meeting's own page", layout.Index, 0},
		{"from the folder's address", "", 0},
		{"from the playlist", layout.Master, 0},
		{"from a page in a folder", "iiif/slides.json", 1},
		{"from one deeper down", "a/b/page.html", 2},
	}
	for _, tt := range tests {
		for _, space := range []layout.Space{layout.Public, layout.Private} {
			t.Run(tt.name+" in "+string(space), func(t *testing.T) {
				t.Parallel()
				for _, site := range []string{"https://example.org/", "https://example.org/sites/ours/"} {
					page := parse(t, site+space.MeetingPrefix(meeting)+tt.page)
					link := layout.ToDerived(tt.depth, step, run, "720p/0001.m4s")
					got := page.ResolveReference(parse(t, link)).String()
					if want := site + space.Derived(step, run, "720p/0001.m4s"); got != want {
						t.Errorf("%s on %s leads to %s, want %s", link, page, got, want)
					}
				}
			})
		}
	}
}

func parse(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestRecordIDInvertsRecord(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-z0-9][a-z0-9-]{0,80}`).Draw(t, "id")
		key := layout.Record(id)
		if got := layout.RecordID(key); got != id {
			t.Fatalf("RecordID(%s) = %q, want %q", key, got, id)
		}
		if !strings.HasPrefix(key, layout.Meetings) {
			t.Fatalf("a listing of %s does not show %s", layout.Meetings, key)
		}
	})
}

func TestRecordIDOfOtherKeys(t *testing.T) {
	t.Parallel()

	for _, key := range []string{
		"", layout.Meetings, layout.State(meeting), layout.Source(hash), layout.Public.Meeting(meeting, layout.Manifest),
		layout.Meetings + "a/b/record.json", layout.Meetings + "record.json", layout.Meetings + "/record.json",
		"other/" + layout.Record(meeting), layout.Record(meeting) + ".part", meeting + "/record.json",
	} {
		if id := layout.RecordID(key); id != "" {
			t.Errorf("RecordID(%q) = %q, want none", key, id)
		}
	}
}

// TestPlaylistsLinkToOtherRuns: a link from a file of one run, as a playlist of
// parts has it, leads to the file of the other run.
func TestPlaylistsLinkToOtherRuns(t *testing.T) {
	t.Parallel()

	for _, space := range []layout.Space{layout.Public, layout.Private} {
		page := parse(t, "https://example.org/"+space.Derived("package-1", "a1", "720p.m3u8"))
		link := layout.BesideDerived(step, run, "0001.m4s")
		got := page.ResolveReference(parse(t, link)).String()
		if want := "https://example.org/" + space.Derived(step, run, "0001.m4s"); got != want {
			t.Errorf("%s on %s leads to %s, want %s", link, page, got, want)
		}
	}
}

func TestDerivedPrefixHoldsOneStep(t *testing.T) {
	t.Parallel()

	for _, space := range []layout.Space{layout.Public, layout.Private} {
		prefix := space.DerivedPrefix(step)
		if key := space.Derived(step, run, "720p/0001.m4s"); !strings.HasPrefix(key, prefix) {
			t.Errorf("%s is not in %s", key, prefix)
		}
		if key := space.Derived(step+"0", run, "720p/0001.m4s"); strings.HasPrefix(key, prefix) {
			t.Errorf("%s is in %s, the folder of another step", key, prefix)
		}
	}
}

func TestMeetingPrefixHoldsNoOtherMeeting(t *testing.T) {
	t.Parallel()

	for _, space := range []layout.Space{layout.Public, layout.Private} {
		prefix := space.MeetingPrefix(meeting)
		if page := space.Meeting(meeting, layout.Index); !strings.HasPrefix(page, prefix) {
			t.Errorf("%s is not in %s", page, prefix)
		}
		if page := space.Meeting(meeting+"-2", layout.Index); strings.HasPrefix(page, prefix) {
			t.Errorf("%s is in %s, the folder of another meeting", page, prefix)
		}
	}
}

func TestLinkEnds(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 12, 8, 30, 0, 0, time.FixedZone("CET", 3600))
	if got, ok := layout.LinkEnds(layout.Link(meeting, at, "abc")); !ok || !got.Equal(at) {
		t.Errorf("LinkEnds = %v, %t, want %v", got, ok, at)
	}
	if got, ok := layout.LinkEnds(layout.MeetingLinks(meeting) + "20260312T073000Z"); !ok || !got.Equal(at) {
		t.Errorf("LinkEnds of a name that is only the time = %v, %t, want %v", got, ok, at)
	}
	for _, other := range []string{
		"", layout.Record(meeting), "archive/links/x", "archive/links/m/20269999T999999Z-a.html",
		layout.Public.Meeting(meeting, "20260312T073000Z-abc.html"),
	} {
		if _, ok := layout.LinkEnds(other); ok {
			t.Errorf("%q is taken for a link", other)
		}
	}
}

func TestStepOf(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, link, want string }{
		{"a file of a step", layout.ToDerived(0, step, run, "a.webp"), step},
		{"one in a folder", layout.ToDerived(0, step, run, "720p/1.m4s"), step},
		{"from a page deeper down", layout.ToDerived(2, step, run, "a.webp"), step},
		{"a page", layout.Index, ""},
		{"a page that is called like it", "derived/x/y", ""},
		{"a page in another folder", "../../meetings/a/index.html", ""},
		{"a step without a file", "../../derived/" + step, ""},
		{"an asset", layout.ToAssets(2) + "style.css", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := layout.StepOf(tt.link); got != tt.want {
				t.Errorf("StepOf(%q) = %q, want %q", tt.link, got, tt.want)
			}
		})
	}
}
