// Package plan decides which steps process a source, and computes their keys. It is
// pure: the same record and the same probe give the same plan, on every machine and at
// every attempt.
//
// # Timeline and chunks
//
// Video and audio share a timeline. It begins at the earlier of the two starts and ends
// at the later of the two ends. The time of a frame on it depends only on the frame's
// time in the source, so chunks need no join. A chunk decodes from one key frame earlier,
// keeps the frames of its own time range, and begins its segments at planned times. It
// lasts 2 to 5 minutes.
//
// A chunk of a large MP4 or Matroska file reads the header, its own byte range and the
// end of the file. Each block is verified against the checksums stored beside the
// original. If the number of frames is wrong, the worker encodes the chunk again from
// the whole original.
//
// A source that cannot be cut has one chunk. An AVI file with B-frames cannot, since its
// packets have no presentation times. Neither can a source whose timestamps jump, such as
// concatenated transport streams, since ffmpeg must correct them in one run.
//
// # Segments
//
// All rungs share one list of segment starts. If the video is copied, a shortest path
// selects the starts among the source's key frames. Segments then last about the
// profile's interval of 5 s and at most about 10 s. They last under a second only where
// no other choice allows the copy. The encoded rungs have key frames at the same times.
// Decoding a damaged source may give other cuts; package progress compares the cuts and
// then has the top rung encoded instead.
//
// If a gap between frames is longer than a segment, the chunk gets a constant frame rate:
// the last frame is repeated, so that segments stay short. All other chunks keep the times
// of the source.
//
// # Several originals
//
// [Groups] decides which originals make one recording, for the pipeline and for ingest
// plan alike. [Join] plans each part separately and moves it to its place on the timeline
// of the whole recording. Its chunks are ordinary chunks of another original, and no
// video file is joined. The audio is encoded in one run. For that, the step first writes
// the audio of all parts to one file, each part as long as planned. A view
// ([Recording.View]) is another video on the same timeline. It has its own steps,
// playlists and files, and shares the audio.
//
// # Captions
//
// No other step has captions in its key, so adding captions a year later re-encodes
// nothing. For that reason [Recording.Package] writes no file that names both renditions
// and captions. Publishing writes the HLS master playlist and a second DASH manifest.
package plan
