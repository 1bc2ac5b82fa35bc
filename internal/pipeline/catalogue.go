package pipeline

import (
	"cmp"
	"context"

	"proceedings/internal/archive"
	"proceedings/internal/catalogue"
	"proceedings/internal/meeting"
	"proceedings/internal/site"
)

// Catalogue returns the catalogue of all public meetings, with the site's settings
// and assets.
func (p *Pipeline) Catalogue(ctx context.Context) (catalogue.Catalogue, error) {
	settings, err := p.site(ctx)
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
	return catalogue.Catalogue{Store: p.Store, Site: settings, Assets: assets}, nil
}

// updateCatalogue updates the catalogue from the published manifest of a meeting.
func (p *Pipeline) updateCatalogue(ctx context.Context, id string) error {
	all, err := p.Catalogue(ctx)
	if err != nil {
		return err
	}
	return all.Update(ctx, id)
}

// hideInCatalogue removes a meeting from the catalogue before its pages are deleted.
func (p *Pipeline) hideInCatalogue(ctx context.Context, id string) error {
	all, err := p.Catalogue(ctx)
	if err != nil {
		return err
	}
	return all.Hide(ctx, id)
}

// site returns the settings of the site, with the default base URL if none is set.
func (p *Pipeline) site(ctx context.Context) (meeting.Site, error) {
	s, err := archive.ReadSite(ctx, p.Store)
	s.Base = cmp.Or(s.Base, p.Base)
	return s, err
}
