package odp

import (
	"proceedings/internal/meeting"
	"proceedings/internal/slides/titleguess"
	"proceedings/internal/words"
)

// guessTitle takes the title of a page whose shapes have no classes, as other programs
// write the format, from its blocks.
func (s *shapes) guessTitle() {
	at, ok := titleguess.Slide{Blocks: s.blocks, Texts: s.titles, Pieces: s.pieces, Height: s.page.height}.Find()
	if !ok {
		return
	}
	s.title = words.OneLine(s.blocks[at].Text)
	if s.blocks[at] = (meeting.Block{Alt: s.blocks[at].Alt}); s.blocks[at].Alt != "" {
		s.blocks[at].Kind = meeting.Picture
	}
}
