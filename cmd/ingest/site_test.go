package main

import (
	"errors"
	"strings"
	"testing"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/meeting"
)

// TestSiteFlags checks that a missing flag keeps a setting and an empty one clears it.
func TestSiteFlags(t *testing.T) {
	t.Parallel()
	is := func(text string) *string { return &text }
	was := meeting.Site{Schema: 1, Base: "https://old.example/", Title: "Old", Description: "All of it.", Language: "de"}
	tests := []struct {
		name  string
		flags siteCmd
		want  meeting.Site
	}{
		{"adds a slash to the base URL", siteCmd{BaseURL: is("https://new.example/a")}, meeting.Site{Schema: 1, Base: "https://new.example/a/", Title: "Old", Description: "All of it.", Language: "de"}},
		{"an empty base URL clears the setting", siteCmd{BaseURL: is("")}, meeting.Site{Schema: 1, Title: "Old", Description: "All of it.", Language: "de"}},
		{"joins lines of a title", siteCmd{Title: is(" New\n title "), Description: is("")}, meeting.Site{Schema: 1, Base: "https://old.example/", Title: "New title", Language: "de"}},
		{"normalises a language tag", siteCmd{Language: is("PT-br")}, meeting.Site{Schema: 1, Base: "https://old.example/", Title: "Old", Description: "All of it.", Language: "pt-BR"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			change, err := tt.flags.change()
			if err != nil {
				t.Fatal(err)
			}
			got := was
			if change(&got); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
	if change, err := new(siteCmd).change(); change != nil || err != nil {
		t.Errorf("without flags: a change, %v; want none", err)
	}
	for flag, wrong := range map[string]siteCmd{
		"--base-url": {BaseURL: is("media.example.org")},
		"--language": {Language: is("the one we speak")},
	} {
		if _, err := wrong.change(); !errors.Is(err, wire.ErrUsage) || !strings.Contains(err.Error(), flag) {
			t.Errorf("a wrong %s: %v", flag, err)
		}
	}
}
