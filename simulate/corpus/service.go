// Services that live in a network: Auto Scaling groups, databases, functions; and the rights that they are given.

package corpus

import (
	"strconv"
	"strings"

	"traillab/analyze/trail/dialect"
)

func createFleet(by *actor, fleet string, size int, subnets ...string) step {
	return step{
		name: "CreateAutoScalingGroup", source: "autoscaling", by: by,
		request: dialect.Of("autoScalingGroupName", fleet, "launchTemplate", dialect.Of("launchTemplateName", fleet, "version", "$Latest"), "minSize", "0", "maxSize", "40",
			"desiredCapacity", strconv.Itoa(size), "vPCZoneIdentifier", strings.Join(subnets, ","), "healthCheckType", "EC2", "healthCheckGracePeriod", "300"),
	}
}

func setCapacity(by *actor, fleet string, size int) step {
	return step{
		name: "SetDesiredCapacity", source: "autoscaling", by: by,
		request: dialect.Of("autoScalingGroupName", fleet, "desiredCapacity", strconv.Itoa(size), "honorCooldown", "false"),
	}
}

func emptyFleet(by *actor, fleet string) step {
	return step{
		name: "UpdateAutoScalingGroup", source: "autoscaling", by: by,
		request: dialect.Of("autoScalingGroupName", fleet, "minSize", "0", "maxSize", "0", "desiredCapacity", "0"),
	}
}

func deleteFleet(by *actor, fleet string) step {
	return step{name: "DeleteAutoScalingGroup", source: "autoscaling", by: by, request: dialect.Of("autoScalingGroupName", fleet, "forceDelete", "false")}
}

// database is a database and where it lies.
type database struct {
	name, vpc, group string
	subnets          []string
}

func (d *database) answer(status string) dialect.Object {
	var subnets dialect.List
	for _, id := range d.subnets {
		subnets = append(subnets, dialect.Of("subnetIdentifier", id, "subnetStatus", "Active"))
	}
	return dialect.Of("dBInstanceIdentifier", d.name, "dBInstanceClass", "db.r6g.large", "engine", "postgres", "dBInstanceStatus", status, "publiclyAccessible", "false",
		"vpcSecurityGroups", list(dialect.Of("vpcSecurityGroupId", d.group, "status", "active")),
		"dBSubnetGroup", dialect.Of("dBSubnetGroupName", d.name, "vpcId", d.vpc, "subnetGroupStatus", "Complete", "subnets", subnets))
}

func createDatabase(by *actor, d *database) []step {
	return []step{
		{
			name: "CreateDBSubnetGroup", source: "rds", by: by,
			request:  dialect.Of("dBSubnetGroupName", d.name, "dBSubnetGroupDescription", d.name, "subnetIds", dialect.Texts(d.subnets...)),
			response: dialect.Of("dBSubnetGroupName", d.name, "dBSubnetGroupDescription", d.name, "vpcId", d.vpc, "subnetGroupStatus", "Complete"),
		},
		{
			name: "CreateDBInstance", source: "rds", by: by,
			request: dialect.Of("dBInstanceIdentifier", d.name, "dBInstanceClass", "db.r6g.large", "engine", "postgres", "masterUsername", "owner", "allocatedStorage", "100",
				"vpcSecurityGroupIds", dialect.Texts(d.group), "dBSubnetGroupName", d.name, "publiclyAccessible", "false", "storageEncrypted", "true"),
			response: d.answer("creating"),
		},
	}
}

func modifyDatabase(by *actor, d *database, days string) step {
	return step{
		name: "ModifyDBInstance", source: "rds", by: by,
		request:  dialect.Of("dBInstanceIdentifier", d.name, "backupRetentionPeriod", days, "applyImmediately", "false", "allowMajorVersionUpgrade", "false"),
		response: d.answer("available"),
	}
}

func deleteDatabase(by *actor, d *database) []step {
	return []step{
		{
			name: "DeleteDBInstance", source: "rds", by: by,
			request: dialect.Of("dBInstanceIdentifier", d.name, "skipFinalSnapshot", "false", "finalDBSnapshotIdentifier", d.name+"-final"), response: d.answer("deleting"),
		},
		{name: "DeleteDBSubnetGroup", source: "rds", by: by, request: dialect.Of("dBSubnetGroupName", d.name)},
	}
}

// function is a function in a VPC and the interface through which it goes out.
type function struct {
	name, role, vpc, group string
	subnets                []string
}

func (f *function) place(vpc bool) dialect.Object {
	in := dialect.Of("subnetIds", dialect.Texts(f.subnets...), "securityGroupIds", dialect.Texts(f.group))
	if vpc {
		in = append(in, dialect.Member{Name: "vpcId", Value: dialect.Text(f.vpc)})
	}
	return in
}

func (f *function) answer(w *world, state string) dialect.Object {
	return dialect.Of("functionName", f.name, "functionArn", "arn:aws:lambda:"+w.region+":"+w.account+":function:"+f.name, "runtime", "python3.12", "role", f.role, "handler", "app.handler",
		"timeout", "30", "memorySize", "512", "vpcConfig", f.place(true), "packageType", "Zip", "state", state)
}

func createFunction(w *world, by *actor, f *function) step {
	return step{
		name: "CreateFunction20150331", source: "lambda", by: by,
		request: dialect.Of("functionName", f.name, "runtime", "python3.12", "role", f.role, "handler", "app.handler", "code", dialect.Object{}, "timeout", "30", "memorySize", "512",
			"publish", "false", "vpcConfig", f.place(false)),
		response: f.answer(w, "Pending"),
	}
}

func configureFunction(w *world, by *actor, f *function, timeout string) step {
	return step{
		name: "UpdateFunctionConfiguration20150331v2", source: "lambda", by: by,
		request: dialect.Of("functionName", f.name, "timeout", timeout, "vpcConfig", f.place(false)), response: f.answer(w, "Active"),
	}
}

func deleteFunction(by *actor, f *function) step {
	return step{name: "DeleteFunction20150331", source: "lambda", by: by, request: dialect.Of("functionName", f.name)}
}

func (w *world) targetGroup() string {
	return "arn:aws:elasticloadbalancing:" + w.region + ":" + w.account + ":targetgroup/prod-main/" + string(appendHex(nil, w.dice.throw(), 16))
}

// attachPolicy gives a role a right.
func attachPolicy(by *actor, role, policy string) step {
	return step{name: "AttachRolePolicy", source: "iam", by: by, request: dialect.Of("roleName", role, "policyArn", policy)}
}
