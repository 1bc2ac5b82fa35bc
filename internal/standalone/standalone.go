// Package standalone is a whole installation in one folder: Redis and an S3
// server as children of this process. It gives addresses and nothing else; who
// uses them cannot tell it from servers elsewhere.
//
//	<data>/lock            held by the process that runs it
//	<data>/services.json   how to reach it, while it runs
//	<data>/redis/          the queue's append-only file
//	<data>/s3/             the objects, as plain files
//	<data>/scratch/        work in hand
package standalone

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/storage/s3"
	"proceedings/internal/versitygw"
)

// Bucket is the name of the one bucket.
const Bucket = "proceedings"

// Addresses are how an installation is reached.
type Addresses struct {
	Redis     string `json:"redis"`
	Endpoint  string `json:"endpoint"`
	Bucket    string `json:"bucket"`
	AccessKey string `json:"accessKey"`
	SecretKey string `json:"secretKey"`
}

// S3 is the addresses' storage as package s3 takes it.
func (a Addresses) S3() s3.Config {
	return s3.Config{Endpoint: a.Endpoint, Bucket: a.Bucket, AccessKey: a.AccessKey, SecretKey: a.SecretKey}
}

// Installation is one that runs.
type Installation struct {
	Addresses

	dir   string
	lock  *os.File
	redis *proc.Service
	store *versitygw.Server
	tidy  func() // removes what lies outside of dir
}

// startTime is how long a server may take to answer. A large append-only file
// is read first.
const startTime = time.Minute

// Start locks the folder dir, which is made if it is not there, and runs the
// servers over it. It returns when both answer. Where another process has the
// lock, the error is [ErrInUse].
func Start(ctx context.Context, dir string, getenv func(string) string) (_ *Installation, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the data folder: %w", err)
	}
	program, err := versitygw.Find(getenv)
	if err != nil {
		return nil, err
	}
	if err = os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	in := &Installation{dir: dir, tidy: func() {}}
	if in.lock, err = lock(dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			in.Stop()
		}
	}()
	if err = in.retract(); err != nil { // of a process that was killed; until the servers answer there is nothing to say
		return nil, err
	}
	runner := &proc.Runner{Grace: 10 * time.Second}
	if err = in.startRedis(ctx, runner); err != nil {
		return nil, err
	}
	if in.store, err = versitygw.Start(ctx, runner, program, filepath.Join(dir, "s3")); err != nil {
		return nil, err
	}
	in.Endpoint, in.AccessKey, in.SecretKey, in.Bucket = in.store.Endpoint, in.store.AccessKey, in.store.SecretKey, Bucket
	if err = in.announce(); err != nil {
		return nil, err
	}
	return in, nil
}

// Dir is the installation's folder.
func (in *Installation) Dir() string { return in.dir }

// Failed is closed when one of the servers has ended by itself; Err says why.
func (in *Installation) Failed() <-chan struct{} {
	failed := make(chan struct{})
	go func() {
		defer close(failed)
		select {
		case <-in.redis.Done():
		case <-in.store.Done():
		}
	}()
	return failed
}

// Err says why a server ended, after Failed.
func (in *Installation) Err() error {
	select {
	case <-in.redis.Done():
		return in.redis.Err()
	default:
		return in.store.Err()
	}
}

// Stop ends the servers and gives the folder free.
func (in *Installation) Stop() {
	_ = in.retract() // the lock says that it is stale
	if in.store != nil {
		in.store.Stop()
	}
	if in.redis != nil {
		in.redis.Stop()
	}
	in.tidy()
	_ = unlock(in.lock) // the kernel gives it back in any case
}

func (in *Installation) announcement() string { return filepath.Join(in.dir, "services.json") }

// announce writes down how to reach the servers, for commands that come to the
// same folder while they run.
func (in *Installation) announce() error {
	data, err := json.Marshal(in.Addresses)
	if err != nil {
		return fmt.Errorf("announce the services: %w", err)
	}
	part := in.announcement() + ".part"
	if err := os.WriteFile(part, data, 0o600); err != nil {
		return fmt.Errorf("announce the services: %w", err)
	}
	if err := os.Rename(part, in.announcement()); err != nil {
		return fmt.Errorf("announce the services: %w", err)
	}
	return nil
}

// retract removes what announce wrote.
func (in *Installation) retract() error {
	if err := os.Remove(in.announcement()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("retract the services: %w", err)
	}
	return nil
}

// Running is the addresses of an installation that some process runs over dir.
// ok is false where none does.
func Running(dir string) (a Addresses, ok bool, err error) {
	file, err := lock(dir)
	if err == nil {
		return Addresses{}, false, unlock(file)
	}
	if errors.Is(err, os.ErrNotExist) {
		return Addresses{}, false, nil
	}
	if !errors.Is(err, ErrInUse) {
		return Addresses{}, false, err
	}
	data, err := os.ReadFile(filepath.Join(dir, "services.json"))
	if err != nil {
		return Addresses{}, false, fmt.Errorf("the data folder %s is in use, and its services do not answer yet: %w", dir, err)
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return Addresses{}, false, fmt.Errorf("read how to reach the services of %s: %w", dir, err)
	}
	return a, true, nil
}
