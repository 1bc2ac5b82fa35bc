package main

import (
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
)

func TestSilences(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		sounding *meeting.Stretch
		want     string
	}{
		{"none", nil, ""},
		{"at the beginning", &meeting.Stretch{Start: 250, End: 3600}, "4:10 at the beginning"},
		{"at the end", &meeting.Stretch{End: 3400}, "3:20 at the end, from 56:40"},
		{"at both", &meeting.Stretch{Start: 250, End: 3400}, "4:10 at the beginning; 3:20 at the end, from 56:40"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := silences(archive.SourceState{Sounding: tt.sounding, Duration: 3600}); got != tt.want {
				t.Errorf("silences = %q, want %q", got, tt.want)
			}
		})
	}
}
