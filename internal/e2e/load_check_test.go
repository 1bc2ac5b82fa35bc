package e2e_test

import (
	"encoding/json"
	"slices"
	"strings"

	"proceedings/internal/archive"
	"proceedings/internal/catalogue"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
)

// checkPublished checks that each meeting is published with what was submitted.
func (l *load) checkPublished() {
	l.t.Helper()
	for n, id := range l.ids {
		state, err := archive.ReadState(l.t.Context(), l.store, id)
		if err != nil || state.State != manifest.Published {
			l.t.Errorf("%s is %q: %v %v (%v)", id, state.State, state.Refused, state.Attention, err)
			continue
		}
		var m manifest.Manifest
		if _, err = storage.ReadJSON(l.t.Context(), l.store, layout.Public.Meeting(id, layout.Manifest), &m); err != nil {
			l.t.Error(err)
		}
		if hasDeck(n) && (len(m.Decks) != 1 || len(m.Decks[0].Slides) != 1) || !hasDeck(n) && len(m.Documents) != 1 || len(m.Refused) > 0 {
			l.t.Errorf("%s is published with decks %v, documents %v, refused %v", id, m.Decks, m.Documents, m.Refused)
		}
	}
}

// checkCatalogue checks that the catalogue lists exactly the meetings.
func (l *load) checkCatalogue() {
	l.t.Helper()
	var head catalogue.Head
	if _, err := storage.ReadJSON(l.t.Context(), l.store, layout.Public.Top(layout.Catalogue), &head); err != nil {
		l.t.Fatal(err)
	}
	var listed []string
	for _, p := range head.Pages {
		var month catalogue.Month
		if _, err := storage.ReadJSON(l.t.Context(), l.store, layout.Public.Top(layout.Month(p.Month)), &month); err != nil {
			l.t.Fatal(err)
		}
		for _, e := range month.Meetings {
			listed = append(listed, e.ID)
		}
	}
	slices.Sort(listed)
	if want := slices.Sorted(slices.Values(l.ids)); !slices.Equal(listed, want) || head.Count != len(want) {
		l.t.Errorf("the catalogue says %d and lists %d of %d meetings", head.Count, len(listed), len(want))
	}
}

// checkRedis checks that no key is left of a finished meeting.
func (l *load) checkRedis() {
	l.t.Helper()
	var keys []string
	waitFor(l.t, "Redis to forget the meetings", func() bool {
		keys = strings.Fields(l.redis.Do(l.t, "KEYS", "*"))
		return !slices.ContainsFunc(keys, ofMeeting)
	})
	list, err := json.Marshal(slices.Sorted(slices.Values(keys)))
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Logf("%d keys are left in Redis: %s", len(keys), list)
}

// ofMeeting reports whether a key of Redis belongs to a meeting or to a task.
func ofMeeting(key string) bool {
	return strings.Contains(key, loadID) || strings.Contains(key, "}:t:") || strings.HasPrefix(key, "proceedings:batch")
}

// checkGrowth compares the second half of the meetings with the first, without its first fifth:
// meanwhile the workers also begin all the others.
func (l *load) checkGrowth() {
	l.t.Helper()
	if len(l.ids) < 1000 || len(l.samples) <= samples {
		return // too few: workers still grow to their normal size
	}
	early, half, last := l.samples[2], l.samples[samples/2], l.samples[samples]
	for i := range last.memory {
		if was, is := early.memory[i], last.memory[i]; is > was+was/2 {
			l.t.Errorf("worker %d has grown from %d to %d MB", i+1, was>>20, is>>20)
		}
	}
	if was, is := half.since(early), last.since(half); is.requests > 1.5*was.requests || is.cpu > 1.5*was.cpu {
		l.t.Errorf("a meeting took %.0f S3 requests and %.2f s of CPU, and later %.0f and %.2f", was.requests, was.cpu, is.requests, is.cpu)
	}
}
