package transcode

// Names of what a step leaves. Renditions hold fragmented MP4; the endings are
// what servers and people take the media type from.
func videoName(id string) string { return id + ".mp4" }
func audioName(id string) string { return id + ".m4a" }

// rawName is what ffmpeg leaves of a rung, whose times are then set right.
func rawName(id string) string { return id + ".raw.mp4" }

// Names of what ffmpeg leaves in the working folder: numbered by their places
// in the whole recording.
const (
	tilePattern      = "tile-%06d.jpg"
	candidatePattern = "candidate-%06d.jpg"
)

// candidateName is the best frame of a chunk, as a step keeps it.
const candidateName = "candidate.jpg"
