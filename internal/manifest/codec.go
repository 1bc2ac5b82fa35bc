package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"proceedings/internal/fault"
)

// Encode returns m as manifest.json: indented, with a newline at the end, and
// the same bytes for the same value. Empty lists at the top level are written
// as [], so that clients can loop over them without a check.
func Encode(m Manifest) ([]byte, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	m.Schema = SchemaVersion
	m.Recordings = withFiles(m.Recordings)
	m.Presentations = orEmpty(m.Presentations)
	m.Decks = orEmpty(m.Decks)
	m.Documents = orEmpty(m.Documents)
	m.Sources = orEmpty(m.Sources)
	m.Refused = orEmpty(m.Refused)
	m.Warnings = orEmpty(m.Warnings)

	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // a title with an & is to be read by people too
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("encode the manifest of %s: %w", m.ID, err)
	}
	return out.Bytes(), nil
}

// Decode reads a manifest. It refuses a later schema version, whose keys may
// have another meaning, and ignores unknown keys, which a later release of the
// same version may add. From an earlier version it drops what has changed
// since: a rendition of version 1 has no Files.
func Decode(data []byte) (Manifest, error) {
	var head struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return Manifest{}, fault.Permanent(fmt.Errorf("decode a manifest: %w", err))
	}
	switch {
	case head.Schema < 1:
		return Manifest{}, fault.Refuse("is no manifest: it names no schema version")
	case head.Schema > SchemaVersion:
		return Manifest{}, fault.Refuse("is a manifest of schema version %d, and this release reads up to version %d", head.Schema, SchemaVersion)
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fault.Permanent(fmt.Errorf("decode a manifest: %w", err))
	}
	return m, nil
}

// withFiles returns a copy of recordings in which every rendition has a list of
// files, if only an empty one: the key must be there.
func withFiles(recordings []Recording) []Recording {
	list := slices.Clone(orEmpty(recordings))
	for i := range list {
		list[i].Renditions = renditionsWithFiles(list[i].Renditions)
		list[i].Views = slices.Clone(list[i].Views)
		for k := range list[i].Views {
			list[i].Views[k].Renditions = orEmpty(renditionsWithFiles(list[i].Views[k].Renditions))
		}
	}
	return list
}

func renditionsWithFiles(renditions []Rendition) []Rendition {
	list := slices.Clone(renditions)
	for i := range list {
		list[i].Files = orEmpty(list[i].Files)
	}
	return list
}

// orEmpty returns list, or an empty list instead of nil.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
