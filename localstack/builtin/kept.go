// Kept things: what services beside the network are told to have, trails, vaults, rules, balancers, and show again as it was told.

package builtin

import (
	"fmt"

	"traillab/localstack/wire"
)

// keep is things of a kind in a region, as they are shown, by name.
type keep struct{ ordered[result] }

// kept are the things of a kind in the call's region.
func (q *call) kept(kind string) *keep {
	name := kind + " of " + q.Region
	if q.keeps[name] == nil {
		q.keeps[name] = &keep{}
	}
	return q.keeps[name]
}

// shown is a copy of a thing, for an answer.
func shown(thing result) result {
	out, _ := copied(thing).(map[string]any)
	return out
}

// shownAll are copies of things.
func shownAll(things []result) []any { return told(things, shown) }

// named are the things with some names, or all where none is asked for; the first name that is not there is missing.
func (k *keep) named(names []string) (found []result, missing string) {
	if len(names) == 0 {
		return k.all(), ""
	}
	for _, name := range names {
		thing, ok := k.get(name)
		if !ok {
			return nil, name
		}
		found = append(found, thing)
	}
	return found, ""
}

// with are the members of a call that a thing is made of.
func (q *call) with(names ...string) result {
	out := result{}
	for _, name := range names {
		if q.said(name) {
			out[name] = copied(q.members[name])
		}
	}
	return out
}

// dropped answers a call that deletes a thing.
func (k *keep) dropped(name string, missing fault) (result, *wire.Error) {
	if _, ok := k.get(name); !ok {
		return nil, missing.of(name)
	}
	k.drop(name)
	return nil, nil
}

// uuid is an id of eight, four, four, four and twelve digits.
func (c *Cloud) uuid() string {
	a, b := c.chance.Uint64(), c.chance.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", uint32(a), uint16(a>>32), uint16(a>>48)&0xfff, uint16(b)&0x3fff|0x8000, b>>16)
}
