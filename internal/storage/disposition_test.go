package storage_test

import (
	"mime"
	"strings"
	"testing"
	"unicode/utf8"

	"proceedings/internal/storage"
)

func TestAttachment(t *testing.T) {
	t.Parallel()

	tests := []struct{ name, file, want string }{
		{"a plain name stands as it is", "harbour.pptx", `attachment; filename="harbour.pptx"`},
		{"so do spaces", "Clear water 2026.pdf", `attachment; filename="Clear water 2026.pdf"`},
		{"letters beyond ASCII are written twice", "Über uns.pdf", `attachment; filename="_ber uns.pdf"; filename*=UTF-8''%C3%9Cber%20uns.pdf`},
		{"a percent sign is never taken for an escape", "100%.pdf", `attachment; filename="100_.pdf"; filename*=UTF-8''100%25.pdf`},
		{"a semicolon and an apostrophe are in the quotes", "a;b'c=d.pdf", `attachment; filename="a;b'c=d.pdf"`},
		{"quotes cannot end the name", `a"; filename="evil.exe`, `attachment; filename="a_; filename=_evil.exe"`},
		{"a line end cannot end the header", "a\r\nSet-Cookie: x=y.pdf", `attachment; filename="aSet-Cookie_ x=y.pdf"`},
		{"a folder is none", "../../etc/passwd", `attachment; filename="_._etc_passwd"`},
		{"a folder of Windows neither", `C:\autoexec.bat`, `attachment; filename="C__autoexec.bat"`},
		{"a name cannot turn itself around", "invoice\u202efdp.exe", `attachment; filename="invoicefdp.exe"`},
		{"a hidden file is shown", ".htaccess", `attachment; filename="htaccess"`},
		{"broken characters go", "a\xffb.pdf", `attachment; filename="ab.pdf"`},
		{"nothing is no header", "", ""},
		{"nothing but dots is no header", "...", ""},
		{"nothing but an end of line is no header", "\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := storage.Attachment(tt.file); got != tt.want {
				t.Errorf("Attachment(%q) = %s\nwant %s", tt.file, got, tt.want)
			}
			if got, want := storage.Inline(tt.file), strings.Replace(tt.want, "attachment", "inline", 1); got != want {
				t.Errorf("Inline(%q) = %s, want %s", tt.file, got, want)
			}
		})
	}
}

func TestLongNamesKeepTheirExtension(t *testing.T) {
	t.Parallel()
	for _, letter := range []string{"a", "é", "会", "🐝"} {
		_, got := parts(t, storage.Attachment(strings.Repeat(letter, 300)+".pdf"))
		if len(got) > 200 || len(got) < 190 || !strings.HasSuffix(got, letter+".pdf") {
			t.Errorf("300 times %s become %q", letter, got)
		}
	}
}

// parts is how a reader of the header takes it.
func parts(t *testing.T, header string) (kind, name string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(header)
	if err != nil {
		t.Fatalf("%s: %v", header, err)
	}
	return kind, params["filename"]
}

// FuzzDisposition holds that a header can be read by whoever knows the form,
// that it is one line of ASCII, and that it names a plain file.
func FuzzDisposition(f *testing.F) {
	for _, name := range []string{"a.pdf", "Über uns.pdf", `"`, "\\", "a\nb", "..", "a/../b", "%41", "a''b", "a*=b;c", "\u202e", "x.\u202e", "会議.pptx"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		header := storage.Attachment(name)
		if header == "" {
			return
		}
		for _, c := range []byte(header) {
			if c < ' ' || c > '~' {
				t.Fatalf("%q makes %q", name, header)
			}
		}
		kind, got := parts(t, header)
		if kind != "attachment" || got == "" || len(got) > 200 || !utf8.ValidString(got) || strings.ContainsAny(got, "/\\\x00\r\n") || strings.HasPrefix(got, ".") {
			t.Fatalf("%q makes %s: %s %q", name, header, kind, got)
		}
		// What was cleaned once stays as it is.
		if again := storage.Attachment(got); again != header {
			t.Fatalf("%q makes %s, and its name %s", name, header, again)
		}
	})
}
