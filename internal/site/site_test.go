package site_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
	"proceedings/internal/site"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestPagesOfTheSample(t *testing.T) {
	t.Parallel()
	in := site.Input{Manifest: manifesttest.Sample(), Transcripts: []site.Transcript{said()}}
	for path, render := range map[string]func(site.Input, site.Assets) ([]byte, error){
		"testdata/sample.html": site.Index, "testdata/embed.html": site.Embed,
	} {
		got, err := render(in, scripts())
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			if err = os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v: run the test with -update", err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is out of step; review and run with -update (-want +got):\n%s", path, diff)
		}
	}
}

// said is what is said in the sample's first recording.
func said() site.Transcript {
	return site.Transcript{Recording: "main-hall", Captions: "en", Cues: []meeting.Cue{
		{Start: 1, End: 3.5, Speaker: "Ada Diallo", Text: "Welcome to\nthe house."},
		{Start: 3.5, End: 5, Speaker: "Ada Diallo", Text: "Bees first."},
		{Start: 760, End: 763, Speaker: "Jun Ito", Text: "Twelve kilograms of honey."},
		{Start: 764, End: 765, Speaker: "Jun Ito", Text: " "},
		{Start: 900, End: 903, Speaker: "Jun Ito", Text: "Any questions?"},
	}}
}
