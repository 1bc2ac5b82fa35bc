package slides_test

import (
	"os"
	"testing"

	"proceedings/internal/pdfium/child"
)

// TestMain runs the tests, or acts as the child process of package pdfium.
func TestMain(m *testing.M) {
	if args := os.Args[1:]; child.Asked(args) {
		os.Exit(child.Main(args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	m.Run()
}
