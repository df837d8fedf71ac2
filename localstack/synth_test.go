// A call that is played and not made is in the log, and changes nothing else.

package localstack

import (
	"os"
	"slices"
	"testing"
	"time"

	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
)

func TestSynthesised(t *testing.T) {
	nine := time.Date(2024, 5, 6, 9, 0, 0, 0, time.UTC)
	o := Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Clock: NewVirtual(nine), Env: os.Environ(), Log: t.Output()}
	l, err := Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	place, err := At(o.Dir, Default)
	if err != nil {
		t.Fatal(err)
	}
	call := Played{
		Region: "eu-west-1", Service: "ec2", Operation: "DeleteVpc", In: map[string]any{"VpcId": "vpc-0123456789abcdef0"},
		Key: "test", Source: "198.51.100.7", Agent: "aws-cli/2",
	}
	if err := Synthesise(t.Context(), place, call); err != nil {
		t.Fatal(err)
	}
	call.Code, call.Message = "DependencyViolation", "it is in use"
	if err := Synthesise(t.Context(), place, call); err != nil {
		t.Fatal(err)
	}
	events, err := l.stack.recorder.Recent(recorder.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range slices.Backward(events) {
		got = append(got, e.Name+" "+e.At.Format("15:04:05"))
	}
	if want := []string{"DeleteVpc 09:00:00", "DeleteVpc 09:00:01"}; !slices.Equal(got, want) {
		t.Errorf("the log tells %q, want %q", got, want)
	}
	for _, wrong := range []Played{{Service: "ec2", Operation: "Explode", Key: "test"}, {Service: "ec2", Operation: "DeleteVpc", Key: "AKIANOBODY"}, {Region: "eu-west-1", Service: "ssm", Operation: "PutInventory", In: map[string]any{"InstanceId": "i-0123456789abcdef0"}}} {
		if err := Synthesise(t.Context(), place, wrong); err == nil {
			t.Errorf("%s by %s is recorded", wrong.Operation, wrong.Key)
		}
	}
}
