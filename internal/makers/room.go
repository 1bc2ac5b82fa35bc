package makers

import (
	"fmt"
	"strings"
	"sync"

	"proceedings/internal/fault"
	"proceedings/internal/originals"
	"proceedings/internal/words"
)

// Room reserves space in a worker's scratch folder for steps before they start.
type Room struct {
	Folder string
	Host   string
	Margin int64 // bytes that always stay free
	Free   func(path string) (int64, error)
	Size   func(path string) (int64, error) // of the file system, with all that is in it; nil if unknown
	Cache  *originals.Cache                 // in Folder

	mu       sync.Mutex
	reserved int64
}

// NoRoomError means that a step does not fit on the disk of this worker now. It is not
// started, and another worker may run it.
type NoRoomError struct {
	Need     int64 // bytes
	Capacity int64 // bytes that this worker can give while no other step runs
	Most     int64 // bytes that it could give on an empty disk; -1 if unknown
	Host     string
}

// Beginnings of the texts of a [NoRoomError], for users.
const (
	waitsForRoom = "waiting for "
	neverFits    = "needs "
)

func (e *NoRoomError) Error() string {
	if e.TooSmall() {
		return fmt.Sprintf(neverFits+"%s of disk space; the scratch folder of %s is too small for it, also when empty (%s): waiting for another worker", words.Size(e.Need), e.Host, words.Size(e.Most))
	}
	if e.Never() {
		return fmt.Sprintf(neverFits+"%s of disk space; the scratch disk of %s can give %s: waiting for another worker", words.Size(e.Need), e.Host, words.Size(e.Capacity))
	}
	return fmt.Sprintf(waitsForRoom+"%s of disk space on %s", words.Size(e.Need), e.Host)
}

// Never reports whether the step does not fit even while no other step runs.
func (e *NoRoomError) Never() bool { return e.Need > e.Capacity }

// TooSmall reports whether the step would not even fit on an empty disk.
func (e *NoRoomError) TooSmall() bool { return e.Most >= 0 && e.Need > e.Most }

// DiskFault marks cause as an error of this machine: its scratch folder has no room for need
// bytes, since it is full, or since its file system of size bytes is too small. A size of 0 is
// unknown.
func DiskFault(cause error, need, size int64) error {
	if size > 0 && need > size {
		return fault.Worker(cause, "the scratch folder is too small: %s are needed, and its disk has %s", words.Size(need), words.Size(size))
	}
	return fault.Worker(cause, "the disk of the scratch folder is full")
}

// SaysNoRoom reports whether a text is that of a [NoRoomError].
func SaysNoRoom(text string) bool {
	return strings.Contains(text, " of disk space") && (strings.HasPrefix(text, waitsForRoom) || strings.HasPrefix(text, neverFits))
}

// Reserve reserves space for a step that reads these originals, by SHA-256, and returns a
// function that ends the reservation. The error is a [*NoRoomError] if the step does not
// fit now. If no step runs and the disk is full, it is an error of this machine. Reserve
// deletes cached originals that no step uses to make room.
func (r *Room) Reserve(need int64, reads []string) (release func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	d, err := r.disk()
	if err != nil {
		return nil, err
	}
	if !d.Fits(need) {
		size, sizeErr := r.size()
		if sizeErr != nil {
			return nil, sizeErr
		}
		noRoom := &NoRoomError{Need: need, Capacity: d.Capacity(), Most: -1, Host: r.Host}
		if size > 0 {
			noRoom.Most = max(0, size-r.Margin)
		}
		if r.reserved == 0 && d.Available() == 0 {
			return nil, DiskFault(noRoom, need+r.Margin, size)
		}
		return nil, noRoom
	}
	r.Cache.Evict(d.Evict(need, r.Cache.Held(reads)), reads)
	r.reserved += need
	return sync.OnceFunc(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.reserved -= need
	}), nil
}

// size returns the size of the file system in bytes; 0 if it is unknown.
func (r *Room) size() (int64, error) {
	if r.Size == nil {
		return 0, nil
	}
	return r.Size(r.Folder)
}

// Reserved returns the bytes that running steps have reserved.
func (r *Room) Reserved() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reserved
}

// Disk returns the state of the disk.
func (r *Room) Disk() (Disk, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.disk()
}

func (r *Room) disk() (Disk, error) {
	free, err := r.Free(r.Folder)
	idle := r.Cache.Idle()
	return Disk{Free: free, Idle: idle, Used: max(0, FolderSize(r.Folder)-idle), Reserved: r.reserved, Margin: r.Margin}, err
}
