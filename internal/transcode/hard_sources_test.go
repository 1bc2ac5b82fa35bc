package transcode_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// edited is the file at path with its bytes changed, in place.
func edited(t *testing.T, path string, change func(b []byte)) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	change(b)
	if err = os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// joined is the bytes of several files, one after the other, in the place of the
// first.
func joined(t *testing.T, paths ...string) string {
	t.Helper()
	var all []byte
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	to := filepath.Join(filepath.Dir(paths[0]), "joined"+filepath.Ext(paths[0]))
	if err := os.WriteFile(to, all, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// behind is the places behind the name of each box of that name, or what looks
// like one.
func behind(t *testing.T, b []byte, box string) (all [][]byte) {
	t.Helper()
	for rest := b; ; {
		_, after, found := bytes.Cut(rest, []byte(box))
		if !found {
			break
		}
		all, rest = append(all, after), after
	}
	if len(all) == 0 {
		t.Fatalf("no %s box", box)
	}
	return all
}

// lasting makes an MP4 say that it and its tracks last so many times what they
// do (ISO/IEC 14496-12, 8.2.2, 8.3.2, 8.4.2: version 0).
func lasting(t *testing.T, path string, times uint32) string {
	t.Helper()
	return edited(t, path, func(b []byte) {
		for box, at := range map[string]int{"mvhd": 16, "tkhd": 20, "mdhd": 16} {
			for _, field := range behind(t, b, box) {
				binary.BigEndian.PutUint32(field[at:], binary.BigEndian.Uint32(field[at:])*times)
			}
		}
	})
}

// turned writes a display matrix (a b; c d) into the first track of an MP4
// (ISO/IEC 14496-12, 8.3.2: version 0).
func turned(t *testing.T, path string, a, b, c, d int32) string {
	t.Helper()
	return edited(t, path, func(file []byte) {
		matrix := behind(t, file, "tkhd")[0][40:]
		for i, value := range []int32{a, b, 0, c, d, 0} {
			binary.BigEndian.PutUint32(matrix[4*i:], uint32(value<<16)) //nolint:gosec // the bits are meant
		}
	})
}

// zeroed overwrites a share of an MP4's media with zeros, from one part of it to
// another: what a disk gives back that was never written.
func zeroed(t *testing.T, path string, from, to float64) string {
	t.Helper()
	return edited(t, path, func(b []byte) {
		at := bytes.Index(b, []byte("mdat"))
		if at < 4 {
			t.Fatal("no mdat box")
		}
		size := int(binary.BigEndian.Uint32(b[at-4:])) - 8
		media := b[at+4 : at+4+size]
		clear(media[int(from*float64(size)):int(to*float64(size))])
	})
}

// firstError sends a recording down its road until a step fails.
func firstError(t *testing.T, src string) error {
	t.Helper()
	runner := proctest.Runner(t)
	found, err := (&probe.Prober{Runner: runner}).File(t.Context(), src, "")
	if err != nil {
		return err
	}
	p := short().Recording("", layout.Public, *found.Media)
	tc := &transcode.Transcoder{Runner: runner}
	quiet := func(float64) {}
	if step, has := p.Audio(); has {
		if _, err = tc.Audio(t.Context(), src, t.TempDir(), decode[plan.AudioParams](t, step), quiet); err != nil {
			return err
		}
	}
	for _, step := range p.Chunks(plan.Decided{}) {
		if _, err = tc.Chunk(t.Context(), src, t.TempDir(), decode[plan.ChunkParams](t, step), quiet); err != nil {
			return err
		}
	}
	return nil
}
