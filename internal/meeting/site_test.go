package meeting_test

import (
	"testing"

	"proceedings/internal/meeting"
)

func TestParseBase(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"a host gets its slash", "https://media.example.org", "https://media.example.org/"},
		{"so does a folder", "https://example.org/archive", "https://example.org/archive/"},
		{"what ends in a slash stays", "http://127.0.0.1:8470/", "http://127.0.0.1:8470/"},
		{"blanks around it do not count", "  https://example.org/a/ ", "https://example.org/a/"},
		{"a host is written small", "HTTPS://Media.Example.ORG/A", "https://media.example.org/A/"},
		{"an escape stays one", "https://example.org/a%20b", "https://example.org/a%20b/"},
		{"a path alone is none", "/archive/", ""},
		{"a host alone is none", "media.example.org", ""},
		{"nothing is none", "", ""},
		{"neither is another scheme", "ftp://example.org/", ""},
		{"nor what browsers run", "javascript:alert(1)", ""},
		{"nor one without a host", "https:///archive/", ""},
		{"nor one with a port alone", "https://:8080/", ""},
		{"nor one with a query", "https://example.org/?a=b", ""},
		{"nor one with an empty query", "https://example.org/?", ""},
		{"nor one with an anchor", "https://example.org/#top", ""},
		{"nor one with a password", "https://me:secret@example.org/", ""},
		{"nor one that leads up", "https://example.org/a/../b/", ""},
		{"nor one with an empty folder", "https://example.org//a/", ""},
		{"nor a broken escape", "https://example.org/%zz", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := meeting.ParseBase(tt.text)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("ParseBase(%q) = %q, %v; want %q", tt.text, got, err, tt.want)
			}
			if err == nil {
				if again, err := meeting.ParseBase(got); again != got || err != nil {
					t.Errorf("ParseBase(%q) = %q, %v; want the same", got, again, err)
				}
			}
		})
	}
}
