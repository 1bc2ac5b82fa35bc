package main

import (
	"context"
	"fmt"

	"proceedings/internal/align"
)

// alignPicture finds the slides of a recording. The reason is empty if it is aligned.
func alignPicture(ctx context.Context, p align.Picture, decks []align.Deck) (intervals []align.Interval, reason string, err error) {
	layout, err := align.Locate(ctx, p, decks)
	if err != nil {
		return nil, "", fmt.Errorf("locate the slides: %w", err)
	}
	part, err := align.Track(ctx, p, decks, layout)
	if err != nil {
		return nil, "", fmt.Errorf("track the slides: %w", err)
	}
	intervals, reason = align.Join([]align.Stretch{part})
	return intervals, reason, nil
}

// locateOnly finds where the slides of decks are in a recording.
func locateOnly(ctx context.Context, p align.Picture, decks []align.Deck) error {
	if _, err := align.Locate(ctx, p, decks); err != nil {
		return fmt.Errorf("locate the slides: %w", err)
	}
	return nil
}
