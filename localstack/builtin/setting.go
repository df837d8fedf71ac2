// Settings of buckets: documents that are put, got and taken away.

package builtin

import (
	"encoding/json"

	"traillab/localstack/wire"
)

// setting is a document of a bucket.
type setting struct {
	noun    string // of its calls: PutBucketPolicy
	member  string // of the call that puts it
	spread  bool   // the answer has the document's own members
	missing *fault // nil where there is always one
	remove  string // the call that takes it away, "" where there is none
}

var (
	noBucketPolicy = fault{"NoSuchBucketPolicy", "The bucket policy does not exist", 404}
	noBlock        = fault{"NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404}
	noTags         = fault{"NoSuchTagSet", "The TagSet does not exist", 404}
	noOwnership    = fault{"OwnershipControlsNotFoundError", "The bucket ownership controls were not found", 404}
	noLifecycle    = fault{"NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404}
	noCORS         = fault{"NoSuchCORSConfiguration", "The CORS configuration does not exist", 404}
	badBucketRule  = fault{"MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'", 400}
)

// settings are the documents that there are.
var settings = []setting{
	{"BucketPolicy", "Policy", false, &noBucketPolicy, "DeleteBucketPolicy"},
	{"PublicAccessBlock", "PublicAccessBlockConfiguration", false, &noBlock, "DeletePublicAccessBlock"},
	{"BucketVersioning", "VersioningConfiguration", true, nil, ""},
	{"BucketEncryption", "ServerSideEncryptionConfiguration", false, nil, "DeleteBucketEncryption"},
	{"BucketTagging", "Tagging", true, &noTags, "DeleteBucketTagging"},
	{"BucketOwnershipControls", "OwnershipControls", false, &noOwnership, "DeleteBucketOwnershipControls"},
	{"BucketLifecycleConfiguration", "LifecycleConfiguration", true, &noLifecycle, "DeleteBucketLifecycle"},
	{"BucketLogging", "BucketLoggingStatus", true, nil, ""},
	{"BucketCors", "CORSConfiguration", true, &noCORS, "DeleteBucketCors"},
	{"BucketNotificationConfiguration", "NotificationConfiguration", true, nil, ""},
}

func settingCalls() operations {
	all := operations{}
	for _, s := range settings {
		all["Put"+s.noun], all["Get"+s.noun] = s.put, s.get
		if s.remove != "" {
			all[s.remove] = s.drop
		}
	}
	return all
}

func (s setting) put(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	if text, ok := q.members[s.member].(string); ok {
		if text == "" || text[0] != '{' || !json.Valid([]byte(text)) {
			return nil, badBucketRule.of()
		}
	}
	if q.members[s.member] == nil {
		return nil, invalidArgument.of(s.member)
	}
	b.settings[s.noun] = copied(q.members[s.member])
	return nil, nil
}

func (s setting) get(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	document := copied(b.settings[s.noun])
	switch {
	case document == nil && s.missing != nil:
		return nil, s.missing.of()
	case document == nil && s.noun == "BucketEncryption": // what all buckets have since 2023
		document = result{"Rules": []any{result{
			"ApplyServerSideEncryptionByDefault": result{"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": false,
		}}}
	case document == nil:
		return nil, nil
	}
	if whole, ok := document.(map[string]any); ok && s.spread {
		return whole, nil
	}
	return result{s.member: document}, nil
}

func (s setting) drop(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused == nil {
		delete(b.settings, s.noun)
	}
	return nil, refused
}
