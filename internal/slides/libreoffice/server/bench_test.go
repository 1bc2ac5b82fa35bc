package server_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/libreoffice/server"
)

// BenchmarkMeeting converts the decks of a meeting by one LibreOffice process, its
// start included, and by one process for each deck. It runs outside the sandbox,
// where the kernel counts what the processes use.
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
		}{{"one process", byServer}, {"one process a deck", byProcesses}} {
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

func byServer(b *testing.B, r *proc.Runner, in string, n int) {
	b.Helper()
	s := server.New(r, b.TempDir())
	for range n {
		if err := s.Convert(b.Context(), server.Conversion{In: in, Out: filepath.Join(b.TempDir(), "made.pdf"), Filter: pptxFilter, Export: "pdf"}); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

func byProcesses(b *testing.B, r *proc.Runner, in string, n int) {
	b.Helper()
	for range n {
		dir := b.TempDir()
		profile := filepath.Join(dir, "profile")
		if err := server.WriteProfile(profile); err != nil {
			b.Fatal(err)
		}
		c := proc.Command{Path: "soffice", Dir: dir, Write: []string{dir}, Args: []string{
			"-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
			"--infilter=" + pptxFilter, "--convert-to", `pdf:impress_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}`, "--outdir", dir, in,
		}}
		if err := convertOnce(b.Context(), r, c); err != nil {
			b.Fatal(err)
		}
		text(b, filepath.Join(dir, "original.pdf"))
	}
}

// convertOnce runs LibreOffice, and again if it has only initialised its profile.
func convertOnce(ctx context.Context, r *proc.Runner, c proc.Command) error {
	_, err := r.Run(ctx, c)
	if exit, ok := errors.AsType[*proc.ExitError](err); ok && exit.Code == 81 {
		_, err = r.Run(ctx, c)
	}
	return err
}
