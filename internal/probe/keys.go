package probe

import (
	"sort"

	"proceedings/internal/meeting"
)

// maxKeys bounds the key frames of a stream that are kept: a day and a half of
// two a second.
const maxKeys = 1 << 18

// Key frames closer than apart are no better places to begin at than their
// neighbours: a codec may have nothing but key frames. Of those the last before
// a stretch that is longer than far is kept, or the stretch would seem longer
// than it is. Seconds.
const (
	apart = 0.5
	far   = 5
)

// reorder is how many frames may come before a key frame in the file and be
// shown at or after it, at most. No codec moves a picture by more than 16.
const reorder = 32

// keys collects what there is to know of a stream's key frames while the
// packets go by in the order of decoding. It keeps two key frames a second and
// the last few times, never all packets.
type keys struct {
	list []meeting.Key // in order; Before counts only what came earlier in the file
	near bool          // the last of them is close to the one before, and goes unless a long stretch follows

	// late is where Before is to be mended for frames that came later: the sum of
	// late[:i+1] belongs to list[i]. It has one entry more than list.
	late []int

	count   int              // packets so far
	recent  [reorder]float64 // latest times, a ring
	timed   int              // packets so far that have a time
	any     bool             // there was a key frame
	first   float64          // time of the first key frame
	latest  float64          // time of the key frame before
	longest float64          // distance between two of them
	open    bool             // a frame came after a key frame and is shown before it
}

// add takes a packet in. at is when it is shown, if that is known.
func (k *keys) add(p packet, at float64, known bool) {
	if !known {
		k.count++
		return
	}
	if k.any && at < k.latest {
		k.open = true
	}
	k.mend(at)
	if p.key {
		k.keep(p.pos, at)
		if !k.any {
			k.first = at
		} else {
			k.longest = max(k.longest, at-k.latest)
		}
		k.any, k.latest = true, at
	}
	k.recent[k.timed%reorder] = at
	k.count++
	k.timed++
}

// mend counts a frame for the key frames that came earlier and are shown later.
func (k *keys) mend(at float64) {
	n := len(k.list)
	if n == 0 || at >= k.list[n-1].Time {
		return
	}
	i := sort.Search(n, func(i int) bool { return k.list[i].Time > at })
	k.late[i]++
	k.late[n]-- // the key frames to come have it among the earlier ones
}

// keep adds a key frame to the list. One that is out of order is no place to
// begin at.
func (k *keys) keep(pos int64, at float64) {
	if n := len(k.list); n > 0 {
		if at <= k.list[n-1].Time {
			return
		}
		if k.near && at-k.list[n-2].Time <= far {
			k.drop()
			n--
		}
		k.near = at-k.list[n-1].Time < apart
	}
	if len(k.list) >= maxKeys {
		return
	}
	before := k.count
	for _, t := range k.recent[:min(k.timed, reorder)] {
		if t >= at {
			before--
		}
	}
	if k.late == nil {
		k.late = make([]int, 1)
	}
	k.list = append(k.list, meeting.Key{Time: at, Pos: pos, Before: before})
	k.late = append(k.late, 0)
}

// drop takes the last key frame off the list.
func (k *keys) drop() {
	n := len(k.list) - 1
	k.late[n] += k.late[n+1] // what is shown before it is shown before those to come
	k.list, k.late = k.list[:n], k.late[:n+1]
}

// found is the key frames in order.
func (k *keys) found() []meeting.Key {
	list := make([]meeting.Key, len(k.list))
	late := 0
	for i, one := range k.list {
		late += k.late[i]
		one.Before += late
		list[i] = one
	}
	return list
}

// longestGOP is the most seconds from one key frame to the next in a stream
// that lasts from start to end.
func (k *keys) longestGOP(start, end float64) float64 {
	if !k.any {
		return micros(end - start)
	}
	return micros(max(k.longest, k.first-start, end-k.latest))
}
