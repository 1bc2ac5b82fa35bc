package transcode

// Names of files in the working folder, which nobody stores. Tiles and
// candidates are numbered by their places in the whole recording.
const (
	tilePattern      = "tile-%06d.jpg"
	candidatePattern = "candidate-%06d.jpg"
	anyTile          = "tile-*.jpg"
	anyCandidate     = "candidate-*.jpg"
	anyFrame         = "*-*.jpg"
	posterFile       = "poster.jpg" // the frame that posters are made of
	segmentFile      = "segment.mp4"
	metadataFile     = "about.txt"
)

// rawName is the file that ffmpeg writes for a rung, before its times are rewritten.
func rawName(id string) string { return id + ".raw.mp4" }

// wholeName is a whole rendition or sound track, its parts joined.
func wholeName(id string) string { return id + ".mp4" }
