package manifest_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDocsNameEveryKey holds the tables of docs/manifest.md to the
// schema: the same keys, and "?" at those that may be absent.
func TestDocsNameEveryKey(t *testing.T) {
	t.Parallel()
	type object struct {
		Properties map[string]any `json:"properties"`
		Required   []string       `json:"required"`
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(generateSchema(t), &schema); err != nil {
		t.Fatal(err)
	}

	text, err := os.ReadFile("../../docs/manifest.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := regexp.MustCompile(`(?m)^### (\w+)$`).FindAllStringSubmatchIndex(string(text), -1)
	for i, s := range sections {
		end := len(text)
		if i+1 < len(sections) {
			end = sections[i+1][0]
		}
		section, _, _ := strings.Cut(string(text[s[1]:end]), "\n## ")
		name := string(text[s[2]:s[3]])
		got := map[string]bool{} // key to: may be absent
		for _, row := range regexp.MustCompile("(?m)^\\| (`.*?) \\|").FindAllStringSubmatch(section, -1) {
			for _, key := range regexp.MustCompile("`(\\w+)`(\\??)").FindAllStringSubmatch(row[1], -1) {
				got[key[1]] = key[2] == "?"
			}
		}
		of := schema.Defs[name]
		if name == "Manifest" {
			of = schema.object
		}
		want := map[string]bool{}
		for key := range of.Properties {
			want[key] = !slices.Contains(of.Required, key)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the table of %s differs from the schema (-schema +document):\n%s", name, diff)
		}
	}
	if len(sections) != 17 {
		t.Errorf("the document has %d tables, want 17", len(sections))
	}
}
