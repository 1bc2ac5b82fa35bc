package progress

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/align"
	"proceedings/internal/captions"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

func trimAt(start, end float64) meeting.Trim {
	return meeting.Trim{Start: meeting.TrimPoint{At: &start}, End: meeting.TrimPoint{At: &end}}
}

func autoTrim() meeting.Trim {
	return meeting.Trim{Start: meeting.TrimPoint{Auto: true}, End: meeting.TrimPoint{Auto: true}}
}

// silence is sound with a minute of silence at each end.
func silence() outcomes {
	return outcomes{sound: &transcode.Sound{Tracks: []transcode.Track{{Quiet: []meeting.Stretch{{End: 60}, {Start: 540, End: 600}}}}}}
}

// trimmedSteps are the parameters of the steps that write trimmed files.
func trimmedSteps(it Item) (list []plan.ProgressiveParams) {
	for _, s := range it.Steps {
		if s.Step.Kind == plan.Progressive {
			if p := params[plan.ProgressiveParams](s.Step); p.Trim != nil {
				list = append(list, p)
			}
		}
	}
	return list
}

// TestTrimNeedsOneStep adds, changes and removes the trim of a finished recording: only the
// files to download are written again, and none if the trim is removed.
func TestTrimNeedsOneStep(t *testing.T) {
	t.Parallel()
	r := newTestRecording(talk(), silence())
	r.meeting.Chapters = []meeting.Chapter{{Start: 0, Title: "A"}, {Start: 300, Title: "B"}}
	_, before := r.waves(t)
	if before.Recording.Trim != (meeting.Stretch{}) || before.Recording.Trimmed != nil {
		t.Errorf("without a trim it is %+v", before.Recording.Trim)
	}
	if s := StateOf(r.meeting, []Item{before}).Sources[0]; s.Trim != nil || s.Sounding == nil || *s.Sounding != (meeting.Stretch{Start: 58, End: 542}) {
		t.Errorf("without a trim, the state is %+v", s)
	}
	for _, tt := range []struct {
		name string
		trim meeting.Trim
		want meeting.Stretch
		runs []string
	}{
		{"auto", autoTrim(), meeting.Stretch{Start: 58, End: 542}, []string{"progressive"}},
		{"times", trimAt(10, 500), meeting.Stretch{Start: 10, End: 500}, []string{"progressive"}},
		{"auto again", autoTrim(), meeting.Stretch{Start: 58, End: 542}, nil},
		{"removed", meeting.Trim{}, meeting.Stretch{}, nil},
	} {
		r.meeting.Trim = tt.trim
		waves, it := r.waves(t)
		if diff := cmp.Diff(tt.runs, waves); diff != "" || it.Recording.Trim != tt.want {
			t.Errorf("%s: plays %+v, want %+v; steps (-want +got):\n%s", tt.name, it.Recording.Trim, tt.want, diff)
		}
		if (it.Recording.Trimmed != nil) != (tt.want != meeting.Stretch{}) || it.Recording.Downloads == nil {
			t.Errorf("%s: files %v", tt.name, it.Recording.Trimmed)
		}
		if s := StateOf(r.meeting, []Item{it}).Sources[0]; (s.Trim != nil) != (tt.want != meeting.Stretch{}) {
			t.Errorf("%s: the state is %+v", tt.name, s)
		}
		for _, p := range trimmedSteps(it) {
			want := []meeting.Chapter{{Start: 0, End: 300 - tt.want.Start, Title: "A"}, {Start: 300 - tt.want.Start, End: tt.want.Length(), Title: "B"}}
			if diff := cmp.Diff(want, p.Chapters); diff != "" || *p.Trim != tt.want {
				t.Errorf("%s: %+v with chapters (-want +got):\n%s", tt.name, p.Trim, diff)
			}
		}
	}
}

// TestAutoTrimNeverCutsASlideOrAWord waits for slide times and captions, and keeps them.
func TestAutoTrimNeverCutsASlideOrAWord(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		interval align.Interval
		fix      []meeting.SlideCorrection
		want     meeting.Stretch
	}{
		{"slides within the sound", align.Interval{Start: 100, End: 500, Slide: 2, Confidence: 0.9}, nil, meeting.Stretch{Start: 58, End: 542}},
		{"a slide before the first word", align.Interval{Start: 30, End: 500, Slide: 2, Confidence: 0.9}, nil, meeting.Stretch{Start: 28, End: 542}},
		{"an uncertain slide after the last word", align.Interval{Start: 100, End: 570, Slide: 2, Confidence: 0.55}, nil, meeting.Stretch{Start: 58, End: 572}},
		{"slides all the time", align.Interval{Start: 0, End: 600, Slide: 2, Confidence: 0.9}, nil, meeting.Stretch{}},
		{"a slide that was corrected away", align.Interval{Start: 30, End: 500, Slide: 2, Confidence: 0.9}, []meeting.SlideCorrection{{Start: 30, End: 100}}, meeting.Stretch{Start: 58, End: 542}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLecture(talk(), silence())
			l.interval, l.meeting.Trim = tt.interval, autoTrim()
			if tt.fix != nil {
				l.meeting.SetAlignment(meeting.Alignment{Recording: "talk", Slides: tt.fix})
			}
			l.rounds(t, l.outcome, func(open []plan.Step) {
				searching := !slices.ContainsFunc(open, func(s plan.Step) bool { return s.Kind == plan.Progressive })
				if rec := l.items[0].Recording; searching && rec != nil && rec.Trim != (meeting.Stretch{}) {
					t.Errorf("with %s open, it is trimmed to %+v", kinds(open), rec.Trim)
				}
			})
			if got := l.items[0].Recording.Trim; got != tt.want {
				t.Errorf("it plays %+v, want %+v", got, tt.want)
			}
		})
	}

	rec := Recording{Quiet: silence().sound.Quiet(), CaptionList: []Caption{
		{Made: &steps.Result{Captions: &captions.Made{}}}, {Made: &steps.Result{Captions: &captions.Made{Spoken: &meeting.Stretch{Start: 33, End: 598.5}}}},
	}}
	if got := plan.Trim(rec.Quiet, rec.shown(), 600); got != (meeting.Stretch{Start: 31, End: 600}) {
		t.Errorf("with captions it plays %+v", got)
	}
}

// TestBadTrimIsNamed publishes a meeting whose trim cannot be applied, with a sentence.
func TestBadTrimIsNamed(t *testing.T) {
	t.Parallel()
	r := newTestRecording(talk(), outcomes{})
	r.meeting.Trim = trimAt(300, 200)
	_, it := r.waves(t)
	want := "talk.mp4 is not trimmed: the trim starts at 5:00 and ends at 3:20"
	if got := strings.Join(it.Warnings(), "\n"); got != want || it.Reason != "" || it.Made == nil || it.Recording.Trim != (meeting.Stretch{}) {
		t.Errorf("warnings %q, want %q; plays %+v", got, want, it.Recording.Trim)
	}
}

func TestTrimOfARecording(t *testing.T) {
	t.Parallel()
	m := meeting.Meeting{Trim: meeting.Trim{Start: meeting.TrimPoint{Auto: true}, End: trimAt(0, 60).End}}
	own := meeting.Source{Trim: new(trimAt(1, 2))}
	for _, tt := range []struct {
		name string
		src  meeting.Source
		main bool
		want meeting.Trim
	}{
		{"the main recording", meeting.Source{}, true, m.Trim},
		{"another one: times are not its own", meeting.Source{}, false, meeting.Trim{Start: meeting.TrimPoint{Auto: true}}},
		{"one with its own", own, true, trimAt(1, 2)},
		{"one that is played as a whole", meeting.Source{Trim: &meeting.Trim{}}, true, meeting.Trim{}},
	} {
		if diff := cmp.Diff(tt.want, m.TrimOf(tt.src, tt.main)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
