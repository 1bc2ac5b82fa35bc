package intake_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnknownLicenceIsANote(t *testing.T) {
	t.Parallel()

	const write = "write an identifier of https://spdx.org/licenses/, such as CC-BY-4.0, or a sentence"
	tests := []struct {
		license string
		want    string // after "the licence … is unknown; "; empty for no note
	}{
		{"CC-BY-4.0", ""},
		{"CC0-1.0", ""},
		{"CC-BY-SA-3.0-FR", ""},
		{"MIT", ""},
		{"All rights reserved", ""},
		{"Ask the city library before you use it.", ""},
		{"CC-BY-5.0", `did you mean "CC-BY-4.0"? ` + write},
		{"cc-by-4.0", `did you mean "CC-BY-4.0"? ` + write},
		{"CC BY 4.0", `did you mean "CC-BY-4.0"? ` + write},
		{"CC-BY-NC", `did you mean "CC-BY-NC-4.0"? ` + write},
		{"proprietary", write},
	}
	for _, tt := range tests {
		t.Run(tt.license, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, "x", map[string]string{"day.mp4": film, "meeting.yaml": "title: x\nrights:\n  holder: y\n  license: " + tt.license + "\n"})
			var want []string
			if tt.want != "" {
				want = []string{filepath.Join(dir, "meeting.yaml") + ":4: the licence \"" + tt.license + "\" is unknown; " + tt.want}
			}
			var got []string
			for _, note := range read(t, dir).Notes {
				if strings.Contains(note, "licence") {
					got = append(got, note)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}
