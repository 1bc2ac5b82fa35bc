package catalogue_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/captions"
	"proceedings/internal/catalogue"
	"proceedings/internal/catalogue/cataloguetest"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage/mem"
)

func options(meetings int) catalogue.Options {
	return catalogue.Options{Meetings: meetings, Moments: 3, Cues: captions.ParseWritten}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	store := &mem.Store{}
	spring, cues := aligned()
	autumn := board("autumn", "2025-10-01", "Autumn dredging")
	hidden := board("hidden", "2026-03-13", "Hidden silt")
	hidden.Visibility = meeting.Unlisted
	stored(t, store, spring, "We move silt from the harbour to the sea. That is the harbour of Östhamn.")
	put(t, store, layout.Public.Meeting("spring", "captions-talk-en.vtt"), captions.Write(cues["talk"]))
	stored(t, store, autumn, "")
	stored(t, store, hidden, "silt")
	if found, err := of(store).Search(t.Context(), "silt", options(10)); err != nil || len(found.Hits) > 0 {
		t.Errorf("a search without a catalogue: %+v, %v", found, err)
	}
	list(t, store, "spring", "autumn", "hidden")

	tests := []struct {
		name, text string
		meetings   int
		want       []string
		older      bool
	}{
		{"of several months, best first", "dredging", 10, []string{"autumn title,slides Dredging", "spring slides Dredging"}, false},
		{"the newest month is enough", "dredging", 1, []string{"spring slides Dredging"}, true},
		{"a word of the captions", "osthamn", 10, []string{"spring transcript the harbour of Östhamn & its (buoys) <1 km"}, false},
		{"the beginning of a word", "dredg", 10, []string{"autumn title,slides Dredging", "spring slides Dredging"}, false},
		{"only the last word may be a beginning", "dredg silt", 10, nil, false},
		{"all words", "buoys osthamn", 10, []string{"spring slides,transcript the harbour of Östhamn & its (buoys) <1 km"}, false},
		{"a person has no moment", "chair cluster", 10, []string{"autumn people ", "spring people "}, false},
		{"a word that is nowhere", "glacier", 10, nil, false},
		{"no word", "–", 10, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := of(store).Search(t.Context(), tt.text, options(tt.meetings))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, hit := range found.Hits {
				line := hit.Meeting.ID + " "
				for i, field := range hit.Where {
					if i > 0 {
						line += ","
					}
					line += field
				}
				line += " "
				if len(hit.Moments) > 0 {
					line += hit.Moments[0].Text
				}
				got = append(got, line)
			}
			if tt.name == "a person has no moment" {
				slices.Sort(got) // of equal scores
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || found.Older != tt.older {
				t.Errorf("older %v, hits (-want +got):\n%s", found.Older, diff)
			}
		})
	}
}

// TestSearchReadsFewFiles counts the calls of a search in an archive of ten years.
func TestSearchReadsFewFiles(t *testing.T) {
	t.Parallel()
	store := &counted{Store: &mem.Store{}}
	for n := range 240 {
		m, transcript := cataloguetest.Synthetic(n)
		stored(t, store, m, transcript)
	}
	if _, err := of(store).Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		text     string
		meetings int
		hits     int
		gets     int
	}{
		{"only00017", 10, 1, 1 + 1 + 2 + 2},    // head, term file, one month, manifest and captions
		{"ba", 3, 3, 1 + 1 + 2*2 + 2*3},        // a word of all meetings: two months
		{"ba only00017", 10, 1, 1 + 2 + 2 + 2}, // one month has both
		{"glacier", 10, 0, 1 + 1},              // in no month
		{"only", 100, 48, 1 + 1 + 2*24 + 2*48}, // every month: 24 are read
	}
	for _, tt := range tests {
		store.reset()
		found, err := of(store).Search(t.Context(), tt.text, options(tt.meetings))
		if err != nil {
			t.Fatal(err)
		}
		gets, keys := store.ops("get")
		if len(found.Hits) != tt.hits || gets > tt.gets {
			t.Errorf("%q: %d hits, %d reads, want %d and at most %d: %v", tt.text, len(found.Hits), gets, tt.hits, tt.gets, keys)
		}
		if others, _ := store.ops("put", "delete", "list"); others > 0 {
			t.Errorf("%q: %d calls that do not read", tt.text, others)
		}
	}
}
