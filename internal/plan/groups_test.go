package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Each recording has a remark about its unusable files.
func TestGroupsReportUnusableFiles(t *testing.T) {
	t.Parallel()
	file := func(id string, belongs func(*meeting.Source)) plan.File {
		f := plan.File{Source: meeting.Source{ID: id, Name: id + ".mp4"}, Media: &meeting.Media{Duration: 60, Video: &meeting.Video{}, Audio: []meeting.Audio{{}}}}
		if belongs != nil {
			belongs(&f.Source)
		}
		return f
	}
	unusable := func(f plan.File) plan.File {
		f.Media, f.Unusable = nil, "is damaged"
		return f
	}
	part := func(s *meeting.Source) { s.PartOf = "a" }
	view := func(s *meeting.Source) { s.ViewOf = "a" }
	repeat := func(s *meeting.Source) { s.TwinOf = "a" }
	tests := map[string]struct {
		files []plan.File
		want  [][]string
	}{
		"a part in the middle": {[]plan.File{file("a", nil), unusable(file("b", part)), file("c", part)}, [][]string{{"is published without its part b.mp4, which is damaged"}, nil, nil}},
		"the only other part":  {[]plan.File{file("a", nil), unusable(file("b", part))}, [][]string{{"is published without its part b.mp4, which is damaged"}, nil}},
		"the first part":       {[]plan.File{unusable(file("a", nil)), file("b", part), file("c", part)}, [][]string{nil, {"is published without its part a.mp4, which is damaged"}, nil}},
		"a view":               {[]plan.File{file("a", nil), unusable(file("b", view))}, [][]string{{"is published without its view b.mp4, which is damaged"}, nil}},
		"the head of views": {
			[]plan.File{unusable(file("a", nil)), file("b", view), file("c", view)}, [][]string{nil, {"is published without its view a.mp4, which is damaged"}, nil},
		},
		"a copy":                    {[]plan.File{file("a", nil), unusable(file("b", repeat))}, [][]string{nil, nil}},
		"a copy and a part":         {[]plan.File{file("a", nil), unusable(file("b", repeat)), unusable(file("c", part))}, [][]string{{"is published without its part c.mp4, which is damaged"}, nil, nil}},
		"all of them":               {[]plan.File{unusable(file("a", nil)), unusable(file("b", part))}, [][]string{nil, nil}},
		"a file by itself":          {[]plan.File{unusable(file("a", nil)), file("b", nil)}, [][]string{nil, nil}},
		"a file that is not probed": {[]plan.File{file("a", nil), {Source: meeting.Source{ID: "b", PartOf: "a"}, Pending: true}}, [][]string{nil, nil}},
		"two parts of three":        {[]plan.File{file("a", nil), unusable(file("b", part)), unusable(file("c", part))}, [][]string{{"is published without its part b.mp4, which is damaged", "is published without its part c.mp4, which is damaged"}, nil, nil}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, got := plan.Groups(tt.files)
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
