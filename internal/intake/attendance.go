package intake

import (
	"regexp"
	"slices"

	"golang.org/x/text/unicode/norm"
)

// attendanceList describes a list of the people in a meeting. It is never
// published.
const attendanceList = "a list of who attended"

// attendance leaves out Teams' lists of attendance, wherever they lie beside a
// recording: their names need not begin with the title of one.
func (r *recognition) attendance() {
	films := false
	for i := range r.entries {
		films = films || r.recording(i)
	}
	for i, e := range r.entries {
		if films && e.ext() == "csv" && e.is("text") && attendanceName(e.stem()) {
			r.leave(i, attendanceList)
		}
	}
}

// attendanceName reports whether a name is that of a list of attendance, in one
// of the languages that Teams has: "Board - Rapport de présence 12-05-26". Words
// stand without their endings.
func attendanceName(stem string) bool {
	stem = norm.NFC.String(stem)
	return slices.ContainsFunc([]string{
		`attendance`, `anwesenheit|teilnehmer|teilnahme`, `présences?|participation`, `asistencia`, `presenze|partecipazione`,
		`presença|participação`, `aanwezigheid|deelname|deelnemer|presentielijst`, `närvaro|deltag`, `oppmøte|fremmøte|deltak|tilstedevær`,
		`fremmøde`, `osallistu|läsnäolo`, `obecności|uczestni`, `docházk|účast|prezenční`, `посещаемост|присутстви|участи|участник`,
		`katılım|yoklama`, `出席|参加者|參加者`, `参会|參會|与会|與會|考勤|签到|簽到`,
	}, func(words string) bool { return regexp.MustCompile(`(?i)(?:` + words + `)`).MatchString(stem) })
}
