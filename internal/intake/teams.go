package intake

// teams knows Microsoft Teams: "Title-20260512_100000-Meeting Recording", the
// end in any language, the time with or without UTC behind it.
func teams() recogniser {
	return recogniser{
		name:    "Microsoft Teams",
		looks:   "`Title-20260512_100000-Meeting Recording.mp4` (the last words in any language); `….vtt`, `….docx`, `….txt`",
		becomes: "a recording with captions; its name gives the meeting's title and date; DOCX and TXT as documents; attendance lists (`meetingAttendanceReport(Title).csv`, `Title - Attendance report 5-12-26.csv`, in 17 languages) are left out",
		find: func(r *recognition) {
			conference(r, "Microsoft Teams", `^(.+?)[-_ ]\d{8}_\d{6}(?:UTC)?-\D.*$`)
			r.attendance()
		},
	}
}
