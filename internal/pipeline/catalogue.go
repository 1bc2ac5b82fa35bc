package pipeline

import (
	"cmp"
	"context"

	"proceedings/internal/archive"
	"proceedings/internal/catalogue"
	"proceedings/internal/meeting"
	"proceedings/internal/site"
)

// Catalogue is the listing of all public meetings, as pages and files for the
// archive's readers. What changes in it follows from what is published.
func (p *Pipeline) Catalogue(ctx context.Context) (catalogue.Catalogue, error) {
	of, err := p.site(ctx)
	if err != nil {
		return catalogue.Catalogue{}, err
	}
	made, err := site.AssetsOf("catalogue")
	if err != nil {
		return catalogue.Catalogue{}, err
	}
	assets := catalogue.Assets{
		Style: made.Style, Icon: made.Icon, Script: made.Script, Preload: made.Preload, Files: map[string]catalogue.Asset{},
	}
	for name, file := range made.Files {
		assets.Files[name] = catalogue.Asset{Data: file.Data, Type: file.Type}
	}
	return catalogue.Catalogue{Store: p.Store, Site: of, Assets: assets}, nil
}

// updateCatalogue makes the catalogue tell of a meeting what is published of it.
func (p *Pipeline) updateCatalogue(ctx context.Context, id string) error {
	all, err := p.Catalogue(ctx)
	if err != nil {
		return err
	}
	return all.Update(ctx, id)
}

// hideInCatalogue takes a meeting out of the catalogue before its pages go.
func (p *Pipeline) hideInCatalogue(ctx context.Context, id string) error {
	all, err := p.Catalogue(ctx)
	if err != nil {
		return err
	}
	return all.Hide(ctx, id)
}

// site is what pages and the catalogue are made for.
func (p *Pipeline) site(ctx context.Context) (meeting.Site, error) {
	s, err := archive.ReadSite(ctx, p.Store)
	s.Base = cmp.Or(s.Base, p.Base)
	return s, err
}
