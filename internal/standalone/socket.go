package standalone

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// socketName is the supervisor's socket in the data folder.
const socketName = "supervisor.sock"

// message is a line of JSON that the supervisor sends: on stdout to the process
// that started it, and to a user. A user gets the addresses when it connects, and
// later at most one other before the connection ends.
type message struct {
	Addresses    *Addresses `json:"addresses,omitempty"`
	Failed       string     `json:"failed,omitempty"`       // why the servers did not start, or one ended by itself
	Ended        string     `json:"ended,omitempty"`        // which one it was, to begin a sentence
	NoAttributes bool       `json:"noAttributes,omitempty"` // it is versitygw.ErrNoAttributes
	Stays        bool       `json:"stays,omitempty"`        // to a user that leaves: others remain
}

// inFolder calls do with a path of the socket that fits into an address: sun_path
// in unix(7) has room for 107 bytes, and the path of a data folder may be longer.
func inFolder(dir string, do func(path string) error) error {
	folder, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open the data folder: %w", err)
	}
	defer func() { _ = folder.Close() }() // only a handle
	return do(fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), socketName))
}

// listen opens the socket, which must not be there.
func listen(dir string) (*net.UnixListener, error) {
	var l *net.UnixListener
	err := inFolder(dir, func(path string) (err error) {
		l, err = net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		if err != nil {
			return fmt.Errorf("listen for commands: %w", err)
		}
		l.SetUnlinkOnClose(false) // by a path that is valid only here
		return os.Chmod(path, 0o600)
	})
	return l, err
}

// isOurs reports whether the other end is a process of this user, or of root:
// the addresses hold a key.
func isOurs(conn *net.UnixConn) bool {
	raw, err := conn.SyscallConn()
	if err != nil {
		return false
	}
	ours := false
	err = raw.Control(func(fd uintptr) {
		peer, credErr := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
		ours = credErr == nil && (peer.Uid == 0 || int(peer.Uid) == os.Getuid())
	})
	return err == nil && ours
}

// link is a user's connection to the supervisor.
type link struct {
	conn    *net.UnixConn
	in      *json.Decoder
	address Addresses
}

// answerTime bounds the wait for a supervisor's first line, which it sends at once.
const answerTime = 10 * time.Second

// dial connects to the supervisor of dir. The error is errNoSupervisor if none listens,
// or it is ending.
func dial(ctx context.Context, dir string) (*link, error) {
	var l *link
	err := inFolder(dir, func(path string) error {
		conn, err := new(net.Dialer).DialContext(ctx, "unix", path)
		if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ECONNREFUSED) {
			return errNoSupervisor
		}
		if err != nil {
			return fmt.Errorf("connect to the servers of %s: %w", dir, err)
		}
		l = &link{conn: conn.(*net.UnixConn), in: json.NewDecoder(conn)} //nolint:forcetypeassert // what a dialer makes for "unix"
		return nil
	})
	if err != nil {
		return nil, err
	}
	var first message
	err = errors.Join(l.conn.SetReadDeadline(time.Now().Add(answerTime)), l.in.Decode(&first), l.conn.SetReadDeadline(time.Time{}))
	if err != nil || first.Addresses == nil {
		return nil, errors.Join(errNoSupervisor, l.conn.Close())
	}
	l.address = *first.Addresses
	return l, nil
}

// errNoSupervisor means that no supervisor listens.
var errNoSupervisor = errors.New("no supervisor answers")
