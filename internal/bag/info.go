package bag

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"proceedings/internal/words"
)

// The versions of BagIt. Older tools still write 0.97, which differs only in percent signs.
const (
	version1   = "1.0"
	version097 = "0.97"
)

// declared is the content of bagit.txt that a [Writer] writes.
const declared = "BagIt-Version: " + version1 + "\nTag-File-Character-Encoding: UTF-8\n"

// parseDeclaration returns the version in bagit.txt, or what is wrong as a predicate.
func parseDeclaration(data []byte) (version, problem string) {
	lines := splitLines(string(data))
	m := regexp.MustCompile(`^BagIt-Version: (\d+\.\d+)$`).FindStringSubmatch(lines[0])
	switch {
	case len(lines) != 2 || m == nil || !strings.HasPrefix(lines[1], "Tag-File-Character-Encoding: "):
		return "", "does not have the two lines BagIt-Version and Tag-File-Character-Encoding"
	case m[1] != version1 && m[1] != version097:
		return "", fmt.Sprintf("has BagIt version %s; versions 0.97 and 1.0 are known", words.Clip(m[1], maxQuote))
	case !strings.EqualFold(strings.TrimPrefix(lines[1], "Tag-File-Character-Encoding: "), "UTF-8"):
		return "", "has an encoding other than UTF-8"
	}
	return m[1], ""
}

// splitLines splits text at LF, CR and CRLF. A line end at the end begins no line.
func splitLines(text string) []string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// formatInfo is the content of bag-info.txt.
func formatInfo(fields []Field) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "%s: %s\n", f.Label, strings.Join(strings.Fields(f.Value), " "))
	}
	return b.String()
}

// parseInfo returns the fields of bag-info.txt, or what is wrong as a predicate. A line that
// begins with white space continues the one before.
func parseInfo(data []byte) (fields []Field, problem string) {
	if !utf8.Valid(data) {
		return nil, "is not UTF-8"
	}
	for i, line := range splitLines(string(data)) {
		if line == "" {
			continue
		}
		if trimmed := strings.TrimLeft(line, " \t"); trimmed != line {
			if len(fields) == 0 {
				return nil, "begins with a line that continues another"
			}
			last := &fields[len(fields)-1]
			last.Value = strings.TrimSpace(last.Value + " " + trimmed)
			continue
		}
		label, value, found := strings.Cut(line, ":")
		if !found || label == "" {
			return nil, fmt.Sprintf("has no label in line %d", i+1)
		}
		fields = append(fields, Field{strings.TrimSpace(label), strings.TrimSpace(value)})
	}
	return fields, ""
}

// oxum is the content of Payload-Oxum: bytes and number of the payload files.
type oxum struct {
	bytes int64
	files int
}

func (o oxum) String() string { return fmt.Sprintf("%d.%d", o.bytes, o.files) }

func parseOxum(text string) (oxum, bool) {
	bytes, files, found := strings.Cut(text, ".")
	b, err1 := strconv.ParseInt(bytes, 10, 64)
	f, err2 := strconv.Atoi(files)
	return oxum{b, f}, found && err1 == nil && err2 == nil && b >= 0 && f >= 0
}

// checkOxum compares Payload-Oxum with the payload.
func checkOxum(fields []Field, is oxum) (list []Problem) {
	for _, f := range fields {
		if !strings.EqualFold(f.Label, "Payload-Oxum") {
			continue
		}
		want, ok := parseOxum(f.Value)
		switch {
		case !ok:
			list = append(list, Problem{infoFile, fmt.Sprintf("has the Payload-Oxum %s, which is not bytes.files", quote(f.Value))})
		case want != is:
			list = append(list, Problem{infoFile, fmt.Sprintf("has Payload-Oxum %s (%d bytes in %d files), and the payload has %d bytes in %d files", want, want.bytes, want.files, is.bytes, is.files)})
		}
	}
	return list
}
