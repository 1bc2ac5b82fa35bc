package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

// bbb is metadata.xml as BigBlueButton 2 writes it.
const bbb = `<?xml version="1.0"?>
<recording>
  <id>183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1778580004000</id>
  <state>published</state>
  <published>true</published>
  <start_time>1778580004000</start_time>
  <end_time>1778583604000</end_time>
  <participants>3</participants>
  <meeting id="183f" externalId="room" name="Board of the cluster" breakout="false"/>
  <meta><meetingName>Board of the   cluster</meetingName><bbb-origin>x</bbb-origin></meta>
  <playback><format>presentation</format><link>https://example.com/playback/../../etc/passwd</link><duration>3600000</duration></playback>
</recording>`

// bbbFiles are a published recording below folder, with this metadata.xml.
func bbbFiles(folder, metadata string) []intake.Listed {
	var names []string
	for _, name := range []string{
		"video/webcams.webm", "deskshare/deskshare.webm", "caption_en-US.vtt", "captions.json", "shapes.svg", "slides_new.xml", "cursor.xml", "presentation_text.json",
		"presentation/abc-1/slide-1.png", "presentation/abc-1/slide-2.png", "presentation/abc-1/svgs/slide1.svg", "presentation/abc-1/thumbnails/thumb-1.png",
		"presentation/abc-1/textfiles/slide-1.txt", "presentation/abc-1/abc-1.pdf", "notes.html",
	} {
		names = append(names, folder+name)
	}
	return append(listed(names...), intake.Listed{Name: folder + "metadata.xml", Content: metadata})
}

func TestBigBlueButtonIsOneRecordingWithTwoViews(t *testing.T) {
	t.Parallel()
	in := decide(t, "183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1778580004000", "", bbbFiles("", bbb))
	want := []string{
		"caption_en-US.vtt captions of video/webcams.webm", "deskshare/deskshare.webm view of video/webcams.webm (screen) at 0",
		"presentation/abc-1/abc-1.pdf deck", "video/webcams.webm (speaker)",
	}
	got := story(t, in)
	if diff := cmp.Diff(want, got[:min(len(want), len(got))]); diff != "" {
		t.Errorf("recognised (-want +got):\n%s", diff)
	}
	if len(in.Meeting.Refused) > 0 || len(in.LeftOut) != 12 {
		t.Errorf("refused %v, left out %d files, want none and 12", in.Meeting.Refused, len(in.LeftOut))
	}
	if m := in.Meeting; m.Title != "Board of the cluster" || m.Date != "2026-05-12" {
		t.Errorf("title %q, date %q; want those of metadata.xml", m.Title, m.Date)
	}
	if lang := in.Meeting.Sources[0].Language; lang != "en-US" {
		t.Errorf("captions in %q, want en-US", lang)
	}
}

func TestTwoExportsOfBigBlueButtonInOneFolder(t *testing.T) {
	t.Parallel()
	in := decide(t, "2026-05-12_Autumn_school", "", append(bbbFiles("a/", bbb), bbbFiles("b/", strings.ReplaceAll(bbb, "Board", "Council"))...))
	var heads []string
	for _, s := range in.Meeting.Sources {
		if s.Role == meeting.Recording && s.ViewOf == "" {
			heads = append(heads, s.Name)
		}
	}
	if diff := cmp.Diff([]string{"a/video/webcams.webm", "b/video/webcams.webm"}, heads); diff != "" {
		t.Errorf("recordings (-want +got):\n%s", diff)
	}
	if in.Meeting.Title != "Autumn school" {
		t.Errorf("title %q; two recordings that do not agree leave it to the folder", in.Meeting.Title)
	}
}

func TestSlidesThatAreOnlyPicturesAreSaid(t *testing.T) {
	t.Parallel()
	files := listed("video/webcams.webm", "presentation/x/slide-1.png", "presentation/x/slide-2.png", "presentation/x/thumbnails/thumb-1.png")
	in := decide(t, "x", "", append(files, intake.Listed{Name: "metadata.xml", Content: bbb}))
	want := "the presentation in presentation/x consists only of 2 images, which were left out"
	if !strings.Contains(strings.Join(in.Notes, "\n"), want) {
		t.Errorf("%q is not in the notes %q", want, in.Notes)
	}
}

// Whatever is wrong with metadata.xml, the recording is published, and one
// sentence says so.
func TestHostileMetadataIsOneSentence(t *testing.T) {
	t.Parallel()
	deep := "<?xml version=\"1.0\"?><recording>" + strings.Repeat("<a>", 100_000)
	tests := []struct{ name, metadata, want string }{
		{"cut", bbb[:200], "metadata.xml is damaged"},
		{"entities", "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><recording><meta><meetingName>&b;</meetingName></meta></recording>", "metadata.xml declares types or entities"},
		{"an entity from outside", "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><recording><meta><meetingName>&a;</meetingName></meta></recording>", "metadata.xml declares types or entities"},
		{"an entity that nobody declares", "<?xml version=\"1.0\"?><recording><meta><meetingName>&a;</meetingName></meta></recording>", "metadata.xml is damaged"},
		{"nested deeply", deep, "metadata.xml is nested too deeply"},
		{"of something else", xml, "metadata.xml is not of a recording"},
		{"with nothing in it", "<?xml version=\"1.0\"?><recording></recording>", "metadata.xml names neither a meeting nor a time"},
		{"no XML", "hello\n", "metadata.xml names neither a meeting nor a time"},
		{"an encoding that is not read", "<?xml version=\"1.0\" encoding=\"UTF-7\"?><recording/>", "metadata.xml is damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := decide(t, "2026-01-02_Board", "", bbbFiles("", tt.metadata))
			if len(in.Meeting.Refused) > 0 || in.Meeting.Title != "Board" || in.Meeting.Date != "2026-01-02" {
				t.Errorf("%q, %q, refused %v; want the folder's name and nothing refused", in.Meeting.Title, in.Meeting.Date, in.Meeting.Refused)
			}
			said := 0
			for _, note := range in.Notes {
				if strings.HasPrefix(note, tt.want) {
					said++
				}
			}
			if said != 1 {
				t.Errorf("%d notes begin %q, want 1: %q", said, tt.want, in.Notes)
			}
		})
	}
}

// A file of a gigabyte is not read, however little of the disk it takes.
func TestMetadataOfAGigabyteIsNotRead(t *testing.T) {
	t.Parallel()
	dir := folder(t, "2026-01-02_Board", map[string]string{"video/webcams.webm": webm, "deskshare/deskshare.webm": webm, "metadata.xml": bbb})
	if err := os.Truncate(filepath.Join(dir, "metadata.xml"), 1<<30); err != nil {
		t.Fatal(err)
	}
	in := read(t, dir)
	if want := "metadata.xml is larger than 1 MB, and was not used"; !strings.Contains(strings.Join(in.Notes, "\n"), want) {
		t.Errorf("%q is not in the notes %q", want, in.Notes)
	}
	if len(in.Meeting.Sources) != 2 || in.Meeting.Sources[0].ViewOf != "webcams" || in.Meeting.Title != "Board" {
		t.Errorf("meeting %+v, want the recording and its view all the same", in.Meeting)
	}
}

func TestMetadataIsATitleAndADayAndNothingElse(t *testing.T) {
	t.Parallel()
	long := "<recording><start_time>99999999999999999</start_time><meta><meetingName>\x09../../x\u202e\n" + strings.Repeat("y", 500) + "</meetingName></meta></recording>"
	title, date, err := intake.ReadMetadata([]byte(long))
	if err != nil || date != "" || title != "../../x "+strings.Repeat("y", 192) {
		t.Errorf("title %q, date %q, %v; want 200 characters that can be printed and no date", title, date, err)
	}
}

func FuzzMetadata(f *testing.F) {
	f.Add([]byte(bbb))
	f.Add([]byte("<recording><meeting name='x'/></recording>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		title, date, err := intake.ReadMetadata(data)
		if err == nil && title == "" && date == "" {
			t.Error("neither a title nor a date, and no error")
		}
		if len([]rune(title)) > 200 || strings.ContainsAny(title, "\n\x00\u202e") {
			t.Errorf("title %q", title)
		}
	})
}
