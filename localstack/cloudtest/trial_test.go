// Trials: cases are told as calls of typed clients with what AWS answers to each. Whatever differs is looked up in the table
// of known differences.

package cloudtest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/backup"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"traillab/localstack/upstream"
)

// clients are one actor's.
type clients struct {
	ec2    *ec2.Client
	iam    *iam.Client
	sts    *sts.Client
	s3     *s3.Client
	kms    *kms.Client
	ssm    *ssm.Client
	elb    *elb.Client
	trail  *cloudtrail.Client
	backup *backup.Client
	org    *organizations.Client
	config *configservice.Client
}

// actor returns the clients of a key. They ask once.
func (l *lab) actor(id, secret, token string) clients { return l.actorIn(region, id, secret, token) }

func (l *lab) actorIn(region, id, secret, token string) clients {
	c := l.settings(region, id, secret, token)
	return clients{
		ec2.NewFromConfig(c), iam.NewFromConfig(c), sts.NewFromConfig(c), s3.NewFromConfig(c, func(o *s3.Options) { o.UsePathStyle = true }),
		kms.NewFromConfig(c), ssm.NewFromConfig(c), elb.NewFromConfig(c), cloudtrail.NewFromConfig(c), backup.NewFromConfig(c),
		organizations.NewFromConfig(c), configservice.NewFromConfig(c),
	}
}

// settings are an SDK's, made by hand: nothing of the user's is read.
func (l *lab) settings(region, id, secret, token string) aws.Config {
	return aws.Config{
		Region: region, BaseEndpoint: aws.String(l.Endpoint()), Credentials: credentials.NewStaticCredentialsProvider(id, secret, token),
		HTTPClient: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}
}

// suite is the conformance suite over one cloud.
type suite struct {
	*lab
	mu  sync.Mutex
	met map[string]bool // rows of the table that were seen to be true, and refusals: ec2.DeleteVpc->DependencyViolation
}

// trial is one case of it.
type trial struct {
	*testing.T
	clients
	lab   *suite
	ctx   context.Context
	label string
}

// root makes the trial's calls those of the lab's root.
func (s *suite) root(t *testing.T) *trial {
	return &trial{T: t, clients: s.actor("test", "test", ""), lab: s, ctx: context.Background()}
}

// as makes the calls of somebody else.
func (x *trial) as(id, secret, token string) *trial {
	other := *x
	other.clients = x.lab.actor(id, secret, token)
	return &other
}

// on labels the next call: what is special about it, for the table of differences.
func (x *trial) on(label string) *trial {
	other := *x
	other.label = label
	return &other
}

// call is how an operation of a typed client looks.
type call[I, O, P any] func(context.Context, *I, ...func(*P)) (*O, error)

// operation is the name of the call that an input is for: ec2.CreateVpc.
func operation[I any]() string {
	t := reflect.TypeFor[I]()
	name := path.Base(t.PkgPath())
	if short, ok := map[string]string{"elasticloadbalancingv2": "elbv2", "configservice": "config"}[name]; ok {
		name = short
	}
	return name + "." + strings.TrimSuffix(t.Name(), "Input")
}

// does makes a call that AWS lets through, and returns the answer. When it does not get through the case ends: the rest of it
// needs the answer.
func does[I, O, P any](x *trial, f call[I, O, P], in *I) *O {
	x.Helper()
	out, err := f(x.ctx, in)
	if !x.told(named[I](x), err) {
		x.SkipNow()
	}
	return out
}

// tries makes a call that AWS lets through and nothing depends on.
func tries[I, O, P any](x *trial, f call[I, O, P], in *I) {
	x.Helper()
	_, err := f(x.ctx, in)
	x.told(named[I](x), err)
}

// refused makes a call that AWS refuses with a code and a sentence. Of the sentence only what is given is compared.
func refused[I, O, P any](x *trial, code, sentence string, f call[I, O, P], in *I) {
	x.Helper()
	_, err := f(x.ctx, in)
	var answer smithy.APIError
	switch {
	case err == nil:
		err = fmt.Errorf("want %s; the call succeeded", code)
	case !errors.As(err, &answer):
	case answer.ErrorCode() != code || !strings.Contains(answer.ErrorMessage(), sentence):
		err = &smithy.GenericAPIError{Code: answer.ErrorCode(), Message: fmt.Sprintf("%s; want %s: %s", answer.ErrorMessage(), code, sentence)}
	default:
		err = nil
	}
	x.lab.mu.Lock()
	x.lab.met[operation[I]()+"->"+code] = true
	x.lab.mu.Unlock()
	x.told(named[I](x)+"->"+code, err)
}

func named[I any](x *trial) string {
	if x.label != "" {
		return operation[I]() + "(" + x.label + ")"
	}
	return operation[I]()
}

// same compares what an answer says with what AWS's would.
func same[T comparable](x *trial, what string, got, want T) {
	x.Helper()
	var err error
	if got != want {
		err = fmt.Errorf("got %v, want %v", got, want)
	}
	x.told(what, err)
}

// holds checks what an answer says.
func (x *trial) holds(what string, is bool, about any) {
	x.Helper()
	var err error
	if !is {
		err = fmt.Errorf("not so: %+v", about)
	}
	x.told(what, err)
}

// told compares what came of a step with the table, and reports whether the step went as with AWS.
func (x *trial) told(step string, err error) bool {
	x.Helper()
	row := find(x.lab.kind, step)
	switch {
	case err == nil && row == nil:
		return true
	case err == nil && row.of == wrong:
		x.Errorf("%s is as with AWS over %s: take the row out of the table (%s)", step, x.lab.kind, row.why)
		return true
	case err == nil:
		x.Errorf("%s is there over %s: take the row %q out of the table (%s)", step, x.lab.kind, row.step, row.why)
		return true
	case row == nil:
		x.Errorf("%s: %v", step, err)
		return false
	case row.of == absent && !missing(err):
		x.Errorf("%s is not there over %s, and that is not what is answered: %v", step, x.lab.kind, err)
	}
	x.lab.mu.Lock()
	defer x.lab.mu.Unlock()
	x.lab.met[row.step] = true
	x.Logf("known: %s: %s", step, row.why)
	return false
}

// missing reports whether an error says that a cloud does not have a call, in a form that SDKs read.
func missing(err error) bool {
	var answer smithy.APIError
	return errors.As(err, &answer) &&
		slices.Contains([]string{"InvalidAction", "UnknownOperationException", "NotImplemented", "UnknownOperation"}, answer.ErrorCode())
}

// find returns the row about a step, the first that fits.
func find(kind upstream.Kind, step string) *difference {
	for i := range differences {
		d := &differences[i]
		prefix, family := strings.CutSuffix(d.step, "*")
		if slices.Contains(d.over, kind) && (d.step == step || family && strings.HasPrefix(step, prefix)) {
			return d
		}
	}
	return nil
}
