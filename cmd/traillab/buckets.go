// Buckets: which flags reading S3 takes, what they go with, and how a mirror stands before it.

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"traillab/analyze/archive"
	"traillab/analyze/mirror"
	"traillab/analyze/trail"
)

// forS3 are the flags that are of use for buckets only.
var forS3 = []string{"endpoint-url", "profile", "role-arn", "external-id", "role-session-name", "requester-pays"}

// What STS takes. An endpoint is told by nobody who refuses it: a malformed one may have a password in it.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
var (
	roleForm     = regexp.MustCompile(`^arn:[a-z-]+:iam::[0-9]{12}:role/.+$`)
	sessionForm  = regexp.MustCompile(`^[\w+=,.@-]{2,64}$`)
	endpointForm = regexp.MustCompile(`^https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?$`)
	externalForm = regexp.MustCompile(`^[\w+=,.@:/-]{2,}$`)
)

// fit refuses flags that do not go with each other or with the sources.
func (s *sourceFlags) fit(names []string) error {
	for _, f := range []struct {
		flag, form string
		on, right  bool
		ofRole     bool
	}{
		{"--role-arn", "arn:aws:iam::ACCOUNT:role/NAME", s.role != "", roleForm.MatchString(s.role), false},
		{"--external-id", "2 to 1224 letters, digits and +=,.@:/-_", s.external.set, len(s.external.text) <= 1224 && externalForm.MatchString(s.external.text), true},
		{"--role-session-name", "2 to 64 letters, digits and +=,.@-_", s.session.set, sessionForm.MatchString(s.session.text), true},
	} {
		switch {
		case f.on && !f.right:
			return misuse(fmt.Errorf("%s takes %s", f.flag, f.form))
		case f.on && f.ofRole && s.role == "":
			return misuse(fmt.Errorf("%s goes with a role; write --role-arn ARN %[1]s …", f.flag))
		}
	}
	if s.endpoint != "" && !endpointForm.MatchString(s.endpoint) {
		return misuse(errors.New("--endpoint-url takes http://HOST:PORT or https://HOST:PORT, without a user or a password"))
	}
	if s.requesterPays && !inS3(names) {
		return misuse(errors.New("--requester-pays goes with a bucket; write s3://BUCKET/PREFIX"))
	}
	return nil
}

// inS3 reports whether a source is a bucket.
func inS3(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, "s3://") })
}

// buckets opens sources in S3. filter prunes their listings.
func (s *sourceFlags) buckets(filter trail.Filter) func(ctx context.Context, uri string) (*archive.Bucket, error) {
	return func(ctx context.Context, uri string) (*archive.Bucket, error) {
		return archive.OpenS3(ctx, uri, archive.S3Options{
			Endpoint: s.endpoint, Profile: s.profile, RoleARN: s.role, ExternalID: s.external.text, RoleSessionName: s.session.text,
			RequesterPays: s.requesterPays, Filter: filter, Concurrency: 16,
		})
	}
}

// mirrors are the mirrors of a load, one for each source in S3.
type mirrors struct {
	dir  given
	jobs int
	all  []*mirror.Mirror
}

// fit refuses a folder that is a source, too: what is written there would be read.
func (m *mirrors) fit(names []string) error {
	switch {
	case !m.dir.set:
		return nil
	case m.dir.text == "":
		return empty("--mirror", "a folder")
	case !inS3(names):
		return misuse(errors.New("--mirror goes with a bucket; write s3://BUCKET/PREFIX --mirror DIR"))
	}
	dir, err := filepath.Abs(m.dir.text)
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasPrefix(name, "s3://") || name == "-" {
			continue
		}
		path, err := filepath.Abs(name)
		if err != nil {
			return err
		}
		if dir == path || strings.HasPrefix(dir+"/", path+"/") || strings.HasPrefix(path+"/", dir+"/") {
			return misuse(fmt.Errorf("--mirror: %s is read as a source, too; name another folder, or load the mirror alone", m.dir.text))
		}
	}
	return nil
}

// before puts a mirror before each bucket, if one was asked for.
func (m *mirrors) before(open func(context.Context, string) (*archive.Bucket, error)) func(context.Context, string) (archive.Lister, error) {
	return func(ctx context.Context, uri string) (archive.Lister, error) {
		bucket, err := open(ctx, uri)
		if err != nil || !m.dir.set {
			return bucket, err
		}
		kept, err := mirror.New(m.dir.text, mirror.Bucket(uri), bucket, m.jobs)
		if err != nil {
			return nil, err
		}
		m.all = append(m.all, kept)
		return kept, nil
	}
}

// tally adds up what became of the objects.
func (m *mirrors) tally() (sum mirror.Tally) {
	for _, one := range m.all {
		t := one.Tally()
		sum.Kept, sum.Known, sum.Changed, sum.Refused = sum.Kept+t.Kept, sum.Known+t.Known, sum.Changed+t.Changed, sum.Refused+t.Refused
	}
	return sum
}

// close makes sure that what is kept stays.
func (m *mirrors) close() error {
	var wrong []error
	for _, one := range m.all {
		wrong = append(wrong, one.Close())
	}
	return errors.Join(wrong...)
}
