package catalogue

import (
	"context"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// top updates the head from the listings of these months, and the first page and the
// feeds from the head. With all it recomputes the other months, too.
func (c Catalogue) top(ctx context.Context, months []string, all bool) error {
	for {
		read := map[string]Month{}
		seen := map[string]string{} // ETags of the listings
		load := func(month string) error {
			data, etag, err := c.get(ctx, layout.Public.Top(layout.Month(month)))
			if err != nil {
				return err
			}
			seen[month] = etag
			read[month], err = c.readMonth(data)
			return err
		}
		wrote, err := c.change(ctx, layout.Public.Top(layout.Catalogue), func(old []byte) ([]byte, error) {
			var h Head
			if old != nil {
				var err error
				if h, err = decodeHead(old); c.damaged(err) != nil {
					return nil, err
				}
			}
			clear(read)
			for _, m := range months {
				if err := load(m); err != nil {
					return nil, err
				}
			}
			if all {
				for _, p := range h.Pages {
					if err := load(p.Month); err != nil {
						return nil, err
					}
				}
				h = Head{}
			}
			made := h.with(c.Site, read)
			for missing := made.short(); missing != ""; missing = made.short() {
				if _, tried := read[missing]; tried {
					break // its listing has fewer meetings than the head states
				}
				if err := load(missing); err != nil {
					return nil, err
				}
				made = h.with(c.Site, read)
			}
			return encode(made)
		})
		if err != nil {
			return err
		}
		if wrote {
			current, err := c.isCurrent(ctx, seen)
			if err != nil {
				return err
			}
			if !current {
				continue
			}
		}
		return c.follow(ctx, layout.Catalogue, c.ofHead)
	}
}

// isCurrent reports whether the listings of months still have these ETags.
func (c Catalogue) isCurrent(ctx context.Context, etags map[string]string) (bool, error) {
	for month, was := range etags {
		now, err := c.etag(ctx, layout.Public.Top(layout.Month(month)))
		if err != nil || now != was {
			return false, err
		}
	}
	return true, nil
}

// pages updates a month's page and sitemap from its listing.
func (c Catalogue) pages(ctx context.Context, month string) error {
	return c.follow(ctx, layout.Month(month), func(data []byte) (map[string]file, error) {
		if data == nil {
			return nil, nil
		}
		m, err := decodeMonth(data)
		if err != nil {
			return nil, err
		}
		return c.ofMonth(m)
	})
}

// ofHead renders the files derived from the head.
func (c Catalogue) ofHead(data []byte) (map[string]file, error) {
	h, err := decodeHead(data)
	if err != nil {
		return nil, err
	}
	index, err := indexPage(c.Site, c.Assets, h)
	if err != nil {
		return nil, err
	}
	files := map[string]file{layout.Index: {htmlType, index}}
	for name, make := range map[string]func(meeting.Site, Head) ([]byte, error){
		layout.Feed: atom, layout.Podcast: podcast, layout.Sitemap: sitemapIndex,
	} {
		made := file{mediaType: xmlType(name)}
		if c.Site.Base != "" {
			if made.data, err = make(c.Site, h); err != nil {
				return nil, err
			}
		}
		files[name] = made
	}
	return files, nil
}

// ofMonth renders the files derived from a month's listing.
func (c Catalogue) ofMonth(m Month) (map[string]file, error) {
	page, err := monthPage(c.Site, c.Assets, m)
	if err != nil {
		return nil, err
	}
	files := map[string]file{layout.MonthPage(m.Month): {htmlType, page}, layout.MonthSitemap(m.Month): {mediaType: xmlType(layout.Sitemap)}}
	if c.Site.Base != "" && len(m.Meetings) > 0 {
		data, err := sitemap(c.Site, m)
		if err != nil {
			return nil, err
		}
		files[layout.MonthSitemap(m.Month)] = file{xmlType(layout.Sitemap), data}
	}
	return files, nil
}
