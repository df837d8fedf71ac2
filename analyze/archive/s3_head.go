// A head is what a store says of an object beside its bytes: what a copy of the bytes alone would lose.

package archive

import (
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Head has the names and, as JSON, the form of what `aws s3api head-object` prints. The signature of a digest is in
// Metadata, and nowhere else.
type Head struct {
	LastModified              *time.Time `json:",omitempty"`
	ContentLength             int64
	ETag                      string            // in its quotes
	VersionId                 string            `json:",omitempty"` // of a bucket that keeps versions
	ContentType               string            `json:",omitempty"`
	ContentEncoding           string            `json:",omitempty"`
	StorageClass              string            `json:",omitempty"`
	ServerSideEncryption      string            `json:",omitempty"`
	SSEKMSKeyId               string            `json:",omitempty"`
	ObjectLockMode            string            `json:",omitempty"`
	ObjectLockRetainUntilDate *time.Time        `json:",omitempty"`
	ObjectLockLegalHoldStatus string            `json:",omitempty"`
	ReplicationStatus         string            `json:",omitempty"`
	ChecksumCRC32             string            `json:",omitempty"`
	ChecksumCRC32C            string            `json:",omitempty"`
	ChecksumCRC64NVME         string            `json:",omitempty"`
	ChecksumSHA1              string            `json:",omitempty"`
	ChecksumSHA256            string            `json:",omitempty"`
	Metadata                  map[string]string // without "x-amz-meta-"; names in lower case
}

// headOf reads the headers of an answer that has the whole object.
func headOf(out *s3.GetObjectOutput) *Head {
	h := &Head{
		LastModified: out.LastModified, ContentLength: aws.ToInt64(out.ContentLength), ETag: aws.ToString(out.ETag),
		VersionId: aws.ToString(out.VersionId), ContentType: aws.ToString(out.ContentType), ContentEncoding: aws.ToString(out.ContentEncoding),
		StorageClass: string(out.StorageClass), ServerSideEncryption: string(out.ServerSideEncryption), SSEKMSKeyId: aws.ToString(out.SSEKMSKeyId),
		ObjectLockMode: string(out.ObjectLockMode), ObjectLockRetainUntilDate: out.ObjectLockRetainUntilDate,
		ObjectLockLegalHoldStatus: string(out.ObjectLockLegalHoldStatus), ReplicationStatus: string(out.ReplicationStatus),
		ChecksumCRC32: aws.ToString(out.ChecksumCRC32), ChecksumCRC32C: aws.ToString(out.ChecksumCRC32C),
		ChecksumCRC64NVME: aws.ToString(out.ChecksumCRC64NVME), ChecksumSHA1: aws.ToString(out.ChecksumSHA1),
		ChecksumSHA256: aws.ToString(out.ChecksumSHA256), Metadata: out.Metadata,
	}
	if h.Metadata == nil {
		h.Metadata = map[string]string{}
	}
	return h
}

// Head is what the store said of the object that is being read.
func (o *body) Head() *Head { return o.head }

// Version is the version of the object that is being read; empty in a bucket that keeps none.
func (o *body) Version() string { return known(o.head.VersionId) }

// known leaves out what S3 says of objects from before their bucket kept versions.
func known(version string) string {
	if version == "null" {
		return ""
	}
	return version
}

// Copy is an object of a store that lies in a local file. A Lister may open one.
type Copy struct {
	*os.File
	VersionID string
}

// Version is the version of the object that was copied.
func (c Copy) Version() string { return known(c.VersionID) }
