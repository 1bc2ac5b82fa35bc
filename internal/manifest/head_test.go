package manifest_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

// small is a public meeting with a recording of that kind and of those files.
func small(kind manifest.Kind, master, mp4, m4a string) manifest.Manifest {
	named := func(url, mediaType string) manifest.File {
		if url == "" {
			return manifest.File{}
		}
		return manifesttest.File(url, mediaType, 1)
	}
	return manifest.Manifest{ID: "m", Title: "Day", Visibility: meeting.Public, Recordings: []manifest.Recording{{
		ID: "hall", Kind: kind, Duration: 59.5, Master: named(master, "application/vnd.apple.mpegurl"), MP4: named(mp4, "video/mp4"), M4A: named(m4a, "audio/mp4"),
	}}}
}

// withPoster is m with a poster for its first recording.
func withPoster(m manifest.Manifest) manifest.Manifest {
	m.Recordings[0].Poster.Images = []manifest.Image{{File: manifesttest.File("poster.jpg", "image/jpeg", 1), Width: 1280, Height: 720}}
	return m
}

// metas are the statements of a page's head that begin with one of the prefixes.
func metas(t *testing.T, m manifest.Manifest, base string, prefixes ...string) map[string]string {
	t.Helper()
	head, err := manifest.HeadOf(m, meeting.Site{Base: base}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for _, meta := range head.Metas {
		for _, prefix := range prefixes {
			if name := meta.Property + meta.Name; strings.HasPrefix(name, prefix) {
				list[name] = meta.Content
			}
		}
	}
	return list
}

// What Open Graph calls a video has a picture and can be played.
func TestOpenGraphOfRecordings(t *testing.T) {
	t.Parallel()
	const (
		base = "https://a.example/"
		in   = base + "meetings/m/"
	)
	video := map[string]string{
		"og:video": in + "a.mp4", "og:video:secure_url": in + "a.mp4", "og:video:type": "video/mp4", "og:video:width": "1280", "og:video:height": "720",
	}
	audio := map[string]string{"og:audio": in + "a.m4a", "og:audio:secure_url": in + "a.m4a", "og:audio:type": "audio/mp4"}
	lasts := map[string]string{"video:duration": "60"}
	website, film := map[string]string{"og:type": "website"}, map[string]string{"og:type": "video.other"}
	tests := map[string]struct {
		m    manifest.Manifest
		want []map[string]string
	}{
		"none":                        {manifest.Manifest{ID: "m", Visibility: meeting.Public}, []map[string]string{website}},
		"a video":                     {small(manifest.Video, "a.m3u8", "a.mp4", "a.m4a"), []map[string]string{film, video, lasts}},
		"a video without a file":      {small(manifest.Video, "a.m3u8", "", ""), []map[string]string{film, lasts}},
		"a video without its picture": {small(manifest.Video, "", "", "a.m4a"), []map[string]string{film, lasts}},
		"a video that is not made":    {small(manifest.Video, "", "", ""), []map[string]string{website}},
		"sound":                       {small(manifest.Audio, "a.m3u8", "", "a.m4a"), []map[string]string{website, audio}},
		"sound with a video file":     {small(manifest.Audio, "", "a.mp4", ""), []map[string]string{website}},
		"sound without a file":        {small(manifest.Audio, "a.m3u8", "", ""), []map[string]string{website}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := map[string]string{}
			for _, some := range tt.want {
				maps.Copy(want, some)
			}
			if diff := cmp.Diff(want, metas(t, tt.m, base, "og:type", "og:video", "og:audio", "video:")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A card has a player where there is something to play, by https and with a
// picture; else the picture alone, if there is one.
func TestCardsOfRecordings(t *testing.T) {
	t.Parallel()
	const in = "https://a.example/meetings/m/"
	player := func(width, height, stream, mediaType string) map[string]string {
		return map[string]string{
			"twitter:card": "player", "twitter:image": in + "poster.jpg", "twitter:image:alt": "A moment of Day",
			"twitter:player": in + "embed.html", "twitter:player:width": width, "twitter:player:height": height,
			"twitter:player:stream": in + stream, "twitter:player:stream:content_type": mediaType,
		}
	}
	streamless := player("640", "360", "", "")
	delete(streamless, "twitter:player:stream")
	delete(streamless, "twitter:player:stream:content_type")
	image := func(scheme string) map[string]string {
		return map[string]string{
			"twitter:card": "summary_large_image", "twitter:image": scheme + "://a.example/meetings/m/poster.jpg", "twitter:image:alt": "A moment of Day",
		}
	}
	plain := map[string]string{"twitter:card": "summary"}
	tests := map[string]struct {
		m      manifest.Manifest
		scheme string
		want   map[string]string
	}{
		"nothing":                   {manifest.Manifest{ID: "m", Title: "Day", Visibility: meeting.Public}, "https", plain},
		"a video":                   {withPoster(small(manifest.Video, "a.m3u8", "a.mp4", "a.m4a")), "https", player("640", "360", "a.mp4", "video/mp4")},
		"a video without a file":    {withPoster(small(manifest.Video, "a.m3u8", "", "")), "https", streamless},
		"sound":                     {withPoster(small(manifest.Audio, "a.m3u8", "", "a.m4a")), "https", player("640", "160", "a.m4a", "audio/mp4")},
		"a video without https":     {withPoster(small(manifest.Video, "a.m3u8", "a.mp4", "")), "http", image("http")},
		"a video that is not made":  {withPoster(small(manifest.Video, "", "", "")), "https", image("https")},
		"a video without a picture": {small(manifest.Video, "a.m3u8", "a.mp4", ""), "https", plain},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := metas(t, tt.m, tt.scheme+"://a.example/", "twitter:card", "twitter:image", "twitter:player")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestOpenGraphImages(t *testing.T) {
	t.Parallel()
	if got := metas(t, small(manifest.Video, "a.m3u8", "", ""), "https://a.example/", "og:image"); len(got) > 0 {
		t.Errorf("a meeting without pictures has %v", got)
	}
	want := map[string]string{
		"og:image": "http://a.example/meetings/m/poster.jpg", "og:image:type": "image/jpeg", "og:image:width": "1280", "og:image:height": "720",
		"og:image:alt": "A moment of Day",
	}
	if diff := cmp.Diff(want, metas(t, withPoster(small(manifest.Video, "a.m3u8", "", "")), "http://a.example/", "og:image")); diff != "" {
		t.Errorf("a picture without https (-want +got):\n%s", diff)
	}
}

// Open Graph wants a language with a region, and knows no other form.
func TestLocale(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{
		"de-AT": "de_AT", "EN-gb": "en_GB", "en": "", "": "", "zh-Hant": "", "zh-Hant-TW": "", "e-AT": "", "de_AT": "", "de AT-AT": "", "es-419": "",
	} {
		m := manifest.Manifest{ID: "m", Language: tag, Visibility: meeting.Public}
		if got := metas(t, m, "https://a.example/", "og:locale")["og:locale"]; got != want {
			t.Errorf("the language %q is %q, want %q", tag, got, want)
		}
	}
}
