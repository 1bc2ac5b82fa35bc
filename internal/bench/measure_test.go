package main

import "testing"

func TestParseSSIM(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, said string
		want       float64
		fails      bool
	}{
		{"the filter's last line", "frame=25\n[Parsed_ssim_6 @ 0x55] SSIM Y:0.991 (20.5) U:0.998 (27) V:0.998 (27) All:0.993746 (22.0)", 0.993746, false},
		{"equal pictures", "[Parsed_ssim_0 @ 0x55] SSIM Y:1.000000 (inf) U:1.0 (inf) V:1.0 (inf) All:1.000000 (inf)", 1, false},
		{"a run without frames", "Output file is empty, nothing was encoded", 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseSSIM(tt.said)
			if got != tt.want || (err != nil) != tt.fails {
				t.Errorf("parseSSIM = %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func TestSum(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, lines string
		want        int64
		fails       bool
	}{
		{"sizes of packets", "100\n20\n3\n", 123, false},
		{"packets with side data", "100,\n20\n\n", 120, false},
		{"no packets", "", 0, false},
		{"a size that is not known", "N/A\n", 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := sum(tt.lines)
			if got != tt.want || (err != nil) != tt.fails {
				t.Errorf("sum = %d, %v, want %d", got, err, tt.want)
			}
		})
	}
}
