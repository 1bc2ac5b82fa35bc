package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // page images
	_ "image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/image/draw"

	"proceedings/internal/align"
)

// deck is a deck with what the benchmark knows about it.
type deck struct {
	pages   align.Deck
	classes []int    // of each page: equal for pages that count as one slide
	texts   []string // of each page
}

// groupsFile is a file beside page images with a line for each page. Pages whose lines are
// equal show one slide as it is built up.
const groupsFile = "groups.txt"

// textFile is a file beside page images with the text of each page, and a form feed after it.
const textFile = "text.txt"

// readDeck reads the page images of a folder, in the order of their names.
func readDeck(dir string) (deck, error) {
	var names []string
	for _, pattern := range []string{"*.jpg", "*.png"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return deck{}, fmt.Errorf("list pages of %s: %w", dir, err)
		}
		names = append(names, found...)
	}
	if len(names) == 0 {
		return deck{}, fmt.Errorf("read deck %s: it has no page images", dir)
	}
	slices.Sort(names)
	var d deck
	var hashes []string
	for i, name := range names {
		page, err := readPage(name)
		if err != nil {
			return deck{}, err
		}
		d.pages.Pages = append(d.pages.Pages, align.Page{Number: i + 1, Image: page})
		hashes = append(hashes, fmt.Sprintf("%x", sha256.Sum256(page.Pix)))
	}
	if text, missing := os.ReadFile(filepath.Join(dir, textFile)); missing == nil {
		d.texts = strings.Split(string(text), "\f")
	}
	text, err := os.ReadFile(filepath.Join(dir, groupsFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return deck{}, fmt.Errorf("read deck: %w", err)
	}
	d.classes = classesOf(hashes, strings.Fields(string(text)))
	return d, nil
}

// classesOf returns the class of each page, counted from 1: pages of equal images and those
// of one group are in one class. Groups may be empty.
func classesOf(hashes, groups []string) []int {
	classes := make([]int, len(hashes))
	first := map[string]int{}
	for i, hash := range hashes {
		classes[i] = i + 1
		keys := []string{"image " + hash}
		if i < len(groups) {
			keys = append(keys, "group "+groups[i])
		}
		for _, key := range keys {
			j, ok := first[key]
			if !ok {
				first[key] = i
				continue
			}
			from, to := classes[i], classes[j]
			for k := range i + 1 {
				if classes[k] == from {
					classes[k] = to
				}
			}
		}
	}
	return classes
}

// class returns the class of a page; 0 for 0 and for pages that the deck does not have.
func (d deck) class(page int) int {
	if page < 1 || page > len(d.classes) {
		return 0
	}
	return d.classes[page-1]
}

// readPage reads a page image and scales it to the width for alignment.
func readPage(name string) (*image.Gray, error) {
	full, err := readImage(name)
	if err != nil {
		return nil, err
	}
	size := full.Bounds().Size()
	gray := image.NewGray(image.Rect(0, 0, size.X, size.Y))
	draw.Draw(gray, gray.Rect, full, full.Bounds().Min, draw.Src)
	width := min(align.PageWidth, size.X)
	small := image.NewGray(image.Rect(0, 0, width, max(1, (size.Y*width+size.X/2)/size.X)))
	draw.CatmullRom.Scale(small, small.Rect, gray, gray.Rect, draw.Src, nil)
	return small, nil
}

func readImage(name string) (image.Image, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	img, _, err := image.Decode(file)
	if err != nil {
		return nil, fmt.Errorf("decode page %s: %w", name, err)
	}
	return img, nil
}
