package slidestest

import "strings"

// partType declares the type of a part of a PowerPoint file, by its folder.
func partType(name string) string {
	const standard = "application/vnd.openxmlformats-officedocument."
	for _, known := range []struct{ prefix, kind string }{
		{"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
		{"ppt/vbaProject.bin", "application/vnd.ms-office.vbaProject"},
		{"ppt/commentAuthors.xml", standard + "presentationml.commentAuthors+xml"},
		{"ppt/authors.xml", "application/vnd.ms-powerpoint.authors+xml"},
		{"ppt/comments/modern", "application/vnd.ms-powerpoint.comments+xml"},
		{"ppt/comments/", standard + "presentationml.comments+xml"},
		{"ppt/charts/chartEx", "application/vnd.ms-office.chartex+xml"},
		{"ppt/charts/", standard + "drawingml.chart+xml"},
		{"ppt/diagrams/data", standard + "drawingml.diagramData+xml"},
		{"ppt/diagrams/drawing", "application/vnd.ms-office.drawingml.diagramDrawing+xml"},
		{"ppt/slideLayouts/slideLayout", standard + "presentationml.slideLayout+xml"},
		{"ppt/media/media", "video/mp4"},
		{"ppt/media/", "image/png"},
	} {
		if strings.HasPrefix(name, known.prefix) {
			return `<Override PartName="/` + name + `" ContentType="` + known.kind + `"/>`
		}
	}
	return ""
}

// refer adds the relation to a part, of the file or of its main part.
func refer(name string, top, main map[string]string) {
	const newer = "http://schemas.microsoft.com/office/"
	switch name {
	case "docProps/core.xml":
		top["rIdCore"] = schemas + "package/2006/relationships/metadata/core-properties docProps/core.xml"
	case "ppt/commentAuthors.xml":
		main["rIdAuthors"] = "commentAuthors commentAuthors.xml"
	case "ppt/authors.xml":
		main["rIdNewAuthors"] = newer + "2018/10/relationships/authors authors.xml"
	case "ppt/vbaProject.bin":
		main["rIdMacros"] = newer + "2006/relationships/vbaProject vbaProject.bin"
	}
}
