// Package probe identifies sources: by their content first, and recordings by
// reading all of their packets. Headers may be wrong (no duration, or 120 frames a
// second with 29 frames in all); packets are not.
//
// Bad sources are refused here and not by the encoder, whose exit code is the same
// for a bad source and a full disk.
//
// # Pictures
//
// The probe decides which streams are pictures and how large the canvas is. It decodes
// a key frame every 8 s (every 20 s of an MP4 file). If nothing can be decoded, the
// picture is left out. The size that the picture has most of the time is that of the
// recording; if the size changes, the picture is marked and each frame is scaled later.
//
// # Timestamps
//
// A transport stream may pause for up to five minutes. A longer step forward is taken
// for a concatenated recording, and the gap is removed.
//
// # No silent loss
//
// Each stream of a recording is used, or is of a kind that no reader misses (a cover, a
// time code, a camera's sensors, a broadcast's marks, fonts), or a warning names it: in
// ingest plan, in state.json and in the manifest.
//
// Closed captions (CEA-608) are found by their mark in the file's bytes, without
// decoding a picture.
package probe
