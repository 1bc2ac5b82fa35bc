package probe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"proceedings/internal/meeting"
)

// captioned marks the pictures of a recording that may carry closed captions.
// ffprobe says so only of frames that it decodes, and captions may begin late.
// The file's bytes say it for all of it, at the speed of the disk: where several
// pictures could carry them, each is marked, and one may turn out to have none.
func captioned(ctx context.Context, m *meeting.Media, path string) error {
	var pictures []*meeting.Video
	if m.Video != nil {
		pictures = append(pictures, m.Video)
	}
	for i := range m.Pictures {
		pictures = append(pictures, &m.Pictures[i])
	}
	if len(pictures) == 0 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("look for closed captions: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	found, err := mentionsCaptions(ctx, f)
	if err != nil {
		return fmt.Errorf("look for closed captions in %s: %w", path, err)
	}
	if !found {
		return nil
	}
	read := false
	for _, v := range pictures {
		v.Captioned = meeting.CarriesCaptions(v.Codec)
		read = read || v.Captioned
	}
	if !read {
		m.LeftOut = append(m.LeftOut, "has closed captions in its picture, which cannot be read from its format ("+m.Video.Codec+")")
	}
	return nil
}

// mentionsCaptions reports whether r has user data of ATSC A/53 with captions,
// as the frames of H.264, H.265 and AV1 carry it, or those of MPEG-2.
func mentionsCaptions(ctx context.Context, r io.Reader) (bool, error) {
	const most = 9 // bytes of the longer mark
	buf := make([]byte, 1<<20)
	kept := 0
	for {
		n, err := io.ReadFull(r, buf[kept:])
		data := buf[:kept+n]
		if captionMark(data) {
			return true, nil
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return false, nil
		}
		if err == nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return false, err //nolint:wrapcheck // the caller names the file
		}
		kept = copy(buf, data[len(data)-most+1:])
	}
}

// captionMark looks for the identifier of A/53 captions behind what stands before
// it: the code of its registration (ITU-T T.35), or MPEG-2's start of user data.
func captionMark(data []byte) bool {
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("GA94\x03"))
		if i < 0 {
			return false
		}
		before := data[:at+i]
		if bytes.HasSuffix(before, []byte{0xb5, 0x00, 0x31}) || bytes.HasSuffix(before, []byte{0, 0, 1, 0xb2}) {
			return true
		}
		at += i + 1
	}
}
