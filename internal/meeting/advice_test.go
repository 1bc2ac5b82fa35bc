package meeting_test

import (
	"testing"

	"proceedings/internal/meeting"
)

func TestForReadersHasNoAdvice(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"is damaged: page 3 is missing":                     "is damaged: page 3 is missing",
		"is a compressed archive; extract it":               "is a compressed archive",
		"shows “" + meeting.InMessage("a; b") + "”; cut it": "shows “a, b”",
	} {
		if got := meeting.ForReaders(message); got != want {
			t.Errorf("ForReaders(%q) = %q, want %q", message, got, want)
		}
	}
}
