package probe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"proceedings/internal/meeting"
)

// Marks of captions in the bytes of a file.
const (
	atscMark  = "\xb5\x00\x31GA94\x03"     // as H.264, H.265 and AV1 carry it (ATSC A/53, part 4, 6.2.3; ITU-T T.35)
	mpeg2Mark = "\x00\x00\x01\xb2GA94\x03" // the same behind MPEG-2's start of user data
	dvdMark   = "\x00\x00\x01\xb2CC\x01\xf8"
)

// markCaptions marks the pictures of a recording that may carry closed captions.
// ffprobe says so only of frames that it decodes, and captions may begin late;
// the file's bytes say it for all of it, at the speed of the disk. Where several
// pictures have the same codec each is marked, and one may turn out to have none.
func markCaptions(ctx context.Context, m *meeting.Media, path string) error {
	var pictures []*meeting.Video
	if m.Video != nil {
		pictures = append(pictures, m.Video)
	}
	for i := range m.Pictures {
		pictures = append(pictures, &m.Pictures[i])
	}
	var marks []string
	for _, v := range pictures {
		marks = append(marks, captionMarks(v.Codec)...)
	}
	if len(marks) == 0 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("look for closed captions: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	found, err := marked(ctx, f, marks)
	if err != nil {
		return fmt.Errorf("look for closed captions in %s: %w", path, err)
	}
	unread := slices.Contains(found, dvdMark) // one block for half a second of frames
	for _, v := range pictures {
		if marks := captionMarks(v.Codec); len(marks) > 0 && slices.Contains(found, marks[0]) {
			v.Captioned = meeting.CarriesCaptions(v.Codec)
			unread = unread || !v.Captioned
		}
	}
	if unread {
		m.LeftOut = append(m.LeftOut, "has closed captions in a form that cannot be read, and that are left out ("+pictures[0].Codec+")")
	}
	return nil
}

// captionMarks are the marks that frames of a codec may have, first that of
// captions that can be read.
func captionMarks(codec string) []string {
	switch codec {
	case "h264", "hevc", "av1":
		return []string{atscMark}
	case "mpeg2video":
		return []string{mpeg2Mark, dvdMark}
	}
	return nil
}

// marked is those of the marks that r has. It reads no further than to the last
// of them that it finds.
func marked(ctx context.Context, r io.Reader, marks []string) (found []string, err error) {
	const longest = 9 // bytes of a mark
	buf := make([]byte, 1<<20)
	kept := 0
	left := slices.Clone(marks)
	for len(left) > 0 {
		n, err := io.ReadFull(r, buf[kept:])
		data := buf[:kept+n]
		left = slices.DeleteFunc(left, func(mark string) bool {
			has := bytes.Contains(data, []byte(mark))
			if has {
				found = append(found, mark)
			}
			return has
		})
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return found, nil
		}
		if err == nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return nil, err
		}
		kept = copy(buf, data[len(data)-longest+1:])
	}
	return found, nil
}
