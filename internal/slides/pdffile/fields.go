package pdffile

// Flags of annotations (ISO 32000-1, table 165).
const (
	flagHidden   = 1 << 1
	flagPrint    = 1 << 2
	flagNoView   = 1 << 5
	flagReadOnly = 1 << 6
	flagLocked   = 1 << 7
)

// fieldName is the name of stamps that were form fields, which are no comments.
const fieldName = "/FormField"

// field makes a form field a plain drawing of what it shows, without its value, name and
// history, and reports whether it shows anything. A form keeps what was typed once.
func (s stripper) field(widget dict) (shows bool) {
	flags, _ := number(s.at(widget["/F"]))
	appearances := s.dict(widget["/AP"])
	shown := appearances["/N"]
	if states, ok := s.at(shown).(dict); ok { // of a check box, by name
		state, _ := s.at(widget["/AS"]).(string)
		shown = states[state]
	}
	if shown == nil || flags&(flagHidden|flagNoView) != 0 {
		return false
	}
	rect, page := widget["/Rect"], widget["/P"]
	clear(widget)
	widget["/Type"], widget["/Subtype"], widget["/Rect"] = "/Annot", "/Stamp", rect
	widget["/Name"], widget["/AP"] = fieldName, dict{"/N": shown}
	widget["/F"] = flagPrint | flagReadOnly | flagLocked
	if page != nil {
		widget["/P"] = page
	}
	return true
}
