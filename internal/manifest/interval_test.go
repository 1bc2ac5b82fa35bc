package manifest_test

import (
	"testing"

	"proceedings/internal/manifest"
)

func TestInterval(t *testing.T) {
	t.Parallel()
	at := func(seconds float64) *float64 { return &seconds }
	tests := []struct {
		name        string
		of          manifest.Presentation
		others      []manifest.Presentation
		start, last float64
		unknown     bool
	}{
		{"where it says", manifest.Presentation{Start: at(10), End: at(50)}, []manifest.Presentation{{Start: at(30)}}, 10, 50, false},
		{"never after the recording", manifest.Presentation{Start: at(10), End: at(500)}, nil, 10, 100, false},
		{"an end before the start is none", manifest.Presentation{Start: at(10), End: at(5)}, []manifest.Presentation{{Start: at(30)}}, 10, 30, false},
		{"an end at the start is none", manifest.Presentation{Start: at(10), End: at(10)}, nil, 10, 100, false},
		{"where the next one begins", manifest.Presentation{Start: at(10)}, []manifest.Presentation{{Start: at(60)}, {Start: at(0)}, {Start: at(30)}, {}}, 10, 30, false},
		{"two that begin together end together", manifest.Presentation{Start: at(10)}, []manifest.Presentation{{Start: at(10)}, {Start: at(40)}}, 10, 40, false},
		{"the next of another recording is none", manifest.Presentation{Start: at(10)}, []manifest.Presentation{{Start: at(30), Recording: "second"}}, 10, 100, false},
		{"no name means the first recording", manifest.Presentation{Start: at(10), Recording: "first"}, []manifest.Presentation{{Start: at(30)}}, 10, 30, false},
		{"the next of a recording that is not there is none", manifest.Presentation{Start: at(10)}, []manifest.Presentation{{Start: at(30), Recording: "gone"}}, 10, 100, false},
		{"the last ends with its recording", manifest.Presentation{Start: at(30), Recording: "second"}, []manifest.Presentation{{Start: at(10)}}, 30, 40, false},
		{"no start", manifest.Presentation{End: at(50)}, nil, 0, 0, true},
		{"a start behind the recording", manifest.Presentation{Start: at(100), End: at(120)}, nil, 0, 0, true},
		{"a recording that is not there", manifest.Presentation{Start: at(1), Recording: "gone"}, nil, 0, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := manifest.Manifest{
				Recordings:    []manifest.Recording{{ID: "first", Duration: 100}, {ID: "second", Duration: 40}},
				Presentations: append([]manifest.Presentation{tt.of}, tt.others...),
			}
			start, end, known := m.Interval(tt.of)
			if start != tt.start || end != tt.last || known == tt.unknown {
				t.Errorf("Interval = %v, %v, %t; want %v, %v, %t", start, end, known, tt.start, tt.last, !tt.unknown)
			}
		})
	}
}
