package site_test

import (
	"strings"
	"testing"
	"time"

	"proceedings/internal/manifest"
	"proceedings/internal/site"
)

// linkedMeeting is a meeting with one of everything.
func linkedMeeting() manifest.Manifest {
	file := func(name, kind string) manifest.File {
		return manifest.File{URL: "../../derived/s-1/r/" + name, Type: kind, Size: 2000, SHA256: strings.Repeat("a", 64)}
	}
	img := manifest.Image{File: file("slide-1.webp", "image/webp"), Width: 1600, Height: 900}
	return manifest.Manifest{
		ID: "board", Title: `Board <script>alert(1)</script>`, Date: "2026-03-12",
		Recordings: []manifest.Recording{{
			ID: "day", Kind: manifest.Video, MP4: file("film.mp4", "video/mp4"), M4A: file("film.m4a", "audio/mp4"),
			Captions: []manifest.Captions{{ID: "en", Language: "en", Label: "English", VTT: file("en.vtt", "text/vtt"), Text: file("en.txt", "text/plain")}},
		}},
		Decks:     []manifest.Deck{{ID: "talk", Title: "Clear water", PDF: file("deck.pdf", "application/pdf"), Slides: []manifest.Slide{{Number: 1, Alt: `A "chart"`, Images: []manifest.Image{img}}}}},
		Documents: []manifest.Document{{ID: "agenda", Title: "Agenda.txt", File: file("original.txt", "text/plain")}},
	}
}

func presigned(m manifest.Manifest, files []site.LinkFile) site.LinkInput {
	in := site.LinkInput{Manifest: m, Files: files, Shown: map[string]string{}, Saved: map[string]string{}, Ends: time.Date(2026, 3, 13, 8, 0, 0, 0, time.UTC)}
	for _, f := range files {
		in.Shown[f.File.URL] = "https://s3.example.org/b/" + strings.TrimPrefix(f.File.URL, "../../") + "?X-Amz-Signature=1&x=2"
		in.Saved[f.File.URL] = in.Shown[f.File.URL] + "&save"
	}
	for _, url := range site.LinkImages(m, files) {
		in.Shown[url] = "https://s3.example.org/b/" + strings.TrimPrefix(url, "../../") + "?X-Amz-Signature=1"
	}
	return in
}

func TestLinkFiles(t *testing.T) {
	t.Parallel()
	var got []string
	for _, f := range site.LinkFiles(linkedMeeting()) {
		got = append(got, f.Source+" "+f.Kind+" "+f.Name)
	}
	want := []string{
		"day video Board <script>alert(1)</script>.mp4", "day audio Board <script>alert(1)</script>.m4a",
		"day transcript Board <script>alert(1)</script> (English).txt", "day captions Board <script>alert(1)</script> (English).vtt",
		"talk slides Clear water.pdf", "agenda document Agenda.txt",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if none := site.LinkFiles(manifest.Manifest{}); len(none) != 0 {
		t.Errorf("of nothing: %v", none)
	}
}

func TestLinkPage(t *testing.T) {
	t.Parallel()
	m := linkedMeeting()
	all := site.LinkFiles(m)
	tests := []struct {
		name      string
		files     []site.LinkFile
		has, lack []string
	}{
		{
			"all of it", all,
			[]string{
				"img-src data: https://s3.example.org;", "media-src https://s3.example.org;", "default-src &#39;none&#39;", `name="referrer" content="no-referrer"`,
				`content="noindex"`, "Board &lt;script&gt;", "2026-03-13 08:00 UTC", "<video controls", "/film.mp4?X-Amz-Signature=1&amp;x=2\"", "<track kind=\"captions\"",
				"deck.pdf?X-Amz-Signature=1&amp;x=2&amp;save", "A &#34;chart&#34;", "slide-1.webp?X-Amz-Signature=1\"", "original.txt",
			},
			[]string{"<script", "../../", "ZgotmplZ"},
		},
		{"one paper", all[len(all)-1:], []string{"original.txt", "img-src data: https://s3.example.org;"}, []string{"<video", "deck.pdf", "slide-1", "<script"}},
		{"nothing", nil, []string{"img-src data:; media-src &#39;none&#39;"}, []string{"<a ", "<img", "<video"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			page, err := site.LinkPage(presigned(m, tt.files))
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range tt.has {
				if !strings.Contains(string(page), text) {
					t.Errorf("the page lacks %q:\n%s", text, page)
				}
			}
			for _, text := range tt.lack {
				if strings.Contains(string(page), text) {
					t.Errorf("the page has %q:\n%s", text, page)
				}
			}
		})
	}
}

func TestLinkPageRefusesOtherSchemes(t *testing.T) {
	t.Parallel()
	in := presigned(linkedMeeting(), site.LinkFiles(linkedMeeting()))
	for url := range in.Shown {
		in.Shown[url] = "javascript:alert(1)"
	}
	if page, err := site.LinkPage(in); err == nil {
		t.Errorf("it made\n%s", page)
	}
}
