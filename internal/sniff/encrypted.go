package sniff

// Encrypted reports whether the file is an Office document that is protected by
// a password. Its content is unknown without it.
func (f Format) Encrypted() bool { return f.Name == "encrypted" || f.EncryptedDeck() }

// EncryptedDeck reports whether the file is an encrypted Office document that is
// certainly a deck.
func (f Format) EncryptedDeck() bool { return f.Name == EncryptedPPT }
