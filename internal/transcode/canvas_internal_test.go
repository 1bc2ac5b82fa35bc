package transcode

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/plan"
)

// A picture that keeps its size costs nothing: its graph has no bars. One that
// changes has them, and turns its frames behind them.
func TestCanvas(t *testing.T) {
	t.Parallel()
	args := func(change func(p *plan.Picture)) (graph string, autorotates bool) {
		step := planned(t, "meeting", talk()).Chunks(plan.Decided{})[0]
		p := paramsOf[plan.ChunkParams](t, step)
		change(&p.Picture)
		list := chunkArgs("x", "out", p)
		return list[slices.Index(list, "-filter_complex")+1], !slices.Contains(list, "-noautorotate")
	}
	if graph, autorotates := args(func(*plan.Picture) {}); strings.Contains(graph, "pad=") || strings.Contains(graph, "eval=frame") || !autorotates {
		t.Errorf("a picture that keeps its size: %s, turned by ffmpeg %v", graph, autorotates)
	}
	if graph, autorotates := args(func(p *plan.Picture) { p.Varies = true }); !strings.Contains(graph, "pad=w=1920:h=1080:") || autorotates {
		t.Errorf("a picture that changes its size: %s, turned by ffmpeg %v", graph, autorotates)
	}
	for turn, filter := range map[int]string{90: "transpose=clock,", 180: "hflip,vflip,", 270: "transpose=cclock,"} {
		graph, _ := args(func(p *plan.Picture) { p.Varies, p.Rotation = true, turn })
		want := "pad=w=1080:h=1920:"
		if turn == 180 {
			want = "pad=w=1920:h=1080:"
		}
		if bars := strings.Index(graph, want); bars < 0 || strings.Index(graph, filter) < bars {
			t.Errorf("turned by %d: %s, want %s and then %s", turn, graph, want, filter)
		}
	}
}
