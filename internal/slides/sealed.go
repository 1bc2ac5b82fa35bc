package slides

import (
	"fmt"
	"io"

	"proceedings/internal/slides/office"
	"proceedings/internal/sniff"
)

// sealed is the format of a deck that is encrypted, where there is a password
// to try: only LibreOffice can open it then, unmeasured as it is. It is "" for
// any other.
func (j *job) sealed(r io.ReaderAt, size int64) (Format, error) {
	if j.Password == "" {
		return "", nil
	}
	found, err := sniff.File(r, size)
	if err != nil {
		return "", fmt.Errorf("look at the deck: %w", err)
	}
	switch {
	case found.Name == "encrypted":
		return PPTX, nil // or of Word or Excel, which LibreOffice will not open as a deck
	case formatOf(found) != ODP:
		return "", nil
	}
	const manifest = "META-INF/manifest.xml"
	archive, err := office.Open(r, size, office.DefaultLimits())
	if err != nil {
		return "", fmt.Errorf("open the deck: %w", err)
	}
	if !archive.Has(manifest) {
		return "", nil
	}
	root, err := archive.Tree(manifest, nil)
	if err != nil {
		return "", fmt.Errorf("open the deck: %w", err)
	}
	for range root.Find("encryption-data") {
		return ODP, nil
	}
	return "", nil
}
