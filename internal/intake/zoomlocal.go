package intake

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// zoomLocal knows the folder that Zoom's own program writes for a recording on
// the computer.
func zoomLocal() recogniser {
	return recogniser{
		name: "Zoom, on a computer",
		looks: "`zoom_0.mp4` or `video1234567890.mp4`, `audio_only.m4a` or `audio1234567890.m4a`, `Audio Record/`, `playback.m3u`, `chat.txt`, " +
			"`recording.conf`, `double_click_to_convert_01.zoom`",
		becomes: "one recording, joined if the recording was stopped and restarted; the chat as a document; " +
			"audio files are kept but not encoded; playlist and settings are left out",
		find: findZoomLocal,
	}
}

func findZoomLocal(r *recognition) {
	var folders []string
	for _, e := range r.entries {
		if !slices.Contains(folders, e.dir()) {
			folders = append(folders, e.dir())
		}
	}
	for _, folder := range folders {
		r.zoomFolder(folder)
	}
}

func (r *recognition) zoomFolder(folder string) {
	old := regexp.MustCompile(`(?i)^zoom_(\d{1,2})$`)
	// One digit for the part, and a number that all files of a recording share.
	video := regexp.MustCompile(`(?i)^video(\d)(\d{6,})$`)
	raw := regexp.MustCompile(`(?i)^double_click_to_convert.*\.zoom$|\.tmp$`)
	sets := map[string]*numbered{}
	var order []string
	for i, e := range r.entries {
		if e.dir() != folder || !r.film(i) || !e.is("mp4") || e.soundOnly() {
			continue
		}
		key, number := "", ""
		if m := old.FindStringSubmatch(e.stem()); m != nil {
			key, number = "zoom", m[1]
		} else if m = video.FindStringSubmatch(e.stem()); m != nil {
			key, number = m[2], m[1]
		} else {
			continue
		}
		if sets[key] == nil {
			sets[key] = &numbered{}
			order = append(order, key)
		}
		n, _ := strconv.Atoi(number) // two digits at most
		sets[key].put(n, i)
	}
	for i, e := range r.entries {
		if e.dir() == folder && len(order) == 0 && raw.MatchString(e.base()) && e.ext() == "zoom" && r.loose(i) {
			r.entries[i].refusal = "is a recording that Zoom has not converted yet: double-click it on a computer with Zoom, and add the resulting MP4"
		}
	}
	for _, key := range order {
		set := sets[key]
		g := &group{program: "Zoom", parts: set.entries(), missing: set.gaps(set.numbers[0], func(n int) string { return "part " + strconv.Itoa(n) })}
		for i, e := range r.entries {
			if r.film(i) && e.soundOnly() && zoomSound(e, folder, key, len(order)) {
				g.twins = append(g.twins, i)
			}
		}
		r.add(g)
	}
	if len(order) == 0 {
		return
	}
	for i, e := range r.entries {
		switch {
		case e.dir() != folder:
		case e.ext() == "m3u":
			r.leave(i, zoomPlaylist)
		case strings.EqualFold(e.base(), "recording.conf"), strings.EqualFold(e.base(), "zoomver.tag"), raw.MatchString(e.base()):
			r.leave(i, "a working file of Zoom's")
		case e.is("text") && chatName(e.stem()):
			r.paper(i, "Chat")
		}
	}
}

// zoomSound reports whether a file has the sound of the recording of this key.
func zoomSound(e entry, folder, key string, recordings int) bool {
	stem := strings.ToLower(e.stem())
	if !strings.HasPrefix(stem, "audio") {
		return false
	}
	switch e.dir() {
	case path.Join(folder, "Audio Record"): // a file for each participant
	case folder:
		if strings.HasPrefix(stem, "audio_only") {
			return key == "zoom" || recordings == 1
		}
	default:
		return false
	}
	return strings.HasSuffix(stem, key) || recordings == 1
}
