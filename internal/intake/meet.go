package intake

// meet knows Google Meet: "Title - 2026_05_12 10_00 CEST - Recording", and of
// before 2021 "Title (2026-05-12 at 10_00 GMT+2)".
func meet() recogniser {
	return recogniser{
		name:    "Google Meet",
		looks:   "`Title - 2026_05_12 10_00 CEST - Recording.mp4` or `Title (2026-05-12 at 10_00 GMT+2).mp4`; `… - Transcript.docx`, `… - Chat.txt`, `….sbv`",
		becomes: "a recording with captions; its name gives the meeting's title and date; transcript and chat as documents",
		find: func(r *recognition) {
			conference(r, "Google Meet",
				`^(.+?) - \d{4}[-_]\d\d[-_]\d\d \d\d[-_:]\d\d \S+ [-–] .*$`,
				`^(.+?) \(\d{4}-\d\d-\d\d at [^)]*\)$`)
		},
	}
}
