// Command web bundles the pages' scripts. Each file in web/src is an entry point;
// its modules are in web/src/lib and web/node_modules. The output goes to
// internal/site/dist, which internal/site embeds.
//
// The command has its own module, so that the bundler is not a dependency of the
// programs. make web runs it:
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

// run bundles the scripts of the repository at root.
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
