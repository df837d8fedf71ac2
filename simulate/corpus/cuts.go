// Calls that cut one thing from another, those that tie them, and how AWS refuses them.

package corpus

import (
	"time"

	"traillab/analyze/trail/dialect"
)

const gatewayTie = "internet-gateway/vpc"

func createGateway(w *world, by *actor, gateway string) step {
	return step{
		name: "CreateInternetGateway", source: "ec2", by: by, request: dialect.Of("tagSpecificationSet", w.tags("internet-gateway", "main")),
		response: dialect.Of("internetGateway", dialect.Of("internetGatewayId", gateway, "ownerId", w.account, "attachmentSet", dialect.List{}, "tagSet", w.named("main"))),
	}
}

// onGateway makes the three calls on a gateway and the VPC it is, or was, attached to.
func onGateway(name string, by *actor, gateway, vpc string) step {
	s := step{name: name, source: "ec2", by: by, request: dialect.Of("internetGatewayId", gateway), response: ok}
	if vpc != "" {
		s.request = append(s.request, dialect.Member{Name: "vpcId", Value: dialect.Text(vpc)})
	}
	return s
}

func attachGateway(by *actor, gateway, vpc string) step {
	return onGateway("AttachInternetGateway", by, gateway, vpc)
}

func deleteGateway(by *actor, gateway string) step {
	return onGateway("DeleteInternetGateway", by, gateway, "")
}

// detachGateway cuts; refused, denied and tried are what becomes of it otherwise.
func detachGateway(by *actor, gateway, vpc string) step {
	return onGateway("DetachInternetGateway", by, gateway, vpc).cut(gatewayTie, gateway, vpc, "done")
}

func refusedGateway(by *actor, gateway, vpc string) step {
	return onGateway("DetachInternetGateway", by, gateway, vpc).cut(gatewayTie, gateway, vpc, "refused").
		fails("Client.DependencyViolation", "Network "+vpc+" has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.")
}

func deniedGateway(w *world, by *actor, gateway, vpc string) step {
	return onGateway("DetachInternetGateway", by, gateway, vpc).cut(gatewayTie, gateway, vpc, "denied").
		fails("Client.UnauthorizedOperation", denial(by, "ec2:DetachInternetGateway", "arn:aws:ec2:"+w.region+":"+w.account+":internet-gateway/"+gateway))
}

func triedGateway(by *actor, gateway, vpc string) step {
	return onGateway("DetachInternetGateway", by, gateway, vpc).cut(gatewayTie, gateway, vpc, "dry-run").
		fails("Client.DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
}

func deleteNat(by *actor, nat, subnet string) step {
	return step{
		name: "DeleteNatGateway", source: "ec2", by: by, request: dialect.Of("natGatewayId", nat), response: dialect.Of("natGatewayId", nat),
	}.cut("nat-gateway/subnet", nat, subnet, "done")
}

func deleteRoute(by *actor, table, destination string) step {
	return step{
		name: "DeleteRoute", source: "ec2", by: by, request: dialect.Of("routeTableId", table, "destinationCidrBlock", destination), response: ok,
	}.cut("route/route-table", table+"/"+destination, table, "done")
}

func replaceRoute(by *actor, table, destination, kind, target string) step {
	return step{
		name: "ReplaceRoute", source: "ec2", by: by, request: dialect.Of("routeTableId", table, "destinationCidrBlock", destination, kind, target), response: ok,
	}.cut("route/route-table", table+"/"+destination, table, "done")
}

func detachVolume(by *actor, volume, instance string, at time.Time) step {
	return step{
		name: "DetachVolume", source: "ec2", by: by, request: dialect.Of("volumeId", volume, "instanceId", instance, "force", "false"),
		response: dialect.Of("volumeId", volume, "instanceId", instance, "device", "/dev/sdf", "status", "detaching", "attachTime", moment(at)),
	}.cut("volume/instance", volume, instance, "done")
}

func deleteEndpoints(by *actor, vpc string, endpoints ...string) step {
	s := step{
		name: "DeleteVpcEndpoints", source: "ec2", by: by, request: dialect.Of("vpcEndpointId", dialect.Texts(endpoints...)), response: dialect.Of("unsuccessful", dialect.List{}),
	}
	for _, endpoint := range endpoints {
		s = s.cut("endpoint/vpc", endpoint, vpc, "done")
	}
	return s
}

func blockInternet(w *world, by *actor) step {
	return modeOf(w, by, "block-bidirectional").cut("region/internet", w.region, "internet", "done")
}

func openInternet(w *world, by *actor) step { return modeOf(w, by, "off") }

func modeOf(w *world, by *actor, mode string) step {
	return step{
		name: "ModifyVpcBlockPublicAccessOptions", source: "ec2", by: by, request: dialect.Of("internetGatewayBlockMode", mode),
		response: dialect.Of("vpcBlockPublicAccessOptions", dialect.Of("awsAccountId", w.account, "awsRegion", w.region, "state", "update-in-progress",
			"internetGatewayBlockMode", mode, "managedBy", "account", "exclusionsAllowed", "allowed")),
	}
}

// detachPolicy takes a managed policy from a role or a user; kind is the word for which.
func detachPolicy(by *actor, kind, holder, policy string) step {
	name, member := "DetachRolePolicy", "roleName"
	if kind == "user" {
		name, member = "DetachUserPolicy", "userName"
	}
	return step{name: name, source: "iam", by: by, request: dialect.Of(member, holder, "policyArn", policy)}.cut("policy/"+kind, policy, holder, "done")
}

// deniedPolicy is the same call by somebody who may not. IAM leaves the parameters out; only the message names the holder.
func deniedPolicy(by *actor, kind, holder string) step {
	s := detachPolicy(by, kind, holder, "")
	action := "iam:" + s.name
	s.request, s.finds = nil, nil
	return s.cut("policy/"+kind, "", holder, "denied").
		fails("AccessDenied", "User: "+by.arn()+" is not authorized to perform: "+action+" on resource: "+kind+" "+holder+" because no identity-based policy allows the "+action+" action")
}
