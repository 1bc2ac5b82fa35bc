package tesseract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseTSV(t *testing.T) {
	t.Parallel()

	const head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
	word := func(block, paragraph, line, conf, text string) string {
		return strings.Join([]string{"5", "1", block, paragraph, line, "1", "0", "0", "9", "9", conf, text}, "\t") + "\n"
	}
	tests := []struct {
		name, table string
		want        []string
	}{
		{"an empty page", head + "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n", nil},
		{"words of a paragraph", head + word("1", "1", "1", "96.1", "Acme") + word("1", "1", "2", "60", "Ltd."), []string{"Acme Ltd."}},
		{"paragraphs and blocks are separate", word("1", "1", "1", "90", "a") + word("1", "2", "1", "90", "b") + word("2", "1", "1", "90", "c"), []string{"a", "b", "c"}},
		{"a hyphenated word is joined", word("1", "1", "1", "90", "trans-") + word("1", "1", "2", "90", "port") + word("1", "1", "2", "90", "A-") + word("1", "1", "3", "90", "b"), []string{"transport A- b"}},
		{"words of low confidence are left out", word("1", "1", "1", "59.9", "Acrne") + word("1", "1", "1", "NaN", "x"), nil},
		{"a paragraph without letters is left out", word("1", "1", "1", "95", "|") + word("1", "1", "1", "95", "—"), nil},
		{"a word may contain quotes and tabs", word("1", "1", "1", "95", "\"a\tb"), []string{"\"a\tb"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, p := range parseTSV(tt.table).Paragraphs {
				got = append(got, p.Text())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("paragraphs differ (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzParseTSV(f *testing.F) {
	f.Add("5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\ta\n5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t95\tb")
	f.Fuzz(func(t *testing.T, table string) {
		for _, p := range parseTSV(table).Paragraphs {
			if strings.TrimSpace(p.Text()) == "" {
				t.Errorf("an empty paragraph: %q", p.Text())
			}
			for _, w := range p.Words() {
				if w.Confidence < minConfidence || w.Confidence > 100 {
					t.Errorf("the word %q has a confidence of %d", w.Text, w.Confidence)
				}
			}
		}
	})
}

func TestLanguageName(t *testing.T) {
	t.Parallel()

	for tag, want := range map[string]string{
		"": "", "en-GB": "eng", "de": "deu", "de-AT": "deu", "DEU": "deu", "fr_CH": "fra", "nb": "nor",
		"zh": "chi_sim", "zh-TW": "chi_tra", "zh-Hans-HK": "chi_sim", "sr-Latn-RS": "srp_latn", "sr": "srp",
		"tlh": "", "-": "", "de;rm": "",
	} {
		if got := languageName(tag); got != want {
			t.Errorf("the language of %q is %q, want %q", tag, got, want)
		}
	}
}
