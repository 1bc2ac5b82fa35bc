package intake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
)

// The shortest contents that are what they are.
const (
	film = "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
	deck = `<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.presentation"/>`
	doc  = `{\rtf1 agenda}`
	pdf  = "%PDF-1.7\n"
	text = "hello\n"
	vtt  = "WEBVTT\n"
	png  = "\x89PNG\r\n\x1a\n"
)

// folder makes a folder of that name with these files.
func folder(t *testing.T, name string, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	for file, content := range files {
		full := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, paths ...string) intake.Input {
	t.Helper()
	in, err := intake.Read(paths, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestFolderWithoutASheet(t *testing.T) {
	t.Parallel()
	dir := folder(t, "2023-06-06_cluster_meeting", map[string]string{
		"Morning.mp4": film, "10_harbour.odp": deck, "2_Lantern.odp": deck, "Agenda.rtf": doc, "statement.pdf": pdf,
		"Morning.vtt": vtt, "notes.txt": text, "empty.pptx": "", "photo.png": png,
		".hidden": film, "Thumbs.db": "x", "~$2_Lantern.odp": "x", ".~lock.film.mp4#": "x", "talk.mp4.part": film,
		"sub/morning.mp4": film, "sub/.git/x.mp4": film, "__MACOSX/film.mp4": film, "sub/meeting.yaml": "title: no\n",
	})
	in := read(t, dir)

	wantMeeting := meeting.Meeting{
		Schema: 1, ID: "2023-06-06-cluster-meeting", Title: "Cluster meeting", Date: "2023-06-06",
		Visibility: meeting.Public, Profile: "meeting", Publish: []meeting.Disclosure{},
		Sources: []meeting.Source{
			{ID: "2-lantern", Name: "2_Lantern.odp", Title: "Lantern", Role: meeting.Deck, Size: int64(len(deck))},
			{ID: "10-harbour", Name: "10_harbour.odp", Title: "Harbour", Role: meeting.Deck, Size: int64(len(deck))},
			{ID: "agenda", Name: "Agenda.rtf", Title: "Agenda", Role: meeting.Document, Size: int64(len(doc))},
			{ID: "morning", Name: "Morning.mp4", Title: "Morning", Role: meeting.Recording, Size: int64(len(film))},
			{ID: "morning-2", Name: "Morning.vtt", Title: "Morning", Role: meeting.Captions, Size: int64(len(vtt)), Recording: "morning"},
			{ID: "photo", Name: "photo.png", Title: "Photo", Role: meeting.Document, Size: int64(len(png))},
			{ID: "statement", Name: "statement.pdf", Title: "Statement", Size: int64(len(pdf))},
			{ID: "morning-3", Name: "sub/morning.mp4", Title: "Sub: Morning", Role: meeting.Recording, Size: int64(len(film))},
		},
		Refused: []meeting.Refusal{
			{Name: "empty.pptx", Reason: "is empty"},
			{Name: "notes.txt", Reason: "is text, not a recording or a deck"},
			{Name: "sub/meeting.yaml", Reason: "lies in a subfolder: only the one at the top is read"},
		},
	}
	if diff := cmp.Diff(wantMeeting, in.Meeting); diff != "" {
		t.Errorf("meeting (-want +got):\n%s", diff)
	}
	if in.Explicit {
		t.Error("the ID counts as given")
	}
	if want := []string{"talk.mp4.part is an unfinished download or upload; it was left out"}; !slices.Equal(in.Notes, want) {
		t.Errorf("notes %q, want %q", in.Notes, want)
	}
	for i, f := range in.Files {
		if !cmp.Equal(f.Source, in.Meeting.Sources[i]) {
			t.Errorf("file %d is of %+v, want %+v", i, f.Source, in.Meeting.Sources[i])
		}
		if want := filepath.Join(dir, filepath.FromSlash(f.Source.Name)); f.Path != want {
			t.Errorf("path %q, want %q", f.Path, want)
		}
	}
}

func TestSheet(t *testing.T) {
	t.Parallel()
	dir := folder(t, "anything", map[string]string{
		"day.mp4": film, "b.odp": deck, "talks/a.pdf": pdf, "talks/c.odp": deck, "agenda.txt": text, "statement.pdf": pdf, "plan.png": png,
		"meeting.yaml": `# all that can be said
title: Cluster meeting
date: 2023-06-06
id: cluster-2023
description: |
  Two lines
  of text.
language: de_DE
visibility: unlisted
profile: camera
poster: 12:30
people:
  - name: The chair
    role: chair
    affiliation: Harbour
presentations:
  - title: First
    speaker: Ann
    deck: a.pdf
    recording: day.mp4
    start: 1:02:03
  - id: second
    title: 2024
    speakers: [Ben, Cem]
    start: 75.5
  - deck: b.odp
documents:
  - agenda.txt
  - file: statement.pdf
    title: Statement of the board
  - plan.png
rights:
  license: CC-BY-4.0
  holder: The cluster
  downloads: false
`,
	})
	in := read(t, dir)
	first, second, poster, no := 3723.0, 75.5, 750.0, false
	want := meeting.Meeting{
		Schema: 1, ID: "cluster-2023", Title: "Cluster meeting", Date: "2023-06-06", Description: "Two lines\nof text.", Language: "de-DE",
		Visibility: meeting.Unlisted, Profile: "camera", Poster: &poster, Publish: []meeting.Disclosure{},
		People: []meeting.Person{{Name: "The chair", Role: "chair", Affiliation: "Harbour"}},
		Presentations: []meeting.Presentation{
			{ID: "a", Title: "First", Speakers: []string{"Ann"}, Deck: "a", Recording: "day", Start: &first},
			{ID: "second", Title: "2024", Speakers: []string{"Ben", "Cem"}, Start: &second},
			{ID: "b", Title: "B", Deck: "b"},
		},
		Rights: meeting.Rights{License: "CC-BY-4.0", Holder: "The cluster", Downloads: &no},
		Sources: []meeting.Source{
			{ID: "agenda", Name: "agenda.txt", Title: "Agenda", Role: meeting.Document, Size: 6},
			{ID: "b", Name: "b.odp", Title: "B", Role: meeting.Deck, Size: int64(len(deck))},
			{ID: "day", Name: "day.mp4", Title: "Day", Role: meeting.Recording, Size: int64(len(film))},
			{ID: "plan", Name: "plan.png", Title: "Plan", Role: meeting.Document, Size: int64(len(png))},
			{ID: "statement", Name: "statement.pdf", Title: "Statement of the board", Role: meeting.Document, Size: int64(len(pdf))},
			{ID: "a", Name: "talks/a.pdf", Title: "A", Role: meeting.Deck, Size: int64(len(pdf))},
			{ID: "c", Name: "talks/c.odp", Title: "C", Role: meeting.Deck, Size: int64(len(deck))},
		},
	}
	if diff := cmp.Diff(want, in.Meeting); diff != "" {
		t.Errorf("meeting (-want +got):\n%s", diff)
	}
	if !in.Explicit {
		t.Error("the ID does not count as given")
	}
	if want := []string{"talks/c.odp is a deck that no presentation in meeting.yaml names"}; !slices.Equal(in.Notes, want) {
		t.Errorf("notes %q, want %q", in.Notes, want)
	}
}

func TestTitleDateAndID(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name              string
		folder            string
		files             map[string]string
		title, date, made string
	}{
		{"the folder's name says all", "2023-06-06 Name of it", map[string]string{"zoom_0.mp4": film}, "Name of it", "2023-06-06", "2023-06-06-name-of-it"},
		{"a recording knows the date that the folder does not", "Board", map[string]string{"GMT20230606-081500_Recording_1920x1080.mp4": film}, "Board", "2023-06-06", "2023-06-06-board"},
		{"the earliest recording counts", "Board", map[string]string{"2023-06-07 09-00-00.mkv": film, "2023-06-06 08-15-00.mkv": film}, "Board", "2023-06-06", "2023-06-06-board"},
		{"a recording knows the title that the folder does not", "2023-06-06", map[string]string{"Review-20230606_081500-Meeting Recording.mp4": film}, "Review", "2023-06-06", "2023-06-06-review"},
		{"nobody knows a title", "2023-06-06", map[string]string{"zoom_0.mp4": film}, "Meeting on 2023-06-06", "2023-06-06", "2023-06-06-meeting"},
		{"nobody knows anything", "Recordings", map[string]string{"zoom_0.mp4": film, "zoom_1.mp4": film}, "Recordings", "", "recordings"},
		{"a deck's date is a version beside a recording", "Board", map[string]string{"x.mp4": film, "2023-05-01 draft.odp": deck}, "Board", "", "board"},
		{"decks that agree give a date", "Board", map[string]string{"2023-05-01 a.odp": deck, "2023-05-01 b.odp": deck}, "Board", "2023-05-01", "2023-05-01-board"},
		{"decks that do not agree give none", "Board", map[string]string{"2023-05-01 a.odp": deck, "2023-05-02 b.odp": deck}, "Board", "", "board"},
		{"a sheet without a title leaves it to the folder", "2023-06-06 Board", map[string]string{"x.mp4": film, "meeting.yml": "description: x\n"}, "Board", "2023-06-06", "2023-06-06-board"},
		{"an empty sheet is a sheet", "Board", map[string]string{"x.mp4": film, "meeting.yaml": "# later\n"}, "Board", "", "board"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := read(t, folder(t, tt.folder, tt.files)).Meeting
			if m.Title != tt.title || m.Date != tt.date || m.ID != tt.made {
				t.Errorf("%q, %q, %q, want %q, %q, %q", m.Title, m.Date, m.ID, tt.title, tt.date, tt.made)
			}
		})
	}
}

func TestFilesGivenSingly(t *testing.T) {
	t.Parallel()
	dir := folder(t, "Downloads", map[string]string{
		"zoom_0.mp4": film, "Harbour.odp": deck, "a/slides.odp": deck, "b/slides.odp": deck, "meeting.yaml": "visibility: private\n",
	})
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }

	in := read(t, at("zoom_0.mp4"), at("Harbour.odp"), at("meeting.yaml"), at("zoom_0.mp4"))
	if got := in.Meeting.Sources[1]; got.Name != "zoom_0.mp4" || got.Title != "" {
		t.Errorf("the recording is %+v, want one without a title", got)
	}
	if m := in.Meeting; m.Title != "Harbour" || m.Visibility != meeting.Private || len(m.Sources) != 2 {
		t.Errorf("meeting %+v", m)
	}
	in = read(t, at("a/slides.odp"), at("b/slides.odp"))
	got := [][2]string{}
	for _, s := range in.Meeting.Sources {
		got = append(got, [2]string{s.ID, s.Name + " " + s.Title})
	}
	want := [][2]string{{"slides", "a/slides.odp A: Slides"}, {"slides-2", "b/slides.odp B: Slides"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

func TestOptionsGoBeforeTheSheet(t *testing.T) {
	t.Parallel()
	dir := folder(t, "x", map[string]string{"x.mp4": film, "meeting.yaml": "title: A\ndate: 2020-01-01\nid: a\nvisibility: public\nprofile: audio\nposter: 3\n"})
	in, err := intake.Read([]string{dir}, intake.Options{ID: "b", Title: "B", Date: "2021-02-03", Visibility: meeting.Private, Profile: "q", Poster: "1:02.5"})
	if err != nil {
		t.Fatal(err)
	}
	if m := in.Meeting; m.ID != "b" || m.Title != "B" || m.Date != "2021-02-03" || m.Visibility != meeting.Private || m.Profile != "q" || m.Poster == nil || *m.Poster != 62.5 {
		t.Errorf("meeting %+v", m)
	}
	for _, opts := range []intake.Options{{ID: "B"}, {Date: "3.2.2021"}, {Visibility: "open"}, {Poster: "noon"}, {Publish: []meeting.Disclosure{"note"}}} {
		if _, err := intake.Read([]string{dir}, opts); !errors.Is(err, intake.ErrUsage) {
			t.Errorf("%+v: error %v, want one of usage", opts, err)
		}
	}
}

func TestCaptionsWithoutARecordingAreRefused(t *testing.T) {
	t.Parallel()
	in := read(t, folder(t, "x", map[string]string{"a.vtt": vtt, "b.odp": deck}))
	want := []meeting.Refusal{{Name: "a.vtt", Reason: "is a caption file, but the meeting has no recording for it"}}
	if diff := cmp.Diff(want, in.Meeting.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	dir := folder(t, "x", map[string]string{"a.mp4": film, "other/b.mp4": film})
	for link, target := range map[string]string{"gone.mp4": "nowhere", "loop": "loop", "linked": "other", "good.mp4": "a.mp4"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, strings.Repeat("d/", 14)), 0o755); err != nil {
		t.Fatal(err)
	}
	in := read(t, dir)
	got := map[string]string{}
	for _, r := range in.Meeting.Refused {
		got[r.Name] = r.Reason
	}
	want := map[string]string{
		"gone.mp4":                     "is a link to a file that does not exist",
		"loop":                         "cannot be read: too many levels of symbolic links",
		"linked":                       "is a link to a folder, and those are not followed",
		"d" + strings.Repeat("/d", 12): "lies more than 12 folders deep",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if len(in.Meeting.Sources) != 3 {
		t.Errorf("sources %+v, want a.mp4, the link to it, and other/b.mp4", in.Meeting.Sources)
	}
}

func TestPermissionDeniedIsARefusal(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		proctest.Optional(t, "needs a user other than root, who may read everything")
	}
	dir := folder(t, "x", map[string]string{"a.mp4": film, "b.mp4": film})
	if err := os.Chmod(filepath.Join(dir, "b.mp4"), 0); err != nil {
		t.Fatal(err)
	}
	want := []meeting.Refusal{{Name: "b.mp4", Reason: "cannot be read: permission denied"}}
	if diff := cmp.Diff(want, read(t, dir).Meeting.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

func TestErrorsOfUsage(t *testing.T) {
	t.Parallel()
	many := map[string]string{}
	for i := range 2001 {
		many[fmt.Sprint(i)] = ""
	}
	empty := folder(t, "empty", map[string]string{".hidden": "x", "a.mp4.part": "x"})
	two := folder(t, "two", map[string]string{"meeting.yaml": "", "meeting.yml": "", "a.mp4": film})
	full := folder(t, "full", map[string]string{"a.mp4": film})
	tests := []struct {
		name  string
		paths []string
		want  string
	}{
		{"nothing was given", nil, "no files are given"},
		{"a path that is not there", []string{filepath.Join(full, "b.mp4")}, "b.mp4: no such file or directory"},
		{"two folders", []string{full, empty}, "is a folder: name one folder, or any number of files"},
		{"a folder without files", []string{empty}, "has no files; a.mp4.part is an unfinished download"},
		{"a folder with nothing but a sheet", []string{folder(t, "s", map[string]string{"meeting.yaml": "title: x\n"})}, "has no files beside meeting.yaml"},
		{"two sheets", []string{two}, "keep one of the two"},
		{"too many files", []string{folder(t, "many", many)}, "has 2001 files; a meeting may have 2000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := intake.Read(tt.paths, intake.Options{})
			if !errors.Is(err, intake.ErrUsage) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one of usage with %q", err, tt.want)
			}
		})
	}
}

func TestHash(t *testing.T) {
	t.Parallel()
	var last int64
	data := bytes.Repeat([]byte("x"), 3<<20)
	sum, n, err := intake.Hash(t.Context(), bytes.NewReader(data), func(n int64) {
		if n <= last {
			t.Errorf("progress %d after %d", n, last)
		}
		last = n
	})
	if err != nil || n != 3<<20 || last != n || len(sum) != 64 {
		t.Errorf("Hash = %q, %d, %v; progress to %d", sum, n, err, last)
	}
	sum, _, err = intake.Hash(t.Context(), strings.NewReader("abc"), nil)
	if err != nil || sum != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" { // FIPS 180-2, B.1
		t.Errorf("Hash of abc = %q, %v", sum, err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(io.ErrClosedPipe)
	if _, _, err = intake.Hash(ctx, strings.NewReader("abc"), nil); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Hash after the end: %v", err)
	}
	if _, _, err = intake.Hash(t.Context(), io.MultiReader(strings.NewReader("a"), brokenReader{}), nil); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("Hash of a broken medium: %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrNoProgress }
