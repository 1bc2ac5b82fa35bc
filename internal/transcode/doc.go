// Package transcode makes the media files of a recording: CMAF renditions,
// progressive files, a storyboard and a poster.
//
// A recording is cut into chunks. One ffmpeg for each chunk decodes the picture once
// for all rungs, the storyboard's tiles and the poster's candidates. Where browsers
// play the source's own picture, its packets become the top rung without an
// encoder. The sound is measured first, for its loudness, and then encoded in one
// piece. The results are parts: files that need no concatenation, since each begins
// and ends exactly where the plan says. Playlists list their segments in order.
//
// Package cmaf rewrites each track that ffmpeg writes. An exit status of 0 is not enough:
// the boxes of every rendition are read, and all rungs must be cut at the same times.
//
// # Loudness
//
// Each track is measured, [plan.Level] chooses a gain and a ceiling for the limiter
// behind it, and ffmpeg encodes the track. The encoded file is measured again. If it is
// more than 0.8 LU from −16 LUFS, or above −1 dBTP, the sound is measured behind three
// other gains in one run, the best is chosen, and the track is encoded again, twice at
// most. The second time, a loudness within 1 LU is good enough; what then still misses
// it gets a warning. A track that needs more than 20 dB is amplified only if its
// loudness moves from one block of 400 ms to the next, as that of speech does: anything
// else is a noise floor. One channel counts as the two loudspeakers that play it.
//
// # Pictures that change size
//
// The first filter of every chunk scales each frame with its own aspect ratio and adds
// bars, so that all other filters see one size. Such a picture is never copied.
//
// # Comparing recordings
//
// [Transcoder.Fingerprint] writes a fingerprint of one sound track on the recording's
// timeline. [Transcoder.Offset] compares two fingerprints and reads no original. Package
// soundmatch does both.
package transcode
