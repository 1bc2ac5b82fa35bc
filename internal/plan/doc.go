// Package plan decides what is to be made of a source, and names it. It is
// pure: the same record and the same probe give the same plan, on every
// machine and at every retry.
//
// # Timeline and chunks
//
// Picture and sound share a timeline. It begins at the earlier of the two and ends at
// the later. A frame's time on it depends only on its own time in the source, so chunks
// need no join: each holds the frames of its stretch, decoded from one key frame
// earlier, and its segments begin at planned times. A chunk lasts 2 to 5 minutes.
//
// A chunk of a large MP4 or Matroska file reads the header, its stretch and the end of
// the file. Each block is verified against the checksums stored beside the original. If
// the number of frames is wrong, the chunk is made again from the whole original.
//
// A source has one chunk where it cannot be cut. The packets of an AVI file with
// B-frames do not say when they are shown. Where timestamps jump (concatenated
// transport streams), ffmpeg corrects them in one run.
//
// # Segments
//
// One list says where the segments of all rungs begin. If the picture is copied, the
// list is the best choice among the source's key frames, found as a shortest path: near
// the profile's interval of 5 s, at most about 10 s, and under a second only where
// nothing else allows the copy. The encoded rungs have key frames at these times. A
// damaged source may still be cut differently when it is decoded; package progress
// compares the cuts, and the top rung is encoded instead.
//
// If no frame comes for longer than a segment lasts, the chunk gets an even frame rate
// by repeating the last picture, so that segments stay short. All other chunks keep the
// source's own times.
//
// # Several originals
//
// [Groups] decides which originals make one recording, for the pipeline and for ingest
// plan alike. [Join] plans each part by itself and moves it to its place on the timeline
// of the whole, so that its chunks are ordinary chunks of another original. No file is
// joined, except the sound: it is encoded in one piece, so the parts are first written
// to one file, each as long as planned. A view ([Recording.View]) is another picture on
// the same timeline. It has steps, playlists and files of its own, and shares the sound.
//
// # Steps of captions
//
// Captions are in no other step's key, so captions that are added a year later encode
// nothing again. For that reason [Recording.Package] writes no file that names both
// renditions and captions: the HLS master and a second DASH manifest are written when
// the meeting is published.
package plan
