package preservation

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A message names what differs, and shows no password.
func TestDifferences(t *testing.T) {
	t.Parallel()
	const base = `{"schema":1,"id":"board","revision":1,"title":"Board","people":[{"name":"Ada"}],"sources":[{"id":"talk","name":"talk.pdf","sha256":"a","size":1,"sealedPassword":"c2VhbGVk"}]}`
	tests := []struct {
		name string
		bag  string
		want []string
	}{
		{"a person", strings.Replace(base, "Ada", "Bo", 1), []string{`"people" differs`}},
		{"keys that this program does not know", strings.Replace(base, `"schema":1`, `"schema":1,"later":{"x":1}`, 1), []string{`"later" differs`}},
		{"a password", strings.Replace(base, "c2VhbGVk", "b3RoZXI=", 1), []string{`"sealedPassword" of talk.pdf differs`}},
		{"a role", strings.Replace(base, `"size":1`, `"size":1,"role":"deck"`, 1), []string{`"role" of talk.pdf differs`}},
		{"another ID of a file", strings.Replace(base, `"id":"talk"`, `"id":"deck"`, 1), []string{`the file ID "talk" is only there`, `the file ID "deck" is only in the bag`}},
		{"another content", strings.Replace(base, `"sha256":"a","size":1`, `"sha256":"b","size":2`, 1), []string{"talk.pdf is only in the bag", "talk.pdf is only there"}},
		{"a title and a language", strings.Replace(base, `"title":"Board"`, `"title":"B","language":"de"`, 1), []string{`title "Board" there and "B" in the bag`, `"language" differs`}},
		{"white space", base + "\n", []string{"the order of files differs, or the spelling of the JSON"}},
		{"a long title", strings.Replace(base, "Board", strings.Repeat("x", 5000), 1), []string{`title "Board" there and "` + strings.Repeat("x", 200) + `…" in the bag`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := differences([]byte(base), []byte(tt.bag))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
