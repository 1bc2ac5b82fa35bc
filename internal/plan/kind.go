package plan

// Kind is the kind of a step.
type Kind string

// The kinds of steps.
const (
	Probe       Kind = "probe"       // a source → its role, format and streams
	Sample      Kind = "sample"      // excerpts of a recording → the bit rate of each rung
	Audio       Kind = "audio"       // a recording → its audio tracks
	Copy        Kind = "copy"        // a recording → its own video as the top rung
	Chunk       Kind = "chunk"       // a time range of a recording → the same range of all other rungs
	Package     Kind = "package"     // the parts of a recording → playlists, storyboard, poster
	Progressive Kind = "progressive" // the parts of a recording → MP4 files to download
	Fingerprint Kind = "fingerprint" // a recording → a fingerprint of its audio
	Offset      Kind = "offset"      // the fingerprints of two recordings → their offset in time
	Captions    Kind = "captions"    // a caption file, or a recording with captions → WebVTT
	CaptionJoin Kind = "captionjoin" // captions of the parts of a joined recording → WebVTT of the whole
	Text        Kind = "text"        // a deck → its text
	Deck        Kind = "deck"        // a deck → PDF, page images
	OCR         Kind = "ocr"         // pages of a deck that are only images → their text
	Document    Kind = "document"    // a document → a copy for readers
	Locate      Kind = "locate"      // a rung of a recording, page images of decks → where the slides are in the picture
	Align       Kind = "align"       // a stretch of the same, and the result of locate → which slide is shown when
	StillText   Kind = "stilltext"   // stills of a recording that no page image is clearly like → the words that they show
	Reconstruct Kind = "reconstruct" // a recording without a deck → the slides in its picture, as PDF and images, and when each is shown
)

// Queue is the name of a task queue; [Queue.At] has those of other priorities.
type Queue string

// The queues of steps, by how long their steps take.
const (
	Light  Queue = "light"  // seconds
	Heavy  Queue = "heavy"  // minutes; few tasks
	Chunks Queue = "chunks" // minutes; many tasks, which must not delay the last step of another meeting
	Idle   Queue = "ocr"    // minutes; no other step waits for them
)

// Traits are the properties of a kind of step.
type Traits struct {
	// Version must be raised when the step's code makes different output from the same
	// parameters. Workers then make the outputs of older versions again.
	Version int
	// Reads says that the step reads the original, not only the results of other steps.
	Reads bool
	Queue Queue
	Doing string // shown to users while the step runs: "encoding the audio"
	Next  string // shown to users while the source waits for the step: "encoded", after "waiting to be"
}

// Traits returns the properties of the kind; the zero value for an unknown kind.
func (k Kind) Traits() Traits {
	switch k {
	case Probe:
		return Traits{9, true, Light, "analysing", "analysed"}
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
		return Traits{5, true, Light, "reading the text", "read"}
	case Deck:
		return Traits{8, true, Light, "converting", "converted"}
	case OCR:
		return Traits{2, false, Idle, "reading text in images", "read"}
	case Document:
		return Traits{1, true, Light, "storing", "stored"}
	case Locate:
		return Traits{3, false, Idle, "finding the slides", "compared with the slides"}
	case Align:
		return Traits{4, false, Idle, "finding the slides", "compared with the slides"}
	case StillText:
		return Traits{2, false, Idle, "reading the slides in the recording", "compared with the slides"}
	case Reconstruct:
		return Traits{1, false, Idle, "finding the slides", "searched for slides"}
	default:
		return Traits{}
	}
}

// Kinds returns every kind of step.
func Kinds() []Kind {
	return []Kind{
		Probe, Sample, Audio, Copy, Chunk, Package, Progressive, Fingerprint, Offset, Captions, CaptionJoin, Text, Deck, OCR, Document, Locate, Align,
		StillText, Reconstruct,
	}
}

func (k Kind) version() int { return k.Traits().Version }

// Reads reports whether a step of the kind reads the original.
func (k Kind) Reads() bool { return k.Traits().Reads }
