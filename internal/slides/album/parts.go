package album

const mediaType = "application/vnd.oasis.opendocument.presentation"

const (
	manifestHead = `<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
		`<manifest:file-entry manifest:full-path="/" manifest:media-type="` + mediaType + `"/>` +
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>` +
		`<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>`
	manifestEntry = `<manifest:file-entry manifest:full-path="%s" manifest:media-type=""/>`
	manifestTail  = `</manifest:manifest>`
)

const namespaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
	` xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"` +
	` xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"` +
	` xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"` +
	` xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"`

// styles has verbs for the width and the height of the pages.
const styles = `<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles` + namespaces + `><office:automatic-styles><style:page-layout style:name="P">` +
	`<style:page-layout-properties fo:margin="0cm" fo:page-width="%.3fcm" fo:page-height="%.3fcm"/></style:page-layout>` +
	`<style:style style:name="D" style:family="drawing-page"/></office:automatic-styles><office:master-styles>` +
	`<style:master-page style:name="M" style:page-layout-name="P" draw:style-name="D"/></office:master-styles></office:document-styles>`

const (
	contentHead = `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content` + namespaces + `><office:automatic-styles><style:style style:name="D" style:family="drawing-page"/>` +
		`<style:style style:name="G" style:family="graphic"><style:graphic-properties draw:stroke="none" draw:fill="none"/></style:style>` +
		`</office:automatic-styles><office:body><office:presentation>`
	// page has verbs for its number, the position and the size of the image, its name
	// and its title element.
	page = `<draw:page draw:name="page%d" draw:style-name="D" draw:master-page-name="M">` +
		`<draw:frame draw:style-name="G" svg:x="%.3fcm" svg:y="%.3fcm" svg:width="%.3fcm" svg:height="%.3fcm">` +
		`<draw:image xlink:href="%s" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>%s</draw:frame></draw:page>`
	contentTail = `</office:presentation></office:body></office:document-content>`
)
