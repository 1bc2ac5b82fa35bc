package meeting

// Site is what is said once for all meetings of an archive. It is stored as
// archive/site.json. Its zero value is an archive that nothing was said of.
type Site struct {
	Schema      int    `json:"schema"`
	Base        string `json:"base,omitempty"`        // where the public space is reached: an absolute URL that ends in a slash
	Title       string `json:"title,omitempty"`       // of the catalogue
	Description string `json:"description,omitempty"` // of the catalogue, a sentence
	Language    string `json:"language,omitempty"`    // of the catalogue, BCP 47
}
