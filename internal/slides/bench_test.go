package slides_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// BenchmarkDeck takes decks all the way: text, LibreOffice, pages, pictures and
// words. LibreOffice is started once, which -benchtime 10x shares out over ten
// decks. All tools run outside the sandbox, where the kernel counts what they
// use.
func BenchmarkDeck(b *testing.B) {
	needTools(b)
	for _, n := range []int{30, 500} {
		b.Run(fmt.Sprintf("of %d slides", n), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "original")
			if err := os.WriteFile(path, slidestest.PPTXOf(b, slidestest.Usual(n)), 0o600); err != nil {
				b.Fatal(err)
			}
			var cpu, most atomic.Int64
			r := &proc.Runner{Grace: 5 * time.Second, Used: func(u proc.Usage) {
				cpu.Add(int64(u.CPU))
				for old := most.Load(); u.MaxRSS > old && !most.CompareAndSwap(old, u.MaxRSS); old = most.Load() {
				}
			}}
			c := slides.New(r, "")
			before := ownCPU(b)
			for b.Loop() {
				if got, err := convert(b.Context(), c, path, b.TempDir(), slides.Options{}, nil); err != nil || len(got.Pages) != n {
					b.Fatalf("%d pages, %v, want %d", len(got.Pages), err, n)
				}
			}
			if err := c.Close(); err != nil { // only now is known what LibreOffice used
				b.Fatal(err)
			}
			cpu.Add(int64(ownCPU(b) - before))
			b.ReportMetric(time.Duration(cpu.Load()).Seconds()/float64(b.N), "cpu-s/deck")
			b.ReportMetric(float64(most.Load())/1e6, "MB-largest-tool")
		})
	}
}

// ownCPU is what this process has used, without its children.
func ownCPU(b *testing.B) time.Duration {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
