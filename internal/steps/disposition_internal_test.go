package steps

import (
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

func TestContentDisposition(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, original, object, want string }{
		{"an original deck is saved", "Harbour.PPTX", "original.pptx", `attachment; filename="Harbour.PPTX"`},
		{"the PDF of a deck opens in the browser", "Harbour.pptx", "deck.pdf", `inline; filename="Harbour.pdf"`},
		{"a PDF document opens in the browser", "Agenda 2026.pdf", "original.pdf", `inline; filename="Agenda 2026.pdf"`},
		{"an image opens in the browser", "plan.jpg", "original.jpeg", `inline; filename="plan.jpeg"`},
		{"a Word document is saved", "motion.docx", "original.docx", `attachment; filename="motion.docx"`},
		{"a script-capable format gets a harmless extension", "evil.svg", "original.bin", `attachment; filename="evil.bin"`},
		{"the MP4 file of a recording", "GMT20260312 Recording.mkv", "recording.mp4", `attachment; filename="GMT20260312 Recording.mp4"`},
		{"the audio of a recording", "talk.mov", "recording.m4a", `attachment; filename="talk.m4a"`},
		{"the folder is left out of the name", "day 1/talk.mov", "recording.mp4", `attachment; filename="talk.mp4"`},
		{"a name without an extension gets one", "agenda", "original.pdf", `inline; filename="agenda.pdf"`},
		{"none for playlists", "talk.mov", "playlist.m3u8", ""},
		{"none for page images", "Harbour.pptx", "slide-001.jpg", ""},
		{"none for files in a folder", "Harbour.pptx", "words/original.pdf", ""},
		{"none for an original without a name", "", "original.pdf", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := contentDisposition(tt.original, meeting.Object{Name: tt.object, Type: layout.MediaType(tt.object)}); got != tt.want {
				t.Errorf("contentDisposition(%q, %s) = %s, want %s", tt.original, tt.object, got, tt.want)
			}
		})
	}
	if got := contentDisposition(strings.Repeat("å", 300)+".pptx", meeting.Object{Name: "original.pptx"}); len(got) > 900 || !strings.HasSuffix(got, ".pptx") {
		t.Errorf("a name of 300 letters becomes %d bytes: %s", len(got), got)
	}
}
