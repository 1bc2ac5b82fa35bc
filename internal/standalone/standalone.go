package standalone

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/standalone/versitygw"
	"proceedings/internal/storage/s3"
)

// objectsFolder is the folder of the S3 server in a data folder.
const objectsFolder = "s3"

// Bucket is the name of the one bucket.
const Bucket = "proceedings"

// Addresses are the addresses and keys of an installation.
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

// Installation runs the two servers as children of this process.
type Installation struct {
	Addresses

	dir   string
	lock  *os.File
	redis *proc.Service
	store *versitygw.Server
	tidy  func() // removes what lies outside of dir
	stop  sync.Once
}

// startTime is how long a server may take to answer. A large append-only file
// is read first.
const startTime = time.Minute

// How long a server may take to end. The S3 server takes no new requests
// meanwhile, and would wait for a reader of a long recording, who goes on with
// the next server.
const (
	redisGrace = 10 * time.Second
	storeGrace = time.Second
)

// start runs the servers over the folder dir, whose lock is passed on to the
// installation. It returns when both answer. program is the path of versitygw.
func start(ctx context.Context, dir string, lock *os.File, program string) (_ *Installation, err error) {
	in := &Installation{dir: dir, lock: lock, tidy: func() {}}
	defer func() {
		if err != nil {
			in.Stop()
		}
	}()
	// A supervisor that was killed has left both files.
	previous := readAddresses(dir)
	if err = errors.Join(remove(in.addressesPath()), remove(filepath.Join(dir, socketName))); err != nil {
		return nil, err
	}
	if err = in.startRedis(ctx, &proc.Runner{Grace: redisGrace}, previous); err != nil {
		return nil, err
	}
	if in.store, err = versitygw.Start(ctx, &proc.Runner{Grace: storeGrace}, program, filepath.Join(dir, objectsFolder)); err != nil {
		return nil, err
	}
	in.Endpoint, in.AccessKey, in.SecretKey, in.Bucket = in.store.Endpoint, in.store.AccessKey, in.store.SecretKey, Bucket
	if err = in.writeAddresses(); err != nil {
		return nil, err
	}
	return in, nil
}

// Failed is closed when one of the servers has ended by itself.
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

// failure returns which server ended and why, after Failed.
func (in *Installation) failure() message {
	select {
	case <-in.redis.Done():
		return message{Ended: "Redis", Failed: logged(in.dir, fault.Explain(in.redis.Err(), "Redis ended"))}
	default:
		return message{Ended: "The S3 server", Failed: logged(in.dir, fault.Explain(in.store.Err(), "the S3 server ended"))}
	}
}

// logName is the file in the data folder with what the servers said when they
// failed.
const logName = "servers.log"

// logged is the text of err for a person. What a server said goes to the log,
// which the text names.
func logged(dir string, err error) string {
	detail := fault.Detail(err)
	if detail == "" {
		return err.Error()
	}
	path := filepath.Join(dir, logName)
	f, openErr := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if openErr != nil {
		return err.Error() // a read-only folder is named already
	}
	_, writeErr := fmt.Fprintf(f, "%s %v\n%s\n", time.Now().Format(time.RFC3339), err, detail)
	if writeErr = errors.Join(writeErr, f.Close()); writeErr != nil {
		return err.Error() // the disk is full
	}
	return err.Error() + "; details are in " + path
}

// Stop ends the servers and unlocks the folder.
func (in *Installation) Stop() {
	in.stop.Do(func() {
		_ = os.Remove(in.addressesPath()) // the next supervisor does so, too
		if in.store != nil {
			in.store.Stop()
		}
		if in.redis != nil {
			in.redis.Stop()
		}
		in.tidy()
		_ = unlock(in.lock) // the kernel releases it in any case
	})
}

// addressesFile is the file with the addresses.
const addressesFile = "services.json"

func (in *Installation) addressesPath() string { return filepath.Join(in.dir, addressesFile) }

// writeAddresses writes down how to reach the servers, for the person who runs them
// and for the next supervisor, should this one be killed.
func (in *Installation) writeAddresses() error {
	data, err := json.Marshal(in.Addresses)
	if err != nil {
		return fmt.Errorf("write the addresses of the servers: %w", err)
	}
	part := in.addressesPath() + ".part"
	if err := os.WriteFile(part, data, 0o600); err != nil {
		return fmt.Errorf("write the addresses of the servers: %w", err)
	}
	if err := os.Rename(part, in.addressesPath()); err != nil {
		return fmt.Errorf("write the addresses of the servers: %w", err)
	}
	return nil
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the files of a killed process: %w", err)
	}
	return nil
}

// readAddresses reads what writeAddresses wrote; nothing where there is none, or it is
// damaged.
func readAddresses(dir string) (a Addresses) {
	data, err := os.ReadFile(filepath.Join(dir, addressesFile))
	if err != nil || json.Unmarshal(data, &a) != nil {
		return Addresses{}
	}
	return a
}
