// API reads, held against what a cloud answers.

package check

import (
	"strings"
	"testing"

	"traillab/simulate/script"
)

func TestJudgeReads(t *testing.T) {
	vpcs := given{"Vpcs": []any{
		given{"VpcId": "vpc-1", "State": "available", "IsDefault": false, "Size": int64(16), "Tags": []any{}},
		given{"VpcId": "vpc-2", "State": "pending", "IsDefault": true, "Size": 24.5},
	}}
	const is = "Vpcs[?VpcId=='${vpc}'] | [0]."
	for _, c := range []struct {
		name   string
		answer any
		check  given
		passed bool
		why    string
	}{
		{"equals", vpcs, given{"path": is + "State", "equals": "available"}, true, "ec2.DescribeVpcs: Vpcs[?VpcId=='vpc-1'] | [0].State is available"},
		{"equals not", vpcs, given{"path": is + "State", "equals": "pending"}, false, "State is available, and not pending"},
		{"equals a truth", vpcs, given{"path": is + "IsDefault", "equals": false}, true, "is false"},
		{"a value with members", vpcs, given{"path": "Vpcs[0].{id: VpcId, of: Size}", "equals": "x"}, false, `is {"id":"vpc-1","of":16}, and not x`},
		{"a list of such", vpcs, given{"path": "Vpcs[].{id: VpcId}", "absent": true}, false, `is [{"id":"vpc-1"},{"id":"vpc-2"}], and not absent`},
		{"equals a number", vpcs, given{"path": is + "Size", "equals": uint64(16)}, true, "is 16"},
		{"equals a variable", vpcs, given{"path": "Vpcs[0].VpcId", "equals": "$vpc"}, true, "is vpc-1"},
		{"equals a list", vpcs, given{"path": "Vpcs[].VpcId", "equals": []any{"$vpc", "vpc-2"}}, true, "is vpc-1 vpc-2"},
		{"equals a part of a list", vpcs, given{"path": "Vpcs[].VpcId", "equals": []any{"$vpc"}}, false, "and not vpc-1"},
		{"equals no list that reads the same", vpcs, given{"path": "Vpcs[].VpcId", "equals": []any{"vpc-1 vpc-2"}}, false, "and not vpc-1 vpc-2"},
		{"equals what is not there", vpcs, given{"path": "Vpcs[0].Name", "equals": ""}, false, "is nothing, and not nothing"},
		{"one of", vpcs, given{"path": is + "State", "in": []any{"pending", "available"}}, true, "is available"},
		{"none of", vpcs, given{"path": is + "State", "in": []any{"pending"}}, false, "and not one of pending"},
		{"all of them one of", vpcs, given{"path": "Vpcs[].State", "in": []any{"pending", "available"}}, true, "is available pending"},
		{"one of them none of", vpcs, given{"path": "Vpcs[].State", "in": []any{"available"}}, false, "and not one of available"},
		{"nothing is one of", vpcs, given{"path": "Vpcs[?VpcId=='x'].State", "in": []any{"available"}}, false, "is nothing"},
		{"any of, with what is asked", vpcs, given{"in": given{"VpcIds": []any{"$vpc"}}, "path": is + "State", "any_of": []any{"available"}}, true, "is available"},
		{"exists", vpcs, given{"path": is + "IsDefault", "exists": true}, true, "is false"},
		{"exists not", vpcs, given{"path": is + "Tags", "exists": true}, false, "is nothing, and not there"},
		{"absent", vpcs, given{"path": is + "Tags", "absent": true}, true, "is nothing"},
		{"absent not", vpcs, given{"path": is + "State", "absent": true}, false, "is available, and not absent"},
		{"at least", vpcs, given{"path": "length(Vpcs)", "gte": uint64(2)}, true, "is 2"},
		{"at least more", vpcs, given{"path": "length(Vpcs)", "gte": 2.5}, false, "is 2, and not at least 2.5"},
		{"at least a text", vpcs, given{"path": "Vpcs[0].VpcId", "gte": uint64(0)}, false, "is vpc-1, and not at least 0"},
		{"no such part", vpcs, given{"path": "length(Vpcs[0].Size)", "gte": uint64(0)}, false, "the answer of ec2.DescribeVpcs has no such part"},
		{"refused", &script.Refusal{Code: "UnauthorizedOperation"}, given{"path": "Vpcs", "absent": true}, false, "is refused with UnauthorizedOperation"},
		{"absent is refused", &script.Refusal{Code: "InvalidVpcID.NotFound"}, given{"path": "Vpcs", "absent": true}, true, "is refused with InvalidVpcID.NotFound"},
		{"exists is refused", &script.Refusal{Code: "InvalidVpcID.NotFound"}, given{"path": "Vpcs", "exists": true}, false, "is refused"},
		{"the code", &script.Refusal{Code: "NoSuchEntity"}, given{"error": "NoSuchEntity"}, true, "is refused with NoSuchEntity"},
		{"the code of another comparison", &script.Refusal{Code: "NoSuchEntity"}, given{"path": "Vpcs", "equals": "NoSuchEntity"}, false, "is refused with NoSuchEntity"},
		{"another code", &script.Refusal{Code: "AccessDenied"}, given{"error": "NoSuchEntity"}, false, "is refused with AccessDenied"},
		{"no code", vpcs, given{"error": "NoSuchEntity"}, false, "is answered, and not refused with NoSuchEntity"},
		{"a variable that is not set", vpcs, given{"path": "Vpcs", "equals": "$nobody"}, false, "$nobody is not set"},
		{"another in the path", vpcs, given{"path": "Vpcs[?VpcId=='${nobody}']", "exists": true}, false, "$nobody is not set"},
	} {
		w := tell(t, "")
		w.answers["ec2.DescribeVpcs"] = c.answer
		c.check["call"] = "ec2.DescribeVpcs"
		f := found(t, w, c.check)
		if f.Passed != c.passed || !strings.Contains(f.Why, c.why) {
			t.Errorf("%s: %+v, want %v: %s", c.name, f, c.passed, c.why)
		}
	}
}

// TestExaminer: a read is made as the root user, in the region that is named, and says who asks.
func TestExaminer(t *testing.T) {
	w := tell(t, "")
	found(t, w, given{"call": "ec2.DescribeVpcs", "in": given{"VpcIds": []any{"$vpc"}}, "path": "Vpcs", "exists": true})
	found(t, w, given{"call": "ec2.DescribeVpcs", "region": "eu-west-1", "path": "Vpcs", "exists": true})
	c, other := w.made[0], w.made[1]
	if c.As.Key != script.Root() || !strings.HasPrefix(c.As.Agent, Agent) || c.Region != "us-east-1" || script.Text(c.In["VpcIds"]) != "vpc-1" || other.Region != "eu-west-1" {
		t.Errorf("%+v and %+v", c, other)
	}
}

// TestPathsHoldWhatTheySay: what stands in a variable cannot become a part of the path.
func TestPathsHoldWhatTheySay(t *testing.T) {
	w := tell(t, "")
	w.answers["iam.ListUsers"] = given{"Users": []any{given{"UserName": "o'hara"}, given{"UserName": "ann"}}}
	c, err := Parse(given{"call": "iam.ListUsers", "path": "Users[?UserName=='${who}'].UserName", "equals": "$who"})
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"o'hara", "ann"} {
		if f, err := c.Judge(t.Context(), w, cast(map[string]any{"who": who})); err != nil || !f.Passed {
			t.Errorf("%s: %+v, %v", who, f, err)
		}
	}
	if f, err := c.Judge(t.Context(), w, cast(map[string]any{"who": `x'] | ['x`})); err != nil || f.Passed {
		t.Errorf("%+v, %v", f, err)
	}
}
