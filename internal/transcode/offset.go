package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"

	"proceedings/internal/soundmatch"
)

// Offset is how a second recording lies in time to a first one, as far as their
// sound says it. A time t of the second is Seconds + t × (1 + Drift) of the first.
type Offset struct {
	Found      bool    `json:"found"`             // else the sound does not say it beyond doubt
	Seconds    float64 `json:"seconds"`           // from the beginning of the first one's timeline to that of the second one's
	Drift      float64 `json:"drift,omitempty"`   // seconds that the first one's clock gains in each second; 0 if it is less than 40 ms in all
	Confidence float64 `json:"confidence"`        // 0 to 1: how far the place stands out from the second best
	Overlap    float64 `json:"overlap,omitempty"` // seconds for which both ran
	Differs    bool    `json:"differs,omitempty"` // the shorter one's sound is nowhere in the longer one
}

// Offset compares the two fingerprints that were made.
func (t *Transcoder) Offset(ctx context.Context, made []Made, open Opener) (Offset, error) {
	var prints []soundmatch.Fingerprint
	for _, m := range made {
		if m.Fingerprint == nil {
			return Offset{}, fmt.Errorf("compare the sound: %s made no fingerprint", m.Step)
		}
		f, err := fetchFingerprint(ctx, m, open)
		if err != nil {
			return Offset{}, fmt.Errorf("compare the sound: %w", err)
		}
		prints = append(prints, f)
	}
	if len(prints) != 2 {
		return Offset{}, fmt.Errorf("compare the sound: there are %d fingerprints, and not two", len(prints))
	}
	o, found := soundmatch.Match(prints[0], prints[1])
	return Offset{
		Differs: !found && soundmatch.Differ(prints[0], prints[1]),
		Found:   found, Seconds: milli(o.Seconds), Drift: o.Drift, Confidence: milli(o.Confidence), Overlap: milli(o.Overlap),
	}, nil
}

func fetchFingerprint(ctx context.Context, m Made, open Opener) (f soundmatch.Fingerprint, err error) {
	body, err := open(ctx, m.piece(m.Fingerprint.Name), 0, -1)
	if err != nil {
		return f, fmt.Errorf("read a fingerprint: %w", err)
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	data, err := io.ReadAll(io.LimitReader(body, soundmatch.MaxBytes+1))
	if err != nil {
		return f, fmt.Errorf("read a fingerprint: %w", err)
	}
	return soundmatch.Parse(data)
}
