package manifest_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

// TestOriginKeepsEveryField fills each noun with values of its own and looks
// for all of them in what the manifest makes of it.
func TestOriginKeepsEveryField(t *testing.T) {
	t.Parallel()
	from := manifest.Origin{Step: "step-1", Run: "run-2"}
	object := meeting.Object{Name: "a.mp4", Type: "video/mp4", Size: 5, SHA256: "ab"}
	wantFile := manifest.File{URL: "../../derived/step-1/run-2/a.mp4", Type: "video/mp4", Size: 5, SHA256: "ab"}
	images := []meeting.Image{{Object: object, Width: 16, Height: 9}}
	wantImages := []manifest.Image{{File: wantFile, Width: 16, Height: 9}}

	blocks, links := []meeting.Block{{Kind: meeting.Text, Text: "B"}}, []meeting.Link{{URL: "https://a.example/"}}
	comments, words := []meeting.Comment{{Text: "C"}}, "a.mp4"
	slide := meeting.Slide{
		Number: 3, Title: "T", Body: "B", Notes: "N", Master: "M", Hidden: true, OCR: true, Images: images, Color: "#010203",
		Blocks: blocks, Links: links, Comments: comments, Words: words,
		Language: "ar", Direction: "rtl", Damaged: "D", Unread: []meeting.SlidePart{meeting.NotesPart}, Steps: [][]meeting.Image{images, images}, Areas: []meeting.Area{{Page: 4}},
		Media: []meeting.Clip{{Object: object, Title: "C", Duration: 1.5}}, Embedded: []meeting.Embedded{{Part: "a"}},
	}
	wantMedia := []manifest.Clip{{File: wantFile, Title: "C", Duration: 1.5}}
	wantSlide := manifest.Slide{
		Number: 3, Title: "T", Body: "B", Notes: "N", Hidden: true, OCR: true, Images: wantImages, Alt: "Slide 3: T. B", Color: "#010203", Media: wantMedia,
	}
	if diff := cmp.Diff([]manifest.Slide{wantSlide}, from.Slides([]meeting.Slide{slide})); diff != "" {
		t.Errorf("Slides differs (-want +got):\n%s", diff)
	}
	wantWhole := manifest.DeckFile{Schema: 1, Slides: []manifest.DeckSlide{{
		Number: 3, Title: "T", Notes: "N", Master: "M", Hidden: true, Source: "ocr", Images: wantImages, Alt: "Slide 3: T. B", Color: "#010203",
		Blocks: blocks, Links: links, Comments: comments, Words: wantFile, Language: "ar", Direction: "rtl", Damaged: "D",
		Steps: [][]manifest.Image{wantImages, wantImages}, Media: wantMedia,
	}}}
	if diff := cmp.Diff(wantWhole, manifest.DeckFile{}.WithSlides(from, []meeting.Slide{slide}, map[string]manifest.File{words: wantFile})); diff != "" {
		t.Errorf("WithSlides differs (-want +got):\n%s", diff)
	}

	integrated, truePeak := -16.1, -1.4
	loudness := meeting.Loudness{
		Integrated: -30, TruePeak: -14, Gain: 14, OneSided: true, Limited: 2, OutputIntegrated: &integrated, OutputTruePeak: &truePeak,
	}
	piece := meeting.Piece{Object: object, Step: "step-8", Run: "run-9"}
	later := meeting.Piece{Object: meeting.Object{Name: "b.mp4", Type: "video/mp4", Size: 6, SHA256: "ba"}, Step: "step-3", Run: "run-4"}
	rendition := meeting.Rendition{
		Files: []meeting.Piece{piece, later}, ID: "720p", Codecs: "avc1", Width: 1280, Height: 720, FrameRate: 25, Frames: 75,
		Duration: 3, Bandwidth: 9, Average: 8, Language: "en", Title: "English", Playlist: "720p.m3u8",
		Channels: 2, IFrames: "720p-iframes.m3u8", KeyBandwidth: 4, Loudness: &loudness,
		Default: true, Described: true, Purpose: meeting.Dub,
	}
	wantRendition := manifest.Rendition{
		Files: []manifest.File{
			{URL: "../../derived/step-8/run-9/a.mp4", Type: "video/mp4", Size: 5, SHA256: "ab"},
			{URL: "../../derived/step-3/run-4/b.mp4", Type: "video/mp4", Size: 6, SHA256: "ba"},
		},
		ID: "720p", Codecs: "avc1", Width: 1280, Height: 720, FrameRate: 25, Frames: 75,
		Duration: 3, Bandwidth: 9, Average: 8, Language: "en", Title: "English", Channels: 2, KeyBandwidth: 4,
		Loudness: &manifest.Loudness{
			Integrated: -30, TruePeak: -14, Gain: 14, OneSided: true, Limited: 2, OutputIntegrated: &integrated, OutputTruePeak: &truePeak,
		},
		Default: true, Described: true, Purpose: meeting.Dub,
		Playlist: manifest.File{URL: "../../derived/step-1/run-2/720p.m3u8", Type: "application/vnd.apple.mpegurl", Size: 7, SHA256: "cd"},
		IFrames:  manifest.File{URL: "../../derived/step-1/run-2/720p-iframes.m3u8", Type: "application/vnd.apple.mpegurl", Size: 5, SHA256: "ef"},
	}
	known := map[string]meeting.Object{
		"720p.m3u8":         {Name: "720p.m3u8", Type: "application/vnd.apple.mpegurl", Size: 7, SHA256: "cd"},
		"720p-iframes.m3u8": {Name: "720p-iframes.m3u8", Type: "application/vnd.apple.mpegurl", Size: 5, SHA256: "ef"},
	}
	if diff := cmp.Diff(wantRendition, from.Rendition(rendition, known)); diff != "" {
		t.Errorf("Rendition differs (-want +got):\n%s", diff)
	}
	for _, noun := range []any{slide, rendition, loudness, object, piece} { // a new field shows up here first
		for field, value := range reflect.ValueOf(noun).Fields() {
			if value.IsZero() {
				t.Errorf("the test leaves %T.%s empty", noun, field.Name)
			}
		}
	}
}

func TestMasterOfTheSample(t *testing.T) {
	t.Parallel()
	in := manifest.MasterOf(manifesttest.Sample().Recordings[0].Renditions, manifesttest.Sample().Recordings[0].Captions)
	if len(in.Video) != 2 || len(in.Audio) != 2 {
		t.Fatalf("MasterOf = %d video and %d audio tracks, want 2 and 2", len(in.Video), len(in.Audio))
	}
	var got bytes.Buffer
	if err := manifest.WriteMaster(&got, in); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/master-sample.m3u8", got.Bytes())
}
