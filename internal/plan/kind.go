package plan

// Kind is a sort of step.
type Kind string

// The kinds of steps.
const (
	Probe       Kind = "probe"       // a source → what it is
	Sample      Kind = "sample"      // some seconds of a recording → the bit rate of each rung
	Audio       Kind = "audio"       // a recording → its sound
	Copy        Kind = "copy"        // a recording → its own video as the top rung
	Chunk       Kind = "chunk"       // a stretch of a recording → that stretch of every other rung
	Package     Kind = "package"     // the parts of a recording → playlists, storyboard, poster
	Progressive Kind = "progressive" // the parts of a recording → plain files to download
	Fingerprint Kind = "fingerprint" // a recording → a fingerprint of its sound
	Offset      Kind = "offset"      // the fingerprints of two recordings → how they lie in time
	Captions    Kind = "captions"    // captions, or a recording that has some → WebVTT
	CaptionJoin Kind = "captionjoin" // captions of the parts of a joined recording → WebVTT of the whole
	Text        Kind = "text"        // a deck → its text
	Deck        Kind = "deck"        // a deck → PDF, page images
	OCR         Kind = "ocr"         // pages of a deck that are only images → their text
	Document    Kind = "document"    // a document → a copy for readers
)

// Queue is the queue that the steps of a kind wait in.
type Queue string

// The queues of steps, by how long their steps take.
const (
	Light  Queue = "light"  // seconds
	Heavy  Queue = "heavy"  // minutes, and few
	Chunks Queue = "chunks" // minutes, and many: the last step of another meeting must not wait for all of them
	Idle   Queue = "ocr"    // minutes, and nothing waits for them
)

// Traits are what is known of a kind of step, each said once.
type Traits struct {
	// Version is raised when the step's code comes to make other output of the
	// same parameters; outputs of the older version are then made again.
	Version int
	// Reads says that the step works on the original, and not only on what other
	// steps made.
	Reads bool
	Queue Queue
	Doing string // what a person is told while it runs
	Next  string // what a person is told that a source waits to be
}

// Traits returns what is known of the kind; the zero value for an unknown one.
func (k Kind) Traits() Traits {
	switch k {
	case Probe:
		return Traits{7, true, Light, "analysing", "analysed"}
	case Sample:
		return Traits{2, true, Light, "encoding a sample", "encoded"}
	case Audio:
		return Traits{4, true, Heavy, "encoding the audio", "encoded"}
	case Copy:
		return Traits{1, true, Heavy, "copying the video", "encoded"}
	case Chunk:
		return Traits{2, true, Chunks, "encoding", "encoded"}
	case Package:
		return Traits{2, false, Light, "writing the playlists", "packaged"}
	case Progressive:
		return Traits{2, false, Heavy, "writing the download", "packaged"}
	case Fingerprint:
		return Traits{1, true, Heavy, "comparing the audio", "synchronised"}
	case Offset:
		return Traits{1, false, Light, "comparing the audio", "synchronised"}
	case Captions:
		return Traits{1, true, Light, "reading the captions", "read"}
	case CaptionJoin:
		return Traits{1, false, Light, "reading the captions", "read"}
	case Text:
		return Traits{2, true, Light, "reading the text", "read"}
	case Deck:
		return Traits{4, true, Light, "converting", "converted"}
	case OCR:
		return Traits{1, false, Idle, "reading text in images", "read"}
	case Document:
		return Traits{1, true, Light, "storing", "stored"}
	default:
		return Traits{}
	}
}

// Kinds returns every kind of step.
func Kinds() []Kind {
	return []Kind{
		Probe, Sample, Audio, Copy, Chunk, Package, Progressive, Fingerprint, Offset, Captions, CaptionJoin, Text, Deck, OCR, Document,
	}
}

func (k Kind) version() int { return k.Traits().Version }

// Reads reports whether a step of the kind works on the original itself.
func (k Kind) Reads() bool { return k.Traits().Reads }
