// Keys and sessions that clouds do not make as AWS does.

package identity_test

import (
	"errors"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/identity"
)

// everybodys is the key that LocalStack and moto give to whoever asks for a session of its own.
const everybodys = "AKIAIOSFODNN7EXAMPLE"

// root is the lab's own user, and alice another.
var (
	root  = exchange.Principal{Type: "Root", ID: account, ARN: "arn:aws:iam::" + account + ":root", Account: account}
	alice = exchange.Principal{Type: "IAMUser", ID: "AIDAALICE", ARN: "arn:aws:iam::" + account + ":user/alice", Account: account, User: "alice"}
	bob   = exchange.Principal{Type: "IAMUser", ID: "AIDABOB", ARN: "arn:aws:iam::" + account + ":user/bob", Account: account, User: "bob"}
)

func seeded() *identity.Registry { return identity.Seeded(account, rand.NewChaCha8([32]byte{1})) }

// given lets a session be given out to somebody, and returns what its client gets.
func given(r *identity.Registry, who exchange.Principal, name string, in map[string]any, key string) map[string]any {
	c := &exchange.Call{Service: "sts", Name: name, In: in, Who: who, At: nine, Account: account}
	a := &exchange.Answer{Out: map[string]any{"Credentials": credentials(key)}}
	r.Mint(c, a)
	r.Learn(c, a)
	got, _ := a.Out["Credentials"].(map[string]any)
	return got
}

// TestOwnKeys: whoever asks for a session has a key of its own, whatever the cloud says.
func TestOwnKeys(t *testing.T) {
	r := seeded()
	seen := map[any]string{}
	for _, who := range []exchange.Principal{alice, bob, root, alice} {
		got := given(r, who, "GetSessionToken", nil, everybodys)
		id, _ := got["AccessKeyId"].(string)
		if !regexp.MustCompile(`^ASIA[A-Z2-7]{16}$`).MatchString(id) {
			t.Errorf("%s got the key %q", who.User, id)
		}
		for _, part := range []string{"AccessKeyId", "SecretAccessKey", "SessionToken"} {
			if text, _ := got[part].(string); seen[text] != "" || len(text) < 20 {
				t.Errorf("%s got %s %q, %q has it, too", who.ARN, part, text, seen[text])
			}
			seen[got[part]] = who.ARN
		}
		if now, err := r.Who("ec2", id, nine); err != nil || now.ARN != who.ARN {
			t.Errorf("the key of %s is %s's: %v", who.ARN, now.ARN, err)
		}
	}
	if _, err := r.Who("ec2", everybodys, nine); err == nil {
		t.Error("the key that everybody knows is let in")
	}
}

// TestOneKeeps: a key of the cloud's is kept by the first who gets it, also when many ask side by side.
func TestOneKeeps(t *testing.T) {
	r := seeded()
	var mu sync.Mutex
	var ids []string
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got := given(r, alice, "GetSessionToken", nil, "ASIA0000000000000001")
			mu.Lock()
			defer mu.Unlock()
			ids = append(ids, got["AccessKeyId"].(string))
		})
	}
	wait.Wait()
	var answers [2]exchange.Answer // before either is learnt from
	for i := range answers {
		answers[i].Out = map[string]any{"Credentials": credentials("ASIA0000000000000002")}
		r.Mint(&exchange.Call{Service: "sts", Name: "GetSessionToken", Who: alice, At: nine}, &answers[i])
	}
	if !answers[1].Mended || answers[1].Out["Credentials"].(map[string]any)["AccessKeyId"] == "ASIA0000000000000002" {
		t.Error("two have one key")
	}
	slices.Sort(ids)
	if !slices.Contains(ids, "ASIA0000000000000001") || len(slices.Compact(ids)) != 8 {
		t.Errorf("keys %v", ids)
	}
}

// TestKeptKeys: a good key of the cloud's is kept, for the cloud knows it by that name; after its end nobody gets it again.
func TestKeptKeys(t *testing.T) {
	r := seeded()
	create := func(key string) *exchange.Answer {
		c := &exchange.Call{Service: "iam", Name: "CreateAccessKey", In: map[string]any{"UserName": "alice"}, Who: root, At: nine}
		a := &exchange.Answer{Out: map[string]any{"AccessKey": map[string]any{"AccessKeyId": key, "SecretAccessKey": "s", "UserName": "alice"}}}
		r.Mint(c, a)
		r.Learn(c, a)
		return a
	}
	for key, kept := range map[string]bool{
		"AKIA0000000000000001": true, "LKIA0000000000000001": true, account: false, "test": false, "": false, everybodys: false, "AKIA/../000000000001": false,
	} {
		a := create(key)
		id := a.Out["AccessKey"].(map[string]any)["AccessKeyId"]
		if a.Mended == kept || (id == key) != kept {
			t.Errorf("%q became %v", key, id)
		}
	}
	pass(r, "iam", "DeleteAccessKey", map[string]any{"AccessKeyId": "AKIA0000000000000001"}, nil)
	if a := create("AKIA0000000000000001"); !a.Mended {
		t.Error("a key was given out again after its end")
	}
}

// TestEndsByTheLabsClock: a session that begins hours ahead of the wall ends as many ahead, and its record says when it began.
func TestEndsByTheLabsClock(t *testing.T) {
	r := seeded()
	c := &exchange.Call{Service: "sts", Name: "GetSessionToken", Who: alice, At: nine.Add(9 * time.Hour), Wall: nine, In: map[string]any{"DurationSeconds": int64(900)}}
	a := &exchange.Answer{Out: map[string]any{"Credentials": credentials("ASIA0000000000000001")}}
	r.Mint(c, a)
	r.Learn(c, a)
	if ends := a.Out["Credentials"].(map[string]any)["Expiration"]; ends != c.At.Add(15*time.Minute) {
		t.Errorf("it ends at %v", ends)
	}
	if who, err := r.Who("ec2", "ASIA0000000000000001", c.At.Add(14*time.Minute)); err != nil || who.Session.Since != c.At || who.Session.Wall != nine {
		t.Errorf("before its end: %+v, %v", who.Session, err)
	}
	if _, err := r.Who("ec2", "ASIA0000000000000001", c.At.Add(16*time.Minute)); err == nil {
		t.Error("it does not end")
	}
}

// TestEnds: a session ends after the time that was asked for and the client is told so, whatever time it is for the cloud.
func TestEnds(t *testing.T) {
	role := map[string]any{"RoleArn": "arn:aws:iam::" + account + ":role/r", "RoleSessionName": "s"}
	long := maps.Clone(role)
	long["DurationSeconds"] = int64(7200)
	for _, test := range []struct {
		who  exchange.Principal
		name string
		in   map[string]any
		want time.Duration
	}{
		{alice, "AssumeRole", role, time.Hour},
		{alice, "AssumeRole", long, 2 * time.Hour},
		{alice, "GetSessionToken", nil, 12 * time.Hour},
		{alice, "GetSessionToken", map[string]any{"DurationSeconds": int64(900)}, 15 * time.Minute},
		{alice, "GetFederationToken", map[string]any{"Name": "bob"}, 12 * time.Hour},
		{root, "GetSessionToken", nil, time.Hour},
		{root, "GetFederationToken", map[string]any{"Name": "bob", "DurationSeconds": int64(43200)}, time.Hour},
	} {
		r := seeded()
		got := given(r, test.who, test.name, test.in, "ASIA0000000000000001")
		if ends, _ := got["Expiration"].(time.Time); !ends.Equal(nine.Add(test.want)) {
			t.Errorf("%s by %s: ends at %v", test.name, test.who.ARN, got["Expiration"])
		}
		if _, err := r.Who("ec2", "ASIA0000000000000001", nine.Add(test.want)); err != nil {
			t.Errorf("%s by %s: ended early: %v", test.name, test.who.ARN, err)
		}
		if _, err := r.Who("ec2", "ASIA0000000000000001", nine.Add(test.want+time.Second)); err == nil {
			t.Errorf("%s by %s: does not end", test.name, test.who.ARN)
		}
	}
}

// TestNoKeyNoAnswer: without randomness nobody gets a key that others may have.
func TestNoKeyNoAnswer(t *testing.T) {
	r := identity.Seeded(account, iotest.ErrReader(errors.New("empty")))
	c := &exchange.Call{Service: "sts", Name: "GetSessionToken", Who: alice, At: nine}
	a := &exchange.Answer{Out: map[string]any{"Credentials": credentials(everybodys)}}
	if r.Mint(c, a); a.Error == nil || a.Out != nil || !strings.Contains(a.Error.Message, "empty") {
		t.Errorf("answered %v, %v", a.Out, a.Error)
	}
	r.Learn(c, a)
	if _, err := r.Who("ec2", everybodys, nine); err == nil {
		t.Error("learnt from an answer without a key")
	}
}

// TestNames: who is behind a key when users have paths and other names, when only the answer names a session, and when the
// role is not the lab's.
func TestNames(t *testing.T) {
	r := seeded()
	arn := func(key string) string { who, _ := r.Who("ec2", key, nine); return who.ARN }
	is := func(what, key, want string) {
		t.Helper()
		if want != "" {
			want = "arn:aws:" + strings.Replace(want, ":", "::"+account+":", 1)
		}
		if got := arn(key); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	key := func(id string) map[string]any {
		return map[string]any{"AccessKey": map[string]any{"AccessKeyId": id, "UserName": "default_user"}}
	}
	pass(r, "iam", "CreateUser", map[string]any{"UserName": "a", "Path": "/ops/"}, map[string]any{"User": map[string]any{"UserName": "a", "UserId": "AIDAA", "Path": "/ops/"}})
	pass(r, "iam", "CreateAccessKey", map[string]any{"UserName": "a"}, key("AKIAA"))
	is("a path", "AKIAA", "iam:user/ops/a")
	who, _ := r.Who("ec2", "AKIAA", nine)
	c := &exchange.Call{Service: "iam", Name: "CreateAccessKey", In: map[string]any{}, Who: who, At: nine}
	r.Learn(c, &exchange.Answer{Out: key("AKIAOWN")})
	is("a key of the caller's own", "AKIAOWN", "iam:user/ops/a")
	token := given(r, who, "GetSessionToken", nil, everybodys)["AccessKeyId"].(string)
	inside, _ := r.Who("ec2", token, nine)
	r.Learn(&exchange.Call{Service: "iam", Name: "CreateAccessKey", Who: inside, At: nine}, &exchange.Answer{Out: key("AKIAINSIDE")})
	if who, _ := r.Who("ec2", "AKIAINSIDE", nine); inside.Session == nil || who.Session != nil {
		t.Errorf("a key that was made in a session: %+v", who.Session)
	}
	pass(r, "iam", "UpdateUser", map[string]any{"UserName": "a", "NewUserName": "b"}, nil)
	is("another name", "AKIAA", "iam:user/ops/b")
	is("another name, in a session", token, "iam:user/ops/b")
	pass(r, "iam", "UpdateUser", map[string]any{"UserName": "b", "NewPath": "/net/eu/"}, nil)
	is("another path", "AKIAOWN", "iam:user/net/eu/b")
	if who, _ := r.Who("ec2", "AKIAOWN", nine); who.User != "b" || who.ID != "AIDAA" {
		t.Errorf("another name: %+v", who)
	}
	pass(r, "iam", "DeleteUser", map[string]any{"UserName": "b"}, nil)
	is("deleted", "AKIAA", "")

	session := func(role, id string) map[string]any {
		return map[string]any{"Credentials": credentials(id), "AssumedRoleUser": map[string]any{"AssumedRoleId": "AROAR:alice@example.org", "Arn": "arn:aws:sts::" + account + ":assumed-role/r/alice@example.org"}}
	}
	pass(r, "sts", "AssumeRoleWithSAML", map[string]any{"RoleArn": "arn:aws:iam::" + account + ":role/r"}, session("r", "ASIASAML"))
	is("SAML", "ASIASAML", "sts:assumed-role/r/alice@example.org")
	if who, _ := r.Who("ec2", "ASIASAML", nine); who.ID != "AROAR:alice@example.org" || who.Session.Name != "alice@example.org" {
		t.Errorf("SAML: %+v %+v", who, who.Session)
	}
	pass(r, "sts", "AssumeRole", map[string]any{"RoleArn": "arn:aws:iam::111122223333:role/r", "RoleSessionName": "s"}, session("r", "ASIAFOREIGN"))
	is("a role of another account", "ASIAFOREIGN", "")
}

// TestNoName: an answer without a key makes none.
func TestNoName(t *testing.T) {
	r := seeded()
	pass(r, "iam", "CreateAccessKey", map[string]any{"UserName": "a"}, nil)
	if r.Keys() != 0 {
		t.Error("a key without a name")
	}
}
