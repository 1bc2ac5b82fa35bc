package intake_test

import "testing"

func TestConferences(t *testing.T) {
	t.Parallel()
	const z = "GMT20260512-100004_Recording"
	recognised(t, []folderTest{
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
	})
}
