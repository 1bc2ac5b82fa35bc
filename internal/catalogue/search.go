package catalogue

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"path"
	"slices"
	"unicode/utf8"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// Hit is a meeting that a search found.
type Hit struct {
	Meeting Entry    `json:"meeting"`
	Where   []string `json:"where"`   // the fields with the terms, as in the index
	Moments []Moment `json:"moments"` // none if only the title, the description or a person matches

	score float64
}

// Results are the meetings that a search found, best first.
type Results struct {
	Hits  []Hit
	Older bool // further months with the terms were not searched
}

// Options of a search.
type Options struct {
	Meetings int                        // how many to return at most
	Moments  int                        // how many of each meeting
	Cues     func([]byte) []meeting.Cue // parses a WebVTT file of ours
}

// monthsAtMost is how many months one search reads, as on the catalogue's page.
const monthsAtMost = 24

// Search finds the meetings that contain all words of text, as the catalogue's page does:
// it reads the newest months with these words until it has enough meetings. It reads one
// manifest, and the captions if they match, for each meeting that it returns.
func (c Catalogue) Search(ctx context.Context, text string, o Options) (Results, error) {
	q := parseQuery(text)
	if len(q) == 0 {
		return Results{}, nil
	}
	months, err := c.monthsWith(ctx, q)
	if err != nil {
		return Results{}, fmt.Errorf("search the catalogue: %w", err)
	}
	var hits []Hit
	read := 0
	for _, month := range months[:min(len(months), monthsAtMost)] {
		if len(hits) >= o.Meetings {
			break
		}
		found, monthErr := c.searchMonth(ctx, month, q)
		if monthErr != nil {
			return Results{}, fmt.Errorf("search %s: %w", month.Month, monthErr)
		}
		hits = append(hits, found...)
		read++
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.score, a.score) })
	hits = hits[:min(len(hits), o.Meetings)]
	for i := range hits {
		if hits[i].Moments, err = c.momentsOf(ctx, hits[i], q, o); err != nil {
			return Results{}, fmt.Errorf("search %s: %w", hits[i].Meeting.ID, err)
		}
	}
	return Results{Hits: hits, Older: read < len(months)}, nil
}

// monthsWith returns the months with all terms, the newest first.
func (c Catalogue) monthsWith(ctx context.Context, q query) ([]PageOf, error) {
	data, _, err := c.get(ctx, layout.Public.Top(layout.Catalogue))
	if err != nil || data == nil {
		return nil, err
	}
	head, err := decodeHead(data)
	if err != nil {
		return nil, c.damaged(err)
	}
	pages := head.Pages
	for i, term := range q {
		data, _, err = c.get(ctx, layout.Public.Top(layout.Terms(shardOf(term))))
		if err != nil || data == nil {
			return nil, err
		}
		s, err := decodeShard(data)
		if err != nil {
			return nil, c.damaged(err)
		}
		in := map[string]bool{}
		for other, months := range s.months {
			if q.matches(i, other) {
				for _, month := range months {
					in[month] = true
				}
			}
		}
		pages = slices.DeleteFunc(slices.Clone(pages), func(p PageOf) bool { return !in[p.Month] })
	}
	return pages, nil
}

// searchMonth returns the meetings of a month with all terms.
func (c Catalogue) searchMonth(ctx context.Context, page PageOf, q query) ([]Hit, error) {
	data, _, err := c.get(ctx, layout.Public.Top(page.Index))
	if err != nil || data == nil {
		return nil, err
	}
	x, err := c.readIndex(data)
	if err != nil {
		return nil, err
	}
	if data, _, err = c.get(ctx, layout.Public.Top(page.URL)); err != nil || data == nil {
		return nil, err
	}
	m, err := c.readMonth(data)
	if err != nil {
		return nil, err
	}
	scores := x.search(q)
	var hits []Hit
	for _, e := range m.Meetings {
		found, there := scores[e.ID]
		if !there {
			continue
		}
		hit := Hit{Meeting: e, Where: []string{}, score: found.score}
		for field, is := range found.fields {
			if is {
				hit.Where = append(hit.Where, Field(field).String())
			}
		}
		hits = append(hits, hit)
	}
	return hits, nil
}

// match is how well a document matches a query.
type match struct {
	score  float64
	fields [fieldCount]bool
}

// search returns the documents with all terms by ID, with scores by BM25+ and the weights
// that the catalogue's page gives to MiniSearch.
func (x *Index) search(q query) map[string]match {
	ids := x.ids()
	means := x.means(ids)
	found := map[string]match{}
	for i := range q {
		holders := x.holders(q, i)
		terms := slices.Sorted(maps.Keys(holders)) // a fixed order of additions
		for _, id := range ids {
			one, was := found[id]
			if i > 0 && !was {
				continue
			}
			here := false
			for _, term := range terms {
				counts, there := x.docs[id].terms[term]
				here = here || there
				for field, count := range counts {
					if count == 0 {
						continue
					}
					one.fields[field] = true
					length := float64(x.docs[id].lengths[field]) / max(1, means[field])
					one.score += prefixWeight(term, q[i]) * boosts()[field] * bm25(len(ids), holders[term][field], float64(count), length)
				}
			}
			if here {
				found[id] = one
			} else {
				delete(found, id)
			}
		}
	}
	return found
}

// holders returns the terms that match term i of a query, and the number of documents
// with each, by field.
func (x *Index) holders(q query, i int) map[string][fieldCount]int {
	holders := map[string][fieldCount]int{}
	for _, d := range x.docs {
		for term, counts := range d.terms {
			if !q.matches(i, term) {
				continue
			}
			n := holders[term]
			for field, count := range counts {
				if count > 0 {
					n[field]++
				}
			}
			holders[term] = n
		}
	}
	return holders
}

// boosts are the weights of the fields. web/src/lib/catalogue.js has the same.
func boosts() [fieldCount]float64 {
	return [fieldCount]float64{TitleField: 4, PeopleField: 3, PresentationsField: 3, DescriptionField: 2, SlidesField: 1.5, TranscriptField: 1}
}

// bm25 scores a term as MiniSearch does: with occurs of all documents that have it, its
// count in this one, and the length of the field relative to the mean.
func bm25(all, occurs int, count, length float64) float64 {
	const k, b, d = 1.2, 0.7, 0.5
	idf := math.Log(1 + (float64(all-occurs)+0.5)/(float64(occurs)+0.5))
	return idf * (d + count*(k+1)/(count+k*(1-b+b*length)))
}

// prefixWeight is the weight of a term that begins with a term of the query.
func prefixWeight(term, begin string) float64 {
	extra := float64(utf8.RuneCountInString(term) - utf8.RuneCountInString(begin))
	if extra == 0 {
		return 1
	}
	length := float64(utf8.RuneCountInString(term))
	return 0.375 * length / (length + 0.3*extra)
}

// momentsOf reads the manifest of a meeting, and its captions if they match.
func (c Catalogue) momentsOf(ctx context.Context, hit Hit, q query, o Options) ([]Moment, error) {
	m, info, err := c.manifest(ctx, hit.Meeting.ID)
	if err != nil || info.ETag == "" || !Listed(m) {
		return nil, err
	}
	cues := Cues{}
	for _, r := range m.Recordings {
		if !slices.Contains(hit.Where, TranscriptField.String()) || len(r.Captions) == 0 {
			continue
		}
		data, _, err := c.get(ctx, layout.Public.Top(path.Clean(inside(m.ID, r.Captions[0].VTT.URL))))
		if err != nil {
			return nil, err
		}
		cues[r.ID] = o.Cues(data)
	}
	return moments(m, cues, q, o.Moments), nil
}
