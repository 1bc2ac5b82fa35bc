package sniff

// Encrypted reports whether the file is one of Office's that a password opens.
// What is in it nobody can tell before that.
func (f Format) Encrypted() bool { return f.Name == "encrypted" }
