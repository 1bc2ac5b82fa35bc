package slides_test

import (
	"os"
	"sync"
	"testing"

	"proceedings/internal/pdfium/child"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

// TestMain runs the tests, or acts as the child process of package pdfium.
func TestMain(m *testing.M) {
	if args := os.Args[1:]; child.Asked(args) {
		os.Exit(child.Main(args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	code := m.Run()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.converter != nil {
		_ = shared.converter.Close()
	}
	os.Exit(code)
}

// shared is a converter for all tests that convert a deck as a worker does: to start
// LibreOffice takes six times as long as to convert a short deck.
//
//nolint:gochecknoglobals // LibreOffice is started once
var shared struct {
	mu        sync.Mutex
	converter *slides.Converter
}

// converter is the shared converter, with the real tools.
func converter(t testing.TB) *slides.Converter {
	t.Helper()
	needTools(t)
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.converter == nil {
		shared.converter = slides.New(proctest.Runner(t), "")
	}
	return shared.converter
}
