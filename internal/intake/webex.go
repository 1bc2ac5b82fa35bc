package intake

// webex knows Cisco Webex: "Title-20260512 1000-1", the last number counting
// the recordings of that meeting.
func webex() recogniser {
	return recogniser{
		name:    "Cisco Webex",
		looks:   "`Title-20260512 1000-1.mp4`; `….vtt`, `….txt`",
		becomes: "a recording with captions; its name gives the meeting's title and date; TXT as a document; ARF and WRF are refused with instructions",
		find: func(r *recognition) {
			conference(r, "Cisco Webex", `^(.+?)-\d{8} \d{4}-\d{1,2}$`)
			for i, e := range r.entries {
				if r.loose(i) && e.is("unknown") && (e.ext() == "arf" || e.ext() == "wrf") {
					r.entries[i].refusal = "is in a format of Webex's own; save it as MP4 with Webex's player, or download the MP4"
				}
			}
		},
	}
}
