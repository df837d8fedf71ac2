// Functions of Lambda: one in a VPC goes out as its subnets do; one without a VPC is not touched by what happens to any.

package topology

import (
	"strings"

	"traillab/analyze/trail/dialect"
)

var functionRules = []rule{
	{"lambda", "CreateFunction", joins, createFunction},
	{"lambda", "UpdateFunctionConfiguration", turns, updateFunction},
	{"lambda", "DeleteFunction", ends, deleteFunction},
}

// function returns the function that the call names, and whether it names one version of it. A function can be named by
// name, by ARN or by a part of that.
// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
func (r *reading) function() (t *Thing, version bool) {
	name := r.alone("q.functionName")
	if _, rest, ok := strings.Cut(name, "function:"); ok {
		name = rest
	}
	name, qualifier, _ := strings.Cut(name, ":")
	return r.thing(Function, name), qualifier != "" || r.q("qualifier") != ""
}

func createFunction(r *reading) {
	f, _ := r.function()
	r.born(f)
	if role := either(r.p("role"), r.q("role")); role != "" {
		r.is(f, Profile, "", Text(role))
	}
	r.connected(f, true)
}

// updateFunction leaves the VPC of a function as it is unless the request says something of it. What the answer tells of it
// is so in either case.
// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
func updateFunction(r *reading) {
	f, _ := r.function()
	r.exists(f)
	if role := either(r.q("role"), r.p("role")); role != "" {
		r.is(f, Profile, "", Text(role))
	}
	r.connected(f, r.call.Request.Get("vpcConfig") != nil || r.call.Response != nil)
}

// connected reads the VPC, subnets and groups of a function. told says that a function of which the call tells no VPC has
// none.
func (r *reading) connected(f *Thing, told bool) {
	in := inside(r.call.Response, "vpcConfig")
	if len(in.All("subnetIds")) == 0 {
		in = inside(r.call.Request, "vpcConfig")
	}
	subnets := in.All("subnetIds")
	if len(subnets) == 0 && !told {
		return
	}
	r.is(f, Whole, "", Yes)
	r.onlyOf(f, InSubnet, subnets, func(id string) Value { return To(r.thing(Subnet, id)) })
	r.groups(f, in.All("securityGroupIds"))
	r.within(f, in, subnets)
}

func (r *reading) within(f *Thing, in dialect.Object, subnets []string) {
	if len(subnets) == 0 {
		r.follows(f, InVPC, "", None)
		return
	}
	vpc := r.known(r.f.h.thing(Subnet, r.at, subnets[0]), InVPC, "").To
	if id := in.First("vpcId"); id != "" {
		vpc = r.thing(VPC, id)
	}
	if vpc == nil {
		r.lost(f, InVPC, "", "the VPC of its subnets is not known")
		return
	}
	r.is(f, InVPC, "", To(vpc))
	for _, id := range subnets {
		r.liesIn(f, id)
	}
}

// deleteFunction ends a function, unless it names one version of it.
func deleteFunction(r *reading) {
	f, version := r.function()
	r.exists(f)
	if !version {
		r.is(f, Exists, "", None)
	}
}
