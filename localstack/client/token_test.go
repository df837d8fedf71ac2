// Tokens that nobody wrote: each call has one of its own, and only those calls that may be repeated.

package client_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"traillab/localstack/client"
	"traillab/localstack/wire"
)

// heard is a service that answers every call with nothing, and what its last call asked.
func heard(t *testing.T, models *wire.Catalog, service string) (endpoint string, asked func() map[string]any) {
	t.Helper()
	var in map[string]any
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		o, name, err := models.Identify(service, r, body)
		if err != nil || o == nil {
			t.Errorf("identify: %s %v", name, err)
			return
		}
		if in, err = o.ReadRequest(r, body); err != nil {
			t.Error(err)
		}
		reply := o.WriteAnswer(map[string]any{}, "r-1")
		w.WriteHeader(reply.Status)
		_, _ = w.Write(reply.Body)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() map[string]any { return in }
}

func seeded(n uint64) io.Reader {
	var seed [32]byte
	seed[0] = byte(n)
	return rand.NewChaCha8(seed)
}

func TestTokens(t *testing.T) {
	models := wire.Open()
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	for _, test := range []struct {
		service, name, member string
		in                    map[string]any
	}{
		{"ec2", "CreateNatGateway", "ClientToken", map[string]any{"SubnetId": "subnet-1"}},
		{"ec2", "RunInstances", "ClientToken", map[string]any{"MinCount": int64(1), "MaxCount": int64(1)}},
		{"organizations", "CreatePolicy", "", map[string]any{"Content": "c", "Description": "d", "Name": "n", "Type": "SERVICE_CONTROL_POLICY"}},
		{"secretsmanager", "CreateSecret", "ClientRequestToken", map[string]any{"Name": "s"}},
		{"backup", "StartBackupJob", "", map[string]any{"BackupVaultName": "v", "ResourceArn": "r", "IamRoleArn": "i"}},
		{"ec2", "CreateVpc", "", map[string]any{"CidrBlock": "10.0.0.0/16"}},
		{"ec2", "DescribeVpcs", "", nil},
	} {
		t.Run(test.service+"."+test.name, func(t *testing.T) {
			endpoint, asked := heard(t, models, test.service)
			c, err := client.New(models, endpoint, client.Key{ID: "test", Secret: "test"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			do := func(c *client.Client, in map[string]any) map[string]any {
				t.Helper()
				if _, err := c.Do(t.Context(), "eu-west-1", test.service, test.name, in); err != nil {
					t.Fatal(err)
				}
				return asked()
			}
			if got := do(c, test.in); len(got) != len(test.in) {
				t.Errorf("without chance it asks %v", got)
			}
			one := c.Tokens(seeded(1))
			first, second, again := do(one, test.in), do(one, test.in), do(c.Tokens(seeded(1)), test.in)
			if test.member == "" {
				if len(first) != len(test.in) {
					t.Errorf("it asks %v", first)
				}
				return
			}
			token := wire.Text(first, test.member)
			if len(first) != len(test.in)+1 || !uuid.MatchString(token) || token == wire.Text(second, test.member) || token != wire.Text(again, test.member) {
				t.Errorf("it asks %v, then %v, and by the same chance %v", first, second, again)
			}
			if _, written := test.in[test.member]; written {
				t.Error("the caller's own input has a token")
			}
			own := map[string]any{test.member: "00000000-0000-4000-8000-000000000000"}
			for name, v := range test.in {
				own[name] = v
			}
			if got := wire.Text(do(one, own), test.member); got != own[test.member] {
				t.Errorf("the caller's token became %s", got)
			}
		})
	}
}

// TestNoChance: a call whose token cannot be made is not made.
func TestNoChance(t *testing.T) {
	models := wire.Open()
	endpoint, asked := heard(t, models, "ec2")
	c, err := client.New(models, endpoint, client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Tokens(iotest.ErrReader(errors.New("empty"))).Do(t.Context(), "eu-west-1", "ec2", "CreateNatGateway", map[string]any{"SubnetId": "subnet-1"})
	if err == nil || !strings.Contains(err.Error(), "token ClientToken: make an id: empty") || asked() != nil {
		t.Errorf("%v, and it asks %v", err, asked())
	}
}
