// Ways: what reaches what. route asks for routes and addresses alone; reach is the packet's view, and asks for security groups
// and network ACLs as well.

package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

func (a *asker) route(t *term) (answer, error) { return a.way(t, false) }

func (a *asker) reach(t *term) (answer, error) { return a.way(t, true) }

// ends are those of a way, as a text names them.
type ends struct {
	from, to string
	port     int // 0 is any
}

func (a *asker) ends(t *term) (e ends, why string) {
	words := make([]string, len(t.args))
	for i, arg := range t.args {
		if words[i], why = a.id(arg); why != "" {
			return e, why
		}
	}
	if _, why = noWay(words); why != "" {
		return e, why
	}
	e.from, e.to = words[0], words[1]
	if len(words) > 2 {
		e.port, _ = strconv.Atoi(words[2])
	}
	return e, ""
}

func (a *asker) way(t *term, filters bool) (answer, error) {
	e, why := a.ends(t)
	if why != "" {
		return vain(why), nil
	}
	n, err := a.network()
	if err != nil {
		return answer{}, err
	}
	if !where(e.from) && !where(e.to) {
		return n.between(e, filters), nil
	}
	id, what := e.from, capability(e.to)
	if where(e.from) {
		id, what = e.to, "ingress4"
	}
	thing, why := n.thing(id)
	if why != "" {
		return vain(why), nil
	}
	routed, asked := n.Capable(thing, what)
	switch gone := n.Stands(thing); {
	case !asked && gone.Is(topology.None):
		return n.states(no, id+" exists no longer", gone), nil
	case !asked:
		return vain(fmt.Sprintf("what is asked of %s, of kind %s, is not %s", id, thing.Kind, what)), nil
	case !filters:
		return n.tells(e, routed), nil
	case e.port != 0:
		return n.tells(e, routed, n.through(thing, e)), nil
	}
	return n.tells(e, routed, n.Filtered(thing, what)), nil
}

// through answers what gets through the internet gateway of a thing's VPC on a port: to or from some address of the internet.
func (n network) through(t *topology.Thing, e ends) topology.Verdict {
	vpc := n.Get(t, topology.InVPC).To
	if vpc != nil {
		for _, gateway := range n.history.Inside(vpc, topology.InternetGateway) {
			switch {
			case n.Get(gateway, topology.InVPC).To != vpc:
			case where(e.from):
				return n.Journey(gateway, t, "tcp", e.port)
			default:
				return n.Journey(t, gateway, "tcp", e.port)
			}
		}
	}
	return topology.Verdict{
		Answer: topology.Unproven,
		Reason: topology.Reason{Code: topology.NotKnown, Text: "the internet gateway of " + t.ID + " is not known"},
	}
}

// between answers whether packets get from one thing to another: TCP to the port, or TCP or UDP to any. Without the filters a
// packet that they stop was on its way.
func (n network) between(e ends, filters bool) answer {
	var things [2]*topology.Thing
	for i, id := range []string{e.from, e.to} {
		t, why := n.thing(id)
		if why != "" {
			return vain(why)
		}
		things[i] = t
	}
	best := n.Journey(things[0], things[1], "tcp", e.port)
	if udp := n.Journey(things[0], things[1], "udp", 0); e.port == 0 && rank(udp.Answer) > rank(best.Answer) {
		best = udp
	}
	if !filters && best.Answer == topology.Cut && slices.Contains([]string{topology.NoRule, topology.DeniedByACL}, best.Reason.Code) {
		best.Answer, best.Reason = topology.Reaches, topology.Reason{}
	}
	return n.tells(e, best)
}

// capability is the word of the analysis for what something reaches.
func capability(to string) string {
	if to == internet {
		return "egress4"
	}
	return to
}

// tells makes one answer of verdicts that must all be yes: no where one is, and yes or a part only where nothing is unknown.
func (n network) tells(e ends, verdicts ...topology.Verdict) answer {
	worst := verdicts[0]
	for _, v := range verdicts[1:] {
		if rank(v.Answer) < rank(worst.Answer) {
			worst = v
		}
	}
	all := verdicts
	if worst.Answer == topology.Cut || worst.Answer == topology.Unproven {
		all = []topology.Verdict{worst}
	}
	a := answer{word: string(worst.Answer), level: trail.Observed}
	var told []string // each leg once: routes and filters tell of the same way
	for _, v := range all {
		a.level = min(a.level, v.Level)
		a.events = append(a.events, n.events(v.Sources...)...)
		for _, leg := range v.Path {
			if !slices.Contains(told, leg) {
				told = append(told, leg)
			}
		}
	}
	if worst.Reason.Text != "" {
		told = []string{worst.Reason.Text}
	}
	a.why = fmt.Sprintf(sentences[worst.Answer], e)
	if len(told) > 0 {
		a.why += ": " + strings.Join(told, "; ")
	}
	return a
}

// rank orders answers by how much they decide.
func rank(a topology.Answer) int {
	return map[topology.Answer]int{topology.Cut: 0, topology.Unproven: 1, topology.Partly: 2, topology.Reaches: 3}[a]
}

var sentences = map[topology.Answer]string{
	topology.Reaches:  "there is a way %s",
	topology.Partly:   "there is a way %s in part",
	topology.Cut:      "there is no way %s",
	topology.Unproven: "it is not known whether there is a way %s",
}

func (e ends) String() string {
	name := func(end string) string {
		if end == internet {
			return "the internet"
		}
		return strings.TrimPrefix(end, service)
	}
	text := "from " + name(e.from) + " to " + name(e.to)
	if e.port != 0 {
		text += " on tcp " + strconv.Itoa(e.port)
	}
	return text
}
