package serve

import (
	"strings"
	"testing"
)

func TestPolicy(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, key, contentType string
		ancestors              []string
		want                   string
	}{
		{"the player, by default", "public/meetings/m/embed.html", "text/html; charset=utf-8", nil, ""},
		{"the player, limited", "public/meetings/m/embed.html", "text/html; charset=utf-8", []string{"'self'", "https://a.example"}, "frame-ancestors 'self' https://a.example"},
		{"the page of a meeting", "public/meetings/m/index.html", "text/html; charset=utf-8", []string{"https://a.example"}, "frame-ancestors 'self'"},
		{"the catalogue", "public/index.html", "text/html", nil, "frame-ancestors 'self'"},
		{"a user's HTML", "public/derived/document-1/r/original.html", "text/html", nil, "sandbox"},
		{"a user's HTML with the player's name", "public/derived/document-1/r/embed.html", "TEXT/HTML", nil, "sandbox"},
		{"a drawing", "public/derived/document-1/r/original.svg", "image/svg+xml", nil, "sandbox"},
		{"XML", "public/meetings/m/notes.xml", "text/xml; charset=utf-8", nil, "sandbox"},
		{"XHTML", "public/derived/document-1/r/x", "application/xhtml+xml", nil, "sandbox"},
		{"a PDF file", "public/derived/deck-1/r/deck.pdf", "application/pdf", nil, ""},
		{"an image", "public/derived/deck-1/r/1.webp", "image/webp", nil, ""},
		{"without a type", "public/derived/deck-1/r/x", "", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := policy(tt.key, tt.contentType, tt.ancestors); got != tt.want {
				t.Errorf("policy(%q, %q) = %q, want %q", tt.key, tt.contentType, got, tt.want)
			}
		})
	}
}

func TestAncestors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		list []string
		want string
		ok   bool
	}{
		{nil, "", true},
		{[]string{""}, "", true},
		{[]string{"*"}, "", true},
		{[]string{"https://www.example.org/", " https://*.example.com:8443", "'self'"}, "https://www.example.org https://*.example.com:8443 'self'", true},
		{[]string{"none"}, "'none'", true},
		{[]string{"none", "self"}, "", false},
		{[]string{"www.example.org"}, "", false},
		{[]string{"https://www.example.org/path"}, "", false},
		{[]string{"https://a.example; script-src *"}, "", false},
		{[]string{"https://a.*.example"}, "", false},
		{[]string{"javascript://x"}, "", false},
	}
	for _, tt := range tests {
		got, err := Ancestors(tt.list)
		if strings.Join(got, " ") != tt.want || (err == nil) != tt.ok {
			t.Errorf("Ancestors(%q) = %q, %v, want %q", tt.list, got, err, tt.want)
		}
	}
}
