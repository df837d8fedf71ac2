// What the registry knows of keys, told as the calls of a lab.

package identity_test

import (
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/identity"
)

const account = "000000000000"

var nine = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// pass lets a call go through a lab in which the registry listens.
func pass(r *identity.Registry, service, name string, in, out map[string]any) {
	r.Learn(&exchange.Call{Service: service, Name: name, In: in, At: nine, Account: account}, &exchange.Answer{Out: out})
}

// credentials are the part of an answer that holds a temporary key.
func credentials(key string) map[string]any {
	return map[string]any{"AccessKeyId": key, "SecretAccessKey": "s", "SessionToken": "t", "Expiration": nine.AddDate(-1, 0, 0)} // by a clock of the cloud's own
}

func TestKeys(t *testing.T) {
	r := identity.New(account)
	pass(r, "iam", "CreateUser", nil, map[string]any{"User": map[string]any{"UserName": "ci", "UserId": "AIDACI", "Path": "/"}})
	for _, key := range []string{"AKIAONE", "AKIATWO", "AKIATHREE"} {
		pass(r, "iam", "CreateAccessKey", map[string]any{"UserName": "ci"}, map[string]any{"AccessKey": map[string]any{"UserName": "ci", "AccessKeyId": key}})
	}
	pass(r, "iam", "UpdateAccessKey", map[string]any{"AccessKeyId": "AKIATWO", "Status": "Inactive"}, map[string]any{})
	pass(r, "iam", "DeleteAccessKey", map[string]any{"AccessKeyId": "AKIATHREE"}, nil)
	pass(r, "sts", "AssumeRole", map[string]any{"RoleArn": "arn:aws:iam::" + account + ":role/ops/NetOps", "RoleSessionName": "alice"}, map[string]any{
		"Credentials": credentials("ASIAONE"), "AssumedRoleUser": map[string]any{"AssumedRoleId": "AROANET:alice"},
	})
	for _, c := range []struct {
		service, key string
		at           time.Time
		arn, id      string
		code         string
	}{
		{"ec2", "test", nine, "arn:aws:iam::" + account + ":root", account, ""},
		{"ec2", account, nine, "arn:aws:iam::" + account + ":root", account, ""},
		{"ec2", "AKIAONE", nine, "arn:aws:iam::" + account + ":user/ci", "AIDACI", ""},
		{"ec2", "AKIATWO", nine, "", "", "AuthFailure"},
		{"sts", "AKIATWO", nine, "", "", "InvalidClientTokenId"},
		{"iam", "AKIATHREE", nine, "", "", "InvalidClientTokenId"},
		{"ssm", "AKIAREALREALREAL", nine, "", "", "UnrecognizedClientException"},
		{"s3", "111122223333", nine, "", "", "InvalidAccessKeyId"},
		{"ec2", "ASIAONE", nine.Add(time.Minute), "arn:aws:sts::" + account + ":assumed-role/NetOps/alice", "AROANET:alice", ""},
		{"ec2", "ASIAONE", nine.Add(time.Hour), "arn:aws:sts::" + account + ":assumed-role/NetOps/alice", "AROANET:alice", ""},
		{"ec2", "ASIAONE", nine.Add(time.Hour + time.Second), "", "", "RequestExpired"},
		{"iam", "ASIAONE", nine.Add(2 * time.Hour), "", "", "ExpiredToken"},
		{"s3", "ASIAONE", nine.Add(2 * time.Hour), "", "", "ExpiredToken"},
		{"ssm", "ASIAONE", nine.Add(2 * time.Hour), "", "", "ExpiredTokenException"},
	} {
		who, err := r.Who(c.service, c.key, c.at)
		switch {
		case err != nil && err.Code != c.code || err == nil && c.code != "":
			t.Errorf("%s with %s: got %v, want %q", c.service, c.key, err, c.code)
		case who.ARN != c.arn || who.ID != c.id:
			t.Errorf("%s with %s: got %s %s, want %s %s", c.service, c.key, who.ARN, who.ID, c.arn, c.id)
		}
	}
}

// TestReactivated holds that a key that was switched off can be switched on again, and that one of a user who was deleted
// cannot.
func TestReactivated(t *testing.T) {
	r := identity.New(account)
	pass(r, "iam", "CreateAccessKey", map[string]any{"UserName": "ci"}, map[string]any{"AccessKey": map[string]any{"UserName": "ci", "AccessKeyId": "AKIAONE"}})
	on := func() bool { _, err := r.Who("ec2", "AKIAONE", nine); return err == nil }
	pass(r, "iam", "UpdateAccessKey", map[string]any{"AccessKeyId": "AKIAONE", "Status": "Inactive"}, nil)
	if on() {
		t.Error("an inactive key is let in")
	}
	pass(r, "iam", "UpdateAccessKey", map[string]any{"AccessKeyId": "AKIAONE", "Status": "Active"}, nil)
	if !on() {
		t.Error("a key that is active again is refused")
	}
	pass(r, "iam", "DeleteUser", map[string]any{"UserName": "ci"}, nil)
	if on() {
		t.Error("the key of a user who is gone is let in")
	}
}

// TestRefusedCallsTeachNothing holds that a call that failed makes no key.
func TestRefusedCallsTeachNothing(t *testing.T) {
	r := identity.New(account)
	out := map[string]any{"AccessKey": map[string]any{"UserName": "ci", "AccessKeyId": "AKIAONE"}}
	_, refused := r.Who("ec2", "AKIAONE", nine)
	r.Learn(&exchange.Call{Service: "iam", Name: "CreateAccessKey"}, &exchange.Answer{Out: out, Error: refused})
	if _, err := r.Who("ec2", "AKIAONE", nine); err == nil {
		t.Error("a call that was refused made a key")
	}
}
