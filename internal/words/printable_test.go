package words_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"proceedings/internal/words"
)

func TestLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Zürich – 議事録 👩‍🔬, 1.mp4": "Zürich – 議事録 👩‍🔬, 1.mp4", `a\nb`: `a\nb`, "\ufffd": "\ufffd",
		"a\nrefused b": `a\nrefused b`, "a\tb\r": `a\tb\r`, "\x1b[31mred": `\x1b[31mred`, "\u009b31m\x7f": `\u009b31m\u007f`,
		"harmless\u202efdp.exe": `harmless\u202efdp.exe`, "a\u2028b": `a\u2028b`, "caf\xe9": `caf\xe9`,
	} {
		if got := words.Line(text); got != want {
			t.Errorf("Line(%q) = %q, want %q", text, got, want)
		}
	}
	if got, want := words.Lines("a\x1b\nb\r\n"), "a\\x1b\nb\\r\n"; got != want {
		t.Errorf("Lines: %q, want %q", got, want)
	}
}

func TestPrintableKeepsJSON(t *testing.T) {
	t.Parallel()
	name := "a\x1b[2J\u009b\x7f\n\u202e\u2028é.mp4"
	var out bytes.Buffer
	if err := json.NewEncoder(words.Printable(&out)).Encode(name); err != nil {
		t.Fatal(err)
	}
	if want := `"a\u001b[2J\u009b\u007f\n\u202e\u2028é.mp4"` + "\n"; out.String() != want {
		t.Errorf("printed %s, want %s", out.String(), want)
	}
	var back string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back != name {
		t.Errorf("read back %q, %v, want %q", back, err, name)
	}
}
