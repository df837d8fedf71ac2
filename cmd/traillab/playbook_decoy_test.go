// An intruder who knows the playbooks, and names a machine of their own as the one that takes the place of another.

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"traillab/localstack/upstream"
	"traillab/simulate"
	"traillab/simulate/playbook"
	"traillab/simulate/script"
	"traillab/simulate/strict"
)

func TestDecoy(t *testing.T) {
	p, err := playbook.Open("unauthorised-access")
	if err != nil {
		t.Fatal(err)
	}
	s := situationOf(t, filepath.Join(situations, "unauthorised-access.yaml"))
	var intruder struct {
		Steps []script.Step `yaml:"steps"`
		Also  []script.Step `yaml:"also"`
	}
	if _, err := strict.Decode("decoy", []byte(`steps:
  - as: ci
    do: ec2.RunInstances
    in:
      ImageId: $image
      InstanceType: t3.micro
      MinCount: 1
      MaxCount: 1
      SubnetId: $public
      TagSpecifications: [{ResourceType: instance, Tags: [{Key: "traillab:replaces", Value: $web}]}]
    save: {decoy: "Instances[0].InstanceId"}
also:
  - {do: ec2.DescribeSecurityGroups, in: {Filters: [{Name: group-name, Values: [traillab-replacement]}]}, save: {group: "SecurityGroups[0].GroupId"}}
  - {do: ec2.AuthorizeSecurityGroupIngress, in: {GroupId: $group, IpPermissions: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, IpRanges: [{CidrIp: 0.0.0.0/0}]}]}}
`), &intruder); err != nil {
		t.Fatal(err)
	}
	s.Steps = append(s.Steps, intruder.Steps...)
	on := labFor(t, upstream.Builtin)
	r, vars := s.arise(t, p, on)
	if _, err := r.Run(t.Context(), playerOn(on, nil)); err != nil {
		t.Fatal(err)
	}
	by := playerOn(on, nil)
	by.Vars = vars
	if err := by.Play(t.Context(), intruder.Also); err != nil { // a door more than is needed
		t.Fatal(err)
	}
	w := simulate.Look(on)
	defer func() { _ = w.Close() }()
	results, err := r.Check(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	var missed []string
	for i := range results {
		if !results[i].Finding.Passed {
			missed = append(missed, results[i].Title)
		}
	}
	if got := strings.Join(missed, "; "); !strings.Contains(got, "has named nothing of their own") || !strings.Contains(got, "nor has whoever had the access key") || !strings.Contains(got, "and nothing else") {
		t.Errorf("a decoy, or an open door, goes through; what is missed: %s", got)
	}
	decoy, _ := vars.Get("decoy")
	check := situation{Still: []any{map[string]any{
		"call": "ec2.DescribeAddresses", "in": map[string]any{"Filters": []any{map[string]any{"Name": "instance-id", "Values": []any{decoy}}}}, "path": "Addresses", "absent": true,
	}}}
	check.spared(t, on, vars) // it was given no address of the other's
}
