// Alerts: findings of GuardDuty and Security Hub as somebody saved them, read for what a playbook asks about. An alert is text from
// elsewhere: what is not in the form of an id or of a name is refused, and nothing else of it is used.

package playbook

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
)

// alertLimit is how long an alert may be, in bytes.
const alertLimit = 16 << 20

// alert is any of the forms: an answer of GetFindings of either service, or an event of EventBridge with a finding of GuardDuty or
// findings of Security Hub in it. GuardDuty writes names with a capital in the one and without in the other, which is the same here.
type alert struct {
	Findings []finding
	Detail   *struct {
		Findings []finding
		finding
	}
}

// finding is one of Security Hub (Resources) or of GuardDuty (Resource).
type finding struct {
	FirstObservedAt, CreatedAt string
	Resources                  []struct {
		Type, ID string
		Details  struct {
			AwsIamAccessKey struct{ AccessKeyID, PrincipalName, PrincipalType string }
		}
	}
	Resource *struct {
		InstanceDetails  struct{ InstanceID string }
		AccessKeyDetails struct{ AccessKeyID, UserName, UserType string }
	}
	Service struct{ EventFirstSeen string }
}

// The forms of what is taken from an alert.
var (
	alertInstance  = regexp.MustCompile(`^i-[0-9a-f]{8,17}$`)
	alertKey       = regexp.MustCompile(`^[A-Z0-9]{16,32}$`)
	alertPrincipal = regexp.MustCompile(`^[A-Za-z0-9_+=,.@-]{1,64}$`)
)

// told gathers what findings say.
type told struct {
	keys, instances, users, roles []string
	since                         time.Time
}

// FromAlert reads an alert, and returns the parameters of the playbook that it tells, as FromChain does for a chain.
func (p *Playbook) FromAlert(r io.Reader) (map[string]any, error) {
	text, err := io.ReadAll(io.LimitReader(r, alertLimit+1))
	if err != nil {
		return nil, err
	}
	if len(text) > alertLimit {
		return nil, fmt.Errorf("more than %d MiB, which no alert has", alertLimit>>20)
	}
	var a alert
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, fmt.Errorf("no JSON of findings: %w", err)
	}
	all := a.Findings
	if a.Detail != nil {
		all = append(append(all, a.Detail.Findings...), a.Detail.finding)
	}
	var t told
	for i := range all {
		if err := t.hear(&all[i]); err != nil {
			return nil, err
		}
	}
	if len(t.keys)+len(t.instances)+len(t.users)+len(t.roles) == 0 {
		return nil, errors.New("no finding of GuardDuty or Security Hub in it names an instance, a key, a user or a role")
	}
	if len(t.keys) > 1 {
		return nil, fmt.Errorf("it names several access keys (%s): take one alert at a time", strings.Join(t.keys, ", "))
	}
	values := p.known(&t)
	if len(values) == 0 {
		return nil, fmt.Errorf("it tells nothing that the playbook %s asks for", p.Name)
	}
	return values, nil
}

// known are the parameters of the playbook among what was told.
func (p *Playbook) known(t *told) map[string]any {
	values := map[string]any{}
	put := func(name string, value any, there bool) {
		if _, ok := p.Params[name]; ok && there {
			values[name] = value
		}
	}
	list := func(name string, from []string) {
		var all []any
		for _, text := range from {
			all = append(all, text)
		}
		put(name, all, len(all) > 0)
	}
	list("instances", t.instances)
	list("users", t.users)
	list("roles", t.roles)
	if len(t.keys) == 1 {
		put("accessKey", t.keys[0], true)
	}
	put("since", t.since.UTC().Format(time.RFC3339), !t.since.IsZero())
	return values
}

// hear takes what a finding tells.
func (t *told) hear(f *finding) error {
	for _, r := range f.Resources {
		switch r.Type {
		case "AwsEc2Instance":
			t.add(&t.instances, last(r.ID, "/"))
		case "AwsIamAccessKey":
			key := r.Details.AwsIamAccessKey
			if key.AccessKeyID == "" {
				key.AccessKeyID = last(r.ID, ":")
			}
			t.key(key.AccessKeyID, key.PrincipalName, key.PrincipalType)
		}
	}
	if f.Resource != nil {
		t.add(&t.instances, f.Resource.InstanceDetails.InstanceID)
		key := f.Resource.AccessKeyDetails
		t.key(key.AccessKeyID, key.UserName, key.UserType)
	}
	for _, text := range []string{f.Service.EventFirstSeen, f.FirstObservedAt, f.CreatedAt} {
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			if t.since.IsZero() || at.Before(t.since) {
				t.since = at
			}
			break
		}
	}
	for _, one := range []struct {
		what string
		form *regexp.Regexp
		all  []string
	}{{"instance", alertInstance, t.instances}, {"access key", alertKey, t.keys}, {"user", alertPrincipal, t.users}, {"role", alertPrincipal, t.roles}} {
		for _, text := range one.all {
			if !one.form.MatchString(text) {
				return fmt.Errorf("%q is no %s", text, one.what)
			}
		}
	}
	return nil
}

// key takes a key with whose it is. A role of GuardDuty's may have its session behind it.
func (t *told) key(id, name, kind string) {
	t.add(&t.keys, id)
	switch kind {
	case "IAMUser":
		t.add(&t.users, name)
	case "AssumedRole", "Role":
		role, _, _ := strings.Cut(name, ":")
		t.add(&t.roles, role)
	}
}

func (t *told) add(to *[]string, text string) {
	if text != "" && !slices.Contains(*to, text) {
		*to = append(*to, text)
	}
}

// last is what stands behind the last sign.
func last(text, sign string) string { return text[strings.LastIndex(text, sign)+1:] }
