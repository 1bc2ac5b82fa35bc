// Command web bundles the scripts of the pages. Each file of web/src is an
// entry point, whose modules lie in web/src/lib and in web/node_modules; what
// comes out goes to internal/site/dist, from where the pages' package embeds it.
//
// It stands in a module of its own, so that what bundles our scripts is not
// among what our programs are made of. Usage, as make web does it:
//
//	go run -C tools/web . ../..
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := run(root); err != nil {
		fmt.Fprintln(os.Stderr, "web:", err)
		os.Exit(1)
	}
}

// run bundles what lies below the repository's root.
func run(root string) error {
	web, err := filepath.Abs(filepath.Join(root, "web"))
	if err != nil {
		return fmt.Errorf("find %s: %w", root, err)
	}
	files, err := bundle(web)
	if err != nil {
		return err
	}
	return write(filepath.Join(root, "internal", "site", "dist"), files)
}
