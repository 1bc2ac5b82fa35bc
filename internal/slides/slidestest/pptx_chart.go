package slidestest

import (
	"fmt"
	"strings"

	"proceedings/internal/meeting"
)

// chart is a column chart with cached data.
func (m *pptxMaker) chart(b meeting.Block) string {
	name := fmt.Sprintf("chart%d.xml", m.id())
	c := b.Chart
	var series strings.Builder
	for i, s := range c.Series {
		fmt.Fprintf(&series, `<c:ser><c:idx val="%d"/><c:order val="%d"/>`, i, i)
		if s.Name != "" {
			series.WriteString(`<c:tx><c:strRef><c:f>Sheet1!$B$1</c:f>` + cache("str", []string{s.Name}) + `</c:strRef></c:tx>`)
		}
		if len(c.Categories) > 0 {
			series.WriteString(`<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$9</c:f>` + cache("str", c.Categories) + `</c:strRef></c:cat>`)
		}
		series.WriteString(`<c:val><c:numRef><c:f>Sheet1!$B$2:$B$9</c:f>` + cache("num", s.Values) + `</c:numRef></c:val></c:ser>`)
	}
	title := `<c:autoTitleDeleted val="1"/>`
	if c.Title != "" {
		title = `<c:title><c:tx><c:rich><a:bodyPr/>` + m.paragraph(meeting.Block{Text: c.Title}, "") + `</c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>`
	}
	m.part("ppt/charts/"+name, `<c:chartSpace `+namespaces+`><c:chart>`+title+`<c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>`+
		series.String()+`<c:axId val="1"/><c:axId val="2"/></c:barChart>`+axis("catAx", 1, 2)+axis("valAx", 2, 1)+`</c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>`)
	return m.frame(b.Alt, "drawingml/2006/chart", `<c:chart r:id="`+m.ref("chart", "../charts/"+name)+`"/>`)
}

func axis(kind string, id, crosses int) string {
	return fmt.Sprintf(`<c:%s><c:axId val="%d"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="%d"/></c:%s>`,
		kind, id, crosses, kind)
}

// cache is the cached data of a sheet; empty cells are left out.
func cache(kind string, cells []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<c:%sCache><c:ptCount val="%d"/>`, kind, len(cells))
	for i, cell := range cells {
		if cell != "" {
			fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, escape(cell))
		}
	}
	return b.String() + `</c:` + kind + `Cache>`
}
