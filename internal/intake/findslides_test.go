package intake_test

import (
	"os"
	"path/filepath"
	"testing"

	"proceedings/internal/intake"
)

func TestFindSlides(t *testing.T) {
	t.Parallel()
	for sheet, off := range map[string]bool{"title: x\n": false, "findSlides: true\n": false, "findSlides: false\n": true} {
		dir := filepath.Join(t.TempDir(), "2023-06-06_Board")
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string]string{"meeting.yaml": sheet, "notes.txt": "Notes of the day"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		in, err := intake.Read([]string{dir}, intake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if in.Meeting.NoFoundSlides != off {
			t.Errorf("with %q, slides are not looked for: %t", sheet, in.Meeting.NoFoundSlides)
		}
	}
}
