// Package builtin is a cloud of the lab's own, in this process and in memory: the network half of EC2, IAM, STS, S3 and the
// few calls of SSM, KMS, CloudTrail, Config, AWS Backup, ACM and load balancers that go with them, as far as the scenarios need. It needs neither Docker
// nor Python and is there at once. What it has it does as AWS does, with AWS's ids, codes and sentences; what it has not, it
// answers as AWS answers a call that there is not.
//
// A noun is a file: what is kept of it, the calls about it, and how Describe shows it. The tables of calls are the only
// place where names of operations stand.
package builtin

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Options are what a cloud stands on.
type Options struct {
	Account string           // whose cloud it is, twelve digits
	Now     func() time.Time // the lab's clock
	Seed    uint64           // of ids, keys and addresses: the same calls in the same order make the same ones
	Slow    time.Duration    // how long a NAT gateway takes to come and to go; 0 is at once
}

// Cloud is all that an account holds. It may be asked by several goroutines; one is answered at a time.
type Cloud struct {
	options  Options
	services map[string]operations

	mu      sync.Mutex // guards what follows
	chance  *rand.Rand
	made    int // how many things there have been, which orders them
	regions map[string]*region
	people  *directory
	buckets ordered[*bucket]
	keys    map[string]*keyring // by region
	trails  ordered[*trail]     // by ARN
	keeps   map[string]*keep    // by kind and region
	latest  int                 // of the public addresses given out
}

// New returns a cloud that holds nothing but what every account has.
func New(o Options) *Cloud {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], o.Seed)
	return &Cloud{
		options: o, services: services(), chance: rand.New(rand.NewChaCha8(seed)),
		regions: map[string]*region{}, people: &directory{}, keys: map[string]*keyring{}, keeps: map[string]*keep{},
	}
}

// Operations returns what the cloud can be asked, sorted: ec2.CreateVpc. What the model cannot say yet is not among it.
func (*Cloud) Operations() []string {
	var names []string
	models := wire.Open()
	for service, calls := range services() {
		model, known := models.Service(service)
		for name := range calls {
			if !known {
				break
			}
			if _, known := model.Operation(name); known {
				names = append(names, service+"."+name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// Serve answers a call. What is uploaded is read whole before anything is done. It never fails but when that breaks off.
func (c *Cloud) Serve(_ context.Context, x *exchange.Call) (*exchange.Answer, error) {
	do := c.services[x.Service][x.Name]
	if do == nil || x.Operation == nil { // what the model does not know cannot be read either
		return &exchange.Answer{Error: unknown(x)}, nil
	}
	body, refused, err := uploaded(x)
	if err != nil {
		return nil, fmt.Errorf("read the body of %s: %w", x.Name, err)
	}
	if refused != nil {
		return &exchange.Answer{Error: refused}, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	q := &call{Cloud: c, Call: x, members: x.In, body: body}
	q.fine, q.now = moments(x.Service, c.options.Now())
	if x.Service == "ec2" {
		q.region = c.in(q, x.Region)
		q.sweep(q.now)
		q.settle()
	}
	out, refused := q.answer(do)
	if refused != nil {
		return &exchange.Answer{Error: refused}, nil
	}
	if out == nil {
		out = map[string]any{}
	}
	return &exchange.Answer{Out: out}, nil
}

// unknown is what AWS answers to a call that a service does not have.
func unknown(x *exchange.Call) *wire.Error {
	protocol := wire.JSON
	if x.Operation != nil {
		protocol = x.Operation.Service.Protocol
	} else if x.Service == "ec2" || x.Service == "iam" || x.Service == "sts" {
		protocol = wire.Query
	}
	switch protocol {
	case wire.EC2, wire.Query:
		return &wire.Error{Code: "InvalidAction", Message: "The action " + x.Name + " is not valid for this web service.", Status: http.StatusBadRequest}
	case wire.RESTXML:
		return &wire.Error{Code: "NotImplemented", Message: "A header you provided implies functionality that is not implemented.", Status: http.StatusNotImplemented}
	default:
		return &wire.Error{Code: "UnknownOperationException", Message: "The operation " + x.Name + " is not known.", Status: http.StatusBadRequest}
	}
}
