package intake

import "regexp"

// chats knows texts that were written or said in a meeting. Other texts are
// taken only if meeting.yaml names them.
func chats() recogniser {
	return recogniser{
		name:    "Chats and transcripts",
		looks:   "a text file named `chat`, `transcript` or `closed_caption` beside a recording",
		becomes: "a document; captions if the text has times and is not a chat",
		find: func(r *recognition) {
			films := false
			for i := range r.entries {
				films = films || r.recording(i)
			}
			transcript := regexp.MustCompile(`(?i)trans[ck]ri[bp]t|transcripción|trascrizione`)
			for i, e := range r.entries {
				switch {
				case !films:
				case e.is("text") && (chatName(e.stem()) || transcript.MatchString(e.stem())):
					r.paper(i, "")
				case e.format.Captions() && chatName(e.stem()) && r.captions[i] == (belonging{}):
					r.paper(i, "")
				}
			}
		},
	}
}
