// The end of instances, and what ends or stays with them; and what is changed about those that stay.

package topology

import (
	"slices"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// terminateInstances may name instances that have been terminated before.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
func terminateInstances(r *reading) {
	r.states(func(instance *Thing, o dialect.Object) {
		r.previously(instance, o.First("previousState.name"))
		r.is(instance, Exists, "", None)
		r.survive(instance)
	})
}

// free is what becomes of an address whose holder ends.
var free = Fact{Level: trail.Inferred}

// survive says what becomes of an instance's interfaces and of the addresses that were mapped to it. An interface ends with
// the instance, or stays and keeps its addresses, as was said when it was attached.
func (r *reading) survive(instance *Thing) {
	const why = "whether the interface ended with its instance is not known"
	after := Fact{Why: why} // what holds the addresses that were mapped to the instance, which are those of its first interface
	for _, i := range instance.back(AttachedTo) {
		if !r.known(i, AttachedTo, "").Is(To(instance)) {
			continue
		}
		dies := r.known(i, DiesWith, "")
		first := r.known(i, Primary, "").Is(Yes)
		r.follows(i, AttachedTo, "", None)
		switch {
		case dies.Is(Yes):
			r.follows(i, Exists, "", None)
			r.release(i, free)
		case dies.Is(None) && first:
			after = Fact{Value: To(i), Level: trail.Inferred}
		case !dies.Known():
			r.lost(i, Exists, "", why)
			r.release(i, Fact{Why: why})
		}
		if first && dies.Is(Yes) {
			after = free
		}
	}
	r.release(instance, after)
}

// release says what becomes of the addresses that are mapped to something that ends: they are held by nobody, or by what
// after says.
func (r *reading) release(holder *Thing, after Fact) {
	if holder.wild() {
		r.lost(r.any(Address), Holder, "", r.unnamed(holder.Kind))
		return
	}
	for _, address := range holder.back(Holder) {
		if !r.known(address, Holder, "").Is(To(holder)) {
			continue
		}
		if after.Known() {
			r.follows(address, Holder, "", after.Value)
		} else {
			r.lost(address, Holder, "", after.Why)
		}
		r.scope = append(r.scope, address)
	}
}

// modifyInstance reads the attributes that touch the network. They are those of the first interface: AWS refuses to set them
// for an instance with several.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
func modifyInstance(r *reading) {
	instance := r.the(Instance, "q.instanceId")
	r.exists(instance)
	for _, at := range r.first(instance) {
		r.regrouped(at)
		r.turned(at, Check, "", "sourceDestCheck")
		switch attribute := r.q("attribute"); {
		case attribute == "sourceDestCheck":
			r.flagged(at, Check, "", attribute, r.words("q.value"))
		case r.bare("instanceId"), !slices.Contains(attributes, attribute) && r.call.Request.Get("value") != nil:
			r.untells(at, InGroup, Check)
		}
	}
}

// attributes are those that ModifyInstanceAttribute can name beside their value and that do not touch the network.
var attributes = []string{
	"instanceType", "kernel", "ramdisk", "userData", "disableApiTermination", "instanceInitiatedShutdownBehavior", "rootDeviceName",
	"blockDeviceMapping", "productCodes", "ebsOptimized", "sriovNetSupport", "enaSupport", "enclaveOptions", "disableApiStop",
}

// first returns the first interface of an instance, and the instance itself where that is not known; where the call does not name
// the instance, both may be any.
func (r *reading) first(instance *Thing) []*Thing {
	for _, i := range instance.back(AttachedTo) {
		if r.known(i, AttachedTo, "").Is(To(instance)) && r.known(i, Primary, "").Is(Yes) {
			return []*Thing{i}
		}
	}
	if instance.wild() {
		r.blame(Interface, r.unnamed(Instance))
		return []*Thing{instance, r.any(Interface)}
	}
	return []*Thing{instance}
}

// setProfile gives an instance a profile, or another one.
func setProfile(r *reading) {
	o := inside(r.call.Response, "iamInstanceProfileAssociation")
	if old := r.q("associationId"); formed(Association, old) && old != o.First("associationId") {
		r.is(r.thing(Association, old), Of, "", None)
	}
	instance := r.thing(Instance, either(o.First("instanceId"), r.q("instanceId"), r.bound(r.q("associationId"))))
	r.exists(instance)
	profile := either(o.First("iamInstanceProfile.arn"), r.q("iamInstanceProfile.arn", "iamInstanceProfile.name"))
	if profile == "" {
		r.lost(instance, Profile, "", r.event.Name+" does not name the profile")
		return
	}
	r.is(instance, Profile, "", Text(profile))
	r.bind(o.First("associationId"), instance)
}

// bound returns the id of what an association binds, "" where that is not known.
func (r *reading) bound(association string) string {
	if !formed(Association, association) {
		return ""
	}
	return r.known(r.thing(Association, association), Of, "").Text
}

func endProfile(r *reading) {
	instance := r.thing(Instance, either(r.p("iamInstanceProfileAssociation.instanceId"), r.bound(r.q("associationId"))))
	r.exists(instance)
	r.is(instance, Profile, "", None)
	if id := r.q("associationId"); formed(Association, id) {
		r.is(r.thing(Association, id), Of, "", None)
	}
}

// linkClassic names an instance of EC2-Classic and a VPC. It makes no way to the internet and cuts none.
func linkClassic(r *reading) {
	r.exists(r.the(Instance, "q.instanceId"))
	r.exists(r.the(VPC, "q.vpcId"))
}
