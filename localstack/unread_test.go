// A policy that the cloud takes and the lab cannot read is told of wherever somebody may look for why it has no effect.

package localstack

import (
	"os"
	"slices"
	"strings"
	"testing"

	"traillab/localstack/client"
	"traillab/localstack/upstream"
)

func TestUnreadPolicyIsTold(t *testing.T) {
	var log heap
	l, err := Up(t.Context(), Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Env: os.Environ(), Log: &log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c, err := l.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := story{t, c}
	s.do("s3", "CreateBucket", map[string]any{"Bucket": "logs", "CreateBucketConfiguration": map[string]any{"LocationConstraint": "eu-west-1"}})
	const odd = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"arn:aws:s3:::logs","Condition":{"StringSounds":{"aws:username":"ci"}}}]}`
	s.do("s3", "PutBucketPolicy", map[string]any{"Bucket": "logs", "Policy": odd})
	const want = "bucket logs cannot be read and counts for nothing"
	tells := func(line string) bool { return strings.Contains(line, want) }
	if h := l.Health(t.Context()); len(h.Unread) != 1 || !tells(h.Unread[0]) || !h.Well() {
		t.Errorf("its health tells %q, well: %v", h.Unread, h.Well())
	}
	d, err := l.Examine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Unread) != 1 || !tells(d.Unread[0]) {
		t.Errorf("the doctor tells %q", d.Unread)
	}
	if !tells(log.String()) {
		t.Errorf("its log tells %s", log.String())
	}
	s.do("s3", "DeleteBucketPolicy", map[string]any{"Bucket": "logs"})
	if h := l.Health(t.Context()); slices.ContainsFunc(h.Unread, tells) {
		t.Errorf("its health tells %q of a policy that is gone", h.Unread)
	}
}
