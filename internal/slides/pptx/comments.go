package pptx

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// maxAuthor is the largest length of an author's name, which each comment repeats.
const maxAuthor = 256

// commentAuthors are the names of authors by ID: of the comments of PowerPoint up to
// 2019, and of the later format, whose IDs have another form.
func (r *reader) commentAuthors(rels relations) (map[string]string, error) {
	names := map[string]string{}
	for _, kind := range []string{"commentAuthors", "authors"} {
		part, _ := rels.first(kind)
		root, err := r.optional(part)
		if err != nil {
			return nil, err
		}
		for _, element := range []string{"cmAuthor", "author"} {
			for author := range root.Named(element) {
				names[author.Attr("id")] = clip(words.OneLine(author.Attr("name")), maxAuthor)
			}
		}
	}
	return names, nil
}

// comments are the comments on the slide with these relations, with replies after
// their comment. whole is false if a part of them is missing or damaged.
func (r *reader) comments(rels relations) (comments []meeting.Comment, whole bool, err error) {
	whole = true
	for _, part := range rels.all("comments") {
		root, err := r.optionalAs("cmLst", part)
		if err != nil {
			return nil, false, err
		}
		whole = whole && root != nil
		for cm := range root.Named("cm") {
			comments = r.comment(comments, cm)
			for reply := range cm.Down("replyLst").Named("reply") {
				comments = r.comment(comments, reply)
			}
		}
	}
	return comments, whole, nil
}

func (r *reader) comment(to []meeting.Comment, cm *office.Node) []meeting.Comment {
	lines := new(text).lines(cm.Down("txBody"))
	lines.Add(unescape(cm.Down("text").Content()))
	if len(lines) == 0 {
		return to
	}
	date := cm.Attr("created")
	if date == "" {
		date = cm.Attr("dt")
	}
	return append(to, meeting.Comment{
		Author: r.authors[cm.Attr("authorId")], Date: strings.TrimSpace(date), Text: lines.String(),
	})
}
