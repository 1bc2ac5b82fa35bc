package s3

import (
	"context"
	"time"
)

// existingFolder is versitygw's answer to a write when the folder of the object
// was removed at that moment, with the last object in it. Where the key is the
// folder of other objects, the answer stays the same.
const existingFolder = "ExistingObjectIsDirectory"

// How long a write is repeated after that answer, and the pause between two
// attempts, which doubles. A number of attempts would bound it too early on a
// busy machine.
const (
	raceTime     = 20 * time.Second
	firstPause   = 10 * time.Millisecond
	longestPause = 500 * time.Millisecond
)

// withoutRace calls write again while another request removes the folder that it
// writes to.
func withoutRace(ctx context.Context, write func() error) error {
	began := time.Now()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		err := write()
		if _, code, _ := answer(err); code != existingFolder || time.Since(began) >= raceTime {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}
