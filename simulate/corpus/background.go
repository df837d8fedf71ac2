// Background: the calls of an ordinary day, none of which touches the network or cuts anything. The templates lie in
// compute.go, storage.go and account.go.

package corpus

import "strings"

// by says which part of the cast makes a call.
type by uint8

const (
	people by = 1 << iota
	pipelines
	functions
	instances
	services
	outsiders
)

// template is one kind of background call. Weights are shares of about a thousand.
type template struct {
	name, source string
	weight       int
	by           by
	request      string // JSON with slots; "" is null
	response     string
	extra        string // additionalEventData and the like
	resources    string
	kind         string // eventType, if not a call
	category     string // eventCategory, if not management
	details      string // members after the category
	write        bool   // not read-only
	global       bool   // recorded in us-east-1 alone
	whole        string // the whole record, for what has no envelope of its own
}

// compiled is a template ready to be rendered.
type compiled struct {
	*template
	command                             string
	request, response, extra, resources []piece
	details, whole                      []piece
}

// catalog is every background template, and wheels to throw one by its weight.
type catalog struct {
	all    []compiled
	global wheel // us-east-1
	local  wheel // any other region
	desk   wheel // what people do
}

// wheel holds the index of each template as often as it weighs.
type wheel []uint8

func newCatalog() *catalog {
	c := &catalog{}
	for _, table := range [][]template{computeTemplates, storageTemplates, accountTemplates} {
		for i := range table {
			t := &table[i]
			at := uint8(len(c.all))
			c.all = append(c.all, compiled{
				template: t, command: command(t.source, t.name),
				request: compile(t.request), response: compile(t.response), extra: compile(t.extra),
				resources: compile(t.resources), details: compile(t.details), whole: compile(t.whole),
			})
			for range t.weight {
				c.global = append(c.global, at)
				if !t.global {
					c.local = append(c.local, at)
				}
				if t.by&people != 0 && !t.global && t.kind == "" {
					c.desk = append(c.desk, at)
				}
			}
		}
	}
	return c
}

// spin throws a template for a region.
func (c *catalog) spin(m *maker) *compiled {
	w := c.local
	if m.region == globalRegion {
		w = c.global
	}
	return &c.all[pick(&m.burst, w)]
}

// globalRegion is where calls to services without regions are recorded.
const globalRegion = "us-east-1"

// background appends one background record: of who, or of anybody whose call it may be when who is nil.
func (m *maker) background(to []byte, c *catalog, who *actor) []byte {
	var t *compiled
	if who != nil {
		t = &c.all[pick(&m.burst, c.desk)]
	} else {
		t = c.spin(m)
		who = m.caller(t.by)
	}
	e := &m.env
	e.name, e.source, e.code, e.message = t.name, t.source, "", ""
	e.kind, e.category, e.read = apiCall, management, !t.write
	if t.kind != "" {
		e.kind = t.kind
	}
	if t.category != "" {
		e.category = t.category
	}
	e.dress(who, t.command)
	if t.whole != nil {
		e.name = ""
		return m.render(to, t.whole)
	}
	e.request = m.render(m.buffers[0][:0], t.request)
	e.response = m.render(m.buffers[1][:0], t.response)
	e.extra = m.render(m.buffers[2][:0], t.extra)
	m.buffers[0], m.buffers[1], m.buffers[2] = e.request, e.response, e.extra
	e.resources = nil
	if t.resources != nil {
		m.buffers[3] = m.render(m.buffers[3][:0], t.resources)
		e.resources = m.buffers[3]
	}
	e.details = m.render(e.details[:0], t.details)
	if t.kind != "" {
		e.tls = e.tls && t.kind == "AwsConsoleSignIn"
	} else if t.by&(services|outsiders) == 0 && m.dice.chance(45) {
		m.fail()
	}
	return e.append(to)
}

// caller throws who makes a call.
func (m *maker) caller(may by) *actor {
	for {
		switch part := by(1) << m.burst.upTo(6); {
		case part&may == 0:
		case part == people:
			return near(m, m.people.people)
		case part == pipelines:
			return near(m, m.people.pipelines)
		case part == functions:
			return near(m, m.people.functions)
		case part == instances:
			return near(m, m.people.instances)
		case part == services:
			return near(m, m.people.services)
		default:
			return near(m, m.people.outsiders)
		}
	}
}

// near picks one of the few callers that are at work in a file's five minutes.
func near(m *maker, of []*actor) *actor {
	return of[(m.local+uint64(m.burst.upTo(3)))%uint64(len(of))]
}

// fail makes the call one that AWS refused, with the code and the words of its service. IAM and STS leave the parameters
// of a denied call out.
func (m *maker) fail() {
	e := &m.env
	name, _, _ := strings.Cut(e.source, ".")
	action := name + ":" + e.name
	denied := "User: " + e.who.arn() + " is not authorized to perform: " + action
	reason := " because no identity-based policy allows the " + action + " action"
	switch throttled := m.dice.chance(3); {
	case name == "ec2" && throttled:
		e.code, e.message = "Client.RequestLimitExceeded", "Request limit exceeded."
	case name == "ec2":
		e.code, e.message = "Client.UnauthorizedOperation", "You are not authorized to perform this operation. "+denied+reason
	case name == "s3" && throttled:
		e.code, e.message = "SlowDown", "Please reduce your request rate."
	case throttled:
		e.code, e.message = "ThrottlingException", "Rate exceeded"
	default:
		e.code, e.message = "AccessDenied", denied+" on resource: *"+reason
		if name == "iam" || name == "sts" {
			e.request = nil
		}
	}
	e.response, e.resources = nil, nil
}
