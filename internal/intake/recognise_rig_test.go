package intake_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

// More contents that are what they are.
const (
	m4a    = "\x00\x00\x00\x18ftypM4A \x00\x00\x02\x00isomiso2"
	mkv    = "\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x86\x81\x01\x42\x82\x88matroska"
	webm   = "\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x86\x81\x01\x42\x82\x84webm"
	vob    = "\x00\x00\x01\xba\x44\x00\x04\x00\x04\x01"
	mp3    = "ID3\x04\x00\x00\x00\x00\x00\x00"
	jpg    = "\xff\xd8\xff\xe0"
	binary = "\x00\x01\x02\x03\x04\x05\x06\x07"
	m3u    = "#EXTM3U\n#EXTINF:0,x\n../../etc/passwd\nhttp://example.com/x.mp4\n"
	srt    = "1\n00:00:00,000 --> 00:00:01,000\nGood morning\n"
	flight = "1\n00:00:00,000 --> 00:00:00,033\n<font size=\"28\">FrameCnt: 1, DiffTime: 33ms\n[iso: 100] [shutter: 1/500.0] [latitude: 47.1] [longitude: 8.1]</font>\n"
	xml    = "<?xml version=\"1.0\"?><NonRealTimeMeta lastUpdate=\"2026-05-12\"/>\n"
	svg    = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"
	chat   = "00:01:22\tChair:\tWelcome\n"

	gb4 = 4_294_000_000
)

func mts() string {
	return strings.Repeat("\x00\x00\x00\x00\x47\x40\x00\x10"+strings.Repeat("\xff", 184), 9)
}

// listed is a listing of names, each with the content that its extension stands
// for; "name=4000000000" has a size, and "name=-1" is empty.
func listed(names ...string) []intake.Listed {
	contents := map[string]string{
		".mp4": film, ".mov": film, ".lrv": film, ".lrf": film, ".m4a": m4a, ".mkv": mkv, ".webm": webm, ".vob": vob, ".mts": mts(), ".mp3": mp3,
		".vtt": vtt, ".srt": srt, ".txt": chat, ".csv": "a,b\n", ".conf": "{}\n", ".json": "{}\n", ".m3u": m3u, ".xml": xml, ".svg": svg,
		".pdf": pdf, ".docx": doc, ".odp": deck, ".png": png, ".jpg": jpg, ".thm": jpg, ".html": "<html>",
	}
	var files []intake.Listed
	for _, text := range names {
		name, size, _ := strings.Cut(text, "=")
		f := intake.Listed{Name: name, Content: contents[strings.ToLower(path.Ext(name))]}
		switch {
		case strings.HasPrefix(name, "meetingAttendanceReport"): // Teams writes UTF-16
			f.Content = "\xff\xfea\x00\t\x00b\x00\n\x00"
		case f.Content == "":
			f.Content = binary
		}
		if size == "-1" {
			f.Content, size = "", ""
		}
		_, _ = fmt.Sscan(size, &f.Size) // no size is none
		files = append(files, f)
	}
	return files
}

// story is a meeting in lines: each source with what it is of, each refusal,
// each file that was left out.
func story(t *testing.T, in intake.Input) []string {
	t.Helper()
	names := map[string]string{}
	for _, s := range in.Meeting.Sources {
		names[s.ID] = s.Name
	}
	var lines []string
	for i, s := range in.Meeting.Sources {
		line := s.Name
		if s.Role != meeting.Recording {
			line += " " + string(s.Role)
		}
		for _, of := range []struct{ word, id string }{{"part of", s.PartOf}, {"view of", s.ViewOf}, {"twin of", s.TwinOf}, {"of", s.Recording}} {
			if of.id != "" {
				line += " " + of.word + " " + names[of.id]
			}
		}
		if s.View != "" {
			line += " (" + string(s.View) + ")"
		}
		if s.Offset != nil {
			line += fmt.Sprintf(" at %g", *s.Offset)
		}
		lines = append(lines, line)
		if diff := cmp.Diff(s, in.Files[i].Source); diff != "" {
			t.Errorf("the file of %s is of another source (-want +got):\n%s", s.Name, diff)
		}
	}
	for _, r := range in.Meeting.Refused {
		lines = append(lines, "refused: "+r.Name)
	}
	for _, l := range in.LeftOut {
		lines = append(lines, "left out: "+l.Name)
	}
	return lines
}

func decide(t *testing.T, folder, sheet string, files []intake.Listed) intake.Input {
	t.Helper()
	in, err := intake.Decide(folder, files, sheet)
	if err != nil {
		t.Fatal(err)
	}
	accountedFor(t, files, in)
	describedWhole(t, in.Meeting)
	return in
}

// accountedFor holds the law that every file is taken once, refused or left
// out, and that notes name what was left out.
func accountedFor(t *testing.T, files []intake.Listed, in intake.Input) {
	t.Helper()
	var want, got []string
	for _, f := range files {
		want = append(want, f.Name)
	}
	for _, s := range in.Meeting.Sources {
		got = append(got, s.Name)
	}
	for _, r := range in.Meeting.Refused {
		got = append(got, r.Name)
	}
	for _, l := range in.LeftOut {
		got = append(got, l.Name)
		if !strings.Contains(strings.Join(in.Notes, "\n"), "left out") {
			t.Errorf("no note says that %s was left out", l.Name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files that are taken, refused or left out (-there +accounted for):\n%s", diff)
	}
	first := map[string]int{}
	for i, s := range in.Meeting.Sources {
		first[s.ID] = i + 1
	}
	for i, s := range in.Meeting.Sources {
		set := 0
		for _, id := range []string{s.PartOf, s.ViewOf, s.TwinOf} {
			if id == "" {
				continue
			}
			set++
			if at := first[id]; at == 0 || in.Meeting.Sources[at-1].PartOf+in.Meeting.Sources[at-1].ViewOf+in.Meeting.Sources[at-1].TwinOf != "" {
				t.Errorf("%s is of %q, which is no recording", s.Name, id)
			}
		}
		if set > 1 {
			t.Errorf("%s is of %d recordings", s.Name, set)
		}
		if s.PartOf != "" && first[s.PartOf] > i {
			t.Errorf("%s comes before the first part of its recording", s.Name)
		}
	}
}

// folderTest is a folder and what its files are recognised as, as story prints them.
type folderTest struct {
	name  string
	files []string // as listed takes them
	want  []string
	note  string // in one of the notes
}

func recognised(t *testing.T, tests []folderTest) {
	t.Helper()
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
