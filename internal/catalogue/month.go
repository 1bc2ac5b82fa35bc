package catalogue

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Month is the listing of the meetings of one month: catalogue/2026-03.json.
type Month struct {
	Schema   int     `json:"schema"`
	Month    string  `json:"month"`    // 2006-01, or "undated"
	Meetings []Entry `json:"meetings"` // the newest first
}

// put adds a meeting or replaces it.
func (m *Month) put(e Entry) {
	m.remove(e.ID)
	at, _ := slices.BinarySearchFunc(m.Meetings, e, newer)
	m.Meetings = slices.Insert(m.Meetings, at, e)
}

// remove removes a meeting.
func (m *Month) remove(id string) {
	m.Meetings = slices.DeleteFunc(m.Meetings, func(e Entry) bool { return e.ID == id })
}

func (m *Month) encode() ([]byte, error) {
	m.Schema = Schema
	if m.Meetings == nil {
		m.Meetings = []Entry{}
	}
	return encode(m)
}

func decodeMonth(data []byte) (Month, error) {
	var m Month
	if err := decode(data, &m); err != nil {
		return m, fmt.Errorf("read the listing of a month: %w", err)
	}
	return m, nil
}

// decode decodes a file of the catalogue, and refuses a later schema.
func decode(data []byte, v any) error {
	var of struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(data, &of); err != nil {
		return err //nolint:wrapcheck // the caller names the file
	}
	if of.Schema > Schema {
		return fmt.Errorf("it has schema %d; this program knows %d", of.Schema, Schema)
	}
	return json.Unmarshal(data, v) //nolint:wrapcheck // the caller names the file
}
