package archtest_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// goFile describes a Go file.
type goFile struct {
	path    string // from the module root
	pkg     string // folder
	test    bool
	doc     string // package comment
	imports []string
}

// tree parses every Go file of this module.
func tree(t *testing.T) []goFile {
	t.Helper()
	root, err := os.OpenRoot(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	var files []goFile
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && foreign(root, name, d.Name()):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		f, err := parse(root, name)
		files = append(files, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("found only %d Go files: is this the root of the module?", len(files))
	}
	return files
}

// foreign reports whether a folder is not part of the module: the go command ignores it,
// or it contains another module.
func foreign(root *os.Root, folder, base string) bool {
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules" {
		return true
	}
	_, err := root.Stat(path.Join(folder, "go.mod"))
	return err == nil
}

func parse(root *os.Root, name string) (goFile, error) {
	src, err := root.ReadFile(name)
	if err != nil {
		return goFile{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return goFile{}, err
	}
	f := goFile{path: name, pkg: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), doc: parsed.Doc.Text()}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return goFile{}, err
		}
		f.imports = append(f.imports, imported)
	}
	return f, nil
}

// ours returns the path of an imported package below the module root. ok is false for
// packages of other modules.
func ours(imported string) (pkg string, ok bool) {
	return strings.CutPrefix(imported, module+"/")
}
