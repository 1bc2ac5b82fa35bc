package warm_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/warm"
)

// BenchmarkMeeting converts the decks of a meeting by one LibreOffice, its
// start included, and by one for each. It runs them outside the sandbox, where
// the kernel counts what they use.
func BenchmarkMeeting(b *testing.B) {
	needUNO(b)
	const decks = 18
	for _, size := range []struct {
		name   string
		slides int
	}{{"of 3 slides", 3}, {"of 30 slides", 30}} {
		in := write(b, manySlides(b, size.slides))
		for _, way := range []struct {
			name string
			all  func(b *testing.B, r *proc.Runner, in string, n int)
		}{{"warm", allWarm}, {"cold", allCold}} {
			b.Run(size.name+" "+way.name, func(b *testing.B) {
				var m proctest.Meter
				for b.Loop() {
					way.all(b, m.Runner(), in, decks)
				}
				b.ReportMetric(m.Used().CPU.Seconds()/float64(b.N)/decks, "cpu-s/deck")
			})
		}
	}
}

func allWarm(b *testing.B, r *proc.Runner, in string, n int) {
	b.Helper()
	o := warm.New(r, b.TempDir())
	for range n {
		if err := o.Convert(b.Context(), warm.Conversion{In: in, Out: filepath.Join(b.TempDir(), "made.pdf"), Filter: pptxFilter, Export: "pdf"}); err != nil {
			b.Fatal(err)
		}
	}
	if err := o.Close(); err != nil {
		b.Fatal(err)
	}
}

func allCold(b *testing.B, r *proc.Runner, in string, n int) {
	b.Helper()
	for range n {
		dir := b.TempDir()
		profile := filepath.Join(dir, "profile")
		if err := warm.WriteProfile(profile); err != nil {
			b.Fatal(err)
		}
		c := proc.Command{Path: "soffice", Dir: dir, Write: []string{dir}, Args: []string{
			"-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
			"--infilter=" + pptxFilter, "--convert-to", `pdf:impress_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}`, "--outdir", dir, in,
		}}
		if err := tillMade(b.Context(), r, c); err != nil {
			b.Fatal(err)
		}
		text(b, filepath.Join(dir, "original.pdf"))
	}
}

// tillMade runs LibreOffice, again if it has only made its profile.
func tillMade(ctx context.Context, r *proc.Runner, c proc.Command) error {
	_, err := r.Run(ctx, c)
	if exit, ok := errors.AsType[*proc.ExitError](err); ok && exit.Code == 81 {
		_, err = r.Run(ctx, c)
	}
	return err
}
