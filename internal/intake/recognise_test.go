package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
)

func TestProgramsAreRecognised(t *testing.T) {
	t.Parallel()
	const z = "GMT20260512-100004_Recording"
	tests := []struct {
		name  string
		files []string
		want  []string
		note  string // in one of the notes
	}{
		{
			"Zoom's cloud, downloaded as it comes",
			[]string{z + "_1920x1080.mp4", z + "_gallery_1280x720.mp4", z + ".m4a", z + ".transcript.vtt", z + ".cc.vtt", z + "newChat.txt"},
			[]string{ // the transcript comes first
				z + ".transcript.vtt captions of " + z + "_1920x1080.mp4", z + ".m4a twin of " + z + "_1920x1080.mp4",
				z + ".cc.vtt captions of " + z + "_1920x1080.mp4", z + "_1920x1080.mp4 (speaker)",
				z + "_gallery_1280x720.mp4 view of " + z + "_1920x1080.mp4 (gallery)", z + "newChat.txt document",
			},
			"Zoom cloud: 2 views of one recording (speaker: " + z + "_1920x1080.mp4, gallery: " + z + "_gallery_1280x720.mp4); captions attached: " +
				z + ".transcript.vtt and " + z + ".cc.vtt; " + z + ".m4a repeats its sound and is kept but not encoded",
		},
		{
			"Zoom's cloud with each layout by itself",
			[]string{z + "_as_1920x1080.mp4", z + "_avo_640x360.mp4", z + "_gvo_1280x720.mp4"},
			[]string{
				z + "_as_1920x1080.mp4 view of " + z + "_avo_640x360.mp4 (screen)", z + "_avo_640x360.mp4 (speaker)",
				z + "_gvo_1280x720.mp4 view of " + z + "_avo_640x360.mp4 (gallery)",
			},
			"3 views of one recording",
		},
		{
			"Zoom's cloud, downloaded twice: the second download repeats the first",
			[]string{z + "_640x360 (1).mp4", z + "_640x360.mp4", z + "_gallery_640x360 (1).mp4", z + "_gallery_640x360.mp4"},
			[]string{
				z + "_640x360 (1).mp4 twin of " + z + "_640x360.mp4", z + "_640x360.mp4 (speaker)",
				z + "_gallery_640x360 (1).mp4 twin of " + z + "_640x360.mp4", z + "_gallery_640x360.mp4 view of " + z + "_640x360.mp4 (gallery)",
			},
			z + "_640x360 (1).mp4 and " + z + "_gallery_640x360 (1).mp4 repeat it and are kept but not encoded",
		},
		{
			"Zoom's cloud, sound downloaded twice",
			[]string{z + " (1).m4a", z + ".m4a"},
			[]string{z + " (1).m4a twin of " + z + ".m4a", z + ".m4a"},
			"",
		},
		{
			"a second download of any recording, and a file that is another",
			[]string{"talk (1).mp4", "talk.mp4", "talk (2).mp4=500", "talk-camera.mp4", "talk-camera(1).mp4", "talk-screen.mp4"},
			[]string{
				"talk (1).mp4 twin of talk.mp4", "talk (2).mp4", "talk-camera(1).mp4 twin of talk-camera.mp4", "talk-camera.mp4 (speaker)",
				"talk-screen.mp4 view of talk-camera.mp4 (screen)", "talk.mp4",
			},
			"Second download: talk.mp4: talk (1).mp4 repeats it and is kept but not encoded",
		},
		{
			"a second download from Teams",
			[]string{"Board-20260512_100000-Meeting Recording (1).mp4", "Board-20260512_100000-Meeting Recording.mp4"},
			[]string{
				"Board-20260512_100000-Meeting Recording (1).mp4 twin of Board-20260512_100000-Meeting Recording.mp4",
				"Board-20260512_100000-Meeting Recording.mp4",
			},
			"",
		},
		{
			"Zoom's cloud, two sessions, one with sound alone",
			[]string{z + "_1920x1080.mp4", "GMT20260512-140004_Recording.m4a", "GMT20260512-140004_Recording.transcript.vtt"},
			[]string{z + "_1920x1080.mp4", "GMT20260512-140004_Recording.m4a", "GMT20260512-140004_Recording.transcript.vtt captions of GMT20260512-140004_Recording.m4a"},
			"",
		},
		{
			"Zoom's cloud as it named files before 2021, and sound for each participant",
			[]string{"GMT20200410-150058_My-Meeting_1920x1080.mp4", "GMT20200410-150058_My-Meeting.txt", "GMT20200410-150058_Recording_separate1.m4a"},
			[]string{
				"GMT20200410-150058_My-Meeting.txt document", "GMT20200410-150058_My-Meeting_1920x1080.mp4",
				"GMT20200410-150058_Recording_separate1.m4a twin of GMT20200410-150058_My-Meeting_1920x1080.mp4",
			},
			"",
		},
		{
			"Zoom on a computer",
			[]string{
				"video1399019170.mp4", "video2399019170.mp4", "audio1399019170.m4a", "Audio Record/audioAnn11399019170.m4a", "playback.m3u", "chat.txt",
				"recording.conf", "zoomver.tag", "double_click_to_convert_01.zoom",
			},
			[]string{
				"audio1399019170.m4a twin of video1399019170.mp4", "chat.txt document", "video1399019170.mp4", "video2399019170.mp4 part of video1399019170.mp4",
				"Audio Record/audioAnn11399019170.m4a twin of video1399019170.mp4",
				"left out: double_click_to_convert_01.zoom", "left out: playback.m3u", "left out: recording.conf", "left out: zoomver.tag",
			},
			"playback.m3u is a playlist of Zoom's, which is never read, and was left out",
		},
		{
			"Zoom on a computer, of before 2021",
			[]string{"zoom_0.mp4", "audio_only.m4a", "meeting_saved_chat.txt"},
			[]string{"audio_only.m4a twin of zoom_0.mp4", "meeting_saved_chat.txt document", "zoom_0.mp4"},
			"audio_only.m4a repeats its sound and is kept but not encoded",
		},
		{
			"Zoom on a computer, never converted",
			[]string{"double_click_to_convert_01.zoom", "talk.mp4"},
			[]string{"talk.mp4", "refused: double_click_to_convert_01.zoom"},
			"",
		},
		{
			"Teams",
			[]string{
				"Board-20260512_100000UTC-Meeting Recording.mp4", "Board-20260512_100000UTC-Meeting Transcript.vtt", "Board.docx", "Board chat.txt",
				"Board - Attendance report.csv",
			},
			[]string{
				"Board chat.txt document", "Board-20260512_100000UTC-Meeting Recording.mp4",
				"Board-20260512_100000UTC-Meeting Transcript.vtt captions of Board-20260512_100000UTC-Meeting Recording.mp4", "Board.docx document",
				"left out: Board - Attendance report.csv",
			},
			"is a list of who attended",
		},
		{
			"Teams' lists of attendance, in any language and encoding, whatever the title of the recording",
			[]string{
				"Réunion d'équipe-20260512_100000-Enregistrement.mp4", "meetingAttendanceList.csv", "meetingAttendanceReport(Réunion).csv",
				"Réunion - Anwesenheitsbericht 5-12-26.csv", "Réunion - Rapport de présence 12-05-26.csv", "Re\u0301union - Rapport de pre\u0301sence.csv",
				"X - Informe de asistencia.csv", "X - Report presenze.csv", "X - Relatório de presença.csv", "X - Aanwezigheidsrapport.csv",
				"X - Närvarorapport.csv", "X - Oppmøterapport.csv", "X - Deltagerrapport.csv", "X - Osallistumisraportti.csv", "X - Raport obecności.csv",
				"X - Sestava docházky.csv", "X - Отчет о посещаемости.csv", "X - Katılım raporu.csv", "X - 出席レポート.csv", "X - 考勤报告.csv", "figures.csv",
			},
			[]string{
				"Réunion d'équipe-20260512_100000-Enregistrement.mp4", "refused: figures.csv", "left out: meetingAttendanceList.csv",
				"left out: meetingAttendanceReport(Réunion).csv", "left out: Re\u0301union - Rapport de pre\u0301sence.csv",
				"left out: Réunion - Anwesenheitsbericht 5-12-26.csv", "left out: Réunion - Rapport de présence 12-05-26.csv",
				"left out: X - Aanwezigheidsrapport.csv", "left out: X - Deltagerrapport.csv", "left out: X - Informe de asistencia.csv",
				"left out: X - Katılım raporu.csv", "left out: X - Närvarorapport.csv", "left out: X - Oppmøterapport.csv", "left out: X - Osallistumisraportti.csv",
				"left out: X - Raport obecności.csv", "left out: X - Relatório de presença.csv", "left out: X - Report presenze.csv", "left out: X - Sestava docházky.csv",
				"left out: X - Отчет о посещаемости.csv", "left out: X - 出席レポート.csv", "left out: X - 考勤报告.csv",
			},
			"each is a list of who attended, and all were left out",
		},
		{"a list of attendance without a recording", []string{"meetingAttendanceList.csv", "a.odp"}, []string{"a.odp deck", "refused: meetingAttendanceList.csv"}, ""},
		{
			"Meet",
			[]string{"Board - 2026_05_12 10_00 CEST - Recording.mp4", "Board - 2026_05_12 10_00 CEST - Transcript.docx", "Board - 2026_05_12 10_00 CEST - Chat.txt"},
			[]string{
				"Board - 2026_05_12 10_00 CEST - Chat.txt document", "Board - 2026_05_12 10_00 CEST - Recording.mp4",
				"Board - 2026_05_12 10_00 CEST - Transcript.docx document",
			},
			"",
		},
		{
			"Webex",
			[]string{"Board-20260512 1000-1.mp4", "Board-20260512 1000-1.vtt", "Board-20260512 1000-1.txt", "old.arf"},
			[]string{
				"Board-20260512 1000-1.mp4", "Board-20260512 1000-1.txt document", "Board-20260512 1000-1.vtt captions of Board-20260512 1000-1.mp4", "refused: old.arf",
			},
			"",
		},
		{
			"OBS, remuxed",
			[]string{"2026-05-12 10-00-00.mkv=1000000", "2026-05-12 10-00-00.mp4=995000"},
			[]string{"2026-05-12 10-00-00.mkv", "2026-05-12 10-00-00.mp4 twin of 2026-05-12 10-00-00.mkv"},
			"repeats it and is kept but not encoded",
		},
		{
			"the same name and another size is another recording",
			[]string{"talk.mkv=1000000", "talk.mp4=500000"},
			[]string{"talk.mkv", "talk.mp4"},
			"have one name and different sizes",
		},
		{"OBS, recordings of one day", []string{"2026-05-12 10-00-00.mkv", "2026-05-12 11-00-00.mkv"}, []string{"2026-05-12 10-00-00.mkv", "2026-05-12 11-00-00.mkv"}, ""},
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
		{
			"numbered files, one missing",
			[]string{"board_1.mp4", "board_2.mp4", "board_4.mp4"},
			[]string{"board_1.mp4", "board_2.mp4", "board_4.mp4"},
			"board_1.mp4, board_2.mp4 and board_4.mp4 look like one recording, but number 3 is missing, so each was taken by itself; " +
				`if they are one, write in meeting.yaml: recordings: [{files: ["board_1.mp4", "board_2.mp4", "board_4.mp4"]}]`,
		},
		{
			"numbered files, the first missing",
			[]string{"board_2.mp4", "board_3.mp4"},
			[]string{"board_2.mp4", "board_3.mp4"},
			"but number 1 is missing",
		},
		{
			"numbered files of different kinds",
			[]string{"board_1.mp4", "board_2.mkv"},
			[]string{"board_1.mp4", "board_2.mkv"},
			`but they are of different kinds, so each was taken by itself; if they are one, write in meeting.yaml: recordings: [{files: ["board_1.mp4", "board_2.mkv"]}]`,
		},
		{
			"parts by name, two sets",
			[]string{"a part 1.mp4", "a part 2.mp4", "b_pt2.mp4", "b_pt1.mp4", "b_pt10.mp4=1"},
			[]string{"a part 1.mp4", "a part 2.mp4 part of a part 1.mp4", "b_pt1.mp4", "b_pt2.mp4 part of b_pt1.mp4", "b_pt10.mp4 part of b_pt1.mp4"},
			"of b_pt1.mp4, part 3, part 4, part 5, part 6, part 7, part 8 and part 9 are missing",
		},
		{
			"parts by name in other languages and containers",
			[]string{
				"Доклад часть 1.mp4", "Доклад ЧАСТЬ 2.mkv", "wykład_część1.mp4", "wykład_część2.mp4", "prednaska-c\u030ca\u0301st1.mp4", "prednaska-c\u030ca\u0301st2.mp4",
				"luento osa 1.mp4", "luento osa 2.mkv", "ομιλία μέρος 1.mp4", "Ομιλία ΜΈΡΟΣ 2.mp4", "acto del 3.mp4", "acto del 4.mp4", "prosa 1.mp4",
			},
			[]string{
				"acto del 3.mp4", "acto del 4.mp4", "luento osa 1.mp4", "luento osa 2.mkv part of luento osa 1.mp4",
				"prednaska-c\u030ca\u0301st1.mp4", "prednaska-c\u030ca\u0301st2.mp4 part of prednaska-c\u030ca\u0301st1.mp4", "prosa 1.mp4",
				"wykład_część1.mp4", "wykład_część2.mp4 part of wykład_część1.mp4",
				"ομιλία μέρος 1.mp4", "Ομιλία ΜΈΡΟΣ 2.mp4 part of ομιλία μέρος 1.mp4", "Доклад часть 1.mp4", "Доклад ЧАСТЬ 2.mkv part of Доклад часть 1.mp4",
			},
			"the parts of Доклад часть 1.mp4 are of different kinds (mp4 and matroska); they are joined all the same",
		},
		{
			"a part that cannot be used, behind the others",
			[]string{"talk-part1.mp4", "talk-part2.mp4", "talk-part3.mp4", "talk-part4.bin", "talk-part5.mp4=-1"},
			[]string{
				"talk-part1.mp4", "talk-part2.mp4 part of talk-part1.mp4", "talk-part3.mp4 part of talk-part1.mp4",
				"refused: talk-part4.bin", "refused: talk-part5.mp4",
			},
			"of talk-part1.mp4, part 4 is missing and talk-part5.mp4 cannot be used",
		},
		{
			"a part that cannot be used, among the others and before them",
			[]string{"talk-part1.mp4=-1", "talk-part2.mp4", "talk-part3.mp4=-1", "talk-part4.mp4"},
			[]string{"talk-part2.mp4", "talk-part4.mp4 part of talk-part2.mp4", "refused: talk-part1.mp4", "refused: talk-part3.mp4"},
			"Parts: 2 parts joined in this order: talk-part2.mp4 and talk-part4.mp4",
		},
		{
			"all parts but one cannot be used",
			[]string{"talk-part1.mp4", "talk-part2.mp4=-1"},
			[]string{"talk-part1.mp4", "refused: talk-part2.mp4"},
			"of talk-part1.mp4, talk-part2.mp4 cannot be used",
		},
		{"no part can be used", []string{"talk-part1.mp4=-1", "talk-part2.mp4=-1"}, []string{"refused: talk-part1.mp4", "refused: talk-part2.mp4"}, ""},
		{
			"a numbered file that cannot be used is not missing",
			[]string{"board_1.mp4", "board_2.mp4=-1", "board_3.mp4", "board_4.mp4=-1"},
			[]string{"board_1.mp4", "board_3.mp4 part of board_1.mp4", "refused: board_2.mp4", "refused: board_4.mp4"},
			"of board_1.mp4, board_2.mp4 and board_4.mp4 cannot be used; the others are joined without",
		},
		{
			"GoPro, the last chapter empty",
			[]string{"GH010012.MP4", "GH020012.MP4", "GH030012.MP4=-1"},
			[]string{"GH010012.MP4", "GH020012.MP4 part of GH010012.MP4", "refused: GH030012.MP4"},
			"of GH010012.MP4, GH030012.MP4 cannot be used",
		},
		{
			"parts by Roman numerals",
			[]string{"Talk Part I.mp4", "Talk Part II.mp4", "Talk Part IV.mp4", "Talk Part X.mp4", "fiesta parte v.mp4", "partii.mp4", "part ill.mp4"},
			[]string{
				"fiesta parte v.mp4", "part ill.mp4", "partii.mp4", "Talk Part I.mp4", "Talk Part II.mp4 part of Talk Part I.mp4",
				"Talk Part IV.mp4 part of Talk Part I.mp4", "Talk Part X.mp4 part of Talk Part I.mp4",
			},
			"of Talk Part I.mp4, part 3, part 5, part 6, part 7, part 8 and part 9 are missing",
		},
		{
			"one of three, the last missing",
			[]string{"board 1of3.mp4", "board 2of3.mp4"},
			[]string{"board 1of3.mp4", "board 2of3.mp4 part of board 1of3.mp4"},
			"of board 1of3.mp4, part 3 is missing",
		},
		{"days of a conference are no parts", []string{"day 1 of 2.mp4", "day 2 of 2.mp4"}, []string{"day 1 of 2.mp4", "day 2 of 2.mp4"}, ""},
		{
			"parts in different containers",
			[]string{"talk-part1.mp4", "talk-part2.mkv"},
			[]string{"talk-part1.mp4", "talk-part2.mkv part of talk-part1.mp4"},
			"the parts of talk-part1.mp4 are of different kinds (mp4 and matroska)",
		},
		{
			"sound among pictures",
			[]string{"talk-part1.mp4", "talk-part2.mp3", "talk-part3.mp4"},
			[]string{"talk-part1.mp4", "talk-part2.mp3", "talk-part3.mp4 part of talk-part1.mp4"},
			"talk-part2.mp3 was not joined with talk-part1.mp4: it is sound alone",
		},
		{
			"numbered files",
			[]string{"talk_1.mp4", "talk_2.mp4", "rec-001.mkv", "rec-002.mkv", "rec-003.mkv"},
			[]string{"rec-001.mkv", "rec-002.mkv part of rec-001.mkv", "rec-003.mkv part of rec-001.mkv", "talk_1.mp4", "talk_2.mp4"},
			"",
		},
		{"numbers that count something else", []string{"day-1.mp4", "day-2.mp4", "IMG_0001.MOV", "IMG_0002.MOV", "lecture 1.mp4", "lecture 2.mp4"}, []string{
			"day-1.mp4", "day-2.mp4", "IMG_0001.MOV", "IMG_0002.MOV", "lecture 1.mp4", "lecture 2.mp4",
		}, ""},
		{"a name without a number beside one with", []string{"all.mp4", "all-1.mp4", "all-2.mp4"}, []string{"all-1.mp4", "all-2.mp4", "all.mp4"}, ""},
		{
			"split at 4 GB",
			[]string{fmt.Sprintf("MVI_0007.MP4=%d", gb4), fmt.Sprintf("MVI_0008.MP4=%d", gb4), "MVI_0009.MP4=5000", "MVI_0010.MP4=6000"},
			[]string{"MVI_0007.MP4", "MVI_0008.MP4 part of MVI_0007.MP4", "MVI_0009.MP4 part of MVI_0007.MP4", "MVI_0010.MP4"},
			"Split file: 3 parts joined in this order",
		},
		{
			"a text is taken only if it was written in the meeting",
			[]string{"talk.mp4", "transcript.txt", "notes.txt"},
			[]string{"talk.mp4", "transcript.txt document", "refused: notes.txt"},
			"transcript.txt: written or said in the meeting",
		},
		{"a text without a recording", []string{"chat.txt", "a.odp"}, []string{"a.odp deck", "refused: chat.txt"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := decide(t, "x", "", listed(tt.files...))
			if diff := cmp.Diff(tt.want, story(t, in)); diff != "" {
				t.Errorf("recognised (-want +got):\n%s", diff)
			}
			if notes := strings.Join(in.Notes, "\n"); !strings.Contains(notes, tt.note) {
				t.Errorf("%q is not in the notes:\n%s", tt.note, notes)
			}
		})
	}
}

func TestTitlesOfRecognisedFiles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sheet string
		files, want []string
	}{
		{
			"Zoom's transcript has none, so that the language alone names it", "",
			[]string{"GMT20260512-100004_Recording.m4a", "GMT20260512-100004_Recording.cc.vtt", "GMT20260512-100004_Recording.transcript.vtt"},
			[]string{"", "", "Closed captions"},
		},
		{"parts by name", "", []string{"talk-part1.mp4", "talk-part2.mp4"}, []string{"Talk", "Talk part2"}},
		{"parts by name, in brackets", "", []string{"Talk (part 1) final.mp4", "Talk (part 2) final.mp4"}, []string{"Talk final", "Talk (part 2) final"}},
		{"one of two", "", []string{"Board 1of2.mp4", "Board 2of2.mp4"}, []string{"Board", "Board 2of2"}},
		{"numbered files", "", []string{"Opptak_1.mp4", "Opptak_2.mp4"}, []string{"Opptak", "Opptak 2"}},
		{"nothing but the part", "", []string{"part1.mp4", "part2.mp4"}, []string{"Part1", "Part2"}},
		{"what machines call it", "", []string{"recording part 1.mp4", "recording part 2.mp4"}, []string{"Recording part 1", "Recording part 2"}},
		{"a part by itself keeps its number", "", []string{"talk-part2.mp4"}, []string{"Talk part2"}},
		{"every file by itself", "together: false\n", []string{"talk-part1.mp4", "talk-part2.mp4"}, []string{"Talk part1", "Talk part2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var titles []string
			for _, s := range decide(t, "2026-05-12_Board", tt.sheet, listed(tt.files...)).Meeting.Sources {
				titles = append(titles, s.Title)
			}
			if diff := cmp.Diff(tt.want, titles); diff != "" {
				t.Errorf("other titles (-want +got):\n%s", diff)
			}
		})
	}
}

// Numbers that count something else, and files that meeting.yaml speaks of, are
// worth no note.
func TestFilesThatWereNotJoinedAreNamedOnlyWhereTheyLookLikeOne(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sheet string
		files       []string
		want        bool
	}{
		{"a number missing", "", []string{"board_1.mp4", "board_3.mp4"}, true},
		{"days", "", []string{"day-1.mp4", "day-3.mp4"}, false},
		{"years", "", []string{"board_2024.mp4", "board_2025.mp4"}, false},
		{"the whole beside its parts", "", []string{"board.mp4", "board_1.mp4", "board_3.mp4"}, false},
		{"every file by itself", "together: false\n", []string{"board_1.mp4", "board_3.mp4"}, false},
		{"joined in meeting.yaml", "recordings: [{files: [board_1.mp4, board_3.mp4]}]\n", []string{"board_1.mp4", "board_3.mp4"}, false},
		{"apart in meeting.yaml", "recordings: [board_1.mp4]\n", []string{"board_1.mp4", "board_3.mp4"}, false},
		{"two talks of a day, begun some seconds apart", "", []string{
			"camera 2026-05-12 10-00-03.mp4", "screen 2026-05-12 10-00-01.mp4", "camera 2026-05-12 14-00-03.mp4", "screen 2026-05-12 14-00-01.mp4",
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			notes := strings.Join(decide(t, "x", tt.sheet, listed(tt.files...)).Notes, "\n")
			if got := strings.Contains(notes, "look like one recording"); got != tt.want {
				t.Errorf("a note: %t, want %t:\n%s", got, tt.want, notes)
			}
		})
	}
}

// A view is titled by what it shows, unless meeting.yaml or its program gives it
// a title.
func TestViewTitleIsNotTheFileName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sheet, want string
		files             []intake.Listed
	}{
		{"what it shows is known", "", "", listed("talk-camera.mp4", "talk-screen.mp4")},
		{"what it shows is unknown", "recordings: [{file: a.mp4, views: [b.mp4]}]", "B", listed("a.mp4", "b.mp4")},
		{"its program names it", "", "Shared screen", listed("GMT20260512-100004_Recording_1920x1080.mp4", "GMT20260512-100004_Recording_as_1920x1080.mp4")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var titles []string
			for _, s := range decide(t, "2026-05-12_Board", tt.sheet, tt.files).Meeting.Sources {
				if s.ViewOf != "" {
					titles = append(titles, s.Title)
				}
			}
			if diff := cmp.Diff([]string{tt.want}, titles); diff != "" {
				t.Errorf("other titles of views (-want +got):\n%s", diff)
			}
		})
	}
}
