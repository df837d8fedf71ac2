// Following: what becomes of a thing in LocalStack becomes of its twin.

package bridge

import (
	"context"
	"fmt"
	"maps"

	"traillab/localstack/exchange"
)

// followed are the calls whose effect twins take over, and which member names what they are about. Those that end a thing end
// its twin, even where moto keeps it because something of moto's uses it.
var followed = map[string]struct {
	kind kind
	ends bool
}{
	"ec2.AssociateVpcCidrBlock":       {network, false},
	"ec2.DeleteVpc":                   {network, true},
	"ec2.DeleteSubnet":                {subnet, true},
	"ec2.DeleteSecurityGroup":         {group, true},
	"ec2.StartInstances":              {instance, false},
	"ec2.StopInstances":               {instance, false},
	"ec2.TerminateInstances":          {instance, false}, // it is still to be seen, as terminated
	"ec2.CreateLaunchTemplateVersion": {template, false},
	"ec2.ModifyLaunchTemplate":        {template, false},
	"ec2.DeleteLaunchTemplate":        {template, true},
	"acm.DeleteCertificate":           {certificate, true},
	"s3.DeleteBucket":                 {bucket, true},
	"sns.DeleteTopic":                 {topic, true},
}

// follow makes a call that went through in LocalStack in moto as well, if it is about something that has a twin. The call was
// answered: what moto cannot do is told, and changes nothing of that.
func (b *Bridge) follow(ctx context.Context, c *exchange.Call) {
	way, is := followed[c.Service+"."+c.Name]
	if !is {
		return
	}
	b.building.Lock()
	defer b.building.Unlock()
	var ids []string
	for _, t := range named(c) {
		if t.kind == called {
			t = thing{template, b.register.called(c.Region, t.id)}
		}
		if t.kind == way.kind && b.register.has(t.id) {
			ids = append(ids, t.id)
		}
	}
	if len(ids) == 0 {
		return
	}
	in := maps.Clone(c.In)
	if way.kind == instance {
		in = m{"InstanceIds": list(ids)}
	}
	if in["LaunchTemplateData"] != nil {
		in["LaunchTemplateData"] = outline(in)
	}
	in, _ = b.register.exchanged(in, b.register.there)
	if _, err := b.Away.Do(ctx, c.Region, c.Service, c.Name, in); err != nil {
		b.Report(fmt.Errorf("%s.%s in moto, after LocalStack: %w", c.Service, c.Name, err))
	}
	switch {
	case c.Name == "TerminateInstances":
		b.register.over(ids)
	case way.ends:
		for _, id := range ids {
			b.register.end(id)
		}
	}
}
