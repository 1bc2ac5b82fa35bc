package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"proceedings/internal/fault"
)

// Encode is m as manifest.json holds it: indented, ended by a newline, and
// the same bytes for the same value. Lists at the top that are empty are
// written as [], so that a reader may loop over them unasked.
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

// Decode reads a manifest. It refuses one of a later schema version, whose
// keys may mean something else, and ignores keys that it does not know, which
// a later release of the same version may have added. Of one of an earlier
// version what has changed since is dropped: a rendition of version 1 has no
// Files.
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

// withFiles is a copy of recordings in which every rendition has a list of
// files: one that was read from version 1 has none, and the key must be there.
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

// orEmpty is list, or an empty list where there is none.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
