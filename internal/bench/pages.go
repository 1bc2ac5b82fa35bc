package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// page is one slide of the made-up recording.
type page struct {
	seconds int
	title   string
	lines   []string   // text below the title
	table   [][]string // or a table
	boxes   int        // or so many boxes in a row, with arrows
}

// pages are slides that fill so many seconds: text, a table and a drawing in
// turn, each shown for 10 to 20 s.
func pages(seconds int) []page {
	var list []page
	for i := 0; seconds > 0; i++ {
		p := page{seconds: min(seconds, 10+(i*7)%11), title: fmt.Sprintf("Project %d: results of the second year", i+1)}
		switch i % 3 {
		case 0:
			for l := range 7 {
				p.lines = append(p.lines, fmt.Sprintf("• Work package %d.%d has delivered %d of %d reports to the partners", i+1, l+1, 3+(i+l)%5, 9+l))
			}
		case 1:
			p.table = append(p.table, []string{"Node", "Cores", "Memory", "Jobs", "Waiting"})
			for l := range 8 {
				p.table = append(p.table, []string{
					fmt.Sprintf("cn%03d", 10*i+l), fmt.Sprint(64 << (l % 2)), fmt.Sprintf("%d GiB", 256+128*(l%3)),
					fmt.Sprint(1200 + 37*(i+l)), fmt.Sprintf("%d,%d min", 3+l, (i+l)%10),
				})
			}
		default:
			p.boxes = 4
		}
		list = append(list, p)
		seconds -= p.seconds
	}
	return list
}

const font = "Liberation Sans"

// text is a filter that writes s. It reads s from a file of its own: nothing in
// it is then read as an expression.
type text struct {
	s          string
	x, y, size int
}

func (t text) filter(file string) string {
	return fmt.Sprintf("drawtext=font='%s':textfile=%s:expansion=none:fontsize=%d:fontcolor=0x1f2a44:x=%d:y=%d", font, file, t.size, t.x, t.y)
}

// texts are all that is written on the page.
func (p page) texts() []text {
	all := []text{{p.title, 100, 70, 64}}
	for i, l := range p.lines {
		all = append(all, text{l, 130, 230 + 95*i, 38})
	}
	for row, cells := range p.table {
		for col, cell := range cells {
			all = append(all, text{cell, 120 + 260*col, 232 + 78*row, 34})
		}
	}
	for b := range p.boxes {
		all = append(all, text{fmt.Sprintf("Stage %d", b+1), 150 + 345*b, 480, 36})
	}
	return all
}

// rectangles are the lines and areas of the page, as filters.
func (p page) rectangles() []string {
	all := []string{"drawbox=x=0:y=0:w=1920:h=24:color=0x2f5d8a:t=fill", "drawbox=x=100:y=165:w=1720:h=4:color=0x2f5d8a:t=fill"}
	for row, cells := range p.table {
		for col := range cells {
			all = append(all, fmt.Sprintf("drawbox=x=%d:y=%d:w=262:h=80:color=0x666666:t=2", 100+260*col, 210+78*row))
		}
	}
	for b := range p.boxes {
		all = append(all,
			fmt.Sprintf("drawbox=x=%d:y=400:w=260:h=200:color=0xdde8f4:t=fill", 100+345*b),
			fmt.Sprintf("drawbox=x=%d:y=400:w=260:h=200:color=0x2f5d8a:t=5", 100+345*b))
		if b > 0 {
			all = append(all, fmt.Sprintf("drawbox=x=%d:y=497:w=85:h=6:color=0x2f5d8a:t=fill", 15+345*b))
		}
	}
	return all
}

// pageArgs draws the page to a picture. The files hold the texts, in order.
func pageArgs(p page, files []string, out string) []string {
	filters := p.rectangles()
	for i, t := range p.texts() {
		filters = append(filters, t.filter(files[i]))
	}
	return []string{
		"-v", "error", "-f", "lavfi", "-i", "color=white:s=1920x1080:d=1,format=rgb24",
		"-vf", strings.Join(filters, ","), "-frames:v", "1", "-y", out,
	}
}

// textFile is the name of a page's text in dir.
func textFile(dir string, page, text int) string {
	return filepath.Join(dir, fmt.Sprintf("page-%02d-%02d.txt", page, text))
}
