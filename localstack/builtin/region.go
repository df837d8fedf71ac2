// Regions: what of EC2 stands where, each thing under its id and among its kind in the order in which they were made.

package builtin

import (
	"fmt"
	"slices"
	"time"

	"traillab/localstack/wire"
)

// resource is anything of EC2 that has an id.
type resource interface {
	name() string
	order() int   // among all things of the account
	kind() string // a row of kinds; may be asked of a nil one
	show(q *call) result
	born(id string, order int)
}

// base is what every resource has.
type base struct {
	id   string
	made int
}

func (b *base) name() string              { return b.id }
func (b *base) order() int                { return b.made }
func (b *base) born(id string, order int) { b.id, b.made = id, order }

// region is what stands in one region.
type region struct {
	here    string
	index   map[string]resource
	shelves map[string][]resource // by kind
	tags    map[string][]tag      // by id
	leaving []departure           // in the order in which they go
	tokens  map[string]*repeat
	block   block
	encrypt encryption
}

// departure is something that ended and is still shown for a while.
type departure struct {
	what resource
	at   time.Time
}

// lingers is how long AWS shows what ended: about an hour.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html
const lingers = time.Hour

// in returns a region. It is born with a default VPC, and the images of Amazon.
func (c *Cloud) in(q *call, name string) *region {
	if r := c.regions[name]; r != nil {
		return r
	}
	r := &region{
		here: name, index: map[string]resource{}, shelves: map[string][]resource{}, tags: map[string][]tag{}, tokens: map[string]*repeat{},
		block: block{mode: "off"},
	}
	c.regions[name] = r
	q.region = r
	q.stockPlaces()
	q.stockImages()
	q.newDefaultVPC()
	return r
}

// add gives a thing a new id, puts it on its shelf, and gives it the tags that the call has for its kind.
func (q *call) add(r resource) string {
	id := kinds[r.kind()].prefix + "-" + q.digits(17)
	q.place(r, id)
	for spec := range q.each("TagSpecifications") {
		if spec.text("ResourceType") == r.kind() {
			q.label(id, spec)
		}
	}
	return id
}

// place puts a thing under an id of its own on its shelf.
func (q *call) place(r resource, id string) {
	q.made++
	r.born(id, q.made)
	q.index[id] = r
	q.shelves[r.kind()] = append(q.shelves[r.kind()], r)
}

// remove takes a thing off its shelf.
func (r *region) remove(what resource) {
	if r.index[what.name()] != what {
		return
	}
	delete(r.index, what.name())
	delete(r.tags, what.name())
	shelf := r.shelves[what.kind()]
	if i := slices.Index(shelf, what); i >= 0 {
		r.shelves[what.kind()] = slices.Delete(shelf, i, i+1)
	}
}

// linger lets a thing that ended be shown for a while.
func (q *call) linger(what resource) {
	q.leaving = append(q.leaving, departure{what, q.now.Add(lingers)})
}

// sweep removes what was shown long enough.
func (r *region) sweep(now time.Time) {
	for len(r.leaving) > 0 && !now.Before(r.leaving[0].at) {
		r.remove(r.leaving[0].what)
		r.leaving = r.leaving[1:]
	}
}

// all returns the things of a kind, in the order in which they were made.
func all[T resource](q *call) []T {
	var none T
	shelf := q.shelves[none.kind()]
	things := make([]T, 0, len(shelf))
	for _, r := range shelf {
		if t, ok := r.(T); ok {
			things = append(things, t)
		}
	}
	return things
}

// find returns a thing by its id, or what AWS says of an id that there is not.
func find[T resource](q *call, id string) (T, *wire.Error) {
	t, ok := q.index[id].(T)
	if !ok {
		return t, kinds[t.kind()].fault(id)
	}
	return t, nil
}

// have is find for what the cloud itself wrote down, and which is there.
func have[T resource](q *call, id string) T {
	t, _ := q.index[id].(T)
	return t
}

// digits returns hexadecimal digits of a new id, which begin with a zero as AWS's do.
func (c *Cloud) digits(n int) string {
	return "0" + fmt.Sprintf("%016x", c.chance.Uint64())[:n-1]
}

// newID returns an id of something that is no resource by itself: rtbassoc-0….
func (c *Cloud) newID(prefix string) string { return prefix + "-" + c.digits(17) }

// arn returns the name of something of the account in this region.
func (q *call) arn(service, rest string) string {
	return "arn:aws:" + service + ":" + q.Region + ":" + q.options.Account + ":" + rest
}
