// People: the principals of the log as actors of the scenario.

package extract

import (
	"regexp"
	"slices"
	"strings"

	"traillab/analyze/trail"
	"traillab/simulate/scenario"
)

// somebody is a principal with a key, in a place, with a program: an actor is all of that. Programs tell the command that they run,
// too, which makes nobody another.
type somebody struct{ principal, key, source, program string }

func behind(e *trail.Event) somebody {
	program, _, _ := strings.Cut(e.UserAgent, "/")
	return somebody{e.Principal, e.AccessKeyID, e.SourceIP, strings.TrimPrefix(program, "[")}
}

// people gives names to actors.
type people struct {
	places *places
	names  map[somebody]string
	agents map[somebody]string // in full, as it was told first
	order  []somebody
	denied map[string][]string // by principal without session, the actions that it must not be allowed
}

func newPeople(p *places) *people {
	return &people{places: p, names: map[somebody]string{}, agents: map[somebody]string{}, denied: map[string][]string{}}
}

// ops is who does what nobody in the log did.
const ops = "ops"

// actor is the name of who made a call; services and strangers are played by ops.
func (p *people) actor(e *trail.Event, free func(string) string) string {
	if played(e.Principal).Type == "" {
		return ops
	}
	by := behind(e)
	if name, ok := p.names[by]; ok {
		return name
	}
	short, session := trail.PrincipalNames(e.Principal)
	if session != "" {
		short = session
	}
	short = strings.Trim(unwritten.ReplaceAllString(strings.ToLower(short), "_"), "_")
	if short == "" || short[0] < 'a' || short[0] > 'z' {
		short = "actor_" + short
	}
	p.names[by], p.agents[by] = free(short), e.UserAgent
	p.order = append(p.order, by)
	return p.names[by]
}

var unwritten = regexp.MustCompile(`[^a-z0-9]+`)

// actor is the name of who made a move.
func (x *extractor) actor(m *move) string { return x.people.actor(&m.event, x.names.free) }

// played is the actor that an ARN is played by, without an address; its type is "" for who cannot be played.
func played(arn string) scenario.Actor {
	short, session := trail.PrincipalNames(arn)
	short, session = nameable(short), nameable(session)
	switch {
	case strings.Contains(arn, ":assumed-role/") && session != "" && !instance.MatchString(session):
		return scenario.Actor{Type: "AssumedRole", Role: short, Session: session}
	case strings.Contains(arn, ":user/"):
		return scenario.Actor{Type: "IAMUser", User: short}
	case strings.HasSuffix(arn, ":root"):
		return scenario.Actor{Type: "Root"}
	default:
		return scenario.Actor{}
	}
}

// unnamed are the characters that no principal's name has; some who give logs away put others in.
var unnamed = regexp.MustCompile(`[^A-Za-z0-9_+=,.@-]+`)

func nameable(name string) string {
	if name = unnamed.ReplaceAllString(name, "-"); len(name) > 64 {
		name = name[:64]
	}
	return name
}

// instance is the form of the sessions of instances, which no actor can have: their ids are the lab's.
var instance = regexp.MustCompile(`^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$`)

// holder is the actor whose key a text is, "" for none.
func (p *people) holder(key string) string {
	for _, s := range p.order {
		if s.key == key && key != "" {
			return p.names[s]
		}
	}
	return ""
}

// deny has a principal refused an action.
func (p *people) deny(principal, action string) {
	by := who(principal)
	if !slices.Contains(p.denied[by], action) {
		p.denied[by] = append(p.denied[by], action)
	}
}

// actors are those that somebody is, by name.
func (p *people) actors() map[string]scenario.Actor {
	all := map[string]scenario.Actor{}
	for _, s := range p.order {
		a := played(s.principal)
		a.IP, a.Agent = p.places.caller(s.source), p.agents[s]
		if a.Agent == "" {
			a.Agent = "unknown"
		}
		if actions := p.denied[who(s.principal)]; len(actions) > 0 {
			slices.Sort(actions)
			list := make([]any, len(actions))
			for i, action := range actions {
				list[i] = action
			}
			a.Policy = map[string]any{"Version": "2012-10-17", "Statement": []any{
				map[string]any{"Effect": "Allow", "Action": "*", "Resource": "*"},
				map[string]any{"Effect": "Deny", "Action": list, "Resource": "*"},
			}}
		}
		all[p.names[s]] = a
	}
	return all
}
