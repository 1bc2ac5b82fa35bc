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

// Literals outside internal/layout may not be, begin or end a storage key or the name of a
// published file.
func TestOnlyLayoutNamesStoredObjects(t *testing.T) {
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
		_, exempt := exemptions()[f.path]
		for pkg := range exemptions() {
			exempt = exempt || within(f.pkg, pkg)
		}
		if f.test || isTestSupport(f.pkg) || f.pkg == "internal/layout" {
			continue
		}
		for _, l := range literals(t, f.path) {
			// Folders from other programs contain files with the same names.
			if l.repeats(own) && f.pkg != "internal/intake" || !exempt && l.isStoredName() {
				t.Errorf("%s:%d: %q names a stored object: use a function of internal/layout", f.path, l.line, l.value)
			}
		}
	}
}

func TestStoredNames(t *testing.T) {
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
		if got := (literal{value: tt.value, joined: tt.joined}).isStoredName(); got != tt.want {
			t.Errorf("%q (joined: %t): isStoredName = %t, want %t", tt.value, tt.joined, got, tt.want)
		}
	}
}

// literal is a string literal in a Go file.
type literal struct {
	value  string
	line   int
	joined bool // an operand of +
}

// folders matches the start of keys and of links between pages.
var folders = regexp.MustCompile(`^((\.\./)+$|((\.\./)*|/)(archive|public|derived|meetings|assets|catalogue)/)`)

// files matches names of published files. An extension alone is part of a name only as an
// operand of +; elsewhere it identifies a format.
var files = regexp.MustCompile(`^[^ /\\]*\.(m3u8|mpd|vtt|html|json|xml|txt|jpg|webp|mp4|m4a|pdf|css|js)$`)

// repeats reports whether the literal is a complete name in package layout.
func (l literal) repeats(own map[string]bool) bool {
	return own[l.value] && strings.ContainsAny(l.value, "./") && !strings.HasPrefix(l.value, ".") && l.value != "/"
}

// isStoredName reports whether the literal looks like the name of a stored object.
func (l literal) isStoredName() bool {
	switch {
	case strings.ContainsAny(l.value, " \n"): // text, not a name
		return false
	case folders.MatchString(l.value):
		return true
	case strings.HasPrefix(l.value, ".") && strings.Count(l.value, ".") == 1:
		return l.joined && files.MatchString(l.value)
	}
	return files.MatchString(l.value)
}

// exemptions are the packages and files that name files that are not stored, with the
// reason.
func exemptions() map[string]string {
	return map[string]string{
		"internal/tools/testreport":         "reads the output of the go command",
		"internal/bench":                    "names files of other systems",
		"internal/sheet":                    "names files within archives",
		"internal/bag":                      "names files that BagIt defines",
		"internal/preservation":             "names files within bags",
		"internal/intake":                   "names files in submitted folders",
		"internal/sniff":                    "names files within archives",
		"internal/slides":                   "names files within archives and in its working folder",
		"internal/catalogue/assets.go":      "embedded files",
		"internal/transcode/names.go":       "files of the working folder",
		"internal/standalone/standalone.go": "a file of the installation",
		"internal/storage/s3/check.go":      "download name of a test object",
		"internal/site/assets.go":           "embedded files",
		"internal/statuspage/assets.go":     "embedded files",
		"internal/site/link.go":             "embedded files",
		"internal/manifest/licence.go":      "URLs of license texts",
	}
}

// isTestSupport reports whether a package contains only helpers for tests.
func isTestSupport(pkg string) bool { return strings.HasSuffix(pkg, "test") }

// literals returns the string literals of a file, without imports and tags.
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
