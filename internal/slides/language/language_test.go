package language_test

import (
	"testing"

	"proceedings/internal/slides/language"
)

func TestTally(t *testing.T) {
	t.Parallel()
	type run struct {
		text, tag, other string
		rtl              bool
	}
	tests := []struct {
		name                string
		runs                []run
		language, direction string
	}{
		{"nothing", nil, "", ""},
		{"one language", []run{{"Hello", "en-GB", "", false}}, "en-GB", ""},
		{"most letters", []run{{"Hello", "en-GB", "", false}, {"Guten Morgen", "de-DE", "", false}, {"you", "en-GB", "", false}}, "de-DE", ""},
		{"a tag in another form", []run{{"Hello", "EN-us", "", false}}, "en-US", ""},
		{"no language", []run{{"Hello", "", "", false}, {"x", "nonsense!", "", false}}, "", ""},
		{"numbers do not count", []run{{"1234567890", "en-GB", "", false}, {"oui", "fr-FR", "", false}}, "fr-FR", ""},
		{"Chinese that is marked as English", []run{{"水质调查报告", "en-US", "zh-CN", false}}, "zh-CN", ""},
		{"Chinese that is marked as English alone", []run{{"水质调查报告", "en-US", "", false}}, "", ""},
		{"English with another language for East Asian text", []run{{"Hello", "en-US", "zh-CN", false}}, "en-US", ""},
		{"Arabic", []run{{"تقرير", "ar-SA", "", true}}, "ar-SA", "rtl"},
		{"Hebrew without a mark", []run{{"שלום ABC", "he-IL", "", false}}, "he-IL", "rtl"},
		{"some Hebrew in English", []run{{"שלום", "he-IL", "", false}, {"means peace", "en-GB", "", false}}, "en-GB", ""},
		{"paragraphs from right to left with many Latin words", []run{{"PowerPoint", "en-US", "", true}, {"في", "ar-SA", "", true}}, "en-US", "rtl"},
		{"paragraphs from right to left in English", []run{{"Hello", "en-US", "", true}}, "en-US", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var tally language.Tally
			for _, r := range tt.runs {
				tally.Add(r.text, r.tag, r.other, r.rtl)
			}
			if tally.Language() != tt.language || tally.Direction() != tt.direction {
				t.Errorf("language, direction = %q, %q, want %q, %q", tally.Language(), tally.Direction(), tt.language, tt.direction)
			}
		})
	}
}
