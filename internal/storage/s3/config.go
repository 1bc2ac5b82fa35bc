package s3

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/logging"

	"proceedings/internal/fault"
)

// Config names the bucket, its server and how to access it.
type Config struct {
	Endpoint  string    // of the server, like https://s3.example.org; empty for Amazon's
	Public    string    // of the server, as readers reach it, for presigned addresses; Endpoint where empty
	Region    string    // as the AWS settings say where empty, else us-east-1
	Bucket    string    // its name
	AccessKey string    // both empty: what the AWS settings say (environment, ~/.aws, role)
	SecretKey string    // goes with AccessKey
	Checksums Checksums // what the server understands; Supported where empty
	PartSize  int64     // of an upload in parts, in bytes; 0 for 16 MiB, at least 5 MiB

	IdleTimeout time.Duration // ends a connection on which no byte passes; 0 for a minute
}

// Checksums says which checksums a server supports.
type Checksums string

// The two kinds of servers.
const (
	Supported Checksums = "supported" // Amazon's, versitygw: a checksum with each object and part
	Required  Checksums = "required"  // others: only where the protocol demands one
)

// Open makes a store for the bucket of cfg. It looks up credentials and does
// not contact the server.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	if err := cfg.check(); err != nil {
		return nil, fault.Permanent(err)
	}
	settings, err := cfg.settings(ctx)
	if err != nil {
		return nil, err
	}
	s := &Store{
		bucket: &cfg.Bucket, region: settings.Region,
		partSize: cmp.Or(cfg.PartSize, defaultPart), checksums: cmp.Or(cfg.Checksums, Supported),
	}
	own, ok := settings.HTTPClient.(*awshttp.BuildableClient)
	if !ok {
		own = awshttp.NewBuildableClient()
	}
	s.slow = withIdleTimeout(own, max(slowIdleTimeout, cfg.IdleTimeout))
	own = withIdleTimeout(own, cmp.Or(cfg.IdleTimeout, defaultIdleTimeout))
	s.transport = own.GetTransport()
	client := sdk.NewFromConfig(settings, func(o *sdk.Options) {
		o.HTTPClient = own
		if cfg.Endpoint != "" {
			o.BaseEndpoint = &cfg.Endpoint
		}
		// Only Amazon's own servers are sure to have a host name for each bucket.
		o.UsePathStyle = o.BaseEndpoint != nil
		s.where = cmp.Or(aws.ToString(o.BaseEndpoint), "Amazon S3 in "+settings.Region)
		s.address = addressOf(aws.ToString(o.BaseEndpoint), settings.Region, cfg.Bucket)

		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenSupported
		o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenSupported
		if s.checksums == Required {
			o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
			o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
		}
		o.DisableLogOutputChecksumValidationSkipped = true // objects without a checksum are no news
	})
	s.client = client
	s.presign = sdk.NewPresignClient(client, func(o *sdk.PresignOptions) {
		o.ClientOptions = append(o.ClientOptions, func(o *sdk.Options) {
			// An address with a checksum in it would have the reader send one.
			o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
			if cfg.Public != "" {
				o.BaseEndpoint, o.UsePathStyle = &cfg.Public, true
			}
		})
	})
	return s, nil
}

// addressOf is the public address of a bucket. A bucket with dots in its name
// has no host name that a certificate covers.
func addressOf(endpoint, region, bucket string) string {
	switch {
	case endpoint != "":
		return strings.TrimSuffix(endpoint, "/") + "/" + bucket + "/"
	case strings.Contains(bucket, "."):
		return "https://s3." + region + ".amazonaws.com/" + bucket + "/"
	}
	return "https://" + bucket + ".s3." + region + ".amazonaws.com/"
}

// Address is the bucket's public address for readers without credentials: an
// absolute URL that ends in a slash.
func (s *Store) Address() string { return s.address }

// CheckEndpoint reports what is wrong with the URL of a server. An empty one is
// Amazon's.
func CheckEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	switch {
	case endpoint == "":
		return nil
	case err != nil, u.Host == "", u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("the endpoint %q is not a URL like https://s3.example.org", endpoint)
	case u.User != nil:
		return fmt.Errorf("the endpoint of %s holds a name or a password: give the key as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", u.Host)
	}
	return nil
}

// minBucketName is the smallest length of a bucket's name, by the naming rules of Amazon S3.
const minBucketName = 3

func (cfg Config) check() error {
	if cfg.Bucket == "" {
		return errors.New("open the storage: no bucket is named")
	}
	if len(cfg.Bucket) < minBucketName { // servers answer a request with it without a reason
		return fmt.Errorf("open bucket %s: the name of a bucket has at least %d characters", cfg.Bucket, minBucketName)
	}
	if (cfg.AccessKey == "") != (cfg.SecretKey == "") {
		return fmt.Errorf("open bucket %s: an access key and a secret key go together, and one is missing", cfg.Bucket)
	}
	for _, endpoint := range []string{cfg.Endpoint, cfg.Public} {
		if err := CheckEndpoint(endpoint); err != nil {
			return fmt.Errorf("open bucket %s: %w", cfg.Bucket, err)
		}
	}
	if cfg.PartSize != 0 && (cfg.PartSize < minPart || cfg.PartSize > maxPart) {
		return fmt.Errorf("open bucket %s: a part size of %d bytes is not from 5 MiB to 5 GiB", cfg.Bucket, cfg.PartSize)
	}
	switch cfg.Checksums {
	case "", Supported, Required:
		return nil
	}
	return fmt.Errorf("open bucket %s: checksums are %q, want %s or %s", cfg.Bucket, cfg.Checksums, Supported, Required)
}

// settings are the SDK's settings. The environment counts only for what cfg
// leaves empty: a local server must not depend on ~/.aws.
func (cfg Config) settings(ctx context.Context) (aws.Config, error) {
	if cfg.Endpoint != "" && cfg.AccessKey != "" {
		return aws.Config{
			Region:      cmp.Or(cfg.Region, defaultRegion),
			Credentials: credentials.NewStaticCredentialsProvider(cfg.AccessKey, cfg.SecretKey, ""),
		}, nil
	}
	// What the SDK would print to stderr is in the errors that it returns.
	options := []func(*config.LoadOptions) error{config.WithLogger(logging.Nop{})}
	if cfg.Region != "" {
		options = append(options, config.WithRegion(cfg.Region))
	}
	if cfg.AccessKey != "" {
		options = append(options, config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(cfg.AccessKey, cfg.SecretKey, "")))
	}
	settings, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return aws.Config{}, fault.Explain(err, "open bucket %s: the AWS settings cannot be used: check AWS_PROFILE, AWS_CA_BUNDLE and the files in ~/.aws", cfg.Bucket)
	}
	settings.Region = cmp.Or(settings.Region, defaultRegion)
	if _, err := settings.Credentials.Retrieve(ctx); err != nil {
		if ctx.Err() != nil {
			return aws.Config{}, fmt.Errorf("open bucket %s: %w", cfg.Bucket, context.Cause(ctx))
		}
		return aws.Config{}, fault.Explain(err, "open bucket %s: no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE", cfg.Bucket)
	}
	return settings, nil
}

const defaultRegion = "us-east-1"
