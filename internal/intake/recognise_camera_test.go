package intake_test

import "testing"

func TestCameras(t *testing.T) {
	t.Parallel()
	recognised(t, []folderTest{
		{
			"GoPro, two recordings in chapters",
			[]string{
				"DCIM/100GOPRO/GX010012.MP4", "DCIM/100GOPRO/GX020012.MP4", "DCIM/100GOPRO/GX030012.MP4", "DCIM/100GOPRO/GL010012.LRV", "DCIM/100GOPRO/GX010012.THM",
				"DCIM/100GOPRO/GX010013.MP4",
			},
			[]string{
				"DCIM/100GOPRO/GX010012.MP4", "DCIM/100GOPRO/GX010013.MP4",
				"DCIM/100GOPRO/GX020012.MP4 part of DCIM/100GOPRO/GX010012.MP4", "DCIM/100GOPRO/GX030012.MP4 part of DCIM/100GOPRO/GX010012.MP4",
				"left out: DCIM/100GOPRO/GL010012.LRV", "left out: DCIM/100GOPRO/GX010012.THM",
			},
			"GoPro: 3 parts joined in this order: DCIM/100GOPRO/GX010012.MP4, DCIM/100GOPRO/GX020012.MP4 and DCIM/100GOPRO/GX030012.MP4",
		},
		{
			"a camera's chapters and the screen",
			[]string{"GX010012.MP4", "GX020012.MP4", "talk-screen.mp4"},
			[]string{"GX010012.MP4 (speaker)", "GX020012.MP4 part of GX010012.MP4", "talk-screen.mp4 view of GX010012.MP4 (screen)"},
			"2 views of one recording (speaker: GX010012.MP4, screen: talk-screen.mp4)",
		},
		{
			"a camera's parts by name, and the screen",
			[]string{"talk-camera-part1.mp4", "talk-camera-part2.mp4", "talk-slides.mp4"},
			[]string{"talk-camera-part1.mp4 (speaker)", "talk-camera-part2.mp4 part of talk-camera-part1.mp4", "talk-slides.mp4 view of talk-camera-part1.mp4 (screen)"},
			"",
		},
		{
			"a camera's chapters and two screens say nothing",
			[]string{"GX010012.MP4", "GX020012.MP4", "one-screen.mp4", "two-screen.mp4"},
			[]string{"GX010012.MP4", "GX020012.MP4 part of GX010012.MP4", "one-screen.mp4", "two-screen.mp4"},
			"",
		},
		{
			"nor do a camera's chapters and another film",
			[]string{"GX010012.MP4", "GX020012.MP4", "interview.mp4"},
			[]string{"GX010012.MP4", "GX020012.MP4 part of GX010012.MP4", "interview.mp4"},
			"",
		},
		{
			"GoPro up to HERO5",
			[]string{"GOPR0012.MP4", "GP010012.MP4", "GP020012.MP4"},
			[]string{"GOPR0012.MP4", "GP010012.MP4 part of GOPR0012.MP4", "GP020012.MP4 part of GOPR0012.MP4"},
			"",
		},
		{
			"GoPro, a chapter missing",
			[]string{"GH010012.MP4", "GH030012.MP4"},
			[]string{"GH010012.MP4", "GH030012.MP4 part of GH010012.MP4"},
			"of GH010012.MP4, GH020012.MP4 is missing; the others are joined without",
		},
		{
			"GoPro, the first chapter missing",
			[]string{"GP010012.MP4", "GP020012.MP4"},
			[]string{"GP010012.MP4", "GP020012.MP4 part of GP010012.MP4"},
			"of GP010012.MP4, GOPR0012.MP4 is missing",
		},
		{"a copy for the display is all that is left", []string{"GL010012.LRV"}, []string{"GL010012.LRV"}, ""},
		{
			"DJI, flight data, and a file that goes on in the next",
			[]string{"DJI_0001.MP4=4000000000", "DJI_0002.MP4=900000000", "DJI_0003.MP4=800000000", "DJI_0003.LRF"},
			[]string{"DJI_0001.MP4", "DJI_0002.MP4 part of DJI_0001.MP4", "DJI_0003.MP4", "left out: DJI_0003.LRF"},
			"",
		},
		{
			"DJI with times in the names",
			[]string{"DJI_20260512100000_0001_D.MP4=3990000000", "DJI_20260512101500_0002_D.MP4=100"},
			[]string{"DJI_20260512100000_0001_D.MP4", "DJI_20260512101500_0002_D.MP4 part of DJI_20260512100000_0001_D.MP4"},
			"",
		},
		{
			"AVCHD, the card as it is",
			[]string{
				"PRIVATE/AVCHD/BDMV/STREAM/00000.MTS", "PRIVATE/AVCHD/BDMV/STREAM/00001.MTS", "PRIVATE/AVCHD/BDMV/STREAM/00003.MTS",
				"PRIVATE/AVCHD/BDMV/CLIPINF/00000.CPI", "PRIVATE/AVCHD/BDMV/PLAYLIST/00000.MPL", "PRIVATE/AVCHD/BDMV/INDEX.BDM", "PRIVATE/AVCHD/AVCHDTN/THUMB.TDT",
			},
			[]string{
				"PRIVATE/AVCHD/BDMV/STREAM/00000.MTS", "PRIVATE/AVCHD/BDMV/STREAM/00001.MTS part of PRIVATE/AVCHD/BDMV/STREAM/00000.MTS",
				"PRIVATE/AVCHD/BDMV/STREAM/00003.MTS part of PRIVATE/AVCHD/BDMV/STREAM/00000.MTS",
				"left out: PRIVATE/AVCHD/AVCHDTN/THUMB.TDT", "left out: PRIVATE/AVCHD/BDMV/INDEX.BDM",
				"left out: PRIVATE/AVCHD/BDMV/CLIPINF/00000.CPI", "left out: PRIVATE/AVCHD/BDMV/PLAYLIST/00000.MPL",
			},
			"PRIVATE/AVCHD/BDMV/STREAM/00002.MTS is missing",
		},
		{
			"a DVD with two titles",
			[]string{
				"VIDEO_TS/VIDEO_TS.IFO", "VIDEO_TS/VIDEO_TS.BUP", "VIDEO_TS/VIDEO_TS.VOB", "VIDEO_TS/VTS_01_0.IFO", "VIDEO_TS/VTS_01_0.VOB",
				"VIDEO_TS/VTS_01_1.VOB", "VIDEO_TS/VTS_01_2.VOB", "VIDEO_TS/VTS_02_1.VOB",
			},
			[]string{
				"VIDEO_TS/VTS_01_1.VOB", "VIDEO_TS/VTS_01_2.VOB part of VIDEO_TS/VTS_01_1.VOB", "VIDEO_TS/VTS_02_1.VOB",
				"left out: VIDEO_TS/VIDEO_TS.BUP", "left out: VIDEO_TS/VIDEO_TS.IFO", "left out: VIDEO_TS/VIDEO_TS.VOB", "left out: VIDEO_TS/VTS_01_0.IFO",
				"left out: VIDEO_TS/VTS_01_0.VOB",
			},
			"each is a menu of the DVD",
		},
		{
			"Sony's and Canon's small files",
			[]string{"C0001.MP4", "C0001M01.XML", "C0002.MP4", "MVI_0001.MOV", "MVI_0001.THM", "MEDIAPRO.XML"},
			[]string{"C0001.MP4", "C0002.MP4", "MVI_0001.MOV", "left out: C0001M01.XML", "left out: MEDIAPRO.XML", "left out: MVI_0001.THM"},
			"",
		},
		{
			"speaker and screen",
			[]string{"talk-camera.mp4", "talk-screen.mp4", "other-camera.mp4"},
			[]string{"other-camera.mp4", "talk-camera.mp4 (speaker)", "talk-screen.mp4 view of talk-camera.mp4 (screen)"},
			"Speaker and screen: 2 views of one recording (speaker: talk-camera.mp4, screen: talk-screen.mp4)",
		},
		{
			"presenter and presentation, in a folder each talk",
			[]string{"a/presenter.mp4", "a/presentation.mp4", "b/presenter.mkv", "b/presentation.mkv"},
			[]string{
				"a/presentation.mp4 view of a/presenter.mp4 (screen)", "a/presenter.mp4 (speaker)",
				"b/presentation.mkv view of b/presenter.mkv (screen)", "b/presenter.mkv (speaker)",
			},
			"",
		},
		{
			"webcam and slides, begun some seconds apart",
			[]string{"webcam 2026-05-12 10-00-03.mkv", "slides 2026-05-12 10-00-01.mkv"},
			[]string{"slides 2026-05-12 10-00-01.mkv view of webcam 2026-05-12 10-00-03.mkv (screen)", "webcam 2026-05-12 10-00-03.mkv (speaker)"},
			"",
		},
		{
			"a speaker and two screens",
			[]string{"speaker.mp4", "screen.mp4", "slides.mp4"},
			[]string{"screen.mp4", "slides.mp4", "speaker.mp4"},
			"speaker.mp4, screen.mp4 and slides.mp4 look like one recording, but 1 of them shows the speaker and 2 the screen, so each was taken by itself; " +
				`if they are one, write in meeting.yaml: recordings: [{file: "speaker.mp4", shows: speaker, views: [{file: "screen.mp4", shows: screen}, ` +
				`{file: "slides.mp4", shows: screen}]}]`,
		},
		{
			"two cameras and a screen",
			[]string{"a-camera.mp4", "a-webcam.mp4", "a-screen.mp4"},
			[]string{"a-camera.mp4", "a-screen.mp4", "a-webcam.mp4"},
			`recordings: [{file: "a-camera.mp4", shows: speaker, views: [{file: "a-webcam.mp4", shows: speaker}, {file: "a-screen.mp4", shows: screen}]}]`,
		},
	})
}
