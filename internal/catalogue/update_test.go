package catalogue_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/catalogue"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// listed returns the IDs in a month's listing.
func listed(t *testing.T, store storage.Store, month string) []string {
	t.Helper()
	var m catalogue.Month
	if err := json.Unmarshal([]byte(read(t, store, "catalogue/"+month+".json")), &m); err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, e := range m.Meetings {
		ids = append(ids, e.ID)
	}
	return ids
}

func head(t *testing.T, store storage.Store) catalogue.Head {
	t.Helper()
	var h catalogue.Head
	if err := json.Unmarshal([]byte(read(t, store, layout.Catalogue)), &h); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestMeetingIsListedInAllFiles(t *testing.T) {
	t.Parallel()
	store := &mem.Store{}
	stored(t, store, board("spring", "2026-03-12", "Spring meeting"), "nobody mentions zebras")
	list(t, store, "spring")

	for name, want := range map[string]string{
		"catalogue.json":                "Spring meeting",
		"catalogue/2026-03.json":        "Spring meeting",
		"catalogue/search-2026-03.json": `["zebras",{"5":{"0":1}}]`,
		"index.html":                    `href="meetings/spring/index.html">Spring meeting</a>`,
		"catalogue/2026-03.html":        `href="../meetings/spring/index.html">Spring meeting</a>`,
		"feed.xml":                      "https://media.example.org/meetings/spring/index.html",
		"podcast.xml":                   "https://media.example.org/derived/plain-1/r/talk.m4a",
		"sitemap.xml":                   "https://media.example.org/catalogue/sitemap-2026-03.xml",
		"catalogue/sitemap-2026-03.xml": "https://media.example.org/meetings/spring/embed.html",
	} {
		if got := read(t, store, name); !strings.Contains(got, want) {
			t.Errorf("%s does not have %s:\n%s", name, want, got)
		}
	}
	if h := head(t, store); h.Count != 1 || len(h.Pages) != 1 || h.Pages[0].Languages["en"] != 1 {
		t.Errorf("the head has %d meetings on %v", h.Count, h.Pages)
	}
}

func TestUpdateWritesNothingWhenUnchanged(t *testing.T) {
	t.Parallel()
	store := &counted{Store: &mem.Store{}}
	stored(t, store, board("spring", "2026-03-12", "Spring meeting"), "words")
	list(t, store, "spring")
	store.reset()
	list(t, store, "spring")
	if n, keys := store.ops("put", "delete", "list"); n != 0 {
		t.Errorf("the second update wrote %v", keys)
	}
	if n, keys := store.ops("get"); n != 1 {
		t.Errorf("the second update read %v, want the mark only", keys)
	}
	if n, keys := store.ops("stat"); n != 1 {
		t.Errorf("the second update made Stat calls for %v, want the manifest only", keys)
	}
}

func TestOmitsMeetingsThatAreNotPublic(t *testing.T) {
	t.Parallel()
	const secret = "kryptonite"
	for _, visibility := range []meeting.Visibility{meeting.Unlisted, meeting.Private} {
		t.Run(string(visibility)+" from the beginning writes nothing", func(t *testing.T) {
			t.Parallel()
			store := &mem.Store{}
			m := board("spring", "2026-03-12", secret)
			m.Visibility = visibility
			stored(t, store, m, secret)
			list(t, store, "spring")
			if objects := all(t, store); len(objects) != 0 {
				t.Errorf("the catalogue is %v", objects)
			}
		})
		t.Run(string(visibility)+" later removes all text", func(t *testing.T) {
			t.Parallel()
			store := &mem.Store{}
			m := board("spring", "2026-03-12", secret)
			stored(t, store, m, secret)
			stored(t, store, board("other", "2026-03-13", "Other"), "said")
			list(t, store, "spring", "other")
			m.Visibility, m.Revision = visibility, 2
			stored(t, store, m, secret)
			list(t, store, "spring")
			for name, content := range all(t, store) {
				if strings.Contains(strings.ToLower(content), secret) || strings.Contains(content, "spring") {
					t.Errorf("%s still contains the meeting: %s", name, content)
				}
			}
			if got := listed(t, store, "2026-03"); !slices.Equal(got, []string{"other"}) {
				t.Errorf("listed are %v", got)
			}
		})
	}
}

func TestRemovesAWithdrawnMeeting(t *testing.T) {
	t.Parallel()
	store := &mem.Store{}
	stored(t, store, board("spring", "2026-03-12", "Spring"), "said")
	list(t, store, "spring")
	if err := of(store).Hide(t.Context(), "spring"); err != nil {
		t.Fatal(err)
	}
	if h := head(t, store); h.Count != 0 || len(h.Pages) != 0 || len(h.Latest) != 0 {
		t.Errorf("after Hide the head is %+v", h)
	}
	if err := publish.Withdraw(t.Context(), store, layout.Public, "spring"); err != nil {
		t.Fatal(err)
	}
	list(t, store, "spring")
	if got := listed(t, store, "2026-03"); len(got) != 0 {
		t.Errorf("after the withdrawal listed are %v", got)
	}
	// A new submission is listed again.
	m := board("spring", "2026-03-12", "Spring")
	m.Revision = 3
	stored(t, store, m, "said")
	list(t, store, "spring")
	if h := head(t, store); h.Count != 1 {
		t.Errorf("after a new submission the head has %d meetings", h.Count)
	}
}

func TestMovesAMeetingWithANewDate(t *testing.T) {
	t.Parallel()
	store := &mem.Store{}
	m := board("spring", "2026-03-12", "Spring")
	stored(t, store, m, "walrus")
	list(t, store, "spring")
	for revision, date := range []string{"2026-04-02", "", "2025-12-31"} {
		m.Date, m.Revision = date, revision+2
		stored(t, store, m, "walrus")
		list(t, store, "spring")
		month := catalogue.Undated
		if date != "" {
			month = date[:7]
		}
		h := head(t, store)
		if len(h.Pages) != 1 || h.Pages[0].Month != month || h.Count != 1 {
			t.Fatalf("dated %q it is on %v", date, h.Pages)
		}
		if shard := shardWith(t, store, "walrus"); !slices.Equal(shard, []string{month}) {
			t.Errorf("dated %q, its term is in %v", date, shard)
		}
	}
}

// shardWith returns the months of a term in the shards.
func shardWith(t *testing.T, store storage.Store, term string) []string {
	t.Helper()
	var found []string
	for name, content := range all(t, store) {
		if !strings.HasPrefix(name, "catalogue/terms-") {
			continue
		}
		var s struct {
			Months []string
			Terms  [][2]json.RawMessage
		}
		if err := json.Unmarshal([]byte(content), &s); err != nil {
			t.Fatal(err)
		}
		for _, pair := range s.Terms {
			if string(pair[0]) != `"`+term+`"` {
				continue
			}
			var places []int
			if err := json.Unmarshal(pair[1], &places); err != nil {
				t.Fatal(err)
			}
			for _, p := range places {
				found = append(found, s.Months[p])
			}
		}
	}
	return found
}

func TestNextUpdateRepairsAnInterruptedOne(t *testing.T) {
	t.Parallel()
	dies := errors.New("the machine crashed")
	prepare := func() *mem.Store {
		store := &mem.Store{}
		stored(t, store, board("winter", "2026-01-12", "Winter"), "ice")
		stored(t, store, board("spring", "2026-03-12", "Spring"), "said walrus")
		list(t, store, "winter", "spring")
		m := board("spring", "2026-02-01", "Spring, moved")
		m.Revision = 2
		stored(t, store, m, "said otter")
		return store
	}
	want := prepare()
	list(t, want, "spring")
	for writes := 0; ; writes++ {
		store := prepare()
		left := writes
		dying := &counted{Store: store, before: func(op, _ string) error {
			if op == "put" || op == "delete" {
				if left == 0 {
					return dies
				}
				left--
			}
			return nil
		}}
		err := of(dying).Update(t.Context(), "spring")
		if err == nil {
			if writes < 10 {
				t.Errorf("the update took %d writes", writes)
			}
			return
		}
		if !errors.Is(err, dies) {
			t.Fatal(err)
		}
		list(t, store, "spring")
		if diff := cmp.Diff(withoutTimes(all(t, want)), withoutTimes(all(t, store))); diff != "" {
			t.Fatalf("crash at write %d (-want +got):\n%s", writes, diff)
		}
	}
}

func TestConcurrentUpdatesAgreeWithRebuild(t *testing.T) {
	t.Parallel()
	store := &mem.Store{}
	var group sync.WaitGroup
	for publisher := range 16 {
		group.Go(func() {
			for i := range 4 {
				id := fmt.Sprintf("meeting-%d-%d", publisher, i)
				m := board(id, fmt.Sprintf("2026-%02d-12", 1+(publisher+i)%3), "First of "+id)
				stored(t, store, m, "first "+id)
				list(t, store, id)
				m.Revision, m.Title = 2, "Second of "+id
				if i%2 == 0 {
					m.Date = "2025-12-24"
				}
				if i == 3 {
					m.Visibility = meeting.Unlisted
				}
				stored(t, store, m, "second "+id)
				list(t, store, id)
				list(t, store, fmt.Sprintf("meeting-%d-%d", (publisher+1)%16, i)) // another publisher's meeting
			}
		})
	}
	group.Wait()
	if h := head(t, store); h.Count != 48 {
		t.Errorf("the head has %d meetings, want 48", h.Count)
	}
	got := all(t, store)
	fresh := copyMeetings(t, store)
	if _, err := of(fresh).Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(withoutTimes(all(t, fresh)), withoutTimes(got)); diff != "" {
		t.Errorf("a rebuild from nothing differs (-rebuilt +updated):\n%s", diff)
	}
	report, err := of(store).Rebuild(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if report != (catalogue.Report{Meetings: 48, Months: 4}) {
		t.Errorf("the rebuild found %+v", report)
	}
	if diff := cmp.Diff(got, all(t, store)); diff != "" {
		t.Errorf("a rebuild in place changed something (-before +after):\n%s", diff)
	}
}

// TestTrimmedRecordingInFeeds offers the trimmed file with its own duration. The captions have
// the times of the whole recording, so the podcast has the transcript without times.
func TestTrimmedRecordingInFeeds(t *testing.T) {
	t.Parallel()
	store := &mem.Store{}
	m := board("spring", "2026-03-12", "Spring meeting")
	r := &m.Recordings[0]
	r.Trim = &manifest.Trim{Start: 125.4, End: 3725.4}
	r.TrimmedMP4, r.TrimmedM4A = r.MP4, r.M4A
	r.TrimmedMP4.URL, r.TrimmedM4A.URL = "../../derived/part-1/r/talk.mp4", "../../derived/part-1/r/talk.m4a"
	stored(t, store, m, "")
	list(t, store, "spring")
	for name, want := range map[string][]string{
		"catalogue.json":                {`"duration":3600,`, `"start":125.4`},
		"podcast.xml":                   {"derived/part-1/r/talk.m4a", "<itunes:duration>1:00:00<", `transcript-talk-en.txt" type="text/plain"`},
		"catalogue/sitemap-2026-03.xml": {"derived/part-1/r/talk.mp4", "<video:duration>3600<"},
		"index.html":                    {"1:00:00"},
	} {
		for _, part := range want {
			if got := read(t, store, name); !strings.Contains(got, part) {
				t.Errorf("%s does not have %s:\n%s", name, part, got)
			}
		}
	}
}
