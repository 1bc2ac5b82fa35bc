package child

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// memoryPages limits the memory of PDFium to 1 GB, in pages of 64 kB.
const memoryPages = 16 << 10

// engine is pdfium, ready to open a file.
type engine struct{ pdfium.Pdfium }

// start starts PDFium, from the machine code in the folder cache if it is there. It
// sets an empty file system and no output: by default the library gives PDFium all
// files of the machine.
func start(ctx context.Context, cache string) (engine, error) {
	// The module throws exceptions; without the feature it is refused.
	config := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if cache != "" {
		code, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return engine{}, fmt.Errorf("open the cache of machine code: %w", err)
		}
		config = config.WithCompilationCache(code)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MaxTotal: 1, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return engine{}, fmt.Errorf("start pdfium: %w", err)
	}
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return engine{}, fmt.Errorf("start pdfium: %w", err)
	}
	return engine{instance}, nil
}

// document is a file that was opened.
type document struct {
	engine

	ref   references.FPDF_DOCUMENT
	pages int
}

// open opens a file, which PDFium reads through callbacks.
func (e engine) open(file *os.File, password string) (document, error) {
	info, err := file.Stat()
	if err != nil {
		return document{}, fmt.Errorf("open the file: %w", err)
	}
	request := &requests.OpenDocument{FileReader: file, FileReaderSize: info.Size()}
	if password != "" {
		request.Password = &password
	}
	opened, err := e.OpenDocument(request)
	if err != nil {
		return document{}, fmt.Errorf("%w: %w", errFile, err)
	}
	count, err := e.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return document{}, fmt.Errorf("%w: count its pages: %w", errFile, err)
	}
	return document{e, opened.Document, count.PageCount}, nil
}

// each calls do for each page from first to last, numbered from 1.
func (d document) each(first, last int, do func(number int, p requests.Page) error) error {
	for number := max(1, first); number <= min(last, d.pages); number++ {
		loaded, err := d.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: number - 1})
		if err != nil {
			return fmt.Errorf("%w: page %d: %w", errFile, number, err)
		}
		err = do(number, requests.Page{ByReference: &loaded.Page})
		if _, closeErr := d.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}); err == nil {
			err = closeErr
		}
		if err != nil {
			return fmt.Errorf("%w: page %d: %w", errFile, number, err)
		}
	}
	return nil
}
