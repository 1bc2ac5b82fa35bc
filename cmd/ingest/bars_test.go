package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
)

// terminal opens a pseudo-terminal. text closes it and returns its output.
func terminal(t *testing.T) (tty *os.File, text func() string) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals: %v", err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	number, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err = unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	if err = unix.IoctlSetWinsize(int(screen.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 120}); err != nil {
		t.Fatal(err)
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tty.Close() })
	shown := make(chan string, 1)
	go func() {
		all, _ := io.ReadAll(screen) // ends with an error when the other side is closed
		shown <- string(all)
	}()
	return tty, func() string {
		_ = tty.Close()
		return <-shown
	}
}

// TestBars shows a whole run on a terminal, and must not hang.
func TestBars(t *testing.T) {
	t.Parallel()

	tty, text := terminal(t)
	var out strings.Builder
	show := newDisplay(&console{out: &out, err: tty, getenv: func(string) string { return "" }}, false)
	if _, ok := show.(*bars); !ok {
		t.Fatalf("a terminal is shown %T, want bars", show)
	}
	play(show)
	shown := text()
	for _, want := range []string{
		"note: the date was read from a name", "upload slides.pptx", "upload empty.txt", "upload talk.mp4", "playable: public/meetings/m/index.html", "100 %", "done", "refused: is encrypted",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q was not shown:\n%s", want, shown)
		}
	}
	if n := strings.Count(shown, "note: "); n != 1 {
		t.Errorf("the note was shown %d times, want once", n)
	}
	if want := "Nothing of m could be published"; !strings.Contains(out.String(), want) {
		t.Errorf("the summary %q has no %q", out.String(), want)
	}
}

func TestInterruptedBarKeepsItsProgress(t *testing.T) {
	t.Parallel()

	tty, text := terminal(t)
	b := newBars(io.Discard, tty)
	talk := archive.SourceState{ID: "s", Name: "a.mp4", Status: archive.StatusWaiting, Playable: true, Steps: chunked(12, 3)}
	b.Source(talk, progress.Total{Running: true, Kind: plan.Chunk, Done: 0.416, Left: 130 * time.Second})
	b.Close()
	if shown, want := text(), "42 %  encoding, 3 of 12 chunks, 2m10s left, playable now"; !strings.Contains(shown, want) {
		t.Errorf("%q was not shown:\n%s", want, shown)
	}
}

// TestBarsEnd interrupts a run at different moments; Close must always return.
func TestBarsEnd(t *testing.T) {
	t.Parallel()

	waiting := archive.SourceState{ID: "s", Name: "a.mp4", Status: archive.StatusWaiting}
	tests := []struct {
		name string
		do   func(*bars)
	}{
		{"before anything began", func(*bars) {}},
		{"in the middle of an upload", func(b *bars) { b.File("a.mp4", 100)(50) }},
		{"before an upload began", func(b *bars) { b.File("a.mp4", 100) }},
		{"after an empty file", func(b *bars) { b.File("empty.txt", 0)(0) }},
		{"after an upload that exceeds the announced size", func(b *bars) { b.File("a.mp4", 100)(500) }},
		{"in the middle of a step", func(b *bars) {
			b.Submitted(meeting.Meeting{ID: "m"}, true)
			b.Source(waiting, progress.Total{Running: true, Done: 0.5})
		}},
		{"after an unchanged submission", func(b *bars) { b.Submitted(meeting.Meeting{ID: "m"}, false) }},
		{"after several polls of a finished source", func(b *bars) {
			done := waiting
			done.Status = archive.StatusDone
			for range 3 {
				b.Source(done, progress.Total{})
			}
		}},
		{"calls after Close are ignored", func(b *bars) {
			report := b.File("a.mp4", 100)
			b.Source(waiting, progress.Total{Running: true})
			b.Close()
			report(150)
			report(200)
			b.Source(waiting, progress.Total{Running: true, Done: 0.7})
			b.Note("too late")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tty, text := terminal(t)
			b := newBars(io.Discard, tty)
			tt.do(b)
			b.Close()
			b.Close()
			text()
		})
	}
}

func TestDisplayMatchesTheOutput(t *testing.T) {
	t.Parallel()

	tty, _ := terminal(t)
	dumb := func(name string) string { return map[string]string{"TERM": "dumb"}[name] }
	if show, ok := newDisplay(&console{out: io.Discard, err: tty, getenv: dumb}, false).(*lines); !ok {
		t.Errorf("a terminal that cannot move its cursor is shown %T, want lines", show)
	}
	if show, ok := newDisplay(&console{out: io.Discard, err: io.Discard, getenv: dumb}, false).(*lines); !ok {
		t.Errorf("a log is shown %T, want lines", show)
	}
	if show, ok := newDisplay(&console{out: io.Discard, err: tty, getenv: dumb}, true).(*events); !ok {
		t.Errorf("a script is shown %T, want events", show)
	}
}
