// Residents of a sketch: instances in their subnets, and below all zones what lies in several, or in none that is known.

package tui

import (
	"slices"
	"strings"

	"traillab/analyze/topology/snapshot"
)

// residents draws the instances of a subnet; of many, the first until they are unfolded.
func (s *sketch) residents(subnet string) {
	here := s.is.hostsIn[subnet]
	shown := here
	if len(here) > mostInstances && !s.open["in:"+subnet] {
		shown = here[:mostInstances-1]
	}
	for _, one := range shown {
		s.instance(one)
	}
	if rest := here[len(shown):]; len(rest) > 0 {
		running, out := 0, 0
		for _, one := range rest {
			if one.State.Text() == "running" {
				running++
			}
			if a := one.Can("egress4").Answer; a == "yes" || a == "part" {
				out++
			}
		}
		s.add(plot{key: "in:" + subnet, fold: "in:" + subnet, text: told(toneKey, "▸ ").
			addf(tonePlain, "%s more instances: %s running, %s known to reach out (space)", grouped(int64(len(rest))), grouped(int64(running)), grouped(int64(out)))})
	}
}

// instance draws one: whether it runs, what it is known as, what it reaches and what reaches it.
func (s *sketch) instance(i *snapshot.Instance) {
	state := span{toneUnknown, "? runs or not"}
	switch i.State.Text() {
	case "running":
		state = span{toneGood, "▪ running" + doubt(i.State.Level)}
	case "stopped":
		state = span{toneWarn, "▫ stopped" + doubt(i.State.Level)}
	}
	l := line{}.add(state.tone, state.text+"  ").add(toneStrong, labelled(i.ID, string(i.Name)))
	switch i.Public4.Answer {
	case "yes":
		l = l.add(tonePlain, "  as "+known(i.Public4.Address)+doubt(i.Public4.Level))
	case "unknown":
		l = l.add(toneUnknown, "  public address ?")
	}
	was := s.wasInstance(i.ID)
	for _, way := range [][2]string{{"out", "egress4"}, {"in", "ingress4"}} {
		a, filter := capable(i, way[1])
		l = l.add(tonePlain, "  "+way[0]+" ").add(answerTone(a.Answer), sureAnswer(a))
		if filter == "no" && a.Answer != "no" {
			l = l.add(toneWarn, " filtered")
		}
		if was != nil && was.Can(way[1]).Answer != a.Answer {
			l = l.add(toneWarn, " ◂ was "+answerSign(was.Can(way[1]).Answer))
		}
	}
	s.add(plot{key: i.ID, thing: i.ID, text: l, facts: instanceFacts(i)})
}

func instanceFacts(i *snapshot.Instance) []fact {
	facts := []fact{factOf("state", i.State), factOf("exists", i.Exists), factOf("subnet", i.Subnet)}
	for _, c := range i.Capabilities {
		f := answerOf(c.What, c.Answer)
		f.value = afterFilters(f.value, c.Filter)
		facts = append(facts, f)
	}
	facts = append(facts, answerOf("public IPv4 address", i.Public4), factOf("instance profile", i.Profile))
	for _, face := range i.Interfaces {
		for _, g := range face.Groups {
			facts = append(facts, factOf("security group "+g.Key+" on "+face.ID, g.Fact))
		}
	}
	return facts
}

// capable is a capability and what filters leave of it.
func capable(i *snapshot.Instance, what string) (snapshot.Answer, string) {
	at := slices.IndexFunc(i.Capabilities, func(c snapshot.Capability) bool { return c.What == what })
	if at < 0 {
		return snapshot.Answer{Answer: "unknown", Level: "unknown"}, ""
	}
	return i.Capabilities[at].Answer, i.Capabilities[at].Filter
}

// answerSign is an answer as one sees it at a glance.
func answerSign(answer string) string {
	switch answer {
	case "yes":
		return "✓"
	case "no":
		return "✕"
	case "part":
		return "½"
	}
	return "?"
}

// sureAnswer is an answer and, where it was not observed, how surely it is known.
func sureAnswer(a snapshot.Answer) string {
	if answerSign(a.Answer) == "?" {
		return "?"
	}
	return answerSign(a.Answer) + doubt(a.Level)
}

func answerTone(answer string) tone {
	switch answer {
	case "yes":
		return toneGood
	case "no":
		return toneBad
	case "part":
		return toneWarn
	}
	return toneUnknown
}

func (s *sketch) wasInstance(id string) *snapshot.Instance {
	if s.was == nil {
		return nil
	}
	return s.was.instances[id]
}

// outside draws what lies in several subnets, or in none that is known.
func (s *sketch) outside() {
	if len(s.n.Endpoints)+len(s.n.Services) > 0 {
		s.heading("beside", "endpoints, load balancers, databases, functions")
	}
	for i := range s.n.Endpoints {
		e := &s.n.Endpoints[i]
		var at []string
		for _, k := range append(slices.Clone(e.Tables), e.Subnets...) {
			at = append(at, k.Key+doubt(k.Level))
		}
		l := line{}.add(toneStrong, labelled(e.ID, string(e.Name))).
			addf(tonePlain, "  %s endpoint  %s%s  in %s", strings.ToLower(known(e.Type.Text())), known(e.Service.Text()), doubt(e.Exists.Level), known(strings.Join(at, ", ")))
		s.add(plot{key: e.ID, thing: e.ID, text: l, facts: []fact{factOf("exists", e.Exists), factOf("service", e.Service), factOf("type", e.Type), factOf("private DNS", e.DNS)}})
	}
	for i := range s.n.Services {
		v := &s.n.Services[i]
		l := line{}.add(toneStrong, labelled(v.ID, string(v.Name))).add(tonePlain, "  "+strings.ReplaceAll(v.Kind, "-", " ")+doubt(v.Exists.Level))
		facts := []fact{factOf("exists", v.Exists)}
		for _, c := range v.Capabilities {
			l = l.add(tonePlain, "  "+c.What+" ").add(answerTone(c.Answer.Answer), sureAnswer(c.Answer))
			facts = append(facts, answerOf(c.What, c.Answer))
		}
		s.add(plot{key: v.ID, thing: v.ID, text: l, facts: facts})
	}
	s.stray()
}

// stray draws instances and NAT gateways of which the subnet is not known, or not there.
func (s *sketch) stray() {
	headed := false
	head := func() {
		if !headed {
			s.heading("stray", "? in a subnet that is not known")
		}
		headed = true
	}
	for i := range s.n.Instances {
		if one := &s.n.Instances[i]; s.is.subnets[one.Subnet.Text()] == nil {
			head()
			s.instance(one)
		}
	}
	for i := range s.n.NATs {
		if nat := &s.n.NATs[i]; s.is.subnets[nat.Subnet.Text()] == nil {
			head()
			s.add(plot{key: nat.ID, thing: nat.ID, text: told(tonePlain, "%s  NAT gateway", labelled(nat.ID, string(nat.Name))), facts: []fact{factOf("exists", nat.Exists), factOf("subnet", nat.Subnet)}})
		}
	}
}

// lost draws what was in the VPC before and is not any more.
func (s *sketch) lost() {
	if s.before == nil {
		return
	}
	from := len(s.rows)
	gone := func(kind, id, name string, was snapshot.Fact) {
		s.add(plot{
			key: "lost " + id, thing: id, text: line{}.add(toneBad, "✕ gone: ").add(tonePlain, kind+" "+labelled(id, name)),
			facts: []fact{absent(), factOf("existed before", was)},
		})
	}
	for i := range s.before.Subnets {
		if b := &s.before.Subnets[i]; s.is.subnets[b.ID] == nil {
			gone("subnet", b.ID, string(b.Name), b.Exists)
		}
	}
	for i := range s.before.NATs {
		if b := &s.before.NATs[i]; s.is.nats[b.ID] == nil {
			gone("NAT gateway", b.ID, string(b.Name), b.Exists)
		}
	}
	for i := range s.before.Instances {
		if b := &s.before.Instances[i]; s.is.instances[b.ID] == nil {
			gone("instance", b.ID, string(b.Name), b.Exists)
		}
	}
	for i := range s.before.Endpoints {
		if b := &s.before.Endpoints[i]; s.is.endpoints[b.ID] == nil {
			gone("endpoint", b.ID, string(b.Name), b.Exists)
		}
	}
	if len(s.rows) > from {
		rows := slices.Clone(s.rows[from:])
		s.rows = append(s.rows[:from], plot{key: "lost", text: line{}.add(toneHead, "there before the chain, and not any more")})
		s.rows = append(s.rows, rows...)
	}
}
