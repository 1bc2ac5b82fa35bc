package pptx

import (
	"cmp"
	"slices"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// media adds the video and audio files of a picture (ECMA-376, part 1, 20.1.3, and the media
// element of PowerPoint 2010): a link to a linked one, and the part of an embedded one.
func (s *shapes) media(pic *office.Node, alt string) {
	for _, kid := range pic.Kids {
		nvPr := kid.Down("nvPr")
		trimmed := false
		for media := range nvPr.Down("extLst").Find("media") {
			trimmed = trimmed || isTrimmed(media.Down("trim"))
			s.linkMedia(media, alt)
			s.embed(pic, media.AttrIn("relationships", "embed"), alt, trimmed)
		}
		for _, name := range []string{"videoFile", "audioFile", "quickTimeFile", "wavAudioFile"} {
			n := nvPr.Down(name)
			s.linkMedia(n, alt)
			s.embed(pic, cmp.Or(n.AttrIn("relationships", "embed"), n.AttrIn("relationships", "link")), alt, trimmed)
		}
	}
}

func (s *shapes) linkMedia(n *office.Node, alt string) {
	address, _ := meeting.Followable(s.rels[n.AttrIn("relationships", "link")].url)
	s.links.add(address, alt)
}

// embed adds the part with a relation, once for a picture.
func (s *shapes) embed(pic *office.Node, id, alt string, trimmed bool) {
	part := s.rels[id].part
	shape := properties(pic).Attr("id")
	if part == "" || slices.ContainsFunc(s.embedded, func(e embedded) bool { return e.Part == part && e.shape == shape }) {
		return
	}
	cut := trimmed || isCropped(pic.Down("blipFill", "srcRect"))
	s.embedded = append(s.embedded, embedded{meeting.Embedded{Part: part, Title: alt, Cut: cut}, shape})
}

// embedded is a video or audio file with the ID of its shape.
type embedded struct {
	meeting.Embedded

	shape string
}

// isTrimmed reports whether a film does not begin or end with its file.
func isTrimmed(trim *office.Node) bool { return !isZero(trim.Attr("st")) || !isZero(trim.Attr("end")) }

// isCropped reports whether the picture shows only a part of the film.
func isCropped(rect *office.Node) bool {
	for _, side := range []string{"l", "t", "r", "b"} {
		if !isZero(rect.Attr(side)) {
			return true
		}
	}
	return false
}

func isZero(number string) bool { return strings.Trim(number, "0.-%") == "" }

// played are the video and audio files of a slide. The animations of the slide, which are
// read for these alone, say which are muted.
func (s *shapes) played(part string) ([]meeting.Embedded, error) {
	if len(s.embedded) == 0 {
		return nil, nil
	}
	root, err := s.reader.archive.Tree(part, nil)
	if err != nil {
		if fault.IsPermanent(err) && !s.reader.archive.Spent() {
			return nil, nil
		}
		return nil, err
	}
	muted := map[string]bool{}
	for node := range root.Down("timing").Find("cMediaNode") {
		for target := range node.Find("spTgt") {
			volume := node.Attr("vol")
			if on(node.Attr("mute")) || volume != "" && isZero(volume) {
				muted[target.Attr("spid")] = true
			}
		}
	}
	list := make([]meeting.Embedded, len(s.embedded))
	for i, e := range s.embedded {
		e.Muted = muted[e.shape]
		list[i] = e.Embedded
	}
	return list, nil
}
