package agenda_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake/agenda"
)

// pretalxXML has the elements of an export of pretalx; names and texts are invented.
const pretalxXML = `<?xml version='1.0' encoding='utf-8' ?>
<!-- Made by a program. -->
<schedule>
  <generator name="pretalx" version="2024.3.1" />
  <version>1.0</version>
  <conference>
    <acronym>spring</acronym><title>Spring meeting</title><start>2026-03-14</start><end>2026-03-15</end><days>2</days>
    <timeslot_duration>00:05</timeslot_duration><base_url>https://example.org</base_url><time_zone_name>Europe/Berlin</time_zone_name>
  </conference>
  <day index='1' date='2026-03-14' start='2026-03-14T04:00:00+01:00' end='2026-03-15T03:59:00+01:00'>
    <room name='Main hall' guid='a'>
      <event guid='1' id='11'>
        <date>2026-03-14T11:00:00+01:00</date><start>11:00</start><duration>00:30</duration><room>Main hall</room><slug>x</slug>
        <title>Clear water &amp; clean beaches</title><subtitle></subtitle><language>en</language><abstract>About &lt;b&gt;water&lt;/b&gt;.</abstract>
        <persons><person id='1'>Ann Lee</person><person id='2'>Ben  Kone</person></persons>
      </event>
      <event guid='2' id='12'>
        <date>2026-03-14T09:30:00+00:00</date><start>10:30</start><title>Opening</title><persons></persons>
      </event>
      <event guid='3' id='13'><date>2026-03-14T10:00:00+01:00</date><start>10:00</start><title>Coffee break</title></event>
    </room>
    <room name='Room 2' guid='b'>
      <event guid='4' id='14'><date>2026-03-14T10:30:00+01:00</date><title>Nets</title><persons><person>Cem Ada</person></persons></event>
    </room>
  </day>
  <day index='2' date='2026-03-15'>
    <room name='Main hall'><event id='5'><start>23:45</start><title>Late</title></event><event id='6'><start>00:30</start><title>Later</title></event></room>
  </day>
</schedule>`

const frabJSONFile = `{"$schema": "https://c3voc.de/schedule/schema.json", "generator": {"name": "pretalx", "version": "1"},
 "schedule": {"version": "1", "base_url": "https://example.org", "conference": {"acronym": "s", "title": "Spring", "start": "2026-03-14", "daysCount": 1,
  "time_zone_name": "Europe/Berlin", "rooms": [{"name": "Aula", "capacity": null}], "tracks": [],
  "days": [{"index": 1, "date": "2026-03-14", "day_start": "2026-03-14T04:00:00+01:00", "day_end": "2026-03-15T03:59:00+01:00", "rooms": {"Aula": [
   {"guid": "a", "id": 1, "logo": null, "date": "2026-03-14T10:30:00+01:00", "start": "10:30", "duration": "00:30", "room": "Aula", "title": "Clear water",
    "track": null, "language": "en", "do_not_record": false, "persons": [{"code": "X", "name": "Ann Lee", "public_name": "Ann Lee", "biography": null}], "links": []},
   {"id": "text", "date": "2026-03-14T10:00:00+01:00", "title": "Opening", "persons": []}]}}]}}}`

const indicoEvent = `{"count": 1, "_type": "HTTPAPIResult", "complete": true, "ts": 1, "results": [{"_type": "Conference", "title": "Spring", "timezone": "Europe/Zurich", "room": null,
 "startDate": {"date": "2026-03-14", "tz": "Europe/Zurich", "time": "08:00:00"},
 "contributions": [
  {"_type": "Contribution", "title": "Nets", "startDate": {"date": "2026-03-14", "tz": "Europe/Zurich", "time": "11:00:00"}, "duration": 20, "room": "",
   "speakers": [{"_type": "ContributionParticipation", "first_name": "Ann", "last_name": "Lee", "fullName": "Prof. Lee, Ann", "affiliation": "Harbour"}]},
  {"_type": "Contribution", "title": "Not scheduled", "startDate": null, "speakers": []}],
 "sessions": [{"title": "Water", "room": "", "contributions": [
  {"title": "Clear water", "startDate": {"date": "2026-03-14", "tz": "Europe/Zurich", "time": "10:30:00"}, "speakers": [{"fullName": "Kone, Ben"}]}]}]}]}`

const indicoTimetable = `{"count": 1, "_type": "HTTPAPIResult", "results": {"137346": {"20260313": [], "20260314": {
 "s1": {"entryType": "Session", "title": "Water", "room": "Aula", "startDate": {"date": "2026-03-14", "time": "10:00:00", "tz": "Moon/Crater"}, "entries": {
   "c2": {"entryType": "Contribution", "title": "Clear water", "startDate": {"date": "2026-03-14", "time": "10:30:00", "tz": "Moon/Crater"},
     "presenters": [{"firstName": "Ann", "familyName": "Lee", "name": "Prof. Ann Lee"}]}}},
 "b3": {"entryType": "Break", "title": "Coffee", "startDate": {"date": "2026-03-14", "time": "11:00:00", "tz": "UTC"}}}}}}`

// told are items in words.
func told(items []agenda.Item) []string {
	var list []string
	for _, i := range items {
		list = append(list, i.Planned()+" "+i.Title+" ["+strings.Join(i.Speakers, ", ")+"]")
	}
	return list
}

func TestPick(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, file string
		place      agenda.Place
		want       []string
		wrong      string // in the error
	}{
		{"the room in the title, in order of time", pretalxXML, agenda.Place{Date: "2026-03-14", Names: []string{"Spring, main hall"}}, []string{
			"2026-03-14T10:30:00+01:00 Opening []", "2026-03-14T11:00:00+01:00 Clear water & clean beaches [Ann Lee, Ben Kone]",
		}, ""},
		{"the room in meeting.yaml", pretalxXML, agenda.Place{Date: "2026-03-14", Room: "room 2", Names: []string{"Main hall"}}, []string{"2026-03-14T10:30:00+01:00 Nets [Cem Ada]"}, ""},
		{"a day with one room, and an item after midnight", pretalxXML, agenda.Place{Date: "2026-03-15"}, []string{"2026-03-15T23:45:00+01:00 Late []", "2026-03-16T00:30:00+01:00 Later []"}, ""},
		{"several rooms and no name", pretalxXML, agenda.Place{Date: "2026-03-14"}, nil, "lists several rooms on 2026-03-14 (Main hall and Room 2), and nothing says which one this is: write room: in meeting.yaml"},
		{"a title with two rooms", pretalxXML, agenda.Place{Date: "2026-03-14", Names: []string{"Main hall and Room 2"}}, nil, "lists several rooms"},
		{"a room that is not there", pretalxXML, agenda.Place{Date: "2026-03-14", Room: "Cellar"}, nil, `has no room "Cellar" on 2026-03-14; its rooms are Main hall and Room 2`},
		{"another date", pretalxXML, agenda.Place{Date: "2026-04-01"}, nil, "lists nothing on 2026-04-01, the date of the meeting; it lists 2026-03-14 and 2026-03-15"},
		{"no date, several days", pretalxXML, agenda.Place{}, nil, "has several days (2026-03-14 and 2026-03-15), and the meeting has no date: write date: in meeting.yaml"},
		{"frab JSON, one day and one room", frabJSONFile, agenda.Place{}, []string{"2026-03-14T10:00:00+01:00 Opening []", "2026-03-14T10:30:00+01:00 Clear water [Ann Lee]"}, ""},
		{"an event of Indico, with sessions", indicoEvent, agenda.Place{Date: "2026-03-14"}, []string{"2026-03-14T10:30:00+01:00 Clear water [Ben Kone]", "2026-03-14T11:00:00+01:00 Nets [Ann Lee]"}, ""},
		{"a timetable of Indico in an unknown time zone", indicoTimetable, agenda.Place{Date: "2026-03-14"}, []string{"2026-03-14T10:30:00 Clear water [Ann Lee]"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all, err := agenda.Read([]byte(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			items, err := all.Pick(tt.place)
			if (err != nil) != (tt.wrong != "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("error %v, want %q", err, tt.wrong)
			}
			if diff := cmp.Diff(tt.want, told(items)); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRoomsWithinOtherRooms(t *testing.T) {
	t.Parallel()
	file := strings.ReplaceAll(strings.ReplaceAll(pretalxXML, "Room 2", "Hall B"), "Main hall", "Hall")
	all, err := agenda.Read([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"Talks in hall B": "Nets", "Talks in the hall": "Opening"} {
		items, err := all.Pick(agenda.Place{Date: "2026-03-14", Names: []string{text}})
		if err != nil || items[0].Title != want {
			t.Errorf("%q gives %v, %v; want %q first", text, told(items), err, want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	bomb := `<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><schedule><version>&b;</version></schedule>`
	tests := []struct{ name, file, want string }{
		{"empty", "", "is no agenda that is known here"},
		{"text", "hello", "is no agenda that is known here"},
		{"other XML", "<rss><channel/></rss>", "is no agenda that is known here"},
		{"other JSON", `{"talks": []}`, "is no agenda that is known here"},
		{"no days", "<schedule></schedule>", "lists no item"},
		{"cut XML", pretalxXML[:900], "is damaged"},
		{"cut JSON", frabJSONFile[:300], "is damaged"},
		{"entities", bomb, "declares types or entities"},
		{"an external entity", strings.Replace(bomb, `"aaaaaaaaaa"`, `SYSTEM "file:///etc/passwd"`, 1), "declares types or entities"},
		{"an unknown entity", "<schedule>&a;</schedule>", "is damaged"},
		{"deep XML", "<schedule>" + strings.Repeat("<a>", 1_000_000), "is nested too deeply"},
		{"deep JSON", `{"schedule":` + strings.Repeat("[", 1_000_000), "is damaged"},
		{"deep known JSON", `{"results":{"1":{"1":` + strings.Repeat(`{"s":{"entryType":"Session","entries":`, 4000) + "{}" + strings.Repeat("}}", 4000) + "}}}", "lists no item"},
		{"many items", `{"results":[{"contributions":[` + strings.Repeat("{},", 2_000_000) + "{}]}]}", "lists more than 20,000 items"},
		{"no contributions", `{"results":[{"title":"x"}]}`, "export it from Indico with detail=contributions"},
		{"another type of everything", `{"schedule":{"conference":{"days":{"a":1},"time_zone_name":5}}}`, "lists no item"},
		{"impossible times", `<schedule><day date="2026-13-77"><room><event><start>99:99</start><title>x</title></event></room></day></schedule>`, "lists no item"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := agenda.Read([]byte(tt.file))
			if err == nil || !strings.Contains(err.Error(), tt.want) || len(found.Items) > 0 {
				t.Errorf("%d items, error %v, want %q", len(found.Items), err, tt.want)
			}
		})
	}
}

// One text of a file does not fill the memory, and controls are removed.
func TestLongTextsAreCut(t *testing.T) {
	t.Parallel()
	file := `<schedule><day date="2026-03-14"><room name="` + strings.Repeat("r", 1000) + `"><event><start>10:00</start><title>a` + "\u202e\n" + strings.Repeat("é", 1_000_000) +
		`</title></event></room></day></schedule>`
	all, err := agenda.Read([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if i := all.Items[0]; i.Title != "a "+strings.Repeat("é", 198) || len(i.Room) != 200 {
		t.Errorf("title %q, room %q", i.Title, i.Room)
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range []string{pretalxXML, frabJSONFile, indicoEvent, indicoTimetable} {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := agenda.Read(data)
		if (err == nil) != (len(all.Items) > 0) {
			t.Fatalf("%d items, error %v", len(all.Items), err)
		}
		for _, i := range all.Items {
			if i.Title == "" || len([]rune(i.Title)) > 200 || strings.ContainsAny(i.Title, "\n\x00\u202e") || len(i.Planned()) < 19 {
				t.Errorf("item %+v", i)
			}
		}
		items, err := all.Pick(agenda.Place{})
		for k := 1; k < len(items) && err == nil; k++ {
			if items[k].Start.Before(items[k-1].Start) {
				t.Errorf("%v before %v", items[k], items[k-1])
			}
		}
	})
}
