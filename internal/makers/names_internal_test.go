package makers

import (
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

func TestExtension(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"pdf": "pdf", "pptx": "pptx", "ppt": "ppt", "odp": "odp", "docx": "docx", "xls": "xls", "srt": "srt", "vtt": "vtt",
		"text": "txt", "": "bin", "image/png": "png", "image/jpeg": "jpeg", "image/svg+xml": "bin", "image/svg": "bin", "unknown": "bin", "a.b": "bin", "../x": "bin", "PDF": "bin", "p df": "bin",
		"html": "bin", "htm": "bin", "svg": "bin", "js": "bin", "mjs": "bin", "xml": "bin", "css": "bin",
	}
	for format, want := range tests {
		if got := extension(format); got != want {
			t.Errorf("extension(%q) = %q, want %q", format, got, want)
		}
	}
}

func TestMediaType(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"720p.mp4": "video/mp4", "audio.m4a": "audio/mp4", "720p.m3u8": "application/vnd.apple.mpegurl",
		"thumbs.vtt": "text/vtt; charset=utf-8", "p.jpg": "image/jpeg", "p.webp": "image/webp", "deck.pdf": "application/pdf",
		"original.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"original.ppt":  "application/vnd.ms-powerpoint", "original.odp": "application/vnd.oasis.opendocument.presentation",
		"original.txt": "text/plain; charset=utf-8", "original.srt": "text/plain; charset=utf-8",
		"original.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "original.png": "image/png",
		"original.xps": "application/octet-stream", "none": "application/octet-stream",
	}
	for name, want := range tests {
		if got := layout.MediaType(name); got != want {
			t.Errorf("layout.MediaType(%q) = %q, want %q", name, got, want)
		}
	}
}

// FuzzOriginalsAreNeverExecutable checks that no format yields a media type that a
// browser executes on the site's origin.
func FuzzOriginalsAreNeverExecutable(f *testing.F) {
	for _, format := range []string{"html", "HTML", "svg", "xhtml", "js", "xml", "swf", "image/svg+xml", "x.html", "pdf", "text", ""} {
		f.Add(format)
	}
	f.Fuzz(func(t *testing.T, format string) {
		name := "original." + extension(format)
		if err := storage.CheckKey("public/derived/a/b/" + name); err != nil {
			t.Errorf("format %q makes %q: %v", format, name, err)
		}
		kind := layout.MediaType(name)
		for _, runs := range []string{"html", "svg", "javascript", "xml;", "text/xml", "application/xml", "css", "flash"} {
			if strings.Contains(kind, runs) {
				t.Errorf("format %q is served as %s", format, kind)
			}
		}
	})
}
