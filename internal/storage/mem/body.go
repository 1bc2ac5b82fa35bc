package mem

import "io"

// body fails once its caller has given up, as one from a network would.
type body struct {
	ended func() error
	r     io.Reader
}

// Read implements [io.Reader].
func (b *body) Read(p []byte) (int, error) {
	if err := b.ended(); err != nil {
		return 0, err
	}
	return b.r.Read(p) //nolint:wrapcheck // io.EOF must stay itself
}

// Close implements [io.Closer].
func (b *body) Close() error { return nil }
