package s3

import (
	"bytes"
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // what servers make an ETag of; no secret hangs on it
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

// restarts is how often an upload starts again because the server forgot it.
// Servers delete old uploads; one that forgets a new one is broken.
const restarts = 2

// Upload implements [storage.Uploader]. A file up to the part size is sent in
// one request and has no state to save.
func (s *Store) Upload(ctx context.Context, key string, file io.ReaderAt, size int64, attrs storage.Attrs, opts storage.UploadOptions) (storage.Info, error) {
	if err := storage.CheckKey(key); err != nil {
		return storage.Info{}, fmt.Errorf("upload: %w", err)
	}
	o := object{key, attrs, storage.IfAbsent}
	o.attrs.ContentType = cmp.Or(attrs.ContentType, storage.DefaultType)
	u := &upload{Store: s, object: o, file: file, size: size, save: opts.Save, tell: opts.Progress}
	info, err := u.run(ctx, opts.Resume)
	if err != nil {
		return storage.Info{}, fmt.Errorf("upload %s: %w", key, err)
	}
	return info, nil
}

// upload is a running upload of an original.
type upload struct {
	*Store
	object

	file io.ReaderAt
	size int64
	save func(storage.UploadState) error
	tell func(sent int64)
}

func (u *upload) run(ctx context.Context, resume *storage.UploadState) (storage.Info, error) {
	info, err := storage.StatSame(ctx, u, u.key, u.size)
	switch {
	case err == nil:
		return u.stored(ctx, info, resume)
	case !errors.Is(err, storage.ErrNotFound):
		return storage.Info{}, err
	}
	if u.size <= u.partSize {
		info, err = u.putWatched(ctx, u.object, io.NewSectionReader(u.file, 0, u.size), &progress{tell: u.tell})
		return u.settle(ctx, info, err, nil)
	}
	for range restarts + 1 {
		var state storage.UploadState
		state, err = u.begun(ctx, resume)
		if err != nil {
			return storage.Info{}, err
		}
		info, err = u.goOn(ctx, state, resume != nil)
		if !errors.Is(err, errNoUpload) {
			return u.settle(ctx, info, err, &state)
		}
		// It is forgotten because it is complete, and the answer was lost; or it
		// was swept.
		info, err = storage.StatSame(ctx, u, u.key, u.size)
		if !errors.Is(err, storage.ErrNotFound) {
			return info, err
		}
		resume, err = nil, errNoUpload
	}
	return storage.Info{}, err
}

// begun returns the upload to resume, or a new one whose state was saved.
func (u *upload) begun(ctx context.Context, resume *storage.UploadState) (storage.UploadState, error) {
	if resume != nil && resume.ID != "" && usable(u.size, resume.PartSize) == nil {
		return *resume, nil
	}
	partSize, err := partSizeFor(u.size, u.partSize)
	if err != nil {
		return storage.UploadState{}, err
	}
	id, err := u.begin(ctx, u.object, u.algorithm())
	if err != nil {
		return storage.UploadState{}, err
	}
	state := storage.UploadState{ID: id, PartSize: partSize}
	if u.save == nil {
		return state, nil
	}
	if err := u.save(state); err != nil {
		return state, errors.Join(fmt.Errorf("remember the upload: %w", err), u.abort(ctx, u.key, id))
	}
	return state, nil
}

// goOn sends the missing parts and completes the upload.
func (u *upload) goOn(ctx context.Context, state storage.UploadState, resumed bool) (storage.Info, error) {
	p := &progress{tell: u.tell}
	todo := split(u.size, state.PartSize)
	var done []types.CompletedPart
	if resumed {
		there, err := u.listParts(ctx, state.ID)
		if err != nil {
			return storage.Info{}, err
		}
		if done, todo, err = u.sift(ctx, todo, there, p); err != nil {
			return storage.Info{}, err
		}
	}
	sent, err := u.sendParts(ctx, u.key, state.ID, u.file, todo, p)
	if err != nil {
		return storage.Info{}, err
	}
	return u.complete(ctx, u.object, state.ID, u.size, append(done, sent...))
}

// settle ends an upload. If somebody else stored the same content meanwhile,
// that is a success.
func (u *upload) settle(ctx context.Context, info storage.Info, err error, state *storage.UploadState) (storage.Info, error) {
	if !errors.Is(err, storage.ErrPrecondition) {
		return info, err
	}
	info, statErr := storage.StatSame(ctx, u, u.key, u.size)
	if statErr != nil {
		err = fmt.Errorf("%w: %w", err, statErr)
		if fault.IsPermanent(statErr) && state != nil { // nothing will ever come of the parts
			err = errors.Join(err, u.abort(ctx, u.key, state.ID))
		}
		return storage.Info{}, err
	}
	return u.stored(ctx, info, state)
}

// stored reports the whole size as sent, and aborts an upload that is no longer
// needed.
func (u *upload) stored(ctx context.Context, info storage.Info, state *storage.UploadState) (storage.Info, error) {
	if u.tell != nil {
		u.tell(u.size)
	}
	if state == nil || state.ID == "" {
		return info, nil
	}
	return info, u.abort(ctx, u.key, state.ID)
}

// listParts returns the parts on the server by number.
func (u *upload) listParts(ctx context.Context, id string) (map[int32]types.Part, error) {
	there := map[int32]types.Part{}
	pages := sdk.NewListPartsPaginator(u.client, &sdk.ListPartsInput{Bucket: u.bucket, Key: &u.key, UploadId: &id})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, u.explain(ctx, err)
		}
		for _, p := range page.Parts {
			there[aws.ToInt32(p.PartNumber)] = p
		}
	}
	return there, nil
}

// sift separates parts on the server with the file's content from those to be
// sent.
func (u *upload) sift(ctx context.Context, parts []part, there map[int32]types.Part, p *progress) (done []types.CompletedPart, todo []part, err error) {
	for _, part := range parts {
		if ctx.Err() != nil {
			return nil, nil, context.Cause(ctx)
		}
		stored, found := there[part.number]
		if !found || aws.ToInt64(stored.Size) != part.size {
			todo = append(todo, part)
			continue
		}
		checksum, err := u.same(io.NewSectionReader(u.file, part.offset, part.size), stored)
		switch {
		case errors.Is(err, errOther):
			todo = append(todo, part)
		case err != nil:
			return nil, nil, err
		default:
			p.add(part.size)
			done = append(done, types.CompletedPart{PartNumber: &part.number, ETag: stored.ETag, ChecksumSHA256: checksum})
		}
	}
	return done, todo, nil
}

// errOther means that a stored part is not, or not provably, the file's.
var errOther = errors.New("the part has other content")

// same checks a stored part against the file: by SHA-256 if the server has it,
// else by the ETag, which is an MD5 on most servers.
func (u *upload) same(content *io.SectionReader, stored types.Part) (checksum *string, err error) {
	if stored.ChecksumSHA256 != nil {
		sum, sumErr := sha256Of(content)
		if sumErr != nil {
			return nil, sumErr
		}
		checksum = u.checksum(sum)
		if checksum == nil || *checksum != *stored.ChecksumSHA256 {
			return nil, errOther
		}
		return checksum, nil
	}
	etag, err := hex.DecodeString(unquoted(stored.ETag))
	if err != nil || len(etag) != md5.Size {
		return nil, errOther
	}
	hash := md5.New() //nolint:gosec // see the import
	if _, err := io.Copy(hash, content); err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	if !bytes.Equal(hash.Sum(nil), etag) {
		return nil, errOther
	}
	return nil, nil
}
