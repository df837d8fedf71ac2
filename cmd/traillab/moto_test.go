// A network in moto: somebody else's EC2 says how things stand, and the topology that is read from its answers says the same.

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/topology/snapshot"
)

// motoPython is the Python that TRAILLAB_MOTO's server runs in.
func motoPython(t *testing.T) string {
	t.Helper()
	command := strings.Fields(os.Getenv("TRAILLAB_MOTO"))
	if len(command) == 0 {
		t.Skip("NOT TESTED against a real EC2 API: set TRAILLAB_MOTO to moto's server command (pip install -r .ci/requirements-moto.txt; TRAILLAB_MOTO=VENV/bin/moto_server)")
	}
	server, err := exec.LookPath(command[0])
	if err != nil {
		t.Fatal(err)
	}
	python := filepath.Join(filepath.Dir(server), "python3")
	if _, err := os.Stat(python); err != nil {
		t.Skipf("NOT TESTED against a real EC2 API: beside %s is no python3 that has moto and boto3", server)
	}
	return python
}

func TestBaselineOfMoto(t *testing.T) {
	python := motoPython(t)
	stood, db := t.TempDir(), filepath.Join(t.TempDir(), "case.duckdb")
	script := exec.CommandContext(t.Context(), python, filepath.Join("testdata", "moto", "network.py"), stood) //nolint:gosec // the tester names it
	var said strings.Builder
	script.Stderr = &said
	output, err := script.Output()
	if err != nil {
		t.Fatalf("network.py: %v: %s", err, said.String())
	}
	var made struct {
		VPC  string
		Told []string
	}
	if err := json.Unmarshal(output, &made); err != nil {
		t.Fatal(err)
	}
	const at = "2026-03-01T12:00:00Z"
	if err := os.WriteFile(filepath.Join(stood, "capture.json"), []byte(`{"account":"123456789012","region":"eu-west-1","time":"`+at+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var loaded struct{ Baselines struct{ Kept int } }
	answer(t, &loaded, "load", "--baseline", stood, "--db", db, "--format", "json")
	if loaded.Baselines.Kept != 13 {
		t.Errorf("%d answers were kept, of 13", loaded.Baselines.Kept)
	}
	var n snapshot.Network
	answer(t, &n, "topology", "--vpc", made.VPC, "--at", at, "--db", db, "--format", "json")
	found := networkLines(&n)
	for _, line := range made.Told {
		if !slices.Contains(found, line) {
			t.Errorf("moto made: %s", line)
		}
	}
	for _, line := range found {
		if !slices.Contains(made.Told, line) {
			t.Errorf("the topology tells: %s", line)
		}
	}
	if n.Whole.Text() != "yes" {
		t.Errorf("what belongs to the VPC is in the answers, and its being whole is %+v", n.Whole)
	}
}

// networkLines tells a network in lines, as network.py does.
func networkLines(n *snapshot.Network) []string {
	found := []string{fmt.Sprintf("vpc %s %s %s main %s", n.ID, n.Name, keys(n.Ranges), n.Main.Text())}
	for _, g := range n.Gateways {
		found = append(found, fmt.Sprintf("gateway %s %s %s", g.ID, g.Kind, g.State))
	}
	for _, nat := range n.NATs {
		for _, a := range nat.Addresses {
			found = append(found, fmt.Sprintf("nat %s %s %s", nat.ID, nat.Subnet.Text(), a.Text()))
		}
	}
	for _, table := range n.Tables {
		for _, r := range table.Routes {
			found = append(found, fmt.Sprintf("route %s %s %s %s", table.ID, r.Destination, *r.Target, r.State))
		}
	}
	for _, s := range n.Subnets {
		found = append(found, fmt.Sprintf("subnet %s %s %s %s %t %s %s", s.ID, keys(s.Ranges), s.Zone.Text(), s.Table.Text(), s.Explicit, s.ACL.Text(), s.Internet.Standing))
	}
	for _, e := range n.Endpoints {
		found = append(found, fmt.Sprintf("endpoint %s %s %s", e.ID, e.Service.Text(), keys(e.Tables)))
	}
	for _, i := range n.Instances {
		for _, face := range i.Interfaces {
			found = append(found, fmt.Sprintf("instance %s %s %s %s %s %s %s", i.ID, i.State.Text(), i.Subnet.Text(), dash(i.Public4.Address),
				face.ID, keys(face.Addresses), keys(face.Groups)))
		}
	}
	return found
}

func keys(list []snapshot.Keyed) string {
	var found []string
	for _, k := range list {
		found = append(found, k.Key)
	}
	return strings.Join(found, ",")
}
