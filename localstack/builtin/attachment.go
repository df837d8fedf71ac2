// Attachments of interfaces to instances, and what of an interface may be changed.

package builtin

import (
	"strings"

	"traillab/localstack/wire"
)

var (
	noFaceBond  = fault{code: "InvalidAttachmentID.NotFound", sentence: "The interface attachment '%s' does not exist."}
	firstFace   = fault{code: "OperationNotPermitted", sentence: "The network interface at device index %d and networkCard index 0 cannot be detached."}
	indexTaken  = fault{code: "InvalidParameterValue", sentence: "Instance '%s' already has an interface attached at device index '%d'."}
	otherZone   = fault{code: "InvalidParameterCombination", sentence: "You may not attach a network interface to an instance if they are not in the same availability zone"}
	cannotTake  = fault{code: "IncorrectInstanceState", sentence: "The instance '%s' is not in a state in which an interface can be attached."}
	manyAtOnce  = fault{code: "InvalidParameterCombination", sentence: "Multiple attributes specified. The request must contain exactly one of groupId, sourceDestCheck, description, attachment or associatePublicIpAddress"}
	onlyPrimary = fault{code: "InvalidParameterValue", sentence: "AssociatePublicIpAddress is for the primary network interface of an instance; '%s' is none."}
	badBond     = fault{code: "InvalidAttachmentID.Malformed", sentence: "Invalid id: \"%s\""}
)

func attachmentCalls() operations {
	return operations{
		"AttachNetworkInterface": attachFace, "DetachNetworkInterface": detachFace, "ModifyNetworkInterfaceAttribute": modifyFace,
		"ResetNetworkInterfaceAttribute": resetFace, "DescribeNetworkInterfaceAttribute": describeFaceAttribute,
	}
}

func attachFace(q *call) (result, *wire.Error) {
	f, refused := find[*face](q, q.text("NetworkInterfaceId"))
	if refused != nil {
		return nil, refused
	}
	i, refused := find[*instance](q, q.text("InstanceId"))
	if refused != nil {
		return nil, refused
	}
	index := q.number("DeviceIndex")
	switch {
	case f.instance != "" || f.service != "":
		return nil, faceTaken.of(f.id)
	case i.state != running && i.state != stopped:
		return nil, cannotTake.of(i.id)
	case f.zone != i.zone:
		return nil, otherZone.of()
	case index < 0 || index > 15:
		return nil, invalidParameter.of(q.members["DeviceIndex"], "deviceIndex")
	}
	for _, other := range q.facesOf(i) {
		if other.index == index {
			return nil, indexTaken.of(i.id, index)
		}
	}
	f.instance, f.index, f.leaves, f.bond, f.since = i.id, index, false, q.newID("eni-attach"), q.now
	return result{"AttachmentId": f.bond, "NetworkCardIndex": 0}, nil
}

func detachFace(q *call) (result, *wire.Error) {
	id := q.text("AttachmentId")
	for _, f := range all[*face](q) {
		switch {
		case f.bond != id || f.instance == "" && f.service == "":
			continue
		case f.service != "":
			return nil, noPermission.of()
		case f.index == 0:
			return nil, firstFace.of(f.index)
		}
		f.instance, f.leaves = "", false
		return nil, nil
	}
	if !strings.HasPrefix(id, "eni-attach-") {
		return nil, badBond.of(id)
	}
	return nil, noFaceBond.of(id)
}

// modifyFace changes one thing of an interface. A public address of AWS's comes and goes at once.
func modifyFace(q *call) (result, *wire.Error) {
	f, refused := find[*face](q, q.text("NetworkInterfaceId"))
	if refused != nil {
		return nil, refused
	}
	if f.service != "" {
		return nil, noPermission.of()
	}
	said := 0
	for _, member := range []string{"Groups", "SourceDestCheck", "Description", "Attachment", "AssociatePublicIpAddress"} {
		if q.said(member) {
			said++
		}
	}
	switch {
	case said > 1:
		return nil, manyAtOnce.of()
	case said == 0:
		return nil, noAttribute.of()
	}
	if check, said := q.value("SourceDestCheck"); said {
		f.check = check
	}
	if q.said("Description") {
		f.about = q.part("Description").text("Value")
	}
	if q.said("Groups") {
		groups, refused := q.groupsIn(have[*subnet](q, f.subnet), q.texts("Groups"))
		if refused != nil {
			return nil, refused
		}
		f.groups = groups
	}
	if q.said("Attachment") {
		if id := q.part("Attachment").text("AttachmentId"); f.instance == "" || f.bond != id {
			return nil, noFaceBond.of(id)
		}
		f.leaves = q.part("Attachment").flag("DeleteOnTermination")
	}
	if q.said("AssociatePublicIpAddress") {
		return nil, q.turn(f, q.flag("AssociatePublicIpAddress"))
	}
	return nil, nil
}

// turn gives an interface a public address, or takes it.
func (q *call) turn(f *face, on bool) *wire.Error {
	if f.instance == "" || f.index != 0 {
		return onlyPrimary.of(f.id)
	}
	i := have[*instance](q, f.instance)
	f.wants = on
	mapped := false
	for _, a := range q.elastic(f) {
		mapped = mapped || a.inner == f.ips[0]
	}
	switch {
	case !on:
		f.auto = ""
	case i.state == running && !mapped && f.auto == "":
		f.auto = q.publicIP()
	}
	return nil
}

func resetFace(q *call) (result, *wire.Error) {
	f, refused := find[*face](q, q.text("NetworkInterfaceId"))
	if refused != nil {
		return nil, refused
	}
	f.check = true
	return nil, nil
}

func describeFaceAttribute(q *call) (result, *wire.Error) {
	f, refused := find[*face](q, q.text("NetworkInterfaceId"))
	if refused != nil {
		return nil, refused
	}
	out := result{"NetworkInterfaceId": f.id}
	switch word := q.text("Attribute"); word {
	case "description":
		out["Description"] = result{"Value": f.about}
	case "sourceDestCheck":
		out["SourceDestCheck"] = result{"Value": f.check}
	case "groupSet":
		out["Groups"] = q.showGroups(f.groups)
	case "attachment":
		if f.instance != "" || f.service != "" {
			out["Attachment"] = f.showBond(q)
		}
	case "associatePublicIpAddress":
		out["AssociatePublicIpAddress"] = f.wants
	default:
		return nil, invalidParameter.of(word, "attribute")
	}
	return out, nil
}
