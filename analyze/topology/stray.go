// Strays: things of which it is not known, at some time, where they belong. A call that names only an association, an
// endpoint or an exclusion that was never seen to be made may mean any of a place; whatever lies there may be theirs.

package topology

// belongs is the aspect that says where a stray belongs.
var belongs = map[Kind]Aspect{Address: Holder, InternetGateway: InVPC, Endpoint: InVPC, Exclusion: Of}

// settled are the kinds of which the log's silence says that they were nowhere that the log has seen: what is allocated or
// attached to something in the log is so by a call of the log.
var settled = map[Kind]bool{Address: true, InternetGateway: true}

// findStrays lists the things of a finished history of which it is not always known where they belong.
func (h *History) findStrays() {
	h.astray = map[shelf][]*Thing{}
	for kind, a := range belongs {
		for _, t := range h.kinds[kind] {
			tr := t.told(a, "")
			stray := !settled[kind] && (tr == nil || len(tr.spans) == 0 || tr.spans[0].from > Origin)
			if tr != nil {
				for _, s := range tr.spans {
					stray = stray || !s.Known()
				}
			}
			if stray {
				at := shelf{kind, place{t.Account, t.Region}}
				h.astray[at] = append(h.astray[at], t)
			}
		}
	}
}

// strays returns the things of a kind in the place of another that may stand, and of which it is not known where they
// belong, with the facts that leave it open.
func (s *State) strays(kind Kind, beside *Thing) (found []*Thing, why []Fact) {
	for _, t := range s.h.astray[shelf{kind, place{beside.Account, beside.Region}}] {
		f := s.Get(t, belongs[kind])
		if f.Known() || settled[kind] && f.Why == "" || s.Stands(t).Is(None) {
			continue
		}
		if f.Why == "" {
			f.Why = "where " + t.ID + " belongs was never told"
		}
		found, why = append(found, t), append(why, f)
	}
	return found, why
}
