// The runbook for a network of the attack run A01: what its log tells stands in it, and what it does not tell is asked for.

package main

import (
	"context"
	"strings"
	"testing"
)

func TestRealRunbook(t *testing.T) {
	sharedFolders(t)
	source := sharedData + "/A01-invictus-early"
	var chains []realChain
	answer(t, &chains, "chains", "--source", source, "--format", "json")
	for _, c := range chains {
		if c.Scope.ID != "vpc-06fe1a64761a0f720" {
			continue
		}
		w := newWorld()
		if code := run(context.Background(), &w.env, []string{"playbook", "show", "restore-internet", "--as", "cli", "--chain", c.ID, "--source", source}); code != exitDone {
			t.Fatalf("exit code %d: %s", code, w.stderr.String())
		}
		text := w.stdout.String()
		for _, line := range []string{
			`REGION=us-east-1`,
			`VPC=vpc-06fe1a64761a0f720`,
			`GATEWAY=igw-02a84e4222d62e16b`,
			`USERS=bert-jan`,
			"ADDRESSES=${ADDRESSES-}", // no address of an instance was unmapped
		} {
			if !strings.Contains(text, line+"\n") {
				t.Errorf("the runbook has no line %s", line)
			}
		}
		return
	}
	t.Error("there is no chain about the network whose gateway was detached")
}
