// What only S3 does: a document without members, an error that comes as a success, names of documents that no model tells.

package wire

import (
	"bytes"
	"net/http"
	"strings"
)

// documents are the names of S3's answers where they are not those of the model; clients do not look at them, people do.
var documents = map[string]string{
	"CompleteMultipartUpload": "CompleteMultipartUploadResult", "CreateMultipartUpload": "InitiateMultipartUploadResult",
	"CreateSession": "CreateSessionResult", "DeleteObjects": "DeleteResult", "GetBucketAccelerateConfiguration": "AccelerateConfiguration",
	"GetBucketAcl": "AccessControlPolicy", "GetBucketCors": "CORSConfiguration", "GetBucketLifecycle": "LifecycleConfiguration",
	"GetBucketLifecycleConfiguration": "LifecycleConfiguration", "GetBucketLogging": "BucketLoggingStatus",
	"GetBucketRequestPayment": "RequestPaymentConfiguration", "GetBucketTagging": "Tagging",
	"GetBucketVersioning": "VersioningConfiguration", "GetBucketWebsite": "WebsiteConfiguration",
	"GetObjectAcl": "AccessControlPolicy", "GetObjectAttributes": "GetObjectAttributesResponse", "GetObjectTagging": "Tagging",
	"ListBucketAnalyticsConfigurations":          "ListBucketAnalyticsConfigurationResult",
	"ListBucketIntelligentTieringConfigurations": "ListBucketIntelligentTieringConfigurationsResult",
	"ListBucketInventoryConfigurations":          "ListInventoryConfigurationsResult",
	"ListBucketMetricsConfigurations":            "ListMetricsConfigurationsResult", "ListBuckets": "ListAllMyBucketsResult",
	"ListDirectoryBuckets": "ListAllMyDirectoryBucketsResult", "ListMultipartUploads": "ListMultipartUploadsResult",
	"ListObjectVersions": "ListVersionsResult", "ListObjects": "ListBucketResult", "ListObjectsV2": "ListBucketResult",
	"ListParts": "ListPartsResult",
}

// documented is the name of the operation's answer as a document.
func (o *Operation) documented() string {
	if name, ok := documents[o.Name]; ok && o.Service.Protocol == RESTXML {
		return name
	}
	return o.Output.root("")
}

// odd reports whether the operation answers with a document that is its only member: GetBucketLocation.
func (o *Operation) odd() bool { return o.Service.Protocol == RESTXML && o.Name == "GetBucketLocation" }

func (o *Operation) writeLocation(out map[string]any) []byte {
	d := &document{}
	d.start("LocationConstraint", namespaced(o.Service.Namespace)...)
	place, _ := out["LocationConstraint"].(string)
	d.escape(place)
	d.end("LocationConstraint")
	return d.Bytes()
}

// readLocation reads it; buckets of us-east-1 have none.
func (o *Operation) readLocation(body []byte, out map[string]any) error {
	r := newReader(body, millis)
	if _, err := r.root(); err != nil {
		return ended(err)
	}
	place, err := r.content()
	if place = strings.TrimSpace(place); place != "" {
		out["LocationConstraint"] = place
	}
	return err
}

// disguised returns the error that S3 sends with a status of 200, having begun to answer before it failed: CopyObject,
// CompleteMultipartUpload.
func (s *Service) disguised(body []byte) *Error {
	if s.Protocol != RESTXML || !bytes.Contains(body[:min(len(body), 200)], []byte("<Error>")) {
		return nil
	}
	r, e := newReader(body, millis), &Error{Status: http.StatusInternalServerError}
	if start, err := r.root(); err == nil && start.Name.Local == "Error" && r.failure(e) == nil && e.Code != "" {
		return e
	}
	return nil
}

// statuses of S3's errors, which its model does not tell; the others are 400.
var statuses = map[string]int{
	"AccessDenied": 403, "AccountProblem": 403, "AllAccessDisabled": 403, "BucketAlreadyExists": 409,
	"BucketAlreadyOwnedByYou": 409, "BucketNotEmpty": 409, "InternalError": 500, "InvalidAccessKeyId": 403,
	"InvalidBucketState": 409, "InvalidObjectState": 403, "InvalidRange": 416, "MethodNotAllowed": 405,
	"MissingContentLength": 411, "NoSuchBucket": 404, "NoSuchBucketPolicy": 404, "NoSuchCORSConfiguration": 404,
	"NoSuchKey": 404, "NoSuchLifecycleConfiguration": 404, "NoSuchPublicAccessBlockConfiguration": 404, "NoSuchTagSet": 404,
	"NoSuchUpload": 404, "NoSuchVersion": 404, "NoSuchWebsiteConfiguration": 404, "NotFound": 404, "NotImplemented": 501,
	"ObjectLockConfigurationNotFoundError": 404, "OperationAborted": 409, "OwnershipControlsNotFoundError": 404,
	"PreconditionFailed": 412, "ReplicationConfigurationNotFoundError": 404, "RequestTimeTooSkewed": 403,
	"ServerSideEncryptionConfigurationNotFoundError": 404, "ServiceUnavailable": 503, "SignatureDoesNotMatch": 403, "SlowDown": 503,
}
