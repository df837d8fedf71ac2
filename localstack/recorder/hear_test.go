// Hearing is the way back of telling: what was heard of a record is told as the same record again.

package recorder

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// without takes moments and bytes, which are not heard, out of a value; nil where nothing is left.
func without(v any) any {
	switch v := v.(type) {
	case time.Time, []byte:
		return nil
	case map[string]any:
		for name, element := range v {
			if kept := without(element); kept != nil {
				v[name] = kept
			} else {
				delete(v, name)
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		var kept []any
		for _, element := range v {
			if element := without(element); element != nil {
				kept = append(kept, element)
			}
		}
		if len(kept) == 0 {
			return nil
		}
		return kept
	}
	return v
}

// recordedEvent is the event of a call that was answered.
func recordedEvent(c *exchange.Call, a *exchange.Answer) *trail.Event {
	call := dialect.Call{Name: eventName(c), Source: source(c), Request: request(c, a), Response: response(c, a)}
	return &trail.Event{
		Name: call.Name, Source: call.Source, Type: "AwsApiCall",
		Request: string(dialect.AppendRequest(nil, &call)), Response: string(dialect.AppendResponse(nil, &call)),
	}
}

func TestWhatIsHeardIsToldTheSame(t *testing.T) {
	models := wire.Open()
	r := maker{rand.New(rand.NewPCG(9, 10)), func(m *wire.Member, s *wire.Shape) string {
		if m.Name == "NoDevice" {
			return ""
		}
		return []string{"vpc-1", "443", "true", "a b", "arn:aws:iam::111122223333:role/x"}[len(m.Name)%5]
	}}
	tried := 0
	for _, name := range models.Services() {
		service, _ := models.Service(name)
		for _, op := range service.Operations() {
			if name != service.Name || name == "s3" || !dialect.Touches(op, service.Source()) {
				continue // an older version of a service is not what its calls are heard as
			}
			o, _ := service.Operation(op)
			for range 10 {
				in, _ := without(r.structure(o.Input, 0)).(map[string]any)
				out, _ := without(r.structure(o.Output, 0)).(map[string]any)
				for _, member := range untested[op] {
					delete(in, member)
				}
				c := &exchange.Call{Operation: o, Service: service.Name, Name: op, In: in, At: noon, RequestID: "r-1"}
				said := recordedEvent(c, &exchange.Answer{Out: out})
				heard, ok := Hear(models, said)
				if !ok || heard.Service != name || heard.Operation != op {
					t.Fatalf("%s.%s is heard as %+v", name, op, heard)
				}
				c.In = heard.In
				again := recordedEvent(c, &exchange.Answer{Out: heard.Out})
				if !reflect.DeepEqual(said, again) {
					t.Fatalf("%s.%s\nlost %v\nsaid  %s\n      %s\nagain %s\n      %s", name, op, heard.Lost, said.Request, said.Response, again.Request, again.Response)
				}
				tried++
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d calls were tried", tried)
	}
}

func TestHear(t *testing.T) {
	models := wire.Open()
	for _, test := range []struct {
		why, source, name, request string
		operation                  string
		in                         m
		lost                       []string
	}{
		{
			"lists of the classic dialect", "ec2.amazonaws.com", "TerminateInstances", `{"instancesSet":{"items":[{"instanceId":"i-1"}]}}`,
			"TerminateInstances",
			m{"InstanceIds": []any{"i-1"}},
			nil,
		},
		{
			"types of the wrapped dialect", "ec2.amazonaws.com", "CreateNatGateway",
			`{"CreateNatGatewayRequest":{"SubnetId":"subnet-1","TagSpecification":{"tag":1,"ResourceType":"natgateway","Tag":{"tag":1,"Key":"a","Value":true}}}}`,
			"CreateNatGateway",
			m{"SubnetId": "subnet-1", "TagSpecifications": []any{m{"ResourceType": "natgateway", "Tags": []any{m{"Key": "a", "Value": "true"}}}}},
			nil,
		},
		{
			"a name with a date", "lambda.amazonaws.com", "UpdateFunctionConfiguration20150331v2", `{"functionName":"f","timeout":3}`,
			"UpdateFunctionConfiguration",
			m{"FunctionName": "f", "Timeout": int64(3)},
			nil,
		},
		{
			"what is hidden stays in its own words", "ssm.amazonaws.com", "SendCommand", `{"documentName":"d","parameters":"HIDDEN_DUE_TO_SECURITY_REASONS","interactive":false}`,
			"SendCommand",
			m{"DocumentName": "d", "Parameters": "HIDDEN_DUE_TO_SECURITY_REASONS"},
			[]string{"interactive"},
		},
		{
			"buckets", "s3.amazonaws.com", "PutBucketPolicy", `{"bucketName":"b","Host":"b.s3.amazonaws.com","policy":"","bucketPolicy":{"Version":"2012-10-17"}}`,
			"PutBucketPolicy",
			m{"Bucket": "b", "Policy": `{"Version":"2012-10-17"}`},
			nil,
		},
	} {
		h, ok := Hear(models, &trail.Event{Source: test.source, Name: test.name, Request: test.request})
		if !ok || h.Operation != test.operation || !reflect.DeepEqual(h.In, map[string]any(test.in)) || !reflect.DeepEqual(h.Lost, test.lost) {
			t.Errorf("%s: %+v %v", test.why, h, ok)
		}
	}
	for _, e := range []trail.Event{
		{Source: "signin.amazonaws.com", Name: "ConsoleLogin"},
		{Source: "ec2.amazonaws.com", Name: "SharedSnapshotVolumeCreated", Type: "AwsServiceEvent"},
	} {
		if h, ok := Hear(models, &e); ok {
			t.Errorf("%s is heard as a call: %+v", e.Name, h)
		}
	}
}
