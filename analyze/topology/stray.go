// Strays: things of which it is not known, at some time, where they belong. A call that names only an association, an
// endpoint or an exclusion that was never seen to be made may mean any of a place; whatever lies there may be theirs.

package topology

import (
	"cmp"
	"slices"
)

// belongs is the aspect that says where a stray belongs.
var belongs = map[Kind]Aspect{Address: Holder, InternetGateway: InVPC, Endpoint: InVPC, Exclusion: Of}

// settled are the kinds of which the log's silence says that they were nowhere that the log has seen: what is allocated or
// attached to something in the log is so by a call of the log.
var settled = map[Kind]bool{Address: true, InternetGateway: true}

// stray is a thing of which it is not known where it belongs, and the fact that leaves it open, for a time.
type stray struct {
	*Thing
	why         Fact
	from, until Moment
	rank        int32 // by the order of appearance
}

// lost tells strays apart: by kind and place, and endpoints by their service, which is empty where it is not known.
type lost struct {
	shelf
	service string
}

// astray are the strays that are told of at the moments from one on: the first few of them.
type astray struct {
	from Moment
	few  []*stray
}

// findStrays lists, for every moment of a finished history, the things of which it is not known then where they belong.
func (h *History) findStrays() {
	found := map[lost][]*stray{}
	for kind, a := range belongs {
		for n, t := range h.kinds[kind] {
			if h.strays(t, a) {
				h.follow(t, a, int32(n), found)
			}
		}
	}
	h.astray = map[lost][]astray{}
	for key, list := range found {
		h.astray[key] = courseOf(list)
	}
}

// strays reports whether it is ever not known where a thing belongs.
func (h *History) strays(t *Thing, a Aspect) bool {
	tr := t.told(a, "")
	if tr == nil || len(tr.spans) == 0 {
		return !settled[t.Kind]
	}
	return !settled[t.Kind] && tr.spans[0].from > Origin || slices.ContainsFunc(tr.spans, func(s span) bool { return !s.Known() })
}

// follow notes the times at which a thing may stand, and it is not known where it belongs.
func (h *History) follow(t *Thing, a Aspect, rank int32, found map[lost][]*stray) {
	for m := Origin; m <= h.Now(); {
		s := h.State(m)
		f, key := s.Get(t, a), lost{shelf: shelf{t.Kind, place{t.Account, t.Region}}}
		if open := !f.Known() && (!settled[t.Kind] || f.Why != "") && !s.Stands(t).Is(None); open {
			if f.Why == "" {
				f.Why = "where " + t.ID + " belongs was never told"
			}
			if t.Kind == Endpoint {
				if service := s.Get(t, Service); service.Known() {
					key.service = serviceName(service.Text, t.Region)
				}
			}
			found[key] = append(found[key], &stray{t, f, m, s.Until(), rank})
		}
		m = s.Until()
	}
}

// courseOf is which of the strays are the first few, over time.
func courseOf(list []*stray) []astray {
	begin, end := slices.Clone(list), slices.Clone(list)
	slices.SortStableFunc(begin, func(a, b *stray) int { return cmp.Compare(a.from, b.from) })
	slices.SortStableFunc(end, func(a, b *stray) int { return cmp.Compare(a.until, b.until) })
	var course []astray
	var open []*stray // by rank
	for len(begin) > 0 || len(end) > 0 {
		at := end[0].until
		if len(begin) > 0 {
			at = min(at, begin[0].from)
		}
		for ; len(end) > 0 && end[0].until == at; end = end[1:] {
			if i, met := slices.BinarySearchFunc(open, end[0].rank, byRank); met {
				open = slices.Delete(open, i, i+1)
			}
		}
		for ; len(begin) > 0 && begin[0].from == at; begin = begin[1:] {
			i, _ := slices.BinarySearchFunc(open, begin[0].rank, byRank)
			open = slices.Insert(open, i, begin[0])
		}
		few := open[:min(len(open), enoughWords)]
		if n := len(course); n == 0 || !slices.Equal(course[n-1].few, few) {
			course = append(course, astray{at, slices.Clone(few)})
		}
	}
	return course
}

func byRank(s *stray, rank int32) int { return cmp.Compare(s.rank, rank) }

// strays returns the first few things of a kind in the place of another that may stand, and of which it is not known where
// they belong, with the facts that leave it open.
func (s *State) strays(kind Kind, beside *Thing) []*stray {
	return s.astray(lost{shelf: shelf{kind, place{beside.Account, beside.Region}}})
}

// strayEndpoints returns likewise the endpoints that may be one of the service.
func (s *State) strayEndpoints(service string, beside *Thing) []*stray {
	key := lost{shelf: shelf{Endpoint, place{beside.Account, beside.Region}}}
	found := s.astray(key)
	key.service = service
	if own := s.astray(key); service != "" && len(own) > 0 {
		found = slices.Concat(found, own)
		slices.SortFunc(found, func(a, b *stray) int { return cmp.Compare(a.rank, b.rank) })
	}
	return found[:min(len(found), enoughWords)]
}

func (s *State) astray(key lost) []*stray {
	course := s.h.astray[key]
	n, _ := slices.BinarySearchFunc(course, s.at+1, func(a astray, m Moment) int { return cmp.Compare(a.from, m) })
	if n < len(course) {
		s.until = min(s.until, course[n].from)
	}
	if n == 0 {
		return nil
	}
	return course[n-1].few
}
