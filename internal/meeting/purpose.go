package meeting

// Purpose is what a sound track is for, as its file marks it; empty for any
// other track. Audio descriptions have a mark of their own, since they come in
// every language and as translations.
type Purpose string

// The purposes. The names are those of the DASH role scheme (ISO/IEC 23009-1,
// section 5.8.5.5), but for Original, which that scheme does not know.
const (
	Original   Purpose = "original"                       // the language that was spoken
	Dub        Purpose = "dub"                            // an interpretation or a translation
	Commentary Purpose = "commentary"                     // somebody talks about the recording
	Clear      Purpose = "enhanced-audio-intelligibility" // speech made easier to understand
)
