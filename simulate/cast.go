// The cast: the actors of a scenario as principals of the lab, each with a key, an address and a user agent of its own.

package simulate

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// founder is who makes the actors: the root user, from where the account is set up.
func founder() script.Caller {
	return script.Caller{Key: script.Root(), Source: "192.0.2.10", Agent: "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 aws-sdk-go-v2/1.32.4"}
}

// cast makes callers of actors, and keeps them by name. It is the lab as they see it: whose session has ended begins another one,
// as people do who work for more than an hour.
type cast struct {
	script.Lab
	stage   Stage
	vars    *script.Vars
	actors  map[string]scenario.Actor
	callers map[string]script.Caller
}

// Call makes a call, again with a new session where the old one has ended.
func (c *cast) Call(ctx context.Context, call script.Call) (map[string]any, error) {
	answer, err := c.Lab.Call(ctx, call)
	if call.As.Key.Token == "" || !refused(err, "RequestExpired", "ExpiredToken", "ExpiredTokenException") {
		return answer, err
	}
	for name, caller := range c.callers {
		if caller.Key != call.As.Key {
			continue
		}
		if err := c.renew(ctx, name); err != nil {
			return nil, fmt.Errorf("actor %s: a new session: %w", name, err)
		}
		call.As.Key = c.callers[name].Key
		return c.Lab.Call(ctx, call)
	}
	return answer, err
}

// record has a call recorded that is not made, in the name of a new session where the actor's has ended.
func (c *cast) record(ctx context.Context, actor string, call script.Call, answer map[string]any, refused *script.Refusal) error {
	err := c.stage.Synthesise(ctx, call, answer, refused)
	if err == nil || call.As.Key.Token == "" || !strings.Contains(err.Error(), "xpired") { // ExpiredToken, RequestExpired
		return err
	}
	if err := c.renew(ctx, actor); err != nil {
		return fmt.Errorf("actor %s: a new session: %w", actor, err)
	}
	call.As.Key = c.callers[actor].Key
	return c.stage.Synthesise(ctx, call, answer, refused)
}

// renew begins another session of an actor.
func (c *cast) renew(ctx context.Context, name string) error {
	caller, actor := c.callers[name], c.actors[name]
	about, _ := c.vars.Get(name)
	known, _ := about.(map[string]any)
	key, err := c.assume(ctx, actor, known)
	if err != nil {
		return err
	}
	caller.Key = key
	c.callers[name] = caller
	known["key"] = key.ID
	return nil
}

// hire makes the actors in order of their names. Each becomes a variable: $NAME.arn, .key, .user, .role, .session, .ip.
func (c *cast) hire(ctx context.Context, actors map[string]scenario.Actor) error {
	c.actors = actors
	for _, name := range slices.Sorted(maps.Keys(actors)) {
		if err := c.one(ctx, name, actors[name]); err != nil {
			return fmt.Errorf("actor %s: %w", name, err)
		}
	}
	return nil
}

func (c *cast) one(ctx context.Context, name string, a scenario.Actor) error {
	caller := script.Caller{Source: a.IP, Agent: a.Agent}
	about := map[string]any{"ip": a.IP, "agent": a.Agent}
	var err error
	switch a.Type {
	case "Root":
		caller.Key, about["arn"] = script.Root(), "arn:aws:iam::"+c.stage.Account()+":root"
	case "IAMUser":
		caller.Key, err = c.user(ctx, a, about)
	case "AssumedRole":
		caller.Key, err = c.session(ctx, a, about)
	default:
		err = fmt.Errorf("type %q is none of IAMUser, AssumedRole and Root", a.Type)
	}
	if err != nil {
		return err
	}
	about["key"] = caller.Key.ID
	c.callers[name] = caller
	c.vars.Set(name, about)
	return nil
}

// ops are the defenders, who make whatever names nobody.
const ops = "ops"

// find is the caller of a name; who is not in the scenario is ops, and ops is root where the scenario has none.
func (c *cast) find(name string) (script.Caller, error) {
	if name == "" {
		name = ops
	}
	caller, ok := c.callers[name]
	if !ok && name == ops {
		return founder(), nil
	}
	if !ok {
		return caller, fmt.Errorf("nobody is called %q", name)
	}
	return caller, nil
}

// user makes a user with a key. Two actors of one user are one user with one key, in two places.
func (c *cast) user(ctx context.Context, a scenario.Actor, about map[string]any) (script.Key, error) {
	for _, name := range slices.Sorted(maps.Keys(c.callers)) {
		if c.actors[name].Type == a.Type && c.actors[name].User == a.User {
			about["user"] = a.User
			about["arn"], _ = c.vars.Get(name + ".arn")
			return c.callers[name].Key, nil
		}
	}
	made, err := c.iam(ctx, "CreateUser", map[string]any{"UserName": a.User})
	if err != nil {
		return script.Key{}, err
	}
	policy, err := permission(a.Policy)
	if err != nil {
		return script.Key{}, err
	}
	if _, err := c.iam(ctx, "PutUserPolicy", map[string]any{"UserName": a.User, "PolicyName": a.User + "-access", "PolicyDocument": policy}); err != nil {
		return script.Key{}, err
	}
	key, err := c.iam(ctx, "CreateAccessKey", map[string]any{"UserName": a.User})
	if err != nil {
		return script.Key{}, err
	}
	about["user"] = a.User
	about["arn"], _ = script.Find("User.Arn", made)
	return readKey(key, "AccessKey")
}

func (c *cast) session(ctx context.Context, a scenario.Actor, about map[string]any) (script.Key, error) {
	trust, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
		"Effect": "Allow", "Principal": map[string]any{"AWS": "arn:aws:iam::" + c.stage.Account() + ":root"}, "Action": "sts:AssumeRole",
	}}})
	if err != nil {
		return script.Key{}, err
	}
	if err := c.role(ctx, a, string(trust)); err != nil {
		return script.Key{}, err
	}
	return c.assume(ctx, a, about)
}

// assume begins a session of an actor's role.
func (c *cast) assume(ctx context.Context, a scenario.Actor, about map[string]any) (script.Key, error) {
	role := "arn:aws:iam::" + c.stage.Account() + ":role/" + a.Role
	got, err := c.stage.Call(ctx, script.Call{
		As: script.Caller{Key: script.Root(), Source: a.IP, Agent: a.Agent}, Region: home, Service: "sts", Operation: "AssumeRole",
		In: map[string]any{"RoleArn": role, "RoleSessionName": a.Session, "DurationSeconds": int64(3600)},
	})
	if err != nil {
		return script.Key{}, err
	}
	about["role"], about["session"] = a.Role, a.Session
	about["arn"], _ = script.Find("AssumedRoleUser.Arn", got)
	return readKey(got, "Credentials")
}

// role makes an actor's role, unless another session has it already.
func (c *cast) role(ctx context.Context, a scenario.Actor, trust string) error {
	_, err := c.iam(ctx, "CreateRole", map[string]any{"RoleName": a.Role, "AssumeRolePolicyDocument": trust})
	if refused(err, "EntityAlreadyExists") {
		return nil
	}
	if err != nil {
		return err
	}
	policy, err := permission(a.Policy)
	if err != nil {
		return err
	}
	_, err = c.iam(ctx, "PutRolePolicy", map[string]any{"RoleName": a.Role, "PolicyName": a.Role + "-access", "PolicyDocument": policy})
	return err
}

// home is where calls of global services are made.
const home = "us-east-1"

func (c *cast) iam(ctx context.Context, operation string, in map[string]any) (map[string]any, error) {
	return c.stage.Call(ctx, script.Call{As: founder(), Region: home, Service: "iam", Operation: operation, In: in})
}

// permission is the policy of an actor: what the scenario gives it, else everything.
func permission(policy any) (string, error) {
	if policy == nil {
		policy = map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{"Effect": "Allow", "Action": "*", "Resource": "*"}}}
	}
	text, err := json.Marshal(policy)
	return string(text), err
}

// readKey takes a key out of the answer that it came in.
func readKey(answer map[string]any, within string) (script.Key, error) {
	member, _ := answer[within].(map[string]any)
	k := script.Key{ID: script.Text(member["AccessKeyId"]), Secret: script.Text(member["SecretAccessKey"]), Token: script.Text(member["SessionToken"])}
	if k.ID == "" {
		return k, fmt.Errorf("the lab answered no key")
	}
	return k, nil
}
