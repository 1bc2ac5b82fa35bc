package probe

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
)

func TestChapters(t *testing.T) {
	t.Parallel()

	named := func(start, end, name string) chapter {
		return chapter{Start: start, End: end, Tags: map[string]string{"title": name}}
	}
	tests := []struct {
		name string
		in   []chapter
		want []meeting.Chapter
	}{
		{"none", nil, nil},
		{"one with a name and one without", []chapter{named("0.000000", "2.5", "Welcome"), {Start: "2.5", End: "9"}}, []meeting.Chapter{{End: 2.5, Title: "Welcome"}, {Start: 2.5, End: 9}}},
		{"the order of time", []chapter{named("5", "9", "b"), named("0", "5", "a")}, []meeting.Chapter{{End: 5, Title: "a"}, {Start: 5, End: 9, Title: "b"}}},
		{"one that is over before it begins", []chapter{named("5", "5", "a"), named("5", "4", "b")}, nil},
		{"times that are none", []chapter{named("N/A", "N/A", "a"), {}}, nil},
		{"before zero", []chapter{named("-2", "1", "a")}, []meeting.Chapter{{Start: -2, End: 1, Title: "a"}}},
		{"a name on several lines", []chapter{named("0", "1", " a\n\tb ")}, []meeting.Chapter{{End: 1, Title: "a b"}}},
		{"a novel", []chapter{named("0", "1", strings.Repeat("é", 5000))}, []meeting.Chapter{{End: 1, Title: strings.Repeat("é", 199) + "…"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, chapters(tt.in)); diff != "" {
				t.Errorf("chapters of %v (-want +got):\n%s", tt.in, diff)
			}
		})
	}
	if n := len(chapters(make([]chapter, 5))); n != 0 {
		t.Errorf("%d of five empty chapters are kept, want 0", n)
	}
	many := make([]chapter, 5000)
	for i := range many {
		many[i] = named("0", "1", "a")
	}
	if n := len(chapters(many)); n != maxChapters {
		t.Errorf("%d chapters are kept of %d, want %d", n, len(many), maxChapters)
	}
}
