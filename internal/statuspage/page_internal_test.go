package statuspage

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/manifest"
)

func TestGroupOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		row  Row
		want Group
	}{
		{"a step failed in every attempt", Row{State: archive.NeedsAttention}, Attention},
		{"also with a refused file", Row{State: archive.NeedsAttention, Refused: 1}, Attention},
		{"cannot be read", Row{State: Damaged}, Attention},
		{"in progress", Row{State: manifest.Processing}, InProgress},
		{"in progress, with a refused file", Row{State: manifest.Processing, Refused: 2}, InProgress},
		{"published without a file", Row{State: manifest.Published, Refused: 1}, WithRefused},
		{"nothing could be published", Row{State: manifest.Failed}, WithRefused},
		{"published", Row{State: manifest.Published}, Others},
		{"withdrawn", Row{State: archive.Withdrawn, Refused: 1}, Others},
		{"a state of a later release", Row{State: "archived"}, Others},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := GroupOf(tt.row); got != tt.want {
				t.Errorf("GroupOf(%+v) = %d, want %d", tt.row, got, tt.want)
			}
		})
	}
}

func now() time.Time { return time.Date(2026, 3, 12, 18, 4, 5, 0, time.UTC) }

// inOrder checks that text has the parts, one after the other.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Errorf("%q is missing, or not in this place:\n%s", part, text)
			return
		}
		rest = after
	}
}

func TestListBeginsWithWhatNeedsAttention(t *testing.T) {
	t.Parallel()
	page, err := renderList(Overview{
		Meetings: []Row{
			{ID: "2026-01-01-a", State: manifest.Published, Files: 1, Done: 1},
			{ID: "2026-01-02-b", State: manifest.Published, Files: 2, Done: 1, Refused: 1, Lines: []string{"notes.txt is empty"}},
			{ID: "2026-01-03-c", State: manifest.Processing, Files: 3, Done: 1, Lines: []string{"talk.mp4: encoding, 42 %"}},
			{ID: "2026-01-04-d", State: archive.NeedsAttention, Title: "Board"},
			{ID: "2026-01-05-e", State: Damaged},
		},
		Notices: []string{"No worker is running."},
	}, false, now())
	if err != nil {
		t.Fatal(err)
	}
	inOrder(t, string(page), `http-equiv="refresh" content="5"`, `data-every="5"`, "No worker is running.",
		"Need attention: 2, In progress: 1, With refused files: 1, All others: 1.",
		"Need attention</h2>", `href="/meeting/2026-01-05-e"`, "damaged", `href="/meeting/2026-01-04-d"><bdi>Board</bdi>`,
		"In progress</h2>", "processing</strong>, 1 of 3 files done", "talk.mp4: encoding, 42 %",
		"With refused files</h2>", "1 of 2 files done, 1 refused", "notes.txt is empty",
		"All others</h2>", "1 of 1 file done", "As of", "18:04:05")
}

func TestPageReloadsSlowlyIfNothingIsInProgress(t *testing.T) {
	t.Parallel()
	page, err := renderList(Overview{}, false, now())
	if err != nil {
		t.Fatal(err)
	}
	inOrder(t, string(page), `data-every="30"`, "There are no meetings yet.")
	if strings.Contains(string(page), "http-equiv") {
		t.Errorf("a page without scripts reloads for nothing:\n%s", page)
	}
}

func TestListShowsTheNewestOfManyOthers(t *testing.T) {
	t.Parallel()
	var o Overview
	for i := range maxOthers + 7 {
		o.Meetings = append(o.Meetings, Row{ID: fmt.Sprintf("2026-%03d", i), State: manifest.Published})
	}
	for _, tt := range []struct {
		complete bool
		want     int
		link     bool
	}{{false, maxOthers, true}, {true, maxOthers + 7, false}} {
		page, err := renderList(o, tt.complete, now())
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(page), "<h3>"); n != tt.want || strings.Contains(string(page), "Show 7 more") != tt.link {
			t.Errorf("complete: %t: %d meetings, want %d", tt.complete, n, tt.want)
		}
		inOrder(t, string(page), "All others: 57.", "2026-056", "2026-055")
	}
}

func TestMeetingPage(t *testing.T) {
	t.Parallel()
	page, err := renderMeeting(Meeting{
		Row:      Row{ID: "board", Title: "Board", Date: "2026-03-12", Visibility: "unlisted", State: manifest.Processing},
		Revision: 2, Priority: "priority bulk", Effect: "It stays.", Public: "https://media.example.org/meetings/board/index.html",
		Sources: []File{
			{Name: "talk.mp4", Role: "recording", State: "encoding, 42 %", Percent: 42},
			{Name: "deck.pptx", Role: "deck", State: "needs attention: could not be processed", Errors: "deck: exit 77\nno space"},
		},
		Refusals: []string{"notes.txt is empty"},
		Warnings: []string{"talk.mp4 has no sound"}, Withheld: []string{"deck.pptx: 2 hidden slides"},
		Commands: []Command{{"ingest retry board", "tries again"}}, Typed: "Add --data.", Notices: []string{"Redis does not answer."},
	}, now())
	if err != nil {
		t.Fatal(err)
	}
	inOrder(t, string(page), "<title>Board – status</title>", `<a href="/">All meetings</a>`, "<h1><bdi>Board</bdi></h1>", `data-every="5"`,
		"processing</strong>, unlisted, revision 2, <bdi>2026-03-12</bdi>", "It stays.", "priority bulk", `href="https://media.example.org/meetings/board/index.html"`, "Redis does not answer.",
		"<code><bdi>ingest retry board</bdi></code>", "tries again", "Add --data.", "notes.txt is empty",
		"talk.mp4", "recording:", "encoding, 42 %", `value="42"`, "deck.pptx", "needs attention: could not be processed", "deck: exit 77\nno space",
		"talk.mp4 has no sound", "Not published: <bdi>deck.pptx: 2 hidden slides")
}

// TestHostileTexts puts HTML, a terminal's escape codes and a change of direction into
// every text.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	const evil = "\"><script>alert(1)</script>\x1b[2J\u202e\n'x"
	row := Row{ID: evil, Title: evil, Date: evil, Visibility: evil, State: manifest.State("published"), Files: 1, Lines: []string{evil}}
	list, err := renderList(Overview{Meetings: []Row{row}, Notices: []string{evil}}, false, now())
	if err != nil {
		t.Fatal(err)
	}
	page, err := renderMeeting(Meeting{
		Row: row, Revision: 1, Effect: evil, Priority: evil, Public: "javascript:alert(1)", Sources: []File{{evil, evil, evil, 3, evil}}, Refusals: []string{evil},
		Warnings: []string{evil}, Withheld: []string{evil}, Commands: []Command{{evil, evil}}, Typed: evil, Notices: []string{evil},
	}, now())
	if err != nil {
		t.Fatal(err)
	}
	for name, html := range map[string]string{"list": string(list), "page": string(page)} {
		for _, bad := range []string{"<script>", "\x1b", "\u202e", "javascript:", "ZgotmplZ"} {
			if strings.Contains(strings.ReplaceAll(html, "#ZgotmplZ", ""), bad) {
				t.Errorf("the %s has %q:\n%s", name, bad, html)
			}
		}
		inOrder(t, html, `\x1b[2J\u202e`)
	}
	inOrder(t, string(list), `href="/meeting/%22%3E%3Cscript%3E`)
}
