package intake

import (
	"fmt"
	"regexp"
	"slices"

	"proceedings/internal/intake/agenda"
	"proceedings/internal/meeting"
)

// schedules knows the schedules that conference programs export. Their presentations
// become those of the meeting, unless meeting.yaml names some.
func schedules() recogniser {
	return recogniser{
		name:  "Schedules of pretalx, frab, Indico",
		looks: "`schedule.xml`, `schedule.json`, `timetable.json`, `indico.json`, also with other words before or after, such as `spring-schedule.xml`",
		becomes: "presentations with titles, speakers, planned times and, where the names are clear, their decks; " +
			"of several days, the day of the meeting's date, and of several rooms, the one that its title, its folder or `room` in `meeting.yaml` names",
		find: findSchedules,
	}
}

func findSchedules(r *recognition) {
	for i, e := range r.entries {
		if e.isSchedule() && e.dir() == "." && r.loose(i) {
			r.schedules = append(r.schedules, i)
			r.leave(i, "a schedule")
		}
	}
}

// isSchedule reports whether a file may be the schedule of an event, by its name and
// format.
func (e entry) isSchedule() bool {
	name := regexp.MustCompile(`(?i)^(?:.*[-_. ])?(?:schedule|timetable|indico)(?:[-_. (].*)?$`)
	return (e.ext() == "xml" && e.is("xml", "text") || e.ext() == "json" && e.is("text")) && name.MatchString(e.stem())
}

// agendaItems returns the presentations that a schedule in the folder lists, and the name
// of the schedule. Of several schedules the first usable one counts; what is wrong with
// the others is noted.
func (d *decision) agendaItems(title, date string) (items []agenda.Item, file string) {
	for _, i := range d.found.schedules {
		e := d.entries[i]
		if d.found.left[i] == "" {
			continue // another recogniser or meeting.yaml decided
		}
		switch {
		case len(d.sheet.Presentations) > 0:
			d.say("%s was not used: meeting.yaml names the presentations", e.name)
			continue
		case file != "":
			d.say("%s was not used: the presentations are those of %s", e.name, file)
			continue
		case e.size > agenda.MaxSize:
			d.say("%s is larger than %d MB, and was not used", e.name, agenda.MaxSize>>20)
			continue
		}
		all, err := agenda.Read(e.helper)
		if err == nil {
			place := agenda.Place{Date: date, Room: d.sheet.Room, Names: []string{title, d.folder}}
			items, err = all.Pick(place)
		}
		if err == nil && len(items) > maxPresentations {
			err = fmt.Errorf("lists %d presentations for one day; a meeting may have %d", len(items), maxPresentations)
		}
		if err != nil {
			items = nil
			d.say("%s %s; no presentations were taken from it", e.name, err)
			continue
		}
		file = e.name
	}
	return items, file
}

// maxPresentations is how many presentations a schedule may give a meeting.
const maxPresentations = 500

func (d *decision) say(format string, args ...any) {
	d.found.notes = append(d.found.notes, fmt.Sprintf(format, args...))
}

// scheduled are the presentations that a schedule lists, with the decks whose names fit.
func (d *decision) scheduled(in *Input) {
	items, file := d.agendaItems(in.Meeting.Title, in.Meeting.Date)
	if len(items) == 0 {
		return
	}
	var decks []int
	var texts [][]string
	for i, e := range d.entries {
		if e.refusal == "" && (d.roles[i] == meeting.Deck || d.roles[i] == "" && e.is("pdf") && !d.isAgenda(i)) {
			decks = append(decks, i)
			texts = append(texts, []string{e.name, d.titles[i]})
		}
	}
	used := make(taken)
	shown := map[int]bool{}
	with := 0
	for k, deck := range agenda.Pair(items, texts) {
		item := items[k]
		talk := meeting.Presentation{
			ID: used.unique(presentationID(item.Title), maxMeetingID), Title: item.Title, Speakers: item.Speakers, Planned: item.Planned(),
		}
		if deck >= 0 {
			talk.Deck = d.ids[decks[deck]]
			shown[decks[deck]] = true
			with++
		}
		in.Meeting.Presentations = append(in.Meeting.Presentations, talk)
	}
	d.say("%s: %s, %d with a deck; presentations in meeting.yaml replace them", file, presentationCount(len(items)), with)
	for _, i := range decks {
		if d.roles[i] == meeting.Deck && !shown[i] {
			d.say("%s is a deck whose name fits no presentation, or several, in %s", d.entries[i].name, file)
		}
	}
}

func presentationCount(n int) string {
	return fmt.Sprintf("%d %s", n, plural(n, "presentation", "presentations"))
}

// presentationID makes an ID of a title. It may not be unique.
func presentationID(title string) string {
	if made := slug(title, maxMeetingID); made != "" {
		return made
	}
	return hashed("p", title)
}

// isAgenda reports whether a file is called an agenda.
func (d *decision) isAgenda(i int) bool { return IsAgendaName(d.entries[i].name) }

// IsAgendaName reports whether a file is called an agenda, in one of several languages.
func IsAgendaName(name string) bool {
	called := []string{
		"agenda", "programme", "program", "schedule", "timetable", "tagesordnung", "programm", "zeitplan", "ablauf", "ablaufplan",
		"programa", "programma", "horario", "ordre", "orden", "dagorde", "dagordning", "harmonogram",
	}
	return slices.ContainsFunc(agenda.Words(stem(name)), func(w string) bool { return slices.Contains(called, w) })
}
