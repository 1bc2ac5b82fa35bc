package agenda

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// readJSON tells by its keys which program wrote a file.
func readJSON(data []byte) ([]Item, error) {
	var file struct {
		Schedule json.RawMessage `json:"schedule"` // frab
		Results  json.RawMessage `json:"results"`  // Indico
	}
	if err := decode(data, &file); err != nil {
		return nil, err
	}
	switch {
	case len(file.Schedule) > 0:
		return readFrab(file.Schedule)
	case len(file.Results) > 0 && file.Results[0] == '[':
		return readIndico(file.Results)
	case len(file.Results) > 0 && file.Results[0] == '{':
		return readTimetable(file.Results)
	}
	return nil, errOther
}

// indicoTime is a time as Indico writes it.
type indicoTime struct {
	Date string `json:"date"` // 2006-01-02
	Time string `json:"time"` // 15:04:05
	Zone string `json:"tz"`   // Europe/Zurich
}

// when returns the time, and whether its offset from UTC is known. ok is false if it is
// none.
func (t indicoTime) when() (start time.Time, zoned, ok bool) {
	location := zone(t.Zone)
	if zoned = location != nil; !zoned {
		location = time.UTC
	}
	start, err := time.ParseInLocation("2006-01-02 15:04:05", strings.TrimSpace(t.Date)+" "+strings.TrimSpace(t.Time), location)
	return start, zoned, err == nil && plausible(start)
}

// indicoPerson is the name of a person.
type indicoPerson string

// UnmarshalJSON takes the name out of the keys of a person, which differ between exports.
func (p *indicoPerson) UnmarshalJSON(data []byte) error {
	var keys struct {
		First      string `json:"first_name"`
		Last       string `json:"last_name"`
		FirstName  string `json:"firstName"`
		FamilyName string `json:"familyName"`
		Name       string `json:"name"`
		FullName   string `json:"fullName"` // "Prof. Lee, Ann"
	}
	if err := decode(data, &keys); err != nil {
		return err
	}
	last, first, _ := strings.Cut(keys.FullName, ", ")
	name := strings.TrimSpace(firstText(keys.First, keys.FirstName) + " " + firstText(keys.Last, keys.FamilyName))
	*p = indicoPerson(firstText(name, keys.Name, first+" "+last))
	return nil
}

// indicoEntry is a contribution of an event, or an entry of its timetable.
type indicoEntry struct {
	Type       string             `json:"entryType"` // of the timetable: Contribution, Session, Break
	Title      string             `json:"title"`
	Start      *indicoTime        `json:"startDate"` // none if it is not scheduled
	Room       string             `json:"room"`
	Speakers   list[indicoPerson] `json:"speakers"`
	Presenters list[indicoPerson] `json:"presenters"`
	Entries    json.RawMessage    `json:"entries"` // of a session in the timetable
}

// readIndico reads the results of an export of events.
func readIndico(data []byte) (items []Item, err error) {
	type session struct {
		Room          string            `json:"room"`
		Contributions list[indicoEntry] `json:"contributions"`
	}
	var events list[struct {
		Room          string            `json:"room"`
		Contributions list[indicoEntry] `json:"contributions"`
		Sessions      list[session]     `json:"sessions"`
	}]
	if err = decode(data, &events); err != nil {
		return nil, err
	}
	listed := 0
	for _, event := range events {
		sessions := append([]session{{event.Room, event.Contributions}}, event.Sessions...)
		for _, s := range sessions {
			listed += len(s.Contributions)
			for _, c := range s.Contributions {
				if items, err = addIndico(items, c, firstText(s.Room, event.Room)); err != nil {
					return nil, err
				}
			}
		}
	}
	if listed == 0 {
		return nil, errDetail
	}
	return items, nil
}

// readTimetable reads the results of an export of a timetable: the entries of each day of
// each event.
func readTimetable(data []byte) (items []Item, err error) {
	var events map[string]map[string]json.RawMessage
	if err = decode(data, &events); err != nil {
		return nil, err
	}
	for _, event := range slices.Sorted(maps.Keys(events)) {
		for _, day := range slices.Sorted(maps.Keys(events[event])) {
			if items, err = addEntries(items, events[event][day], "", true); err != nil {
				return nil, err
			}
		}
	}
	return items, nil
}

// addEntries appends the contributions of a day, or of a session. A day without any may
// be an empty list instead of an object.
func addEntries(items []Item, data json.RawMessage, room string, sessions bool) (_ []Item, err error) {
	var entries map[string]indicoEntry
	if data[0] != '{' {
		return items, nil
	}
	if err = decode(data, &entries); err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		switch e := entries[key]; {
		case e.Type == "Session" && sessions && len(e.Entries) > 0:
			items, err = addEntries(items, e.Entries, firstText(e.Room, room), false)
		case e.Type == "Contribution":
			items, err = addIndico(items, e, room)
		}
		if err != nil {
			return nil, err
		}
	}
	return items, nil
}

// addIndico appends a contribution, if it is scheduled.
func addIndico(items []Item, c indicoEntry, room string) ([]Item, error) {
	if c.Start == nil {
		return items, nil
	}
	i := Item{Title: c.Title, Room: firstText(c.Room, room), Day: dateOf(c.Start.Date)}
	var ok bool
	if i.Start, i.Zoned, ok = c.Start.when(); !ok {
		return items, nil
	}
	for _, p := range append(c.Speakers, c.Presenters...) {
		i.Speakers = append(i.Speakers, string(p))
	}
	return add(items, i)
}
