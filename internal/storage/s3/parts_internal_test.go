package s3

import "testing"

// FuzzPartSize holds the laws of parts: within the limits of the protocol,
// never smaller than asked for, tiling the object without gap or overlap.
func FuzzPartSize(f *testing.F) {
	for _, size := range []int64{
		0, 1, minPart, minPart + 1, defaultPart, defaultPart + 1, 40 * mib,
		defaultPart*maxParts - 1, defaultPart * maxParts, defaultPart*maxParts + 1, 1 << 40, maxObject - 1, maxObject,
	} {
		for _, preferred := range []int64{0, minPart, defaultPart, 100 * mib} {
			f.Add(size, preferred)
		}
	}
	f.Fuzz(func(t *testing.T, size, preferred int64) {
		if size < 0 || preferred < 0 || preferred > maxPart {
			return // no such object, or refused by Open
		}
		partSize, err := partSizeFor(size, preferred)
		if size > maxObject {
			if err == nil {
				t.Fatalf("partSizeFor(%d) = %d, want an error beyond 5 TiB", size, partSize)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if partSize < minPart || partSize > maxPart || partSize < preferred {
			t.Fatalf("partSizeFor(%d, %d) = %d, outside the limits", size, preferred, partSize)
		}
		if err := usable(size, partSize); err != nil {
			t.Fatalf("partSizeFor(%d, %d) = %d, which is not usable: %v", size, preferred, partSize, err)
		}
		parts := split(size, partSize)
		if len(parts) > maxParts {
			t.Fatalf("%d bytes make %d parts of %d", size, len(parts), partSize)
		}
		var at int64
		for i, p := range parts {
			if p.number != int32(i+1) || p.offset != at || p.size <= 0 || p.size > partSize || p.size < partSize && i < len(parts)-1 {
				t.Fatalf("part %d of %d bytes by %d = %+v, want one that starts at %d", i, size, partSize, p, at)
			}
			at += p.size
		}
		if at != size {
			t.Fatalf("parts of %d bytes end at %d", size, at)
		}
	})
}

func TestKeepsThePreferredPartSize(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name            string
		size, preferred int64
		want            int64
	}{
		{"a recording of some gigabytes", 8 << 30, defaultPart, defaultPart},
		{"the last size that fits", defaultPart * maxParts, defaultPart, defaultPart},
		{"a byte more takes the next MiB", defaultPart*maxParts + 1, defaultPart, defaultPart + mib},
		{"the largest object", maxObject, defaultPart, 525 * mib},
		{"never below the least", 100 * mib, 1, minPart},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := partSizeFor(tt.size, tt.preferred); got != tt.want || err != nil {
				t.Errorf("partSizeFor(%d, %d) = %d, %v, want %d", tt.size, tt.preferred, got, err, tt.want)
			}
		})
	}
}

func TestChangedStateIsNotUsable(t *testing.T) {
	t.Parallel()
	for _, partSize := range []int64{-1, 0, 1, minPart - 1, maxPart + 1} {
		if usable(1<<30, partSize) == nil {
			t.Errorf("an upload may go on in parts of %d bytes", partSize)
		}
	}
	if usable(minPart*maxParts+1, minPart) == nil {
		t.Error("an upload may go on in 10,001 parts")
	}
}
