package poppler

import (
	"bytes"
	"testing"
)

func TestTruncatedKeepsTheBeginning(t *testing.T) {
	t.Parallel()

	var b truncated
	piece := bytes.Repeat([]byte{'x'}, listMax/2+1)
	for range 3 {
		if n, err := b.Write(piece); n != len(piece) || err != nil {
			t.Fatalf("Write = %d, %v, want all of it accepted", n, err)
		}
	}
	if b.kept.Len() != listMax {
		t.Errorf("kept %d bytes, want %d", b.kept.Len(), listMax)
	}
}
