package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"proceedings/internal/slides/slidestest"
)

// loadMeeting makes the folder of a meeting, and returns the folder and the ID. One in ten has
// a deck of one slide. Half of them have a PDF document, and the others a text file.
func loadMeeting(t *testing.T, parent string, n int) (dir, id string) {
	t.Helper()
	id = fmt.Sprintf("%s%05d", loadID, n)
	dir = filepath.Join(parent, id)
	text := fmt.Sprintf("Agenda of meeting %d: welcome, budget, elections", n)
	name, roles, data := "agenda.txt", "documents: [agenda.txt]", []byte(text+"\n")
	switch {
	case hasDeck(n):
		name, roles, data = "slides.pdf", "presentations: [{title: Budget, deck: slides.pdf}]", onePage(text)
	case n%2 == 0:
		name, roles, data = "agenda.pdf", "documents: [agenda.pdf]", onePage(text)
	}
	date := time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -n)
	if *loadOneMonth {
		date = time.Date(2026, 3, 1+n%31, 0, 0, 0, 0, time.UTC)
	}
	files := map[string]string{
		name:           string(data),
		"meeting.yaml": fmt.Sprintf("title: Meeting %d\ndate: %s\n%s\n", n, date.Format(time.DateOnly), roles),
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, id
}

func hasDeck(n int) bool { return n%10 == 9 }

// onePage returns a PDF file of one page with a line of text.
func onePage(text string) []byte {
	content := "BT /F1 24 Tf 40 300 Td (" + text + ") Tj ET"
	return slidestest.PDF(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	)
}
