package main

import (
	"context"
	"fmt"

	"proceedings/internal/align"
)

// alignPicture finds the slides of a recording. The reason is empty if it is aligned.
func alignPicture(ctx context.Context, p *picture, decks []align.Deck, r *reader) (intervals []align.Interval, reason string, err error) {
	layout, err := align.Locate(ctx, p, decks)
	if err != nil {
		return nil, "", fmt.Errorf("locate the slides: %w", err)
	}
	part, err := align.Track(ctx, p, decks, layout)
	if err != nil {
		return nil, "", fmt.Errorf("track the slides: %w", err)
	}
	joined := align.Join([]align.Stretch{part})
	meanings, err := r.read(ctx, p, layout, joined.Stills)
	if err != nil {
		return nil, "", fmt.Errorf("read what it shows: %w", err)
	}
	intervals, reason = joined.Slides(meanings)
	return intervals, reason, nil
}

// locateOnly finds where the slides of decks are in a recording.
func locateOnly(ctx context.Context, p align.Picture, decks []align.Deck) error {
	if _, err := align.Locate(ctx, p, decks); err != nil {
		return fmt.Errorf("locate the slides: %w", err)
	}
	return nil
}
