package meeting

// Field is one statement about a meeting that Proceedings only keeps, such as a column of an
// archivist's spreadsheet.
type Field struct {
	Name  string `json:"name"` // as the archivist wrote it
	Value string `json:"value"`
}

// KeepMetadata takes the metadata over from an earlier record, unless m has its own. A list
// without fields is one of its own.
func (m *Meeting) KeepMetadata(old Meeting) {
	if m.Metadata == nil {
		m.Metadata = old.Metadata
	}
}
