package makers

import (
	"context"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"

	"proceedings/internal/align"
	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/slides"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// mostSlides is the number of slides of one recording of which pictures are taken. A day of
// talks has 700. A picture has up to 600 KB, and a deck at most 2000 pages.
const mostSlides = 800

// Shares of the work of a reconstruct step that end when the slides are found, and when their
// pictures are taken.
const (
	foundShare = 0.6
	takenShare = 0.8
)

// makeReconstruct finds slides in the picture of a recording, and makes a deck of them. Without
// slides, the result is the reason why there are none.
func makeReconstruct(ctx context.Context, tc *transcode.Transcoder, c *slides.Converter, t *Task, p plan.ReconstructParams) (steps.Result, error) {
	low, err := tc.Picture(p.Rung, steps.Made(t.Needs), 0, math.Inf(1), t.Open)
	if err != nil {
		return steps.Result{}, err
	}
	found, err := align.Reconstruct(ctx, &reportingPicture{Picture: low, report: func(done float64) { t.report(foundShare * done) }})
	if err != nil {
		return steps.Result{}, fmt.Errorf("find slides: %w", err)
	}
	found, warnings := limitSlides(found)
	made := steps.Result{Reconstruct: &found, Warnings: warnings}
	if len(found.Slides) == 0 {
		return made, nil
	}
	best, err := tc.Picture(p.Best, steps.Made(t.Needs), 0, math.Inf(1), t.Open)
	if err != nil {
		return steps.Result{}, err
	}
	folder := filepath.Join(filepath.Dir(t.Dir), "pictures")
	if err = os.Mkdir(folder, 0o700); err != nil {
		return steps.Result{}, fmt.Errorf("make a folder for pictures: %w", err)
	}
	share := func(from, to float64) func(done, total int) {
		return func(done, total int) { t.report(from + (to-from)*float64(done)/float64(max(1, total))) }
	}
	blank, err := takePictures(ctx, best, found, folder, share(foundShare, takenShare))
	if err != nil {
		return steps.Result{}, fmt.Errorf("take pictures of the slides: %w", err)
	}
	pictures := picturesOf(found, blank, folder)
	if found = withoutSlides(found, blank); len(found.Slides) == 0 {
		return made, nil
	}
	deck, err := c.RenderPictures(ctx, pictures, t.Dir, share(takenShare, 1))
	if err != nil {
		return steps.Result{}, fmt.Errorf("make a deck of the slides: %w", err)
	}
	if len(deck.Pages) != len(found.Slides) {
		return steps.Result{}, fmt.Errorf("make a deck of the slides: it has %d pages for %d slides", len(deck.Pages), len(found.Slides))
	}
	made.Deck, made.Tools = &steps.Deck{PDF: deck.PDF.Name, Pages: deck.Pages}, maps.Clone(deck.Tools)
	return made, nil
}

// picturesOf returns the paths of the pictures of slides, apart from those that are blank.
func picturesOf(found align.Reconstruction, blank map[int]bool, folder string) (paths []string) {
	for _, s := range found.Slides {
		if !blank[s.Number] {
			paths = append(paths, filepath.Join(folder, layout.AlbumPicture(s.Number)))
		}
	}
	return paths
}

// limitSlides drops the slides beyond mostSlides, with a warning.
func limitSlides(found align.Reconstruction) (align.Reconstruction, []string) {
	n := len(found.Slides)
	if n <= mostSlides {
		return found, nil
	}
	beyond := map[int]bool{}
	for _, s := range found.Slides[mostSlides:] {
		beyond[s.Number] = true
	}
	return withoutSlides(found, beyond), []string{fmt.Sprintf("shows %d slides, of which the first %d were taken from its picture", n, mostSlides)}
}

// withoutSlides removes slides by number and renumbers the rest. If only one slide is left,
// it returns none.
func withoutSlides(found align.Reconstruction, drop map[int]bool) align.Reconstruction {
	if len(drop) == 0 {
		return found
	}
	number := map[int]int{}
	var slides []align.Reconstructed
	for _, s := range found.Slides {
		if !drop[s.Number] {
			number[s.Number] = len(slides) + 1
			slides = append(slides, align.Reconstructed{Number: len(slides) + 1, At: s.At})
		}
	}
	var intervals []align.Interval
	for _, in := range found.Intervals {
		if in.Slide = number[in.Slide]; in.Slide > 0 {
			intervals = append(intervals, in)
		}
	}
	if found.Slides, found.Intervals = slides, intervals; len(slides) < 2 {
		found.Slides, found.Intervals, found.Reason = nil, nil, "shows fewer than two slides"
	}
	return found
}
