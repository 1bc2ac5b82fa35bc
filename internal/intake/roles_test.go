package intake_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

func TestFilesSetTheRoleOfAFile(t *testing.T) {
	t.Parallel()
	files := map[string]string{"day.mp4": film, "a.odp": deck, "agenda.pdf": pdf, "paper.rtf": doc, "day.vtt": vtt}
	for _, tt := range []struct {
		name, sheet string
		want        map[string]meeting.Role // beside the roles by content
	}{
		{"none set: the content decides, and the probe of a PDF file", "", nil},
		{"a PDF file as a deck", "files: [{file: agenda.pdf, role: deck}]\n", map[string]meeting.Role{"agenda.pdf": meeting.Deck}},
		{"a PDF file as a document", "files: [{file: agenda.pdf, role: document}]\n", map[string]meeting.Role{"agenda.pdf": meeting.Document}},
		{"a deck as a document", "files: [{file: a.odp, role: document}]\n", map[string]meeting.Role{"a.odp": meeting.Document}},
		{"a recording as a document", "files: [{file: day.mp4, role: document}, {file: day.vtt, role: document}]\n", map[string]meeting.Role{"day.mp4": meeting.Document, "day.vtt": meeting.Document}},
		{"the role that a file has anyway", "files: [{file: day.mp4, role: recording}, {file: day.vtt, role: captions}]\n", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all := map[string]string{"meeting.yaml": "title: x\n" + tt.sheet}
			maps.Copy(all, files)
			want := map[string]meeting.Role{"day.mp4": meeting.Recording, "a.odp": meeting.Deck, "agenda.pdf": "", "paper.rtf": meeting.Document, "day.vtt": meeting.Captions}
			maps.Copy(want, tt.want)
			in, got := read(t, folder(t, "x", all)), map[string]meeting.Role{}
			for _, s := range in.Meeting.Sources {
				got[s.Name] = s.Role
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("roles (-want +got):\n%s\nrefused %+v", diff, in.Meeting.Refused)
			}
		})
	}
}

func TestRoleOfEncryptedFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file string
		data       []byte
		sheet      string
		want       meeting.Role // empty for a refusal
	}{
		{"its name does not tell", "talk.bin", slidestest.EncryptedPPTX(), "password: sesame\n", ""},
		{"its name tells", "talk.pptx", slidestest.EncryptedPPTX(), "password: sesame\n", meeting.Deck},
		{"its role is set", "talk.bin", slidestest.EncryptedPPTX(), "password: sesame\nfiles: [{file: talk.bin, role: deck}]\n", meeting.Deck},
		{"its role is set, without a password", "talk.bin", slidestest.EncryptedPPTX(), "files: [{file: talk.bin, role: deck}]\n", ""},
		{"its content tells", "talk.bin", slidestest.PPT(slidestest.CurrentUserEncrypted), "password: sesame\n", meeting.Deck},
		{"its content tells, without a password", "talk.ppt", slidestest.PPT(slidestest.CurrentUserEncrypted), "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := read(t, folder(t, "x", map[string]string{tt.file: string(tt.data), "meeting.yaml": "title: x\n" + tt.sheet})).Meeting
			if tt.want == "" {
				want := []meeting.Refusal{{Name: tt.file, Reason: "is encrypted and needs a password"}}
				if diff := cmp.Diff(want, m.Refused); diff != "" {
					t.Errorf("refused (-want +got):\n%s", diff)
				}
				return
			}
			if len(m.Sources) != 1 || m.Sources[0].Role != tt.want || m.Sources[0].Password == "" {
				t.Errorf("sources %+v, refused %+v, want a %s with its password", m.Sources, m.Refused, tt.want)
			}
		})
	}
}
