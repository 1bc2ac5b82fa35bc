package standalone

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
)

// maxSocket is the longest path of a unix socket, its final zero left out
// (sun_path in unix(7)).
const maxSocket = 107

// startRedis runs redis-server over the folder's append-only file. Every write
// is synced to disk before it is answered: tasks are few and each is worth
// minutes. The socket stays the same over restarts, so that clients reconnect.
func (in *Installation) startRedis(ctx context.Context, r *proc.Runner, previous Addresses) error {
	dir := filepath.Join(in.dir, "redis")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make a folder for redis: %w", err)
	}
	socket := filepath.Join(dir, "redis.sock")
	if len(socket) > maxSocket {
		short, err := shortFolder(previous)
		if err != nil {
			return err
		}
		in.tidy = func() { _ = os.RemoveAll(short) } // holds a socket of a server that has ended
		socket = filepath.Join(short, "redis.sock")
	}
	var err error
	in.redis, err = r.StartService(proc.Command{ //nolint:contextcheck // it outlives the start and ends with Stop
		Path: "redis-server",
		Args: []string{
			"--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--dir", dir,
			"--appendonly", "yes", "--appendfsync", "always", "--save", "",
			"--maxmemory-policy", "noeviction", "--loglevel", "warning",
		},
	})
	if proc.Missing(err) {
		return fault.Explain(err, "Redis is not installed (there is no redis-server in PATH): run scripts/setup")
	}
	if err != nil {
		return fault.Explain(err, "Redis could not be started over %s", dir)
	}
	outer := ctx
	ctx, cancel := context.WithTimeoutCause(ctx, startTime, errors.New("it does not answer"))
	defer cancel()
	in.Redis = socketScheme + socket
	err = in.redis.Ready(ctx, func(ctx context.Context) error { return ping(ctx, socket) })
	switch {
	case err != nil && outer.Err() != nil:
		return fmt.Errorf("start Redis: %w", err)
	case err != nil:
		return fault.Explain(err, "Redis could not be started over %s", dir)
	}
	return nil
}

// socketScheme begins the address of a Redis on a unix socket.
const socketScheme = "redis-socket://"

// shortFolder is a folder with a short path for the socket: that of a killed
// supervisor if it is there and nobody else may write to it, else a new one.
func shortFolder(previous Addresses) (string, error) {
	if dir := filepath.Dir(strings.TrimPrefix(previous.Redis, socketScheme)); strings.HasPrefix(filepath.Base(dir), shortPrefix) {
		var is unix.Stat_t
		if err := unix.Lstat(dir, &is); err == nil && is.Mode == unix.S_IFDIR|0o700 && int(is.Uid) == os.Getuid() {
			return dir, nil
		}
	}
	dir, err := os.MkdirTemp("", shortPrefix)
	if err != nil {
		return "", fmt.Errorf("make a folder for redis's socket: %w", err)
	}
	return dir, nil
}

const shortPrefix = "proceedings-redis-"

// ping asks the server whether it is ready. While it loads its file it accepts
// connections and answers -LOADING.
func ping(ctx context.Context, socket string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "unix", socket)
	if err != nil {
		return fmt.Errorf("reach redis: %w", err)
	}
	defer func() { _ = conn.Close() }() // nothing is lost with it
	if _, err = conn.Write([]byte("PING\r\n")); err != nil {
		return fmt.Errorf("reach redis: %w", err)
	}
	answer := make([]byte, 64)
	n, err := conn.Read(answer)
	if err != nil {
		return fmt.Errorf("reach redis: %w", err)
	}
	if string(answer[:n]) != "+PONG\r\n" {
		return fmt.Errorf("reach redis: it answers %q", answer[:n])
	}
	return nil
}
