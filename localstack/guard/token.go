// Tokens: a launch that is asked for twice by the same token is one launch. Clients that had no answer ask again, and clouds launch
// again.

package guard

import (
	"reflect"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// launch is what a token was used for.
type launch struct {
	in        map[string]any
	instances []any // their ids
}

// launchOnce answers a launch whose token was used with the instances that it made, and lets the cloud only try it.
// https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
func launchOnce(q *asked) (func(*exchange.Answer), *wire.Error) {
	token := q.text("ClientToken")
	if token == "" {
		return nil, nil
	}
	key, in := q.Region+" "+token, q.In
	q.mu.Lock()
	before, used := q.launches[key]
	q.mu.Unlock()
	if !used {
		return func(a *exchange.Answer) { q.keepLaunch(key, in, a) }, nil
	}
	if !reflect.DeepEqual(before.in, in) {
		return nil, &wire.Error{
			Code: "IdempotentParameterMismatch", Status: 400,
			Message: "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
		}
	}
	out, err := q.cloud.Do(q.ctx, q.Region, ec2, "DescribeInstances", map[string]any{"InstanceIds": before.instances})
	if err != nil {
		return nil, nil // they are long gone, and so is what their token was used for
	}
	for reservation := range wire.Each(out["Reservations"]) {
		q.mine()["DryRun"] = true
		q.again = true
		return func(a *exchange.Answer) {
			if a.Error != nil && a.Error.Code == "DryRunOperation" {
				a.Error, a.Out, a.Mended = nil, reservation, true
			}
		}, nil
	}
	return nil, nil
}

// keepLaunch notes what a launch has made.
func (q *asked) keepLaunch(key string, in map[string]any, a *exchange.Answer) {
	if a.Error != nil {
		return
	}
	var made []any
	for instance := range wire.Each(a.Out["Instances"]) {
		made = append(made, wire.Text(instance, "InstanceId"))
	}
	if len(made) == 0 {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.launches[key] = launch{in, made}
}
