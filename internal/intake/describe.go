package intake

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"proceedings/internal/meeting"
)

// Describe returns what [Revise] can change of a record, as meeting.yaml. Keys that people look for are
// there even if they are empty.
func Describe(m meeting.Meeting) []byte { return describe(sheetOf(m)) }

// describe writes a sheet.
func describe(s Sheet) []byte {
	always := []string{"title", "date", "description", "language", "people", "presentations", "chapters"}
	list, _ := plainOf(reflect.ValueOf(s)).(yaml.MapSlice)
	full := yaml.MapSlice{}
	for _, key := range keys(reflect.TypeFor[Sheet]()) {
		i := slices.IndexFunc(list, func(item yaml.MapItem) bool { return item.Key == key })
		switch {
		case i >= 0:
			full = append(full, list[i])
		case slices.Contains(always, key):
			full = append(full, yaml.MapItem{Key: key})
		}
	}
	return yamlText(full)
}

// sheetOf returns what a record says, under the names of its files.
func sheetOf(m meeting.Meeting) Sheet {
	names := map[string]string{}
	for _, src := range m.Sources {
		names[src.ID] = src.Name
	}
	s := Sheet{
		Title: m.Title, Date: m.Date, ID: m.ID, Description: m.Description, Language: m.Language, Visibility: m.Visibility,
		Poster: (*Moment)(m.Poster), Rights: Rights(m.Rights), Publish: m.Publish,
	}
	if !m.Trim.IsZero() {
		s.Trim = trimOf(m.Trim)
	}
	if m.NoFoundSlides {
		s.FindSlides = new(bool)
	}
	for _, p := range m.People {
		s.People = append(s.People, Person(p))
	}
	for _, p := range m.Presentations {
		one := Presentation{
			ID: p.ID, Title: p.Title, Speakers: p.Speakers, Deck: names[p.Deck], Recording: names[p.Recording],
			Start: (*Moment)(p.Start), End: (*Moment)(p.End), Planned: Planned(p.Planned),
		}
		if len(p.Speakers) == 1 {
			one.Speaker, one.Speakers = p.Speakers[0], nil
		}
		if i := slices.IndexFunc(m.Sources, func(src meeting.Source) bool { return src.ID == p.Deck }); i >= 0 {
			one.Publish = m.Sources[i].Publish
		}
		s.Presentations = append(s.Presentations, one)
	}
	for _, c := range m.Chapters {
		s.Chapters = append(s.Chapters, Chapter{Start: (*Moment)(&c.Start), Title: c.Title, Recording: names[c.Recording]})
	}
	for _, src := range m.Sources {
		switch {
		case src.Role == meeting.Captions:
			s.Captions = append(s.Captions, Captions{File: src.Name, Language: src.Language, Recording: names[src.Recording], Reviewed: src.Reviewed})
		case src.Role == meeting.Document:
			s.Documents = append(s.Documents, Document{File: src.Name, Title: src.Title})
		case src.Role == meeting.Recording && src.PartOf+src.ViewOf+src.TwinOf == "":
			one := Recording{File: src.Name, Shows: src.View}
			if src.Trim != nil {
				one.Trim = trimOf(*src.Trim)
			}
			s.Recordings = append(s.Recordings, one)
		}
	}
	return s
}

func trimOf(t meeting.Trim) *Trim {
	point := func(p meeting.TrimPoint) *TrimPoint {
		at := autoTrim
		switch {
		case p.Auto:
		case p.At != nil:
			at = TrimPoint(*p.At)
		default:
			return nil
		}
		return &at
	}
	return &Trim{Start: point(t.Start), End: point(t.End)}
}

// plainOf returns a part of a sheet as maps, lists and texts, without what is empty; nil if all of it
// is. What is empty and not nil says something: nothing is to be published, or trimmed.
func plainOf(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
		if v.Kind() == reflect.Bool {
			return v.Bool()
		}
		if v.Kind() == reflect.Float64 {
			return clockText(v.Float(), v.Type() == reflect.TypeFor[TrimPoint]())
		}
		if value := plainOf(v); value != nil {
			return value
		}
		return yaml.MapSlice{}
	}
	switch v.Kind() {
	case reflect.Struct:
		var list yaml.MapSlice
		for i, key := range keys(v.Type()) {
			if value := plainOf(v.Field(i)); value != nil {
				list = append(list, yaml.MapItem{Key: key, Value: value})
			}
		}
		if list == nil {
			return nil
		}
		return list
	case reflect.Slice:
		if v.IsNil() {
			return nil
		}
		list := make([]any, v.Len())
		for i := range list {
			list[i] = plainOf(v.Index(i))
		}
		return list
	case reflect.Bool:
		if v.Bool() {
			return true
		}
	case reflect.String:
		if v.Len() > 0 {
			return v.String()
		}
	}
	return nil
}

// clockText is a time as meeting.yaml has it: h:mm:ss, with a fraction if it has one.
func clockText(seconds float64, trim bool) string {
	if trim && seconds == float64(autoTrim) {
		return "auto"
	}
	sign := ""
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	micros := int64(math.Round(seconds * 1e6))
	text := fmt.Sprintf("%s%d:%02d:%02d", sign, micros/3_600_000_000, micros/60_000_000%60, micros/1_000_000%60)
	if rest := micros % 1_000_000; rest > 0 {
		text += "." + strings.TrimRight(fmt.Sprintf("%06d", rest), "0")
	}
	return text
}
