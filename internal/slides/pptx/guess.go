package pptx

import (
	"proceedings/internal/meeting"
	"proceedings/internal/slides/titleguess"
	"proceedings/internal/words"
)

// guessTitle takes the title of a slide without a placeholder for one from its blocks.
func (s *shapes) guessTitle() {
	at, ok := titleguess.Slide{Blocks: s.blocks, Texts: s.titles, Pieces: s.pieces, Height: s.reader.height}.Find()
	if ok {
		s.title = words.OneLine(s.blocks[at].Text)
		s.blocks[at] = meeting.Block{}
	}
}
