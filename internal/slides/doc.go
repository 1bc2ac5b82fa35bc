// Package slides turns a deck into its text, slide by slide, into a PDF file, and
// into images of its pages.
//
// The text of pptx and odp files is read from the file itself: a PDF export has
// neither notes nor titles. Page images come from LibreOffice's PDF export by way
// of poppler, and tesseract reads pages whose text is only in images. Every deck
// is treated as hostile: it is measured before any other program opens it, and the
// output of the programs is checked, because their exit statuses say little.
//
// The packages below each wrap one tool or do one task; this one gives the order.
//
// # Text
//
// Reading pptx or odp takes milliseconds: titles, paragraphs and lists in reading
// order, tables, charts, diagrams, alternative texts, notes, comments and links. Text of
// the master is kept apart. LibreOffice first converts ppt and key files to pptx. For a
// PDF, poppler gives the words with their positions; where poppler cannot read a damaged
// file, pdfium does (compiled to WebAssembly, without file access, in a child of this
// program). A flat odp, an image and an archive of images are first wrapped in an odp. A
// key file with a PDF file of its slides inside is read as that; the slide pictures inside
// become an album if LibreOffice refuses it.
//
// # Page images
//
// The PDF export keeps hidden slides, so page i is slide i. LibreOffice is kept running:
// one process in one sandbox, controlled by a Python program over pipes, one deck at a
// time. It is restarted after 50 decks, when it holds more than 700 MB, after a crash and
// after a deck that takes too long.
//
// LibreOffice's model of a pptx file is several times as large as the file. A large deck
// (from about 200 ordinary slides) is therefore loaded in portions. Each portion has all
// slides, so that numbers and links stay right, but only its own have content. Package
// pdffile joins the PDF files, with links, table of contents and tags. It also repairs
// links that LibreOffice wrote as addresses on this machine's disk, or removes them.
//
// A PDF file contains more than its pages show: invisible text, and pictures beside
// clipping paths, with which LibreOffice exports cropped pictures. Package pdffile removes
// that from uploaded files and from those that LibreOffice made.
//
// # Media
//
// Video and audio files on visible slides are copied without metadata, if browsers play
// them. What a slide show trims, crops or mutes is left out: the audience did not see or
// hear it. A deck without media costs nothing.
//
// # Security
//
// A deck is the easiest way to attack a worker. Its format is determined by its content,
// its archive is measured by inflating it, and LibreOffice gets a copy without external
// links, embedded objects and macros. Limits on processor time, memory and file size,
// and the sandbox, contain the rest. A ppt file and an encrypted one cannot be inspected
// or copied before, and of a key file only the archive is measured: these rely on the
// limits and the sandbox.
package slides
