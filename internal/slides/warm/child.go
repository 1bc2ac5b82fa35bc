package warm

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/proc"
)

//go:embed warm.py
var script string

const (
	// python is the system's own, for which python3-uno is installed: of the
	// others that may come first in PATH none can speak to LibreOffice.
	python   = "/usr/bin/python3"
	fileSize = 1 << 30
	farewell = 10 * time.Second // for LibreOffice to end when it is told to
)

// child is warm.py and its LibreOffice.
type child struct {
	work    string // its folder, the only one that it may write in
	in, out *os.File
	answers *bufio.Reader // of out
	cancel  context.CancelFunc
	done    chan struct{} // closed when it has ended
	err     error         // why it ended; read after done

	decks  int   // that were asked for
	memory int64 // bytes that LibreOffice held after the last
	broken bool  // it is of no more use
}

// start starts a child, and waits until it answers.
func (o *Office) start(ctx context.Context) (*child, error) {
	work, err := o.folder()
	if err != nil {
		return nil, err
	}
	k, err := o.run(ctx, work)
	if err == nil {
		limited, end := context.WithTimeoutCause(ctx, o.Start, fmt.Errorf("it took longer than %s", o.Start))
		defer end()
		if err = k.hear(limited, 0); err == nil {
			return k, nil
		}
		k.broken = true
		k.end()
		if f, ok := errors.AsType[*failure](err); ok && f.Kind == isMissing || errors.Is(k.err, fs.ErrNotExist) {
			o.missing = fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
	_ = os.RemoveAll(work) // what is left goes with the folder above
	if ctx.Err() != nil {
		return nil, fmt.Errorf("start LibreOffice: %w", err)
	}
	return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// folder makes the folder of a child: a profile that nothing was done in, and
// the script.
func (o *Office) folder() (work string, err error) {
	dir, err := filepath.Abs(o.dir)
	if o.dir == "" {
		dir = os.TempDir()
	}
	if err != nil {
		return "", fmt.Errorf("locate LibreOffice's folder: %w", err)
	}
	if work, err = os.MkdirTemp(dir, "office-"); err != nil {
		return "", fmt.Errorf("make LibreOffice's folder: %w", err)
	}
	err = errors.Join(
		WriteProfile(filepath.Join(work, "profile")),
		os.Mkdir(filepath.Join(work, "tmp"), 0o700),
		os.WriteFile(filepath.Join(work, "warm.py"), []byte(o.script), 0o600),
	)
	if err != nil {
		_ = os.RemoveAll(work) // what is left goes with the folder above
		return "", fmt.Errorf("make LibreOffice's folder: %w", err)
	}
	return work, nil
}

// run runs the script in the folder until it ends or cancel is called.
func (o *Office) run(ctx context.Context, work string) (*child, error) {
	theirIn, in, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe: %w", err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make a pipe: %w", err), theirIn.Close(), in.Close())
	}
	// It outlives the conversion that starts it.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	k := &child{
		work: work, in: in, out: out, answers: bufio.NewReaderSize(out, longestAnswer),
		cancel: cancel, done: make(chan struct{}),
	}
	go func() {
		defer close(k.done)
		_, k.err = o.runner.Run(ctx, proc.Command{
			// -I: no settings and no modules but the system's.
			Path: python, Args: []string{"-I", filepath.Join(work, "warm.py"), work},
			Dir: work, Env: []string{"TMPDIR=" + filepath.Join(work, "tmp")}, Write: []string{work},
			Stdin: theirIn, Stdout: theirOut,
			// Each deck has its own limit, set by the script. This one is out of
			// the reach of whatever may take hold of LibreOffice.
			CPU: o.CPU * time.Duration(o.Decks), FileSize: fileSize,
		})
		_ = theirIn.Close()
		_ = theirOut.Close() // the end that hear waits for
	}()
	return k, nil
}

// end ends the child, by telling it where it still listens, and waits for it.
func (k *child) end() {
	_ = k.in.Close() // to warm.py the end of the work
	if k.broken {
		k.cancel()
	}
	patience := time.AfterFunc(farewell, k.cancel)
	<-k.done
	patience.Stop()
	k.cancel()
	_ = k.out.Close() // it was only read from
}
