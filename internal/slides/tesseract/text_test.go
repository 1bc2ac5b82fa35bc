package tesseract

import (
	"strings"
	"testing"
)

// table is what tesseract writes of words with their confidences.
func table(words string) string {
	var rows strings.Builder
	for word := range strings.FieldsSeq(words) {
		text, confidence, _ := strings.Cut(word, ":")
		rows.WriteString("5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t" + confidence + "\t" + text + "\n")
	}
	return rows.String()
}

func TestIsDoubtful(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, words string
		want        bool
	}{
		{"upright text", "The:95 bridge:94 is:91 built:90 of:93 steel:96", false},
		{"text upside down", "pue:20 peoy:40 UI:90 sno:61 Jo:20 UO:20", true},
		{"too few words to tell", "fog:20 or:21", false},
		{"no words", "", false},
	} {
		if got := parseTSV(table(tt.words)).IsDoubtful(); got != tt.want {
			t.Errorf("%s: IsDoubtful = %t, want %t", tt.name, got, tt.want)
		}
	}
}

func TestOrPrefersMoreText(t *testing.T) {
	t.Parallel()
	short, long := parseTSV(table("in:90 fog:61 lost:59")), parseTSV(table("The:95 bridge:94"))
	for _, got := range []Text{short.Or(long), long.Or(short), long.Or(Text{})} {
		if len(got.Paragraphs) != 1 || got.Paragraphs[0].Text() != "The bridge" {
			t.Errorf("Or = %+v, want the longer text", got)
		}
	}
}
