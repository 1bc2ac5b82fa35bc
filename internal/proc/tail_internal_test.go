package proc

import (
	"bytes"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// TestTailKeepsExactlyTheEnd: whatever the pieces, what is kept is the last
// tailSize bytes of all that was written, or all of it if it is less.
func TestTailKeepsExactlyTheEnd(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(0, 3*tailSize), 0, 8).Draw(t, "sizes")
		var all []byte
		var kept tail
		for i, size := range sizes {
			piece := bytes.Repeat([]byte{byte('a' + i)}, size)
			if size > 0 {
				piece[size-1] = '.'
			}
			all = append(all, piece...)
			n, err := kept.Write(piece)
			if n != size || err != nil {
				t.Fatalf("Write of %d bytes = %d, %v", size, n, err)
			}
			clear(piece) // a writer must not hold on to it
		}
		want := string(all[max(0, len(all)-tailSize):])
		if got := kept.String(); got != want {
			t.Fatalf("kept %d bytes, want the last %d", len(got), len(want))
		}
	})
}

// TestTailIsOnlyAWriter: io.Copy prefers a ReadFrom and would fill memory.
func TestTailIsOnlyAWriter(t *testing.T) {
	t.Parallel()

	if _, ok := any(new(tail)).(io.ReaderFrom); ok {
		t.Error("tail has a ReadFrom, which goes around Write")
	}
}

func TestTailIsValidUTF8(t *testing.T) {
	t.Parallel()

	var kept tail
	_, _ = kept.Write([]byte("\n  Größe: \xff?\n"))
	if got, want := kept.String(), "Größe: �?"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
}
