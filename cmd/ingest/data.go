package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/standalone"
	"proceedings/internal/storage"
)

// dataFlag names a data folder.
type dataFlag struct {
	Data string `default:"./proceedings-data" env:"PROCEEDINGS_DATA" type:"path" help:"Folder with all data: originals, results, queue (env ${env})."`
}

// withData runs do on the servers of an existing data folder.
func (d dataFlag) withData(ctx context.Context, c *console, do func(context.Context, *wire.System) error) error {
	return d.withDataAt(ctx, c, "", do)
}

// withDataAt is withData for a command that serves the pages at the URL listen;
// empty if it serves none. The pages keep their base URL.
func (d dataFlag) withDataAt(ctx context.Context, c *console, listen string, do func(context.Context, *wire.System) error) error {
	if _, err := os.Stat(d.Data); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: there is no data folder %s: create one with \"ingest run\", or name another with --data", wire.ErrUsage, d.Data)
	}
	configured, err := c.readers().Base("")
	if err != nil {
		return err
	}
	return d.open(ctx, c, func(ctx context.Context, sys *wire.System) error {
		if _, err := d.chooseBase(ctx, sys, configured, listen); err != nil {
			return err
		}
		return do(ctx, sys)
	})
}

// open runs do on the servers of the data folder, and creates the folder if it is
// missing. It cancels do if a server stops and cannot be restarted.
func (d dataFlag) open(ctx context.Context, c *console, do func(context.Context, *wire.System) error) (err error) {
	if info, statErr := os.Stat(d.Data); statErr == nil && !info.IsDir() {
		return fmt.Errorf("%w: --data %s is a file, not a folder", wire.ErrUsage, d.Data)
	}
	session, err := standalone.Open(ctx, standalone.Options{
		Dir: d.Data, Self: c.self, Getenv: c.getenv, Notify: func(text string) { printf(c.err, "%s\n", text) },
	})
	if err != nil {
		return err
	}
	defer session.Close()
	sys, err := connect(ctx, session, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sys.Close()) }()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-session.Failed():
			cancel(fmt.Errorf("%w: %w", storage.ErrUnavailable, session.Err()))
		case <-ctx.Done():
		}
	}()
	return do(ctx, sys)
}

// connect returns a system on the servers of a data folder.
func connect(ctx context.Context, session *standalone.Session, c *console) (*wire.System, error) {
	a := session.Addresses()
	sys, err := wire.Connect(ctx, a.Redis, a.S3(), c.unreachable)
	if err != nil {
		return nil, err
	}
	sys.Store = standalone.Durable{Store: session.Store(), Dir: session.Dir()}
	if sys.Key, err = standalone.SecretKey(session.Dir()); err != nil {
		return nil, errors.Join(err, sys.Close())
	}
	return sys, nil
}
