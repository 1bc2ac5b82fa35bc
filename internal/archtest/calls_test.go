package archtest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"testing"
)

// door allows calls of some functions of a package in one file only.
type door struct {
	pkg    string // where the rule holds
	file   string // that may call them
	from   string // name of the package of the functions
	calls  []string
	reason string
}

func doors() []door {
	return []door{
		{
			"internal/intake", "internal/intake/open.go", "os",
			[]string{"Open", "OpenFile", "ReadFile", "ReadDir", "Create", "DirFS"},
			"a submitted folder may contain links out of it, and pipes",
		},
		{
			"cmd/ingest", "cmd/ingest/print.go", "fmt",
			[]string{"Print", "Printf", "Println", "Fprint", "Fprintf", "Fprintln"},
			"names of files may contain escape sequences",
		},
		{
			"cmd/ingest", "cmd/ingest/print.go", "json",
			[]string{"NewEncoder"},
			"names of files may contain escape sequences",
		},
	}
}

func TestRestrictedCalls(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		for _, d := range doors() {
			if f.test || f.pkg != d.pkg || f.path == d.file {
				continue
			}
			for _, call := range callsOf(t, f.path, d.from) {
				if slices.Contains(d.calls, call) {
					t.Errorf("%s calls %s.%s, which only %s may: %s", f.path, d.from, call, d.file, d.reason)
				}
			}
		}
	}
}

// callsOf returns the functions of a package that a file mentions.
func callsOf(t *testing.T, name, pkg string) (calls []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", name), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if from, isName := s.X.(*ast.Ident); isName && from.Name == pkg {
				calls = append(calls, s.Sel.Name)
			}
		}
		return true
	})
	return calls
}
