// Package baseline reads what stood at a time: the answers of `aws ec2 describe-…` and its like as the AWS CLI prints them,
// and the items of AWS Config. An answer is told by what is in it and not by the name of its file.
//
// An answer is taken for whole: the call must have been made without filters and for all pages (as the CLI does by itself).
// One that names a next page is not, and neither are route tables, security groups and network ACLs of a VPC whose main
// table, default group or default ACL they lack. AWS Config's items speak each for its own time, for itself, and say
// nothing of what is not there.
package baseline

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// Read turns captures into baselines, in order of time, account and region. Captures of one place and time make one.
func Read(captures []trail.Capture) ([]topology.Baseline, error) {
	sheets := map[place]*sheet{}
	var order []*sheet
	at := func(p place) *sheet {
		s := sheets[p]
		if s == nil {
			s = &sheet{place: p, whole: map[topology.Kind]bool{}, born: map[topology.Kind]map[string]bool{}, tabled: map[string]bool{}, subnets: map[string]string{}, nats: map[string]bool{}}
			sheets[p] = s
			order = append(order, s)
		}
		return s
	}
	captures = slices.Clone(captures)
	slices.SortFunc(captures, func(a, b trail.Capture) int {
		return cmp.Or(cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Path, b.Path))
	})
	for i := range captures {
		c := &captures[i]
		o, err := parse(c.Text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Path, err)
		}
		if items := objects(o, "configurationItems"); items != nil {
			for _, item := range items {
				readItem(at, item, c.Path)
			}
			continue
		}
		s := at(place{c.Account, c.Region, c.At.UTC()})
		s.hear(path.Dir(c.Path))
		s.take(o)
	}
	baselines := make([]topology.Baseline, 0, len(order))
	for _, s := range order {
		s.read()
		baselines = append(baselines, topology.Baseline{At: s.at, Account: s.account, Region: s.region, From: s.from, Statements: s.statements})
	}
	slices.SortFunc(baselines, func(a, b topology.Baseline) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region))
	})
	return baselines, nil
}

// parse reads a JSON object with the first letters of all its members small: so the answers of the CLI and the items of AWS
// Config look alike.
func parse(text []byte) (dialect.Object, error) {
	c, err := dialect.Parse("", "", text, nil)
	if err != nil {
		return nil, err
	}
	return c.Request, nil
}

// place is an account's region at a time.
type place struct {
	account, region string
	at              time.Time
}

// page is one answer: of what kind it is, its objects, and whether there are no more.
type page struct {
	answer
	objects []dialect.Object
	last    bool
}

// sheet is a baseline while it is written.
type sheet struct {
	place
	from       string
	pages      []page
	statements []topology.Statement

	whole   map[topology.Kind]bool
	vpcs    []string
	born    map[topology.Kind]map[string]bool // VPCs whose main table, default group or default ACL is told
	subnets map[string]string                 // VPC by subnet
	tabled  map[string]bool                   // subnets with a table of their own
	nats    map[string]bool                   // addresses that NAT gateways hold
}

// hear notes where the sheet comes from.
func (s *sheet) hear(from string) {
	if s.from == "" || from < s.from {
		s.from = from
	}
}

// take notes the answers in a file.
func (s *sheet) take(o dialect.Object) {
	last := o.First("nextToken") == "" && o.First("nextMarker") == "" && o.First("marker") == ""
	for _, m := range o {
		if a, ok := answers[m.Name]; ok {
			s.pages = append(s.pages, page{a, objects(o, m.Name), last})
		}
	}
}

// read writes the statements of all answers, the roots first: what is said of a subnet's table needs the tables.
func (s *sheet) read() {
	slices.SortStableFunc(s.pages, func(a, b page) int { return cmp.Compare(a.rank, b.rank) })
	partial := map[topology.Kind]bool{}
	for _, p := range s.pages {
		partial[p.kind] = partial[p.kind] || !p.last
		s.whole[p.kind] = true
		for _, o := range p.objects {
			p.read(s, o)
		}
	}
	for kind := range partial {
		if partial[kind] {
			delete(s.whole, kind)
		}
	}
	s.close()
}

// needed is what has to be known whole for a VPC to be: whatever gives a way in or out.
var needed = []topology.Kind{
	topology.VPC, topology.Subnet, topology.RouteTable, topology.InternetGateway, topology.EgressGateway, topology.NATGateway, topology.Endpoint,
}

// close says what is known not to be there.
func (s *sheet) close() {
	main := s.born[topology.RouteTable]
	for _, subnet := range slices.Sorted(maps.Keys(s.subnets)) {
		if s.whole[topology.RouteTable] && main[s.subnets[subnet]] && !s.tabled[subnet] {
			s.say(topology.Subnet, subnet, topology.Table, "", "")
		}
	}
	all := !slices.ContainsFunc(needed, func(kind topology.Kind) bool { return !s.whole[kind] })
	for _, vpc := range s.vpcs {
		if all && main[vpc] {
			s.yes(topology.VPC, vpc, topology.Whole, "")
		}
		for _, kind := range []topology.Kind{topology.RouteTable, topology.SecurityGroup, topology.NetworkACL} {
			if !s.born[kind][vpc] {
				delete(s.whole, kind) // something was left out of the answer
			}
		}
	}
	delete(s.whole, "")
	for _, kind := range slices.Sorted(maps.Keys(s.whole)) {
		s.yes(topology.Region, s.region, topology.Whole, string(kind))
	}
}
