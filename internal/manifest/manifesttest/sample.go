// Package manifesttest has a manifest with something in every field, for tests
// of whatever is made of manifests.
package manifesttest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// File is a file of the sample, with a checksum made of its URL.
func File(url, mediaType string, size int64) manifest.File {
	sum := sha256.Sum256([]byte(url))
	return manifest.File{URL: url, Type: mediaType, Size: size, SHA256: hex.EncodeToString(sum[:])}
}

func image(url, mediaType string, size int64, width, height int) manifest.Image {
	return manifest.Image{File: File(url, mediaType, size), Width: width, Height: height}
}

// live returns an image at a name that stays, whose bytes are also at versioned.
func live(i manifest.Image, versioned string) manifest.Image {
	i.Versioned = versioned
	return i
}

const (
	screen = "../../derived/1f0c33/a91b/"
	decks  = "../../derived/77aa01/02cd/"

	chunk1 = "../../derived/51c0a2/77f0/" // a recording's stretches are steps of their own
	chunk2 = "../../derived/51c0b8/0b41/"
	sound  = "../../derived/8e1172/c3d9/"
	camera = "../../derived/a04f66/5be1/"
)

// Sample is a meeting with something in every field, a new one each time.
func Sample() manifest.Manifest {
	start, later, ends, yes := 0.0, 754.5, 1500.25, true
	rung := func(name string, width, height, peak, average int, codecs string) manifest.Rendition {
		return manifest.Rendition{
			Files: []manifest.File{
				File(chunk1+name+".mp4", "video/mp4", int64(average)*1800/8), File(chunk2+name+".mp4", "video/mp4", int64(average)*1800/8),
			},
			ID: name, Codecs: codecs,
			Width: width, Height: height, FrameRate: 25, Frames: 90000, Duration: 3600,
			Bandwidth: peak, Average: average,
			Playlist: File(screen+name+".m3u8", "application/vnd.apple.mpegurl", 42133),
			IFrames:  File(screen+name+"-iframes.m3u8", "application/vnd.apple.mpegurl", 41900), KeyBandwidth: 90_000,
		}
	}
	// The hall's two pictures share the sound, and the camera's files have runs of their own.
	hall := []manifest.Rendition{
		rung("1080p", 1920, 1080, 1_800_000, 620_000, "avc1.640028"),
		rung("360p", 640, 360, 400_000, 150_000, "avc1.4d401e"),
		{
			Files: []manifest.File{File(sound+"audio.mp4", "audio/mp4", 43_000_000)}, ID: "audio", Codecs: "mp4a.40.2",
			Loudness: &manifest.Loudness{
				Integrated: -29.7, TruePeak: -11.2, Gain: 10.8, OneSided: true, Limited: 1.6,
				OutputIntegrated: new(-16.1), OutputTruePeak: new(-1.5),
			},
			Frames: 168750, Duration: 3600.04, Bandwidth: 98_000, Average: 96_000, Language: "en", Title: "English",
			Playlist: File(screen+"audio.m3u8", "application/vnd.apple.mpegurl", 40111), Channels: 2, Default: true, Purpose: meeting.Original,
		},
		{
			Files: []manifest.File{File(sound+"audio-2.mp4", "audio/mp4", 43_000_000)}, ID: "audio-2", Codecs: "mp4a.40.2",
			Frames: 168750, Duration: 3600.04, Bandwidth: 98_000, Average: 96_000, Language: "en", Title: "English, described",
			Playlist: File(screen+"audio-2.m3u8", "application/vnd.apple.mpegurl", 40111), Channels: 2, Described: true,
		},
	}
	master, dash := File("main-hall.m3u8", "application/vnd.apple.mpegurl", 812), File(screen+"manifest.mpd", "application/dash+xml", 96_000)
	mp4 := File(screen+"plain.mp4", "video/mp4", 412_000_000)
	poster := manifest.Poster{Images: []manifest.Image{
		image(screen+"poster-1280.webp", "image/webp", 41000, 1280, 720),
		image(screen+"poster-1280.jpg", "image/jpeg", 88000, 1280, 720),
	}}
	board := manifest.Storyboard{
		VTT:        File(screen+"storyboard.vtt", "text/vtt", 30000),
		JSON:       File(screen+"storyboard.json", "application/json", 24000),
		Sheets:     []manifest.File{File(chunk1+"sheet-001.jpg", "image/jpeg", 210000), File(chunk2+"sheet-001.jpg", "image/jpeg", 190000)},
		TileWidth:  160,
		TileHeight: 90,
		Interval:   20,
		Columns:    10,
		Rows:       10,
	}
	face := rung("720p", 1280, 720, 1_100_000, 410_000, "avc1.64001f")
	face.Files = []manifest.File{File(camera+"720p.mp4", "video/mp4", 184_500_000)}
	face.Playlist, face.IFrames = File(camera+"720p.m3u8", "application/vnd.apple.mpegurl", 42133), File(camera+"720p-iframes.m3u8", "application/vnd.apple.mpegurl", 41900)
	faceBoard := board
	faceBoard.VTT, faceBoard.JSON = File(camera+"storyboard.vtt", "text/vtt", 30000), File(camera+"storyboard.json", "application/json", 24000)
	faceBoard.Sheets = []manifest.File{File(camera+"sheet-001.jpg", "image/jpeg", 230000)}
	slide := func(n int, title, body, notes string) manifest.Slide {
		name := fmt.Sprintf("%sslide-%03d-", decks, n)
		return manifest.Slide{
			Number: n, Title: title, Body: body, Notes: notes, Hidden: n == 3, OCR: n == 3, Color: "#e0c040",
			Alt:     manifest.Alternative(meeting.Slide{Number: n, Title: title, Body: body}),
			Picture: live(image(fmt.Sprintf("slides/bees-pptx/%d.jpg", n), "image/jpeg", 157333, 1600, 900), name+"1600.jpg"),
			Images: []manifest.Image{
				image(name+"1600.webp", "image/webp", 69120, 1600, 900),
				image(name+"1600.jpg", "image/jpeg", 157333, 1600, 900),
				image(name+"320.webp", "image/webp", 6120, 320, 180),
				image(name+"320.jpg", "image/jpeg", 11333, 320, 180),
			},
		}
	}
	honey := slide(2, "Honey", "Hive\tkg\nNorth\t12\nSouth\t9", "")
	honey.Media = []manifest.Clip{
		{File: File(decks+"media/0001.mp4", "video/mp4", 3_100_000), Title: "The harvest", Duration: 12.4},
		{File: File(decks+"media/0002.mp3", "audio/mpeg", 90_000)},
	}
	return manifest.Manifest{
		Schema:        manifest.SchemaVersion,
		Accessibility: manifest.Accessibility{Captions: manifest.NoCaptions},

		ID:          "demo-day-2026",
		Revision:    3,
		State:       manifest.Published,
		Title:       "Demo day & open house",
		Date:        "2026-03-14",
		Description: "Eighteen projects in turn.\nAsk each of them anything.",
		Language:    "en",
		Visibility:  meeting.Public,
		People:      []meeting.Person{{Name: "Ada Diallo", Role: "chair", Affiliation: "City Library"}, {Name: "Jun Ito"}},
		Rights:      meeting.Rights{License: "CC-BY-4.0", Holder: "City Library", Downloads: &yes},
		Profile:     "meeting",
		Recordings: []manifest.Recording{{
			ID: "main-hall", Title: "Main hall", Source: "zoom-mp4", Kind: manifest.Video, Duration: 3600.04,
			Copied: true,
			Captions: []manifest.Captions{{
				ID: "en", Language: "en", Label: "English", State: manifest.ReviewedCaptions, Speakers: true, Impaired: true,
				VTT:      File("../../derived/4b7a01/19cc/captions.vtt", "text/vtt; charset=utf-8", 90_100),
				Playlist: File("../../derived/4b7a01/19cc/captions.m3u8", "application/vnd.apple.mpegurl", 150),
				Text:     File("transcript-main-hall-en.txt", "text/plain; charset=utf-8", 61_000),
			}},
			Chapters:    []manifest.Chapter{{End: 750, Title: "Doors open"}, {Start: 750, End: 3600.04, Title: "Projects"}},
			ChaptersVTT: File("chapters.vtt", "text/vtt; charset=utf-8", 107), ChaptersJSON: File("chapters.json", manifest.ChaptersType, 512),
			Master: master, DASH: dash, MP4: mp4, M4A: File(screen+"plain.m4a", "audio/mp4", 43_200_000),
			Renditions: hall, Poster: poster, Storyboard: board,
			Views: []manifest.View{
				{
					ID: "screen", Title: "Screen", Kind: meeting.Screen, Source: "zoom-mp4", Copied: true,
					Master: master, DASH: dash, MP4: mp4, Renditions: hall, Poster: poster, Storyboard: board,
				},
				{
					ID: "speaker", Title: "Speaker", Kind: meeting.Speaker, Source: "camera-mts",
					Master: File("main-hall-speaker.m3u8", "application/vnd.apple.mpegurl", 640), DASH: File(camera+"manifest.mpd", "application/dash+xml", 61_000),
					MP4: File(camera+"plain.mp4", "video/mp4", 228_000_000), TrimmedMP4: File(camera+"part.mp4", "video/mp4", 227_000_000), Renditions: append([]manifest.Rendition{face}, hall[2:]...),
					Poster:     manifest.Poster{Images: []manifest.Image{image(camera+"poster-1280.jpg", "image/jpeg", 71000, 1280, 720)}},
					Storyboard: faceBoard, Encoded: "is interlaced", Changes: []string{"deinterlaced"},
				},
			},
			SlideTimes: []manifest.SlideTime{
				{Start: 752.1, End: 840, Deck: "bees-pptx", Slide: 1, Confidence: 0.99},
				{Start: 840, End: 1012.4, Deck: "bees-pptx", Slide: 2, Confidence: 0.41, Uncertain: true},
				{Start: 1060, End: 1075, Deck: "bees-pptx", Slide: 1, Confidence: 1, Corrected: true},
			},
			Parts: []manifest.Part{{Source: "zoom-mp4", Duration: 1800}, {Source: "zoom-2-mp4", Start: 1800, Duration: 1800.04}},
		}, {
			ID: "radio", Title: "Radio feature", Source: "radio-mp3", Kind: manifest.Audio, Duration: 301.5,
			M4A: File("../../derived/2b7710/ff01/plain.m4a", "audio/mp4", 3_600_000),
		}, {
			ID: "garden", Title: "Garden", Source: "garden-webm", Kind: manifest.Video, Duration: 61.2,
			Encoded: "has vp9 video, not H.264", Changes: []string{"tone-mapped from HDR (PQ)"},
			NotAligned: "shows no slide of these decks",
			MP4:        File("../../derived/6d2f90/41ee/plain.mp4", "video/mp4", 7_100_000),
			Trim:       &manifest.Trim{Start: 4.5, End: 58},
			TrimmedMP4: File("../../derived/8a1c20/52ff/plain.mp4", "video/mp4", 6_200_000),
			TrimmedM4A: File("../../derived/8a1c20/52ff/plain.m4a", "audio/mp4", 640_000),
		}},
		Presentations: []manifest.Presentation{
			{ID: "welcome", Title: "Welcome", Speakers: []string{"Ada Diallo"}, Recording: "main-hall", Start: &start},
			{ID: "bees", Title: "Bees on the roof", Speakers: []string{"Jun Ito", "Ada Diallo"}, Deck: "bees-pptx", Start: &later, End: &ends},
			{ID: "poster-session", Title: "Poster session", Planned: "2026-05-12T11:00:00+02:00"},
		},
		Decks: []manifest.Deck{{
			ID: "bees-pptx", Title: "Bees on the roof", Source: "bees-pptx",
			PDF:  File(decks+"deck.pdf", "application/pdf", 1_800_000),
			Data: File("slides-bees-pptx.json", "application/json", 4_100), Text: File("slides-bees-pptx.txt", "text/plain; charset=utf-8", 900),
			Slides: []manifest.Slide{
				slide(1, "Bees on the roof", "Jun Ito\nOne year of hives", "Thank the caretaker."),
				honey,
				slide(3, "", "", ""),
			},
		}, {
			ID: "moss-ppt", Title: "Moss", Source: "moss-ppt", Reconstructed: "main-hall", Unshown: "took longer than its budget of 2h", Withheld: []int{2},
			Slides: []manifest.Slide{{Number: 1, Title: "Moss"}},
		}},
		Documents: []manifest.Document{{ID: "agenda-pdf", Title: "Agenda", Source: "agenda-pdf", File: File("../../derived/9c0d11/7e7e/agenda.pdf", "application/pdf", 81_000)}},
		Sources: []manifest.Source{
			{ID: "zoom-mp4", Name: "GMT2026 recording.mp4", Role: meeting.Recording, SHA256: File("a", "", 0).SHA256, Size: 2_100_000_000, Format: "MP4 video, 1920 × 1080"},
			{ID: "zoom-2-mp4", Name: "GMT2026 recording 2.mp4", Role: meeting.Recording, SHA256: File("f", "", 0).SHA256, Size: 2_000_000_000, Format: "MP4 video, 1920 × 1080"},
			{ID: "camera-mts", Name: "00001.MTS", Role: meeting.Recording, SHA256: File("g", "", 0).SHA256, Size: 9_000_000_000, Format: "MPEG-TS video, 1920 × 1080"},
			{ID: "radio-mp3", Name: "radio.mp3", Role: meeting.Recording, SHA256: File("b", "", 0).SHA256, Size: 7_000_000, Format: "MP3 audio"},
			{ID: "garden-webm", Name: "garden.webm", Role: meeting.Recording, SHA256: File("e", "", 0).SHA256, Size: 19_000_000, Format: "WebM video, 1920 × 1080"},
			{ID: "bees-pptx", Name: "Bees on the roof.pptx", Role: meeting.Deck, SHA256: File("c", "", 0).SHA256, Size: 5_400_000, Format: "PowerPoint", File: File("../../derived/3c0d11/8f8f/bees.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", 5_400_000)},
			{ID: "agenda-pdf", Name: "Agenda.pdf", Role: meeting.Document, SHA256: File("d", "", 0).SHA256, Size: 81_000, Format: "PDF"},
		},
		Refused:  []meeting.Refusal{{Name: "old.key", Reason: "is encrypted and needs a password"}},
		Warnings: []string{"GMT2026 recording.mp4 has its voice on the left channel only; it was put on both"},
		Tools:    map[string]string{"ffmpeg": "5.1.9", "LibreOffice": "7.4.7"},
		Pages: map[string]manifest.File{
			"index.html":     File("index.html", "text/html; charset=utf-8", 9_000),
			"style.css":      File("style.css", "text/css; charset=utf-8", 4_000),
			"main-hall.m3u8": File("main-hall.m3u8", "application/vnd.apple.mpegurl", 812),
		},
	}
}
