// Thefts: networks that were cut with the credentials of an instance. An instance that fails over to another, or runs a pipeline,
// calls from its own address; whoever has carried its credentials away does not.

package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// lent is a call of a chain that was made with the credentials of an instance.
type lent struct {
	instance, address, finding string
}

// borrowed returns the call that says most of those that were made with an instance's credentials: one from elsewhere, else one
// of which the network does not tell from where it came, else nil. Each address of each session is looked at once.
func (c *circumstances) borrowed() *lent {
	var most *lent
	seen := map[[2]string]bool{}
	for i := range c.chain.Links {
		e := &c.chain.Links[i].Event
		key := [2]string{e.Principal, e.SourceIP}
		if c.chain.Links[i].Role == Restore || e.Recovered || seen[key] {
			continue
		}
		seen[key] = true
		id, t := c.instanceOf(e)
		if id == "" {
			continue
		}
		switch finding := c.cameFrom(t, e); {
		case finding == Suspicion:
			return &lent{id, e.SourceIP, finding}
		case finding == Nothing && most == nil:
			most = &lent{id, e.SourceIP, finding}
		}
	}
	return most
}

// instanceOf returns the instance whose own session made a call, as far as the session's name says, "" where it was another's;
// and the thing, nil where the network does not know it.
func (c *circumstances) instanceOf(e *trail.Event) (string, *topology.Thing) {
	at := strings.LastIndex(e.Principal, "/")
	if at < 0 || !strings.Contains(e.Principal, ":assumed-role/") || !strings.HasPrefix(e.Principal[at+1:], "i-") {
		return "", nil
	}
	id := e.Principal[at+1:]
	for _, t := range c.h.Find(id) {
		if t.Kind == topology.Instance && t.Account == e.Account {
			return id, t
		}
	}
	if rest := id[len("i-"):]; len(rest) != 8 && len(rest) != 17 || strings.Trim(rest, "0123456789abcdef") != "" {
		return "", nil // somebody has that name
	}
	return id, nil
}

// cameFrom is what behaviour says of a call. Which endpoint it came through is not told here, so that its own private
// addresses say nothing.
func (c *circumstances) cameFrom(t *topology.Thing, e *trail.Event) string {
	source, err := netip.ParseAddr(e.SourceIP)
	if err != nil || t == nil || source.IsPrivate() && !c.strange(t, e) {
		return Nothing
	}
	b := &behaviour{h: c.h, things: map[string]*topology.Thing{t.ID: t}, lost: c.ways}
	finding, _, _ := b.judge(t, &trail.Sighting{
		EventID: e.ID, Name: e.Name, Source: e.Source, Time: e.Time, Account: e.Account, Region: e.Region, Principal: e.Principal,
		SourceIP: e.SourceIP, Instance: t.ID,
	})
	return finding
}

// strange reports whether a private address is known not to be the instance's: its interfaces are known, and have others.
func (c *circumstances) strange(t *topology.Thing, e *trail.Event) bool {
	state := c.h.State(c.h.At(e.Time))
	known := false
	for _, face := range append(state.Back(t, topology.AttachedTo), t) {
		keys, _ := state.Held(face, topology.PrivateIP)
		if slices.Contains(keys, e.SourceIP) {
			return false
		}
		known = known || len(keys) > 0
	}
	return known
}

func (c *circumstances) stolen() string {
	if l := c.lent; l != nil && l.finding == Suspicion {
		return fmt.Sprintf("the calls were made with the credentials of instance %s, from %s, an address that is not its own", l.instance, l.address)
	}
	return ""
}

func (c *circumstances) carried() string {
	if l := c.lent; l != nil && l.finding == Nothing {
		return fmt.Sprintf("the calls were made with the credentials of instance %s; whether it made them itself is not known", l.instance)
	}
	return ""
}
