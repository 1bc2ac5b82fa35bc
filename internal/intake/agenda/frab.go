package agenda

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// lateNight is the time until which an item belongs to the night of the day before.
const lateNight = 4 * time.Hour

// frabDay is one day of a schedule of frab or pretalx.
type frabDay struct {
	date   string         // 2006-01-02
	offset *time.Location // of its beginning; nil if unknown
	zone   *time.Location // of the event; nil if unknown
}

// frabEvent is one event of such a schedule.
type frabEvent struct {
	date  string // RFC 3339; empty in older schedules
	start string // 15:04 or 15:04:05
}

// when returns the time of an event, and whether its offset from UTC is known. ok is
// false if it has no time.
func (d frabDay) when(e frabEvent) (start time.Time, zoned, ok bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05Z0700"} {
		t, err := time.Parse(layout, strings.TrimSpace(e.date))
		if err != nil || !plausible(t) {
			continue
		}
		if d.zone != nil {
			t = t.In(d.zone)
		}
		return t, true, true
	}
	day, err := time.Parse(time.DateOnly, d.date)
	if err != nil || !plausible(day) {
		return time.Time{}, false, false
	}
	var clock time.Time
	for _, layout := range []string{"15:04", "15:04:05"} {
		if clock, err = time.Parse(layout, strings.TrimSpace(e.start)); err == nil {
			break
		}
	}
	if err != nil {
		return time.Time{}, false, false
	}
	if clock.Sub(clock.Truncate(24*time.Hour)) < lateNight {
		day = day.AddDate(0, 0, 1)
	}
	location := cmp.Or(d.zone, d.offset)
	if zoned = location != nil; !zoned {
		location = time.UTC
	}
	return time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, location), zoned, true
}

// plausible reports whether a time is in the years of which there are recordings.
func plausible(t time.Time) bool { return t.Year() >= 1950 && t.Year() < 2200 }

// dateOf is the day that a date or a date with a time begins with, or empty.
func dateOf(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > len(time.DateOnly) {
		text = text[:len(time.DateOnly)]
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return ""
	}
	return text
}

// offsetOf is the offset from UTC of a date with a time, or nil.
func offsetOf(text string) *time.Location {
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(text))
	if err != nil {
		return nil
	}
	_, seconds := t.Zone()
	return time.FixedZone("", seconds)
}

// readXML reads schedule.xml of frab or pretalx.
func readXML(data []byte) ([]Item, error) {
	r := xmlReader{decoder: xml.NewDecoder(bytes.NewReader(data))}
	for {
		token, err := r.decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && len(r.path) == 0:
			return r.items, nil
		case err != nil:
			return nil, errDamaged
		}
		if err = r.token(token); err != nil {
			return nil, err
		}
	}
}

// xmlReader reads the elements schedule/day/room/event in turn.
type xmlReader struct {
	decoder *xml.Decoder
	path    []string
	text    strings.Builder // of the element that path leads to

	day   frabDay
	zone  *time.Location
	room  string
	event frabEvent
	item  Item
	items []Item
}

func (r *xmlReader) token(token xml.Token) error {
	switch token := token.(type) {
	case xml.Directive:
		return errTypes
	case xml.StartElement:
		if r.path = append(r.path, token.Name.Local); len(r.path) > maxDepth {
			return errDeep
		}
		r.text.Reset()
		return r.begin(token)
	case xml.CharData:
		r.text.Write(token[:min(len(token), maxText-min(maxText, r.text.Len()))])
	case xml.EndElement:
		err := r.end()
		r.path = r.path[:len(r.path)-1]
		r.text.Reset()
		return err
	}
	return nil
}

func (r *xmlReader) begin(element xml.StartElement) error {
	attr := func(name string) string {
		for _, a := range element.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	switch strings.Join(r.path, "/") {
	case "schedule":
	case "schedule/day":
		r.day = frabDay{date: dateOf(attr("date")), offset: offsetOf(attr("start")), zone: r.zone}
	case "schedule/day/room":
		r.room = attr("name")
	case "schedule/day/room/event":
		r.event, r.item = frabEvent{}, Item{Room: r.room}
	default:
		if len(r.path) == 1 {
			return errOther
		}
	}
	return nil
}

func (r *xmlReader) end() (err error) {
	text := strings.TrimSpace(r.text.String())
	switch strings.Join(r.path, "/") {
	case "schedule/conference/time_zone_name":
		r.zone = zone(text)
	case "schedule/day/room/event/date":
		r.event.date = text
	case "schedule/day/room/event/start":
		r.event.start = text
	case "schedule/day/room/event/title":
		r.item.Title = text
	case "schedule/day/room/event/persons/person":
		r.item.Speakers = append(r.item.Speakers, text)
	case "schedule/day/room/event":
		r.items, err = r.day.add(r.items, r.item, r.event)
	}
	return err
}

// add appends an item, if it has a time.
func (d frabDay) add(items []Item, i Item, e frabEvent) ([]Item, error) {
	var ok bool
	if i.Start, i.Zoned, ok = d.when(e); !ok {
		return items, nil
	}
	if i.Day = d.date; i.Day == "" {
		i.Day = i.Start.Format(time.DateOnly)
	}
	return add(items, i)
}

// frabJSON is schedule.json of frab or pretalx, as far as it is used.
type frabJSON struct {
	Conference struct {
		Zone string `json:"time_zone_name"`
		Days list[struct {
			Date  string                         `json:"date"`
			Start string                         `json:"day_start"`
			Rooms map[string]list[frabJSONEvent] `json:"rooms"`
		}] `json:"days"`
	} `json:"conference"`
}

type frabJSONEvent struct {
	Date    string           `json:"date"`
	Start   string           `json:"start"`
	Title   string           `json:"title"`
	Persons list[frabPerson] `json:"persons"`
}

// frabPerson is the name of a person.
type frabPerson string

// UnmarshalJSON takes the name out of the keys of a person.
func (p *frabPerson) UnmarshalJSON(data []byte) error {
	var keys struct {
		Name       string `json:"name"`
		PublicName string `json:"public_name"`
		FullName   string `json:"full_public_name"`
	}
	if err := decode(data, &keys); err != nil {
		return err
	}
	*p = frabPerson(firstText(keys.PublicName, keys.FullName, keys.Name))
	return nil
}

// readFrab reads the value of the key schedule in schedule.json.
func readFrab(data []byte) (items []Item, err error) {
	var s frabJSON
	if err = decode(data, &s); err != nil {
		return nil, err
	}
	for _, d := range s.Conference.Days {
		day := frabDay{date: dateOf(d.Date), offset: offsetOf(d.Start), zone: zone(s.Conference.Zone)}
		for _, room := range slices.Sorted(maps.Keys(d.Rooms)) {
			for _, e := range d.Rooms[room] {
				i := Item{Title: e.Title, Room: room}
				for _, p := range e.Persons {
					i.Speakers = append(i.Speakers, string(p))
				}
				if items, err = day.add(items, i, frabEvent{e.Date, e.Start}); err != nil {
					return nil, err
				}
			}
		}
	}
	return items, nil
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}
