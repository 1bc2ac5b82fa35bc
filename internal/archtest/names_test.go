package archtest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestLayoutAloneNamesWhatIsStored finds literals that are, or begin or end, a
// storage key or the name of a published file.
func TestLayoutAloneNamesWhatIsStored(t *testing.T) {
	t.Parallel()
	own := map[string]bool{}
	for _, f := range tree(t) {
		if f.pkg == "internal/layout" && !f.test && f.path != "internal/layout/mediatype.go" {
			for _, l := range literals(t, f.path) {
				own[l.value] = true
			}
		}
	}
	for _, f := range tree(t) {
		_, exempt := elsewhere()[f.path]
		for pkg := range elsewhere() {
			exempt = exempt || within(f.pkg, pkg)
		}
		if f.test || support(f.pkg) || f.pkg == "internal/layout" {
			continue
		}
		for _, l := range literals(t, f.path) {
			// A recording's folder, as others hand it in, has a page of that name too.
			if l.repeats(own) && f.pkg != "internal/intake" || !exempt && l.names() {
				t.Errorf("%s:%d: %q names a stored object: let internal/layout write it", f.path, l.line, l.value)
			}
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value        string
		joined, want bool
	}{
		{"archive/steps/", false, true},
		{"../../derived/a", false, true},
		{"../", false, true},
		{"..", false, false},
		{"/", true, false},
		{"index.html", false, true},
		{"%04d.jpg", false, true},
		{"-iframes.m3u8", true, true},
		{".mp4", true, true},
		{".mp4", false, false},
		{"see index.html", false, false},
		{"video/mp4", false, false},
		{"v1.2", false, false},
	}
	for _, tt := range tests {
		if got := (literal{value: tt.value, joined: tt.joined}).names(); got != tt.want {
			t.Errorf("%q (joined: %t) names a stored object: %t, want %t", tt.value, tt.joined, got, tt.want)
		}
	}
}

// literal is a string that a file writes out.
type literal struct {
	value  string
	line   int
	joined bool // an operand of +
}

// folders are what keys, and links from page to page, begin with.
var folders = regexp.MustCompile(`^((\.\./)+$|((\.\./)*|/)(archive|public|derived|meetings|assets|catalogue)/)`)

// files are what names of published files end in. An extension alone is a name
// only where it is added to something: elsewhere it tells formats apart.
var files = regexp.MustCompile(`^[^ /\\]*\.(m3u8|mpd|vtt|html|json|xml|txt|jpg|webp|mp4|m4a|pdf|css|js)$`)

// repeats reports whether the literal is a whole name that package layout
// writes out.
func (l literal) repeats(own map[string]bool) bool {
	return own[l.value] && strings.ContainsAny(l.value, "./") && !strings.HasPrefix(l.value, ".") && l.value != "/"
}

// names reports whether the literal has the form of a stored object's name.
func (l literal) names() bool {
	switch {
	case strings.ContainsAny(l.value, " \n"): // a text for a person
		return false
	case folders.MatchString(l.value):
		return true
	case strings.HasPrefix(l.value, ".") && strings.Count(l.value, ".") == 1:
		return l.joined && files.MatchString(l.value)
	}
	return files.MatchString(l.value)
}

// elsewhere are the packages and files that name other files than stored ones.
func elsewhere() map[string]string {
	return map[string]string{
		"internal/tools/testreport":         "reads what the go command writes",
		"internal/bench":                    "names files as other systems do",
		"internal/intake":                   "knows the files that people hand in",
		"internal/sniff":                    "knows the files within archives",
		"internal/slides":                   "knows the files within archives and those of its working folder",
		"internal/catalogue/assets.go":      "files that the program has in it",
		"internal/transcode/names.go":       "files of the working folder",
		"internal/standalone/standalone.go": "a file of the installation",
		"internal/storage/s3/check.go":      "a name for saving a probe",
		"internal/site/assets.go":           "files that the program has in it",
		"internal/site/link.go":             "files that the program has in it",
		"internal/manifest/licence.go":      "addresses of somebody else's site",
	}
}

// support reports whether a package only helps tests.
func support(pkg string) bool { return strings.HasSuffix(pkg, "test") }

// literals are the strings of a file but for imports and tags.
func literals(t *testing.T, name string) []literal {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	positions := token.NewFileSet()
	parsed, err := parser.ParseFile(positions, name, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []literal
	var joined []ast.Node // operands of +
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			return n.Tag == nil
		case *ast.BinaryExpr:
			if n.Op == token.ADD {
				joined = append(joined, n.X, n.Y)
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				value, err := strconv.Unquote(n.Value)
				if err != nil {
					t.Fatal(err)
				}
				found = append(found, literal{value, positions.Position(n.Pos()).Line, slices.Contains(joined, ast.Node(n))})
			}
		}
		return true
	})
	return found
}
