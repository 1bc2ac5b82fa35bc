package pipeline

import (
	"context"

	"proceedings/internal/catalogue"
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

// list makes the catalogue tell of a meeting what is published of it.
func (p *Pipeline) list(ctx context.Context, id string) error {
	all, err := p.Catalogue(ctx)
	if err != nil {
		return err
	}
	return all.Update(ctx, id)
}

// hide takes a meeting out of the catalogue before its pages go.
func (p *Pipeline) hide(ctx context.Context, id string) error {
	all, err := p.Catalogue(ctx)
	if err != nil {
		return err
	}
	return all.Hide(ctx, id)
}
