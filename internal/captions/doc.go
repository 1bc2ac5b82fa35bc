// Package captions converts captions, from a file beside a recording or a stream
// within it, to WebVTT on the recording's timeline, and writes the HLS playlist of it.
//
// Captions come from people, from other programs and from speech recognition, and are
// as hostile as any file. The package keeps times, speakers and plain text.
//
// Closed captions (CEA-608) need no video decoder: ffmpeg filters the user data out of
// the packets, and package cea608 decodes it, one channel a step.
//
// The captions of a joined recording's parts are matched as its sound tracks are.
// [Join] makes one track of those that continue from part to part, and cuts each at the
// end of its part. No other step waits for captions.
package captions
