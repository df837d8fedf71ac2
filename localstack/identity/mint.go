// Minting: keys of the lab's own for the answers of clouds that give out one and the same key to everybody, and an end for
// sessions that the lab and its client understand alike.

package identity

import (
	"encoding/base32"
	"encoding/base64"
	"io"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// purse is the member of an answer that holds a key, and how keys of that kind begin.
type purse struct{ member, prefix string }

// purses by service and operation.
var purses = map[string]purse{
	"iam.CreateAccessKey":           {"AccessKey", "AKIA"},
	"sts.AssumeRole":                {"Credentials", "ASIA"},
	"sts.AssumeRoleWithSAML":        {"Credentials", "ASIA"},
	"sts.AssumeRoleWithWebIdentity": {"Credentials", "ASIA"},
	"sts.GetSessionToken":           {"Credentials", "ASIA"},
	"sts.GetFederationToken":        {"Credentials", "ASIA"},
}

// Mint puts a fresh key into an answer whose key was given out before, by whatever call, and makes a session end by the
// lab's clock, whatever the cloud's says. It is called of every answer, before it is learnt from, recorded and sent. Calls may be
// answered side by side: of two answers with the same key one keeps it.
func (r *Registry) Mint(c *exchange.Call, a *exchange.Answer) {
	p, gives := purses[c.Service+"."+c.Name]
	held, _ := a.Out[p.member].(map[string]any)
	if !gives || a.Error != nil || held == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	held = maps.Clone(held)
	mended := false
	if id := wire.Text(held, "AccessKeyId"); !r.fresh(id) {
		if err := r.strike(p, held); err != nil {
			a.Out, a.Mended = nil, true
			a.Error = &wire.Error{Code: "InternalFailure", Message: "The lab cannot make a key: " + err.Error(), Status: http.StatusInternalServerError}
			return
		}
		mended = true
	}
	if ends, _ := held["Expiration"].(time.Time); p.member == "Credentials" && !ends.Equal(c.At.Add(lasts(c))) {
		held["Expiration"] = c.At.Add(lasts(c))
		mended = true
	}
	r.given[wire.Text(held, "AccessKeyId")] = true
	if mended {
		a.Out = maps.Clone(a.Out)
		a.Out[p.member], a.Mended = held, true
	}
}

// wellFormed are access key ids as AWS's model has them.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
var wellFormed = regexp.MustCompile(`^\w{16,128}$`)

// fresh reports whether a key is nobody's yet. Those of AWS's pages, which end in EXAMPLE, are everybody's.
func (r *Registry) fresh(id string) bool {
	return wellFormed.MatchString(id) && !r.given[id] && !strings.HasSuffix(id, "EXAMPLE")
}

// strike makes a key that was never given out, with a secret and, for a session, a token.
func (r *Registry) strike(p purse, held map[string]any) error {
	var raw [220]byte
	for held["AccessKeyId"] = ""; !r.fresh(wire.Text(held, "AccessKeyId")); {
		if _, err := io.ReadFull(r.chance, raw[:]); err != nil {
			return err
		}
		held["AccessKeyId"] = p.prefix + base32.StdEncoding.EncodeToString(raw[:10])
	}
	held["SecretAccessKey"] = base64.StdEncoding.EncodeToString(raw[10:40])
	if p.member == "Credentials" {
		held["SessionToken"] = "IQoJb3JpZ2luX2Vj" + base64.StdEncoding.EncodeToString(raw[40:])
	}
	return nil
}

// lasts is how long the session of a call lasts: as long as was asked, else AWS's own. The root user's are short.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
func lasts(c *exchange.Call) time.Duration {
	own := strings.HasPrefix(c.Name, "Get") // GetSessionToken and GetFederationToken
	seconds, said := c.In["DurationSeconds"].(int64)
	switch {
	case !said && own:
		seconds = 12 * 3600
	case !said:
		seconds = 3600
	}
	if own && c.Who.Type == "Root" {
		seconds = min(seconds, 3600)
	}
	return time.Duration(seconds) * time.Second
}
