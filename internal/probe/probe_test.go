package probe_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// written is a file of that content.
func written(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pdf is a PDF of one page of that size, with more in its trailer.
func pdf(width, height int, trailer string) string {
	var b strings.Builder
	var at []int
	b.WriteString("%PDF-1.4\n")
	for i, object := range []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>", width, height),
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj%sendobj\n", i+1, object)
	}
	start := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer<</Size 4/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", trailer, start)
	return b.String()
}

// twoPages is a PDF of an upright and a wide page, without a table of its objects.
const twoPages = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]>>endobj\n" +
	"trailer<</Root 1 0 R>>\n%%EOF\n"

// locked is an encryption dictionary that no password opens.
func locked() string {
	key := strings.Repeat("5A", 32)
	return "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + key + ">/U<" + key + ">>>"
}

// TestPDFRoleOfFile reads the sizes of all pages and the text of some.
func TestPDFRoleOfFile(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "pdfinfo", "pdftotext")
	for name, tt := range map[string]struct {
		content string
		want    meeting.Pages
	}{
		"a slide behind a portrait cover": {twoPages, meeting.Pages{Count: 2, Landscape: true}},
		"an A4 landscape page":            {pdf(842, 595, ""), meeting.Pages{Count: 1, Landscape: true}},
	} {
		found, err := prober(t).File(t.Context(), written(t, "x.pdf", tt.content), "")
		if err != nil || found.Role != meeting.Deck || *found.Pages != tt.want {
			t.Errorf("%s: role %q, %+v, %v, want a deck of %+v", name, found.Role, found.Pages, err, tt.want)
		}
	}
}

func TestPDF(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "pdfinfo")

	slide, paper := pdf(720, 405, ""), pdf(595, 842, "")
	tests := []struct {
		name, content string
		asked         meeting.Role
		role          meeting.Role
		refusal       string
	}{
		{"wide pages are a deck", slide, "", meeting.Deck, ""},
		{"high pages are a document", paper, "", meeting.Document, ""},
		{"a wide document, if somebody says so", slide, meeting.Document, meeting.Document, ""},
		{"a high deck, if somebody says so", paper, meeting.Deck, meeting.Deck, ""},
		{"a recording it cannot be", slide, meeting.Recording, "", "is named as a recording, but its content is a PDF"},
		{"a password that nobody gave", pdf(720, 405, locked()), "", "", "is encrypted and needs a password"},
		{"a header and nothing else", "%PDF-1.4\nhello\n", "", "", "is damaged: no PDF can be read from it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := prober(t).File(t.Context(), written(t, "x.pdf", tt.content), tt.asked)
			if tt.refusal != "" {
				if !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), tt.refusal) {
					t.Errorf("error = %v, want a refusal: %q", err, tt.refusal)
				}
				return
			}
			if err != nil || found.Role != tt.role {
				t.Errorf("role = %q, %v, want %q", found.Role, err, tt.role)
			}
			if tt.asked != meeting.Document && (found.Pages == nil || found.Pages.Count != 1) {
				t.Errorf("pages = %+v, want one", found.Pages)
			}
		})
	}
}

func prober(t *testing.T) *probe.Prober {
	t.Helper()
	return &probe.Prober{Runner: proctest.Runner(t)}
}

// What names other files is refused, whatever it is called, and what it names
// does not show in the reason.
func TestNoStepOpensAnotherFile(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe")

	tests := []struct{ name, content string }{
		{"a playlist", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"},
		{"a concat script", "ffconcat version 1.0\nfile /etc/passwd\n"},
		{"a picture that embeds another", `<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>`},
		{"a manifest", `<?xml version="1.0"?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>`},
		{"a list of files", "file:///etc/passwd\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := written(t, "x.mp4", tt.content)
			for _, role := range []meeting.Role{"", meeting.Recording} {
				_, err := prober(t).File(t.Context(), path, role)
				if !fault.IsPermanent(err) {
					t.Errorf("as %q: error = %v, want a refusal", role, err)
				}
				if strings.Contains(fault.Reason(err), "root:") {
					t.Errorf("as %q: the reason quotes the other file: %v", role, err)
				}
			}
		})
	}
}

// The tool itself refuses such a file, too, should it ever be asked.
func TestToolOpensNoOtherFile(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")
	sound := made(t, "x.wav", "-f", "lavfi", "-i", "sine=d=1")
	// Disguised as an MP3 for package sniff: a tag before the playlist.
	list := "ID3\x04\x00\x00\x00\x00\x00\x00#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + sound + "\n#EXT-X-ENDLIST\n"
	found, err := prober(t).File(t.Context(), written(t, "x.mp3", list), "")
	if !fault.IsPermanent(err) {
		t.Errorf("File = %+v, %v, want a refusal", found, err)
	}
}

// made is a file that ffmpeg makes of the options given.
func made(t *testing.T, name string, options ...string) string {
	t.Helper()
	return proctest.Encode(t, name, options...)
}

// madeFrom is a file that ffmpeg makes of others.
func madeFrom(t *testing.T, name string, options ...string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	_, err := proctest.Plain().Run(t.Context(), proc.Command{
		Path: "ffmpeg", Args: slices.Concat([]string{"-v", "error", "-nostdin"}, options, proctest.Cheap(), []string{path}), Dir: dir,
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// Whatever sniff takes for a recording must be open to ffprobe, or a sound file
// would be called damaged.
func TestContainerFormats(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	tone := []string{"-f", "lavfi", "-i", "sine=d=1"}
	bars := []string{"-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=1"}
	tests := []struct {
		name    string
		options []string
		video   bool
	}{
		{"x.wav", tone, false},
		{"x.w64", tone, false},
		{"x.aiff", tone, false},
		{"x.au", tone, false},
		{"x.caf", tone, false},
		{"x.flac", tone, false},
		{"x.wv", tone, false},
		{"x.ogg", append(tone, "-c:a", "libvorbis"), false},
		{"x.opus", append(tone, "-c:a", "libopus"), false},
		{"x.mp3", tone, false},
		{"x.aac", tone, false},
		{"x.ac3", tone, false},
		{"x.m4a", tone, false},
		{"x.wma", tone, false},
		{"x.mp4", bars, true},
		{"x.mov", bars, true},
		{"x.mkv", bars, true},
		{"x.webm", append(bars, "-c:v", "libvpx", "-deadline", "realtime"), true},
		{"x.avi", bars, true},
		{"x.flv", bars, true},
		{"x.wmv", bars, true},
		{"x.wtv", append(bars, "-c:v", "mpeg2video"), true},
		{"x.ts", bars, true},
		{"x.mpg", bars, true},
		{"x.mxf", append(bars, "-c:v", "mpeg2video"), true},
		{"x.3gp", append(bars, "-c:v", "libx264"), true},
		{"x.dv", append(bars, "-target", "pal-dv"), true},
		{"x.m2v", append(bars, "-f", "mpeg2video"), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := prober(t).File(t.Context(), made(t, tt.name, tt.options...), "")
			if err != nil {
				t.Fatal(err)
			}
			m := found.Media
			if found.Role != meeting.Recording || (m.Video != nil) != tt.video || m.Duration < 0.9 || m.Duration > 1.2 || m.Missing > 0 {
				t.Errorf("%s %s: video %+v, audio %+v, %v s, missing %v", found.Role, m.Format, m.Video, m.Audio, m.Duration, m.Missing)
			}
		})
	}
}

func TestRefusesWrongRole(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	path := made(t, "x.wav", "-f", "lavfi", "-i", "sine=d=1")
	_, err := prober(t).File(t.Context(), path, meeting.Deck)
	if want := "is named as a deck, but its content is a recording (wav)"; fault.Reason(err) != want {
		t.Errorf("error = %v, want %q", err, want)
	}
	found, err := prober(t).File(t.Context(), path, meeting.Document)
	if err != nil || found.Role != meeting.Document || found.Media != nil {
		t.Errorf("as a document: %+v, %v, want it kept as it is", found, err)
	}
	if _, err = prober(t).File(t.Context(), written(t, "notes.txt", "Good morning.\n"), ""); !fault.IsPermanent(err) {
		t.Errorf("a text unasked: %v, want a refusal", err)
	}
	if found, err = prober(t).File(t.Context(), written(t, "notes.txt", "Good morning.\n"), meeting.Document); err != nil || found.Role != meeting.Document {
		t.Errorf("a text as a document: %+v, %v", found, err)
	}
}

// runFunc is a runner that is a func.
type runFunc func(ctx context.Context, c proc.Command) (string, error)

func (f runFunc) Run(ctx context.Context, c proc.Command) (string, error) { return f(ctx, c) }

// A verdict on a source is final, so what is not the source's fault must not
// become one.
func TestFileFaultsAreRefusals(t *testing.T) {
	t.Parallel()

	wav := written(t, "x.wav", "RIFF\x24\x00\x00\x00WAVEfmt ")
	paper := written(t, "x.pdf", pdf(595, 842, ""))
	tests := []struct {
		name, path string
		said       string
		err        error
		permanent  bool
	}{
		{"a tool that gives up on a recording", wav, "Invalid data", &proc.ExitError{Path: "ffprobe", Code: 1}, true},
		{"a tool that gives up on a PDF", paper, "Syntax Error", &proc.ExitError{Path: "pdfinfo", Code: 1}, true},
		{"a tool that was killed over a recording", wav, "", &proc.ExitError{Path: "ffprobe", Code: -1, Signal: "killed"}, false},
		{"a tool that was killed over a PDF", paper, "", &proc.ExitError{Path: "pdfinfo", Code: -1, Signal: "killed"}, false},
		{"a tool that is not there", wav, "", errors.New("start ffprobe: not found"), false},
		{"a worker that stops", paper, "", context.Canceled, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := probe.Prober{Runner: runFunc(func(context.Context, proc.Command) (string, error) { return tt.said, tt.err })}
			_, err := p.File(t.Context(), tt.path, "")
			if err == nil || fault.IsPermanent(err) != tt.permanent {
				t.Errorf("error = %v, permanent %v, want %v", err, fault.IsPermanent(err), tt.permanent)
			}
		})
	}
	if _, err := prober(t).File(t.Context(), filepath.Join(t.TempDir(), "gone"), ""); err == nil || fault.IsPermanent(err) {
		t.Errorf("a scratch file that is gone: %v, want an error that a retry may cure", err)
	}
}

// A file that broke off while it was copied is used as far as it goes, and
// what is missing is known.
func TestTruncatedFile(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe", "ffmpeg")

	for _, tt := range []struct {
		name    string
		options []string
		refusal string
	}{
		{"x.mkv", nil, ""},
		{"x.mov", []string{"-movflags", "+faststart"}, ""},
		{"x.mp4", nil, "is damaged: its index (moov) is missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := made(t, tt.name, append([]string{"-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=10", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25"}, tt.options...)...)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if err = os.Truncate(path, info.Size()/2); err != nil {
				t.Fatal(err)
			}
			found, err := prober(t).File(t.Context(), path, "")
			if tt.refusal != "" {
				if !strings.HasPrefix(fault.Reason(err), tt.refusal) || !fault.IsPermanent(err) {
					t.Errorf("error = %v, want a refusal: %q", err, tt.refusal)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if m := found.Media; m.Missing < 3 || m.Missing+m.Duration < 9.5 || m.Missing+m.Duration > 10.5 {
				t.Errorf("%v s, and %v are missing, want ten in all", m.Duration, m.Missing)
			}
		})
	}
}
