package pipeline

import (
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/originals/originalstest"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/steps"
	"proceedings/internal/storage/mem"
)

// talkFrom writes twelve seconds of reproducible speech-like noise, from a given second.
func talkFrom(t *testing.T, from float64) (path string, content []byte) {
	t.Helper()
	dir := t.TempDir()
	path = filepath.Join(dir, "talk.wav")
	_, err := proctest.Runner(t).Run(t.Context(), proc.Command{
		Path: "ffmpeg", Args: []string{
			"-v", "error", "-nostdin", "-f", "lavfi", "-i", fmt.Sprintf(
				"anoisesrc=d=30:c=pink:r=16000:seed=7,asetnsamples=n=1600,volume='0.02+0.3*random(1)*gt(random(2),0.4)':eval=frame,"+
					"atrim=%v:%v,asetpts=N/SR/TB", from, from+12), path,
		}, Dir: dir, Write: []string{dir},
	})
	if err != nil {
		t.Fatal(err)
	}
	if content, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return path, content
}

// TestOffsetOfTwoRecordings computes an offset from stored fingerprints only.
func TestOffsetOfTwoRecordings(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")

	for _, space := range []layout.Space{layout.Public, layout.Private} {
		t.Run(string(space), func(t *testing.T) {
			t.Parallel()
			store, scratch := new(mem.Store), t.TempDir()
			p := &Pipeline{
				Store: store, Sources: originals.NewCache(store, t.TempDir(), 0), Scratch: scratch,
				Make: allMakers(t),
				Log:  slog.New(slog.DiscardHandler), Now: time.Now,
			}
			run := func(s plan.Step) steps.Result { return resultOf(t, p, s) }
			var prints []plan.Step
			for _, from := range []float64{0, 4.5} {
				path, content := talkFrom(t, from)
				found, err := (&probe.Prober{Runner: proctest.Runner(t)}).File(t.Context(), path, meeting.Recording)
				if err != nil {
					t.Fatal(err)
				}
				s, some := plan.Profiles()[0].Recording(originalstest.Store(t, store, content, 0), space, *found.Media).Fingerprint()
				if !some {
					t.Fatal("the plan has no fingerprint")
				}
				if res := run(s); res.Fingerprint == nil || res.Fingerprint.Heard < 11 || len(res.Objects) != 1 || res.Tools["ffmpeg"] == "" {
					t.Fatalf("the fingerprint's result is %+v", res)
				}
				prints = append(prints, s)
			}
			res := run(plan.ForOffset(prints[0], prints[1], space))
			if o := res.Offset; o == nil || !o.Found || math.Abs(o.Seconds-4.5) > 0.01 || len(res.Objects) != 0 {
				t.Errorf("the offset's result is %+v, %+v, want 4.5 s and no file", res, o)
			}
		})
	}
}
