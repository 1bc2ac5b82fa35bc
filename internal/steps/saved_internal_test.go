package steps

import (
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

func TestSavedAs(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, original, object, want string }{
		{"a deck as it was handed in", "Harbour.PPTX", "original.pptx", `attachment; filename="Harbour.PPTX"`},
		{"the PDF of a deck is read in the browser", "Harbour.pptx", "deck.pdf", `inline; filename="Harbour.pdf"`},
		{"so is a document", "Agenda 2026.pdf", "original.pdf", `inline; filename="Agenda 2026.pdf"`},
		{"so is a picture", "plan.jpg", "original.jpeg", `inline; filename="plan.jpeg"`},
		{"a paper is saved", "motion.docx", "original.docx", `attachment; filename="motion.docx"`},
		{"what browsers would run has an ending that they do not", "evil.svg", "original.bin", `attachment; filename="evil.bin"`},
		{"a recording in one file", "GMT20260312 Recording.mkv", "recording.mp4", `attachment; filename="GMT20260312 Recording.mp4"`},
		{"its sound", "talk.mov", "recording.m4a", `attachment; filename="talk.m4a"`},
		{"a file in a folder is called by its own name", "day 1/talk.mov", "recording.mp4", `attachment; filename="talk.mp4"`},
		{"a name without an ending gets one", "agenda", "original.pdf", `inline; filename="agenda.pdf"`},
		{"what players fetch has no name", "talk.mov", "playlist.m3u8", ""},
		{"neither have pictures on a page", "Harbour.pptx", "slide-001.jpg", ""},
		{"nor what lies in a folder", "Harbour.pptx", "words/original.pdf", ""},
		{"an original without a name", "", "original.pdf", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := savedAs(tt.original, meeting.Object{Name: tt.object, Type: layout.MediaType(tt.object)}); got != tt.want {
				t.Errorf("savedAs(%q, %s) = %s, want %s", tt.original, tt.object, got, tt.want)
			}
		})
	}
	if got := savedAs(strings.Repeat("å", 300)+".pptx", meeting.Object{Name: "original.pptx"}); len(got) > 900 || !strings.HasSuffix(got, ".pptx") {
		t.Errorf("a name of 300 letters becomes %d bytes: %s", len(got), got)
	}
}
