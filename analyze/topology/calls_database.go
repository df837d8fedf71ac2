// Databases of RDS: where they lie, whether they have a public name, whether they run.

package topology

import (
	"slices"
	"strings"

	"traillab/analyze/trail/dialect"
)

var databaseRules = []rule{
	{"rds", "CreateDBInstance", joins, createDatabase},
	{"rds", "CreateDBInstanceReadReplica", joins, createDatabase},
	{"rds", "RestoreDBInstanceFromDBSnapshot", joins, createDatabase},
	{"rds", "RestoreDBInstanceToPointInTime", joins, createDatabase},
	{"rds", "RestoreDBInstanceFromS3", joins, createDatabase},
	{"rds", "ModifyDBInstance", turns, modifyDatabase},
	{"rds", "StartDBInstance", turns, func(r *reading) { r.is(r.database(), Condition, "", Running) }},
	{"rds", "StopDBInstance", stops, func(r *reading) { r.is(r.database(), Condition, "", Stopped) }},
	{"rds", "DeleteDBInstance", ends, func(r *reading) { r.gone(r.database()) }},
	{"rds", "ModifyDBSubnetGroup", turns, modifySubnetGroup},
}

// database returns the database that a call names, which was there. RDS keeps names in small letters.
func (r *reading) database() *Thing {
	db := r.databaseAt("q.dBInstanceIdentifier", "q.targetDBInstanceIdentifier", "p.dBInstanceIdentifier", "p.dBInstance.dBInstanceIdentifier")
	r.exists(db)
	return db
}

// databaseAt returns the database that is named at the first of the places where one is.
func (r *reading) databaseAt(places ...string) *Thing {
	name, why := r.one(func(word string) bool { return formed(Database, strings.ToLower(word)) }, "name of a database", places)
	if name == "" {
		r.blame(Database, why)
	}
	return r.thing(Database, strings.ToLower(name))
}

// answer is what the answer says of the database; some writers put it into a member of its own.
func (r *reading) answer() dialect.Object {
	if o := inside(r.call.Response, "dBInstance"); o != nil {
		return o
	}
	return r.call.Response
}

// createDatabase reads the birth of a database, from nothing or from a copy. It is being created then; that it came up is
// inferred.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
func createDatabase(r *reading) {
	o := r.answer()
	db := r.databaseAt("p.dBInstance.dBInstanceIdentifier", "p.dBInstanceIdentifier", "q.dBInstanceIdentifier", "q.targetDBInstanceIdentifier")
	r.born(db)
	r.follows(db, Condition, "", Running)
	r.openness(db, r.alone("p.dBInstance.publiclyAccessible", "p.publiclyAccessible", "q.publiclyAccessible"))
	if name := r.q("dBSubnetGroupName"); name != "" {
		r.is(db, SubnetGroup, "", Text(strings.ToLower(name)))
	}
	r.located(db, o)
}

// openness says whether a database has a public address.
func (r *reading) openness(db *Thing, open string) {
	switch open {
	case "true":
		r.is(db, Private, "", None)
	case "false":
		r.is(db, Private, "", Yes)
	default:
		r.lost(db, Private, "", "whether the database is public is not told")
	}
}

// located reads where an answer says that a database lies.
func (r *reading) located(db *Thing, o dialect.Object) {
	if id := o.First("dBSubnetGroup.vpcId"); id != "" {
		vpc := r.thing(VPC, id)
		r.exists(vpc)
		r.is(db, InVPC, "", To(vpc))
	}
	if name := o.First("dBSubnetGroup.dBSubnetGroupName"); name != "" {
		r.is(db, SubnetGroup, "", Text(strings.ToLower(name)))
	}
	if subnets := o.All("dBSubnetGroup.subnets.subnetIdentifier"); len(subnets) > 0 {
		r.is(db, Whole, "", Yes)
		r.onlyOf(db, InSubnet, subnets, func(id string) Value { return To(r.thing(Subnet, id)) })
	}
	var groups []string
	for _, g := range objects(o, "vpcSecurityGroups") {
		if g.First("status") != "removing" {
			groups = append(groups, g.All("vpcSecurityGroupId")...)
		}
	}
	if len(groups) > 0 {
		r.groups(db, groups)
	}
}

// modifyDatabase reads what a change leaves. Whether a database is public changes at once; what else waits for the
// maintenance window is told by the answer as it still is. A new name makes another database of it.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
func modifyDatabase(r *reading) {
	db, o := r.database(), r.answer()
	r.located(db, o)
	if v := r.alone("q.publiclyAccessible", "p.dBInstance.publiclyAccessible", "p.publiclyAccessible"); v != "" || r.call.Request.Get("publiclyAccessible") != nil {
		r.openness(db, v)
	}
	if r.bare("dBInstanceIdentifier", "applyImmediately", "allowMajorVersionUpgrade") {
		r.untells(db, Exists, Private, InVPC, InSubnet, InGroup)
	}
	if r.call.Request.Get("newDBInstanceIdentifier") != nil {
		const why = "the database was to get another name, and when it did is not known"
		r.lost(db, Exists, "", why)
		return
	}
	if r.call.Request.Get("dBSubnetGroupName") != nil {
		const why = "the database was to move to another subnet group, and when it did is not known"
		r.lost(db, SubnetGroup, "", why)
		r.lost(db, InVPC, "", why)
		r.subnetsLost(db, why)
	}
	if groups := r.each("vpcSecurityGroupIds"); len(groups) > 0 {
		r.groups(db, groups)
	}
}

// subnetsLost says that a database may lie in other subnets from now on.
func (r *reading) subnetsLost(db *Thing, why string) {
	r.lost(db, Whole, "", why)
	for _, id := range slices.Sorted(slices.Values(db.keys(InSubnet))) {
		r.lost(db, InSubnet, id, why)
	}
}

// modifySubnetGroup changes the subnets of every database in the group, and of those whose group is not known it may.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html
func modifySubnetGroup(r *reading) {
	name := strings.ToLower(either(r.q("dBSubnetGroupName"), r.p("dBSubnetGroup.dBSubnetGroupName", "dBSubnetGroupName")))
	why := "the subnet group " + name + " of databases was changed"
	if name == "" {
		why = "a subnet group of databases was changed, and its name is not told"
	}
	for _, db := range r.every(Database) {
		if (name == "" || !r.known(db, SubnetGroup, "").Not(Text(name))) && !r.known(db, Exists, "").Is(None) {
			r.subnetsLost(db, why)
		}
	}
}
