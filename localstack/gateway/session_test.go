// Sessions through the gateway, before a cloud that gives one and the same key to everybody.

package gateway_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
)

// form makes a call of IAM or STS by a key and returns the body of the answer.
func (l *lab) form(t *testing.T, key, service, form string) string {
	t.Helper()
	_, body := l.call(t, key, form, func(r *http.Request) {
		r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "/ec2/", "/"+service+"/", 1))
	})
	return body
}

// TestSessions: each caller has a key of its own, in the answer that it gets, and is the one who calls by it.
func TestSessions(t *testing.T) {
	l := open(t)
	users := 0
	l.serve = func(c *exchange.Call) (*exchange.Answer, error) {
		switch c.Name {
		case "CreateAccessKey":
			users++
			return &exchange.Answer{Out: map[string]any{"AccessKey": map[string]any{
				"UserName": c.In["UserName"], "AccessKeyId": "AKIA000000000000000" + string(rune('0'+users)), "SecretAccessKey": "s", "Status": "Active",
			}}}, nil
		case "GetSessionToken":
			raw := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}}
			return &exchange.Answer{Raw: raw, Body: []byte("<AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId>"), Out: map[string]any{"Credentials": map[string]any{
				"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalr", "SessionToken": "AQoEX", "Expiration": time.Date(2011, 7, 11, 19, 55, 29, 0, time.UTC),
			}}}, nil
		}
		return &exchange.Answer{Out: map[string]any{"UserId": c.Who.ID, "Arn": c.Who.ARN}}, nil
	}
	id := regexp.MustCompile(`<AccessKeyId>(\w+)</AccessKeyId>`)
	const sts = "&Version=2011-06-15"
	seen := map[string]bool{}
	for _, user := range []string{"alice", "bob"} {
		key := id.FindStringSubmatch(l.form(t, "test", "iam", "Action=CreateAccessKey&Version=2010-05-08&UserName="+user))
		body := l.form(t, key[1], "sts", "Action=GetSessionToken"+sts)
		token := id.FindStringSubmatch(body)
		if token == nil || !strings.HasPrefix(token[1], "ASIA") || seen[token[1]] || strings.Contains(body, "wJalr") || strings.Contains(body, "AQoEX") {
			t.Fatalf("%s got %s", user, body)
		}
		seen[token[1]] = true
		if !strings.Contains(body, "<Expiration>2026-03-01T21:00:00Z</Expiration>") {
			t.Errorf("the session of %s ends at another time than in twelve hours of the lab: %s", user, body)
		}
		if who := l.form(t, token[1], "sts", "Action=GetCallerIdentity"+sts); !strings.Contains(who, ":user/"+user) {
			t.Errorf("the session of %s is %s", user, who)
		}
	}
	if body := l.form(t, "AKIAIOSFODNN7EXAMPLE", "sts", "Action=GetCallerIdentity"+sts); !strings.Contains(body, "InvalidClientTokenId") {
		t.Errorf("the key that everybody knows: %s", body)
	}
}
