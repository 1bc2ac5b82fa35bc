package probe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode"

	"proceedings/internal/proc"
)

const (
	lettersPages = 20      // pages whose letters are counted, from the first
	lettersMax   = 4 << 20 // bytes of text
)

// lettersPerPage is the median number of letters of the first pages, or
// lettersUnknown if poppler cannot read them.
func (p *Prober) lettersPerPage(ctx context.Context, path string) (int, error) {
	out := limitedBuffer{left: lettersMax}
	args := []string{"-enc", "UTF-8", "-f", "1", "-l", strconv.Itoa(lettersPages), path, "-"}
	_, err := p.Runner.Run(ctx, proc.Command{Path: "pdftotext", Args: args, Stdout: &out, Read: []string{path}, CPU: cpuLimit})
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) {
		return lettersUnknown, nil
	}
	if err != nil {
		return 0, fmt.Errorf("probe: read the text of the first pages: %w", err)
	}
	return medianLetters(out.kept.Bytes()), nil
}

// medianLetters is the median number of letters of pages that end in form feeds.
// Letters of Chinese, Japanese and Korean count twice: their words are shorter.
func medianLetters(text []byte) int {
	var counts []int
	for page := range bytes.SplitSeq(bytes.TrimSuffix(text, []byte("\f")), []byte("\f")) {
		n := 0
		for _, r := range string(page) {
			switch {
			case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
				n += 2
			case unicode.IsLetter(r):
				n++
			}
		}
		counts = append(counts, n)
	}
	slices.Sort(counts)
	return counts[len(counts)/2]
}

// limitedBuffer keeps the first bytes that are written to it.
type limitedBuffer struct {
	kept bytes.Buffer
	left int
}

func (b *limitedBuffer) Write(data []byte) (int, error) {
	n := min(len(data), b.left)
	b.kept.Write(data[:n])
	b.left -= n
	return len(data), nil
}
