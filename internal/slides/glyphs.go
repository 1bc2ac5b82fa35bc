package slides

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"proceedings/internal/proc"
	"proceedings/internal/slides/libreoffice"
)

// coverage are the characters that the fonts for LibreOffice have, as ranges in
// ascending order. LibreOffice draws a character that its font lacks in any font
// that has it, and as a box if none has.
type coverage []charRange

type charRange struct{ from, to rune }

// fontCoverage lists the characters of all fonts, once.
func (j *job) fontCoverage(ctx context.Context) (coverage, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fonts != nil {
		return j.fonts, nil
	}
	dir, err := os.MkdirTemp(j.work, "fonts-")
	if err != nil {
		return nil, fmt.Errorf("list the fonts: %w", err)
	}
	env, err := libreoffice.FontEnv(dir)
	if err != nil {
		return nil, fmt.Errorf("list the fonts: %w", err)
	}
	var out strings.Builder
	stderr, err := j.runner.Run(ctx, proc.Command{
		Path: "fc-list", Args: []string{"--format", `%{charset}\n`}, Dir: dir, Env: []string{env}, Read: []string{dir}, Stdout: &out,
	})
	if err != nil {
		return nil, fmt.Errorf("list the fonts: %w: %s", err, stderr)
	}
	j.fonts = parseCoverage(out.String())
	return j.fonts, nil
}

// parseCoverage reads the output of fc-list: the ranges of a font on each line, in
// hexadecimal, such as "20-7e a0".
func parseCoverage(list string) coverage {
	var all coverage
	seen := map[string]bool{}
	for line := range strings.Lines(list) {
		if seen[line] {
			continue
		}
		seen[line] = true
		for item := range strings.FieldsSeq(line) {
			from, to, isRange := strings.Cut(item, "-")
			if !isRange {
				to = from
			}
			first, err := strconv.ParseInt(from, 16, 32)
			last, err2 := strconv.ParseInt(to, 16, 32)
			if err == nil && err2 == nil {
				all = append(all, charRange{rune(first), rune(last)})
			}
		}
	}
	slices.SortFunc(all, func(a, b charRange) int { return int(a.from - b.from) })
	merged := all[:0]
	for _, r := range all {
		if n := len(merged); n > 0 && r.from <= merged[n-1].to+1 {
			merged[n-1].to = max(merged[n-1].to, r.to)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

func (c coverage) has(r rune) bool {
	i, found := slices.BinarySearchFunc(c, r, func(a charRange, r rune) int { return int(a.from - r) })
	return found || i > 0 && r <= c[i-1].to
}

// missing are the characters of a page that no font has. Bullets are for private use
// in the PDF file although LibreOffice draws them, so that of those only the ones
// count that are in the slide's text, too.
func (c coverage) missing(page, slide string) []rune {
	var lost []rune
	for _, r := range page {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Variation_Selector), r == unicode.ReplacementChar:
			continue
		case unicode.Is(unicode.Co, r) && !strings.ContainsRune(slide, r):
			continue
		}
		if !c.has(r) && !slices.Contains(lost, r) {
			if lost = append(lost, r); len(lost) == maxMissing {
				break
			}
		}
	}
	return lost
}

// maxMissing is the number of characters that a warning names.
const maxMissing = 10

// fontsIn reports whether an archive has fonts of its own.
func fontsIn(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return strings.EqualFold(filepath.Dir(name), "Fonts")
	})
}
