package probe

import (
	"math"

	"proceedings/internal/meeting"
)

// video is a picture stream with the sums of its packets.
func video(s stream, t *track) meeting.Video {
	s, varies := mainShape(s, t)
	w, h := shown(s)
	v := meeting.Video{
		Index: s.Index, Codec: s.Codec, PixFmt: s.PixFmt, Width: w, Height: h,
		Frames: t.count, Start: t.start, Last: t.last, End: t.end(),
		Interlaced: interlaced(s.FieldOrder),
		Profile:    s.Profile, Transfer: known(s.Transfer), Matrix: known(s.Matrix), Primaries: known(s.Primaries), Full: s.Range == "pc",
		Reshaped: reshapeReason(s),
		Hidden:   t.hidden, Untimed: t.untimed, Varies: varies, Turn: turn(s), Title: pictureTitle(s.Tags),
	}
	if d := v.End - v.Start; d > 0 {
		v.FrameRate = math.Round(float64(t.count)/d*1000) / 1000
		v.BitRate = int(math.Round(float64(t.bytes) * 8 / d))
	}
	if k := t.keys; k != nil {
		v.Keys, v.OpenGOP, v.LongestGOP = k.found(), k.open, k.longestGOP(v.Start, v.End)
	}
	v.Gaps = t.gaps.found(v.End)
	return v
}

// known is a name of ffprobe's, empty where it stands for none.
func known(name string) string {
	if name == "unknown" {
		return ""
	}
	return name
}

func interlaced(order string) bool {
	switch order {
	case "tt", "bb", "tb", "bt":
		return true
	default:
		return false
	}
}

// pictureTitle is what a stream of pictures is called. Most handler names are
// those of programs; one that says what the picture shows is a title.
func pictureTitle(tags map[string]string) string {
	if name := title(tags["title"]); name != "" {
		return name
	}
	if name := title(tags["handler_name"]); meeting.ViewNamed(name) != "" {
		return name
	}
	return ""
}
