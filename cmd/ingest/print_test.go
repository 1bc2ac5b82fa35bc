package main

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"proceedings/internal/meeting"
)

func TestPrintfShowsOneLinePerArgument(t *testing.T) {
	t.Parallel()
	name := "Zürich\x1b[2J\n\u202e.mp4"
	tests := []struct {
		format string
		arg    any
		want   string
	}{
		{"%s|", name, `Zürich\x1b[2J\n\u202e.mp4|`},
		{"%q|", name, `"Zürich\x1b[2J\n\u202e.mp4"|`},
		{"%v|", errors.New(name), `Zürich\x1b[2J\n\u202e.mp4|`},
		{"%-4s|", "é", "é   |"},
		{"%s|", 2 * time.Second, "2s|"},
		{"%s|", meeting.Public, "public|"},
		{"%3d|", 7, "  7|"},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		if printf(&out, tt.format, tt.arg); out.String() != tt.want {
			t.Errorf("printf(%q, %#v) = %q, want %q", tt.format, tt.arg, out.String(), tt.want)
		}
	}
}
