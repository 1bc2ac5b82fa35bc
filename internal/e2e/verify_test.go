package e2e_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"proceedings/internal/manifest"
)

// answer is a response.
type answer struct {
	code int
	kind string // media type
	body []byte
}

// get fetches an address.
func get(t *testing.T, address string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("read %s: %v", address, err)
	}
	return answer{resp.StatusCode, resp.Header.Get("Content-Type"), body}
}

// verifyPublished reads a manifest by HTTP, validates it against its schema, and checks
// type, size and SHA-256 of every file that it names.
func verifyPublished(t *testing.T, base, id string) (manifest.Manifest, string) {
	t.Helper()
	address := base + "meetings/" + id + "/manifest.json"
	page := get(t, address)
	if page.code != http.StatusOK {
		t.Fatalf("GET %s: %d", address, page.code)
	}
	checkSchema(t, page.body)
	m, err := manifest.Decode(page.body)
	if err != nil {
		t.Fatal(err)
	}
	root, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for file := range m.Files() {
		n++
		if file.Versioned != "" {
			ref, err := root.Parse(file.Versioned)
			if err != nil {
				t.Fatal(err)
			}
			got := get(t, ref.String())
			if sum := sha256.Sum256(got.body); got.code != http.StatusOK || got.kind != file.Type || hex.EncodeToString(sum[:]) != file.SHA256 {
				t.Errorf("GET %s: %d, %s with SHA-256 %x, the manifest has %s and %s", ref, got.code, got.kind, sum, file.Type, file.SHA256)
			}
		}
		ref, err := root.Parse(file.URL)
		if err != nil {
			t.Errorf("%s: %v", file.URL, err)
			continue
		}
		got := get(t, ref.String())
		sum := sha256.Sum256(got.body)
		switch {
		case got.code != http.StatusOK:
			t.Errorf("GET %s: %d", ref, got.code)
		case int64(len(got.body)) != file.Size || hex.EncodeToString(sum[:]) != file.SHA256:
			t.Errorf("%s: %d bytes with SHA-256 %x, the manifest has %d and %s", file.URL, len(got.body), sum, file.Size, file.SHA256)
		case got.kind != file.Type:
			t.Errorf("%s: served as %q, the manifest has %q", file.URL, got.kind, file.Type)
		}
	}
	t.Logf("%s: %d files checked", id, n)
	return m, address
}

func checkSchema(t *testing.T, data []byte) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../../docs/manifest.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("the manifest violates its schema: %v", err)
	}
}

// verifyExample checks the content of the example meeting.
func verifyExample(t *testing.T, base string) {
	t.Helper()
	m, address := verifyPublished(t, base, exampleID)
	if m.State != manifest.Published || len(m.Refused) != 0 || len(m.Warnings) != 0 {
		t.Errorf("state %s, refused %v, warnings %v", m.State, m.Refused, m.Warnings)
	}
	verifyPlayback(t, address, m)
	verifyCaptions(t, address, m)
	slides := map[string]manifest.Slide{}
	for _, d := range m.Decks {
		for _, s := range d.Slides {
			slides[d.ID+"/"+s.Title] = s
			var got []string
			for _, img := range s.Images {
				got = append(got, fmt.Sprintf("%s of %d", img.Type, img.Width))
			}
			want := []string{"image/webp of 1600", "image/jpeg of 1600", "image/webp of 320", "image/jpeg of 320"}
			if !slices.Equal(got, want) {
				t.Errorf("deck %s, slide %d: images %q, want %q", d.ID, s.Number, got, want)
			}
		}
	}
	for _, want := range []struct {
		slide       string
		number      int
		body, notes string
		hidden      bool
	}{
		{slide: "harbour/A basin that cleans itself", number: 2, body: "Mussels filter what is left", notes: "forty cubic metres an hour"},
		{slide: "harbour/Backup: how the samples were taken", number: 5, body: "Three bottles a quay", notes: "Only if somebody asks.", hidden: true},
		{slide: "lantern/Saving by town", number: 2, body: "Northpier\t120\t41 %\t2", notes: "Eastlock has the widest streets"},
		{slide: "meadow/Who came to live there", number: 2, body: "34 kinds of wild bee"},
	} {
		got, there := slides[want.slide]
		if !there || got.Number != want.number || got.Hidden != want.hidden ||
			!strings.Contains(got.Body, want.body) || !strings.Contains(got.Notes, want.notes) {
			t.Errorf("slide %s is %+v, want number %d with %q and notes %q", want.slide, got, want.number, want.body, want.notes)
		}
	}
	if len(m.Decks) != 3 || len(m.Documents) != 1 || len(m.Presentations) != 3 {
		t.Errorf("%d decks, %d documents, %d presentations; want 3, 1, 3", len(m.Decks), len(m.Documents), len(m.Presentations))
	}
}

// verifyPlayback plays the master playlist and the DASH manifest to their ends, and
// checks the page.
func verifyPlayback(t *testing.T, address string, m manifest.Manifest) {
	t.Helper()
	if len(m.Recordings) != 1 {
		t.Fatalf("%d recordings, want 1", len(m.Recordings))
	}
	root, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range []string{m.Recordings[0].Master.URL, m.Recordings[0].DASH.URL} {
		ref, err := root.Parse(entry)
		if err != nil {
			t.Fatal(err)
		}
		rungs, audio := play(t, ref.String())
		if rungs != 2 || audio == 0 {
			t.Errorf("%s: %d rungs and %d audio streams play to the end, want 2 and at least 1", entry, rungs, audio)
		}
	}
	page := get(t, strings.TrimSuffix(address, "manifest.json"))
	if page.code != http.StatusOK || !strings.Contains(string(page.body), "<video") {
		t.Errorf("the page: %d, without a video:\n%s", page.code, page.body)
	}
}

// verifyCaptions compares the captions with the example's script, in all published
// formats.
func verifyCaptions(t *testing.T, address string, m manifest.Manifest) {
	t.Helper()
	root, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	fetch := func(entry string) (string, string) {
		ref, wrong := root.Parse(entry)
		if wrong != nil {
			t.Fatal(wrong)
		}
		return ref.String(), string(get(t, ref.String()).body)
	}
	if len(m.Recordings[0].Captions) != 1 || m.Accessibility.Captions != manifest.ReviewedCaptions {
		t.Fatalf("captions %+v, %s; want one reviewed track", m.Recordings[0].Captions, m.Accessibility.Captions)
	}
	c := m.Recordings[0].Captions[0]
	dash, _ := fetch(m.Recordings[0].DASH.URL)
	out, err := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-allowed_extensions", "ALL", "-i", dash, "-map", "0:s:0", "-f", "srt", "-").Output()
	if err != nil {
		t.Fatalf("read the captions of %s: %v", dash, err)
	}
	_, vtt := fetch(c.VTT.URL)
	_, text := fetch(c.Text.URL)
	_, page := fetch("index.html")
	_, master := fetch(m.Recordings[0].Master.URL)
	list, playlist := fetch(c.Playlist.URL)
	if ref, err := root.Parse(c.VTT.URL); err != nil || !strings.Contains(playlist, "\ncaptions.vtt\n") || list[:strings.LastIndex(list, "/")] != ref.String()[:strings.LastIndex(ref.String(), "/")] {
		t.Errorf("the playlist of the captions does not list them:\n%s", playlist)
	}
	if !strings.Contains(master, c.Playlist.URL) {
		t.Errorf("the master playlist has no captions:\n%s", master)
	}
	for what, body := range map[string]string{"DASH": string(out), "WebVTT": vtt, "the transcript": text, "the page": page} {
		at := 0
		for _, line := range []string{"Welcome to the spring meeting", "The basin cleans itself", "Thirty four kinds of wild bee", "Goodbye, until autumn"} {
			i := strings.Index(body[at:], line)
			if i < 0 {
				t.Errorf("%s does not continue with %q:\n%.2000s", what, line, body[at:])
				break
			}
			at += i
		}
	}
	if !strings.Contains(string(out), "00:01:21,000 --> 00:01:25,000") || !strings.Contains(vtt, "00:01:21.000 --> 00:01:25.000\n<v Chair of the cluster>") {
		t.Errorf("the last caption has another time:\n%s\n%s", out, vtt)
	}
}

// play reads all streams of a playlist or DASH manifest. It counts the audio streams, and
// the rungs with every frame of the example: 85 s at 25 frames a second.
func play(t *testing.T, address string) (rungs, audio int) {
	t.Helper()
	for i, s := range streams(t, address, "-show_entries", "stream=codec_name,codec_type") {
		// Read one stream at a time: with DASH, ffmpeg ends all streams when the first one
		// ends, and loses frames of the others.
		one := streams(t, address, "-select_streams", fmt.Sprint(i), "-count_packets", "-show_entries", "stream=nb_read_packets")
		switch {
		case s.Type == "video" && s.Codec == "h264" && len(one) == 1 && one[0].Packets == "2125":
			rungs++
		case s.Type == "audio" && s.Codec == "aac" && len(one) == 1 && one[0].Packets > "0":
			audio++
		case s.Type == "subtitle" && s.Codec == "webvtt" && len(one) == 1 && one[0].Packets > "0": // from DASH; ffmpeg reads none from HLS
		default:
			t.Errorf("%s: an unexpected stream: %+v, read as %+v", address, s, one)
		}
	}
	return rungs, audio
}

// stream is a stream as ffprobe describes it.
type stream struct {
	Type    string `json:"codec_type"`
	Codec   string `json:"codec_name"`
	Packets string `json:"nb_read_packets"`

	Start    string `json:"start_time"`
	Duration string `json:"duration"`
}

func streams(t *testing.T, address string, args ...string) []stream {
	t.Helper()
	args = append([]string{"-v", "error", "-of", "json"}, args...)
	if strings.HasSuffix(address, ".mpd") {
		args = append(args, "-allowed_extensions", "ALL") // ffmpeg refuses .vtt in DASH by default
	}
	args = append(args, address)
	out, err := exec.CommandContext(t.Context(), "ffprobe", args...).Output()
	if err != nil {
		t.Fatalf("play %s: %v", address, err)
	}
	var played struct{ Streams []stream }
	if err := json.Unmarshal(out, &played); err != nil {
		t.Fatal(err)
	}
	return played.Streams
}
