package child

import (
	"strings"
	"testing"
)

// row is a text as characters of ten by twenty points from a place on.
func row(text string, left, top float64) []char {
	var chars []char
	for i, r := range text {
		x := left + 10*float64(i)
		chars = append(chars, char{box{x, top, x + 10, top + 20}, r})
	}
	return chars
}

func TestLinesAndBlocks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		chars []char
		want  string // words, lines by commas, blocks by bars
	}{
		{"nothing", nil, ""},
		{"two lines below each other are one block", append(row("one two\r\n", 0, 0), row("three", 0, 30)...), "one two,three"},
		{"what is far below is another", append(row("one\n", 0, 0), row("two", 0, 90)...), "one|two"},
		{"what is higher by far is another", append(row("one\n", 0, 0), char{box{0, 21, 50, 80}, 'A'}), "one|A"},
		{"columns that are told as one line come apart", append(row("left", 0, 0), row("right", 400, 0)...), "left|right"},
		{"a line that goes on at the left without a sign", append(row("one", 300, 0), row("two", 0, 2)...), "one|two"},
		{"spaces alone are nothing", row("  \n ", 0, 0), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var blocks []string
			for _, b := range blocksOf(linesOf(tt.chars)) {
				var lines []string
				for _, l := range b {
					var words []string
					for _, w := range l.words {
						words = append(words, w.text)
					}
					lines = append(lines, strings.Join(words, " "))
				}
				blocks = append(blocks, strings.Join(lines, ","))
			}
			if got := strings.Join(blocks, "|"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
