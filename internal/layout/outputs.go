package layout

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strconv"
	"strings"
)

// Names of the files that a step makes, under [Space.Derived].
const (
	DASH           = "manifest.mpd" // also the name of a meeting's own
	Captions       = "captions.vtt"
	CaptionsList   = "captions.m3u8"
	StoryboardVTT  = "storyboard.vtt"
	StoryboardJSON = "storyboard.json"
	RecordingMP4   = "recording.mp4" // a whole recording, for download
	RecordingM4A   = "recording.m4a" // its sound alone
	Candidate      = "candidate.jpg" // the best frame of a chunk
	DeckPDF        = "deck.pdf"
)

// Video is the fragmented MP4 of a rendition.
func Video(rendition string) string { return rendition + ".mp4" }

// Audio is the fragmented MP4 of a sound track.
func Audio(track string) string { return track + ".m4a" }

// Playlist is the HLS media playlist of a rendition or sound track.
func Playlist(rendition string) string { return rendition + ".m3u8" }

// IFrames is the HLS I-frame playlist of a rendition.
func IFrames(rendition string) string { return rendition + "-iframes.m3u8" }

// StoryboardSheet is one image of many thumbnails, the first being 1.
func StoryboardSheet(number int) string { return fmt.Sprintf("storyboard-%03d.jpg", number) }

// Poster is the poster of a recording in one width.
func Poster(width int) (webp, jpeg string) { return images("poster-" + strconv.Itoa(width)) }

// The folders of a deck's page images and of their words.
const (
	PageImageFolder = "slides"
	PageWordsFolder = "words"
)

// SlideMediaFolder is the folder of the video and audio files of a deck's slides.
const SlideMediaFolder = "media"

// SlideMedia is one of them, without its extension. The first is 1.
func SlideMedia(number int) string { return fmt.Sprintf(SlideMediaFolder+"/%04d", number) }

// PageImage is the image of a deck's page in one width.
func PageImage(page, width int) (webp, jpeg string) {
	return images(fmt.Sprintf(PageImageFolder+"/%04d-%d", page, width))
}

// AlbumPicture is the picture of one slide of which a deck is made. The first is 1.
func AlbumPicture(number int) string { return fmt.Sprintf("%04d.jpg", number) }

// PageWords are the words of a deck's page with their places.
func PageWords(page int) string { return fmt.Sprintf(PageWordsFolder+"/%04d.json", page) }

func images(stem string) (webp, jpeg string) { return stem + ".webp", stem + ".jpg" }

// Hashed is the name of an asset: name with a hash of its content.
func Hashed(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:5]) + ext
}
