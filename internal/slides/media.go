package slides

import (
	"context"
	"fmt"
	"slices"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// media copies the video and audio files of visible slides to the output folder. A deck
// without any costs nothing. Those that browsers do not play, or of which the audience
// did not see all, become warnings.
func (j *job) media(ctx context.Context, d deck) ([]meeting.SlideClips, error) {
	if d.archive == nil {
		return nil, nil
	}
	text, err := j.textOf(d)
	if fault.IsPermanent(err) {
		return nil, nil // the images are made anyway
	}
	if err != nil {
		return nil, fmt.Errorf("find the media of the deck: %w", err)
	}
	copies := clipCopies{job: j, archive: d.archive, known: map[clipKey]clipCopy{}, left: clipsMax}
	var list []meeting.SlideClips
	var refused refusedClips
	for _, s := range text.Slides {
		if s.Hidden && j.Omit.HiddenSlides {
			continue
		}
		one := meeting.SlideClips{Slide: s.Number}
		for _, e := range s.Embedded {
			made := clipCopy{reason: "the slide show does not show all of it; to offer it, publish the originals"}
			if !e.Cut || !j.Omit.CutMedia {
				if made, err = copies.of(ctx, clipKey{e.Part, e.Muted}); err != nil {
					return nil, err
				}
			}
			if made.reason != "" {
				refused.add(s.Number, made.reason)
				continue
			}
			c := made.Clip
			c.Title = e.Title
			if !slices.Contains(one.Clips, c) {
				one.Clips = append(one.Clips, c)
			}
		}
		if len(one.Clips) > 0 {
			list = append(list, one)
		}
	}
	j.warnings = append(j.warnings, refused.warnings()...)
	return list, nil
}

// refusedClips are the slides with media that are not offered, by reason.
type refusedClips struct {
	reasons []string
	slides  [][]int
}

func (r *refusedClips) add(slide int, reason string) {
	i := slices.Index(r.reasons, reason)
	if i < 0 {
		i = len(r.reasons)
		r.reasons, r.slides = append(r.reasons, reason), append(r.slides, nil)
	}
	if !slices.Contains(r.slides[i], slide) {
		r.slides[i] = append(r.slides[i], slide)
	}
}

// warnings are predicates about the deck.
func (r *refusedClips) warnings() []string {
	list := make([]string, len(r.reasons))
	for i, reason := range r.reasons {
		list[i] = fmt.Sprintf("has a video or audio file on %s that is not offered: %s", words.Numbered("slide", r.slides[i], maxNamed), reason)
	}
	return list
}
