// Buckets of S3: one name in the whole world, and a region.

package builtin

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// bucket holds objects by their keys.
type bucket struct {
	name, region string
	since        time.Time
	settings     map[string]any // documents by the noun of their calls
	objects      map[string]*object
	keys         []string // of objects, sorted
	uploads      ordered[*upload]
}

var (
	noBucket     = fault{"NoSuchBucket", "The specified bucket does not exist", 404}
	bucketYours  = fault{"BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409}
	bucketFull   = fault{"BucketNotEmpty", "The bucket you tried to delete is not empty", 409}
	bucketName   = fault{"InvalidBucketName", "The specified bucket is not valid.", 400}
	otherPlace   = fault{"IllegalLocationConstraintException", "The %s location constraint is incompatible for the region specific endpoint this request was sent to.", 400}
	notFoundHead = fault{"NotFound", "Not Found", 404}

	invalidArgument = fault{code: "InvalidArgument", sentence: "The request must contain %s"}
)

func bucketCalls() operations {
	return operations{
		"CreateBucket": createBucket, "DeleteBucket": deleteBucket, "ListBuckets": listBuckets, "HeadBucket": headBucket,
		"GetBucketLocation": bucketLocation, "GetBucketAcl": bucketACL, "GetBucketPolicyStatus": bucketPolicyStatus,
	}
}

// bucket is the one that the call names.
func (q *call) bucket() (*bucket, *wire.Error) {
	b, ok := q.buckets.get(q.text("Bucket"))
	if !ok {
		return nil, noBucket.of()
	}
	return b, nil
}

// namedWell is what a bucket may be called.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
var namedWell = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// createBucket: who makes a bucket again in us-east-1 is told that it is there, and elsewhere is refused.
func createBucket(q *call) (result, *wire.Error) {
	name, place := q.text("Bucket"), q.part("CreateBucketConfiguration").or("LocationConstraint", "us-east-1")
	if !namedWell.MatchString(name) || strings.Contains(name, "..") {
		return nil, bucketName.of()
	}
	if place != q.Region {
		if !q.part("CreateBucketConfiguration").said("LocationConstraint") {
			place = "unspecified"
		}
		return nil, otherPlace.of(place)
	}
	if _, taken := q.buckets.get(name); taken {
		if place == "us-east-1" {
			return result{"Location": "/" + name}, nil
		}
		return nil, bucketYours.of()
	}
	q.buckets.set(name, &bucket{name: name, region: place, since: q.now, settings: map[string]any{}, objects: map[string]*object{}})
	return result{"Location": "/" + name}, nil
}

func deleteBucket(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	switch {
	case refused != nil:
		return nil, refused
	case len(b.keys) > 0:
		return nil, bucketFull.of()
	}
	q.buckets.drop(b.name)
	return nil, nil
}

func listBuckets(q *call) (result, *wire.Error) {
	found := []any{}
	for _, name := range slices.Sorted(slices.Values(q.buckets.names)) {
		b, _ := q.buckets.get(name)
		found = append(found, result{"Name": b.name, "CreationDate": b.since})
	}
	return result{"Buckets": found, "Owner": q.owner()}, nil
}

// owner is the account as S3 has it.
func (q *call) owner() result {
	return result{"ID": strings.Repeat(q.options.Account, 6)[:64], "DisplayName": "lab"}
}

func headBucket(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, notFoundHead.of()
	}
	return result{"BucketRegion": b.region}, nil
}

func bucketLocation(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	out := result{}
	if b.region != "us-east-1" {
		out["LocationConstraint"] = b.region
	}
	return out, nil
}

func bucketACL(q *call) (result, *wire.Error) {
	if _, refused := q.bucket(); refused != nil {
		return nil, refused
	}
	owner := q.owner()
	grantee := q.owner()
	grantee["Type"] = "CanonicalUser"
	return result{"Owner": owner, "Grants": []any{result{"Grantee": grantee, "Permission": "FULL_CONTROL"}}}, nil
}

// bucketPolicyStatus looks for a statement that allows anybody.
func bucketPolicyStatus(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	text, ok := b.settings["BucketPolicy"].(string)
	if !ok {
		return nil, noBucketPolicy.of()
	}
	open := strings.Contains(text, `"Allow"`) && anybody.MatchString(text) && !strings.Contains(text, `"Condition"`)
	return result{"PolicyStatus": result{"IsPublic": open}}, nil
}

var anybody = regexp.MustCompile(`"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*"\*"\s*\})`)
