// Births of instances: a plan of a launch becomes an instance, its interfaces and its volumes.

package builtin

import (
	"maps"
)

// launch makes the n-th instance of a launch. Nothing may stand against it any more.
func (q *call) launch(p *plan, reservation string, n int) *instance {
	i := &instance{
		image: p.image.id, size: q.or("InstanceType", "m1.small"), key: q.text("KeyName"), state: running, launched: q.now, reservation: reservation,
		place: n, token: q.text("ClientToken"), root: p.image.root, architecture: p.image.architecture,
		guarded: q.flag("DisableApiTermination"), held: q.flag("DisableApiStop"), optimised: q.flag("EbsOptimized"),
		watched: q.part("Monitoring").flag("Enabled"), data: q.text("UserData"), onShutdown: q.or("InstanceInitiatedShutdownBehavior", "stop"),
		metadata: result{
			"State": "applied", "HttpTokens": p.image.tokens, "HttpPutResponseHopLimit": int64(2), "HttpEndpoint": "enabled",
			"HttpProtocolIpv6": "disabled", "InstanceMetadataTags": "disabled",
		},
	}
	if p.profile != nil {
		i.profile = p.profile.arn
	}
	asked, _ := copied(map[string]any(q.part("MetadataOptions"))).(map[string]any)
	maps.Copy(i.metadata, asked)
	q.add(i)
	if p.profile != nil {
		q.add(&profileUse{instance: i.id, profile: p.profile.arn, since: q.now})
	}
	for _, f := range p.faces {
		q.launchFace(i, f, p)
	}
	for _, d := range p.devices {
		v := q.newVolume(d.volume)
		v.zone, v.instance, v.device, v.leaves, v.since = i.zone, i.id, d.name, d.leaves, q.now
		i.devices = append(i.devices, device{name: d.name, volume: v.id, leaves: d.leaves, since: q.now})
	}
	return i
}

// launchFace makes or takes an interface of a launch.
func (q *call) launchFace(i *instance, plan facePlan, p *plan) {
	f := plan.taken
	if f == nil {
		ips := plan.ips
		if len(ips) == 0 || p.count > 1 {
			ips, _ = q.moreIPs(plan.subnet, nil, make([]string, max(1, len(plan.ips)))) // there is room, plan looked
		}
		f = q.newFace(plan.subnet, ips, plan.groups)
		f.about, f.wants = plan.in.text("Description"), plan.public
		if count := plan.in.number("Ipv6AddressCount"); count > 0 && len(plan.subnet.v6) > 0 && len(f.v6) == 0 {
			for range min(count, mostIPs) {
				f.v6 = append(f.v6, q.offered6(plan.subnet))
			}
		}
	}
	f.instance, f.index, f.leaves, f.bond, f.since = i.id, plan.index, plan.leaves, q.newID("eni-attach"), q.now
	if plan.index == 0 || i.subnet == "" {
		i.vpc, i.subnet, i.zone = f.vpc, f.subnet, f.zone
	}
	q.refresh(f)
}
