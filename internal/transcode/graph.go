package transcode

import (
	"fmt"
	"math"
	"strings"

	"proceedings/internal/plan"
)

// pictureGraph is the filter graph of a chunk: it splits the frames of head for the
// rungs, the storyboard's tiles and the poster's candidates.
func pictureGraph(head string, p plan.ChunkParams) string {
	t, c, from := p.Tiles, p.Poster, plan.Seconds(p.From)
	chains := []string{
		"[st]" + pickEvery(t.Interval, from) + "," + scale(t.Width, t.Height, "yuvj420p") + "[tiles]",
		"[sp]" + pickEvery(c.Every, from) + "," + scale(c.Width, c.Height, "yuvj420p") + "[posters]",
	}
	if len(p.Rungs) == 0 {
		return strings.Join(append([]string{head + ",split=2[st][sp]"}, chains...), ";")
	}
	return strings.Join(append(append([]string{head + ",split=3[s0][st][sp]"}, rungChains(p.Rungs)...), chains...), ";")
}

// rungChains scale what comes in as [s0] for the rungs, which go out as [v0],
// [v1], …: every size from the next larger one, which costs half of scaling each
// from the source, and once for all codecs.
func rungChains(rungs []plan.Rung) []string {
	type size struct{ w, h int }
	var sizes []size
	outs := map[size][]string{}
	for i, r := range rungs {
		s := size{r.Width, r.Height}
		if len(outs[s]) == 0 {
			sizes = append(sizes, s)
		}
		outs[s] = append(outs[s], fmt.Sprintf("[v%d]", i))
	}
	chains := make([]string, 0, len(sizes))
	for i, s := range sizes {
		to := outs[s]
		if i+1 < len(sizes) {
			to = append(to, fmt.Sprintf("[s%d]", i+1))
		}
		chain := fmt.Sprintf("[s%d]%s", i, scale(s.w, s.h, "yuv420p"))
		if len(to) > 1 {
			chain += fmt.Sprintf(",split=%d", len(to))
		}
		chains = append(chains, chain+strings.Join(to, ""))
	}
	return chains
}

// sourceChain puts the frames of a source on the timeline and keeps those of one
// chunk. Each frame gets its time by itself, so that all chunks together have the
// frames of a single run over the whole.
func sourceChain(p plan.ChunkParams) string {
	pic := p.Picture
	zero := p.Zero()
	if p.Begins() {
		zero += pic.PadStart
	}
	filters := []string{fmt.Sprintf("setpts='round(PTS-%s/TB)'", number(zero))}
	filters = append(filters, canvas(pic, p.Rungs)...)
	filters = append(filters, preFilters(pic, p.Rungs)...)
	if pic.FrameRate > 0 {
		filters = append(filters, "fps="+number(pic.FrameRate))
	}
	pad := []string{}
	if p.Begins() && pic.PadStart > 0 {
		pad = append(pad, "start_mode=clone:start_duration="+number(pic.PadStart))
	}
	if p.Ends() && pic.PadEnd > 0 {
		pad = append(pad, "stop_mode=clone:stop_duration="+number(pic.PadEnd))
	}
	if len(pad) > 0 {
		filters = append(filters, "tpad="+strings.Join(pad, ":"))
	}
	trim := []string{}
	if !p.Begins() || p.Trim {
		trim = append(trim, "start="+number(plan.Seconds(p.From)-boundaryMargin))
	}
	if !p.Last || p.Trim || pic.PadEnd > 0 { // a last frame may be said to stand for as long as is padded
		trim = append(trim, "end="+number(plan.Seconds(p.To)-boundaryMargin))
	}
	if len(trim) > 0 {
		filters = append(filters, "trim="+strings.Join(trim, ":"))
	}
	return fmt.Sprintf("[0:%d]%s", pic.Index, strings.Join(filters, ","))
}

// preFilters are the filters before scaling: deinterlace, rotate, map tones and
// colours.
func preFilters(pic plan.Picture, rungs []plan.Rung) []string {
	var filters []string
	if pic.Deinterlace {
		if !pic.Varies {
			// It looks back at frames, which must be of one size then.
			filters = append(filters, "scale=interl=-1")
		}
		filters = append(filters, "yadif")
	}
	filters = append(filters, rotationFilters(pic)...)
	if pic.ToneMap != "" {
		if len(rungs) > 0 && !pic.Varies { // floats are slow: no more of them than are shown
			filters = append(filters, fmt.Sprintf("scale=%d:%d,setsar=1", rungs[0].Width, rungs[0].Height))
		}
		// From BT.2020 with that transfer to BT.709, by way of linear light
		// (ITU-R BT.2408 calls 203 cd/m² the white of text and paper). That white comes
		// out at 85 % of the signal; of ffmpeg's other curves hable makes it a grey of
		// 62 %, and clip has nothing above it.
		filters = append(filters,
			"zscale=tin="+pic.ToneMap+":min=bt2020nc:pin=bt2020:rin=tv:t=linear:npl=203", "format=gbrpf32le",
			"zscale=p=bt709", "tonemap=mobius:desat=0", "zscale=t=bt709:m=bt709:r=tv", "format=yuv420p")
	}
	return append(filters, toBT709(pic.Colors)...)
}

// toBT709 converts from a colour matrix to BT.709 in limited range, and tags the
// frames. Primaries are not converted: those of BT.601 differ by less than two cameras.
func toBT709(matrix string) []string {
	if matrix == "" {
		return nil
	}
	from := "in_color_matrix=" + matrix + ":"
	if matrix == plan.RGB {
		from = ""
	}
	return []string{
		"scale=" + from + "out_color_matrix=bt709:out_range=tv", "format=yuv420p",
		"setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv",
	}
}

func scale(w, h int, format string) string {
	return fmt.Sprintf("scale=%d:%d,setsar=1,format=%s", w, h, format)
}

// pickEvery picks one frame per interval: the one on screen in the middle of each,
// counted from zero, beginning with the first interval whose middle is not before
// from. A chunk that is too short to have a middle still gives one frame.
func pickEvery(seconds, from float64) string {
	ms := max(1, int(seconds*1000+0.5))
	first := max(0, int(math.Ceil(from*1000/float64(ms)-0.5)))
	return fmt.Sprintf("setpts='PTS-%s/TB',fps=1000/%d:start_time=%s:round=up:eof_action=pass",
		number(float64(ms)/2000), ms, number(float64(first*ms)/1000))
}
