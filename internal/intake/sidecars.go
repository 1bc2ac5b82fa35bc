package intake

import (
	"path"
	"regexp"
	"strings"
)

// sidecars knows the small files that cameras write beside a recording.
func sidecars() recogniser {
	return recogniser{
		name:    "Cameras' small files",
		looks:   "`C0001M01.XML` beside `C0001.MP4` (Sony), `MVI_0001.THM` beside `MVI_0001.MOV` (Canon), `.LRV`, `.CPF`, `.BIM`, `MEDIAPRO.XML`, `THMBNL/`",
		becomes: "left out",
		find:    findSidecars,
	}
}

func findSidecars(r *recognition) {
	films := map[string]bool{}
	for i, e := range r.entries {
		if r.recording(i) && e.ext() != "lrv" && e.ext() != "lrf" {
			films[e.dir()+"/"+strings.ToLower(e.stem())] = true
		}
	}
	if len(films) == 0 {
		return
	}
	sony := regexp.MustCompile(`(?i)^(.+)[MRT]\d\d$`)
	for i, e := range r.entries {
		own := e.dir() + "/" + strings.ToLower(e.stem())
		of := own
		if m := sony.FindStringSubmatch(e.stem()); m != nil {
			of = e.dir() + "/" + strings.ToLower(m[1])
		}
		switch ext := e.ext(); {
		case e.is("xml") && (films[of] || films[own]):
			r.leave(i, "what the camera notes of a recording")
		case strings.EqualFold(path.Base(e.dir()), "THMBNL"), ext == "thm" && films[own]:
			r.leave(i, "a thumbnail of the camera's")
		case (ext == "lrv" || ext == "lrf") && films[own]:
			r.leave(i, "a small copy for the camera's display")
		case e.format.Role == "" && e.format.Refusal() != "" && cameraIndex(e.base(), ext, films[own] || films[of]):
			r.leave(i, "an index of the camera's")
		}
	}
}

// cameraIndex reports whether a name is that of a camera's own list; beside
// says whether there is a recording of the same name.
func cameraIndex(base, ext string, beside bool) bool {
	switch strings.ToUpper(base) {
	case "MEDIAPRO.XML", "CUEUP.XML", "DISCMETA.XML", "STATUS.BIN", "INDEX.DAT", "LASTCLIP.TXT", "SONYCARD.IND":
		return true
	}
	switch ext {
	case "cpf", "cif", "xmf", "bim", "moi", "modd", "ppn", "smi", "scn", "idx", "xmp":
		return beside
	}
	return false
}
