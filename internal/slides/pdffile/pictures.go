package pdffile

import (
	"encoding/base64"
	"fmt"
	"math"
)

// Picture is a JPEG file in colour.
type Picture struct {
	Path          string
	Width, Height int // pixels
}

// picturesWidth is the width of pages that are pictures, points: that of slides.
const picturesWidth = 960.0

// OfPictures returns a PDF file with a page for each picture, which fills it. qpdf copies the
// data of the pictures from their files.
func OfPictures(list []Picture) File {
	const catalog, tree, perPage = 1, 2, 3 // a page, its content, its image
	f := File{version: "1.7", most: tree + perPage*len(list), objects: map[int]object{}}
	pages := make([]any, len(list))
	for i, p := range list {
		page := tree + 1 + perPage*i
		content, image := page+1, page+2
		height := math.Round(100*picturesWidth*float64(p.Height)/float64(max(1, p.Width))) / 100
		pages[i] = refer(page)
		f.objects[page] = object{valueKey: dict{
			"/Type": "/Page", "/Parent": refer(tree), "/MediaBox": []any{0, 0, picturesWidth, height}, "/Contents": refer(content),
			"/Resources": dict{"/XObject": dict{"/Picture": refer(image)}},
		}}
		drawn := fmt.Sprintf("%g 0 0 %g 0 0 cm /Picture Do\n", picturesWidth, height)
		f.objects[content] = object{"stream": dict{"dict": dict{}, "data": base64.StdEncoding.EncodeToString([]byte(drawn))}}
		f.objects[image] = object{"stream": dict{"datafile": p.Path, "dict": dict{
			"/Type": "/XObject", "/Subtype": "/Image", "/Width": p.Width, "/Height": p.Height, "/BitsPerComponent": 8,
			"/ColorSpace": "/DeviceRGB", "/Filter": "/DCTDecode",
		}}}
	}
	f.objects[catalog] = object{valueKey: dict{"/Type": "/Catalog", "/Pages": refer(tree)}}
	f.objects[tree] = object{valueKey: dict{"/Type": "/Pages", "/Kids": pages, "/Count": len(list)}}
	f.trailer = dict{"/Root": refer(catalog), "/Size": f.most + 1} // qpdf 11.3 needs the size
	return f
}
