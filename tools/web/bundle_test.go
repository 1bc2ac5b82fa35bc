package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree writes files into a temporary folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func site() map[string]string {
	return map[string]string{
		"web/src/page.js":                     `import { a } from "./lib/a.js"; a(); import("small").then((s) => s.go());`,
		"web/src/embed.js":                    `import { a } from "./lib/a.js"; a(2);`,
		"web/src/lib/a.js":                    `/*! all rights */ export function a(n) { console.log("shared", n, globalThis.x, globalThis.y); }`,
		"web/node_modules/small/package.json": `{"name": "small", "version": "1.2.3", "license": "MIT", "main": "index.js"}`,
		"web/node_modules/small/index.js":     `export function go() { console.log("small"); }`,
		"web/node_modules/small/LICENSE":      "Do as you like.\n",
		"web/node_modules/other/package.json": `{"name": "other", "version": "9.9.9"}`,
		"internal/site/dist/.gitignore":       "*\n",
		"internal/site/dist/page-OLD.js":      "old",
	}
}

func TestBundle(t *testing.T) {
	t.Parallel()
	root := tree(t, site())
	if err := run(root); err != nil {
		t.Fatal(err)
	}
	dist := filepath.Join(root, "internal", "site", "dist")
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dist, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	var all assets
	if err := json.Unmarshal([]byte(read("assets.json")), &all); err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(all.Entries)); !slices.Equal(got, []string{"embed", "page"}) {
		t.Fatalf("entries %q", got)
	}
	page, embed := all.Entries["page"], all.Entries["embed"]
	if len(page.Preload) != 1 || len(embed.Preload) != 1 || page.Preload[0] != embed.Preload[0] || !strings.Contains(read(page.Preload[0]), "shared") {
		t.Errorf("want one chunk shared by both pages, got %+v, %+v", page, embed)
	}
	if len(page.Lazy) != 1 || len(embed.Lazy) != 0 || !strings.Contains(read(page.Lazy[0]), "small") {
		t.Errorf("want a dynamic import of the page only, got %+v, %+v", page, embed)
	}
	if !strings.Contains(read(page.Preload[0]+".LEGAL.txt"), "all rights") {
		t.Error("the legal comment is missing")
	}
	if text := read(all.Licences); !strings.Contains(text, "small 1.2.3 (MIT)\n\nDo as you like.") || strings.Contains(text, "other") {
		t.Errorf("the licences are:\n%s", text)
	}
	if _, err := os.Stat(filepath.Join(dist, "page-OLD.js")); !os.IsNotExist(err) {
		t.Errorf("the previous bundle was not removed: %v", err)
	}
	read(".gitignore")
}

func TestBundleIsReproducible(t *testing.T) {
	t.Parallel()
	first, err := bundle(filepath.Join(tree(t, site()), "web"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := bundle(filepath.Join(tree(t, site()), "web"))
	if err != nil {
		t.Fatal(err)
	}
	if !maps.EqualFunc(first, second, func(a, b []byte) bool { return string(a) == string(b) }) {
		t.Error("two bundles of the same sources differ")
	}
}

func TestBundleReportsMistakes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, text, want string }{
		{"missing module", "web/src/page.js", `import "./lib/none.js";`, "src/page.js:1: "},
		{"syntax error", "web/src/page.js", `let = ;`, "src/page.js:1: "},
		{"broken package.json", "web/node_modules/small/package.json", `{`, "small"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := site()
			files[tt.file] = tt.text
			if err := run(tree(t, files)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want one that names %q", err, tt.want)
			}
		})
	}
	files := site()
	delete(files, "web/node_modules/small/LICENSE")
	if err := run(tree(t, files)); err == nil || !strings.Contains(err.Error(), "small has no licence file") {
		t.Errorf("err = %v", err)
	}
}
