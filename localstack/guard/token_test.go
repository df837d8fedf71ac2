// One token, one launch.

package guard

import (
	"testing"

	"traillab/localstack/wire"
)

func TestLaunchOnce(t *testing.T) {
	l := newLab(t)
	const line = "RunInstances SubnetId=subnet-1 ClientToken=once"
	const made = `"ReservationId":"r-1","Instances":[{"InstanceId":"i-1","VpcId":"vpc-1","SubnetId":"subnet-1"}]`
	if asked, a := l.through(l.call(line), made); asked["DryRun"] != nil || a.Error != nil {
		t.Fatalf("the first is sent %v, answered %v", asked, a.Error)
	}
	asked, a := l.through(l.call(line), "!DryRunOperation")
	if asked["DryRun"] != true || a.Error != nil || !a.Mended {
		t.Errorf("the second is sent %v, answered %v", asked, a.Error)
	}
	for instance := range wire.Each(a.Out["Instances"]) {
		if instance["InstanceId"] != "i-1" {
			t.Errorf("the second launches %v", instance)
		}
		break
	}
	l.holds(line+" InstanceType=t3.nano", "IdempotentParameterMismatch Arguments on this idempotent request are inconsistent with arguments used in previous request(s).")
	l.holds("RunInstances SubnetId=subnet-1 ClientToken=other", "")
	if asked, _ := l.through(l.call("RunInstances SubnetId=subnet-1"), made); asked["DryRun"] != nil {
		t.Error("a launch without a token is only tried")
	}
}
