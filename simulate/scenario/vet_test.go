// Vetting: a solution that fits its scenario, and one that does not.

package scenario_test

import (
	"testing"

	"traillab/simulate/script"
	"traillab/simulate/strict"
)

func TestVet(t *testing.T) {
	s := read(t, example(t))
	for text, wanted := range map[string]string{
		"as: ops\nanswers: {who: $mallory.key, when: $at.cut}\nsteps:\n- {do: ec2.CreateVpc, save: {new: Vpc.VpcId}}\n- {id: back, do: ec2.AttachInternetGateway, in: {VpcId: $new, InternetGatewayId: $igw}}\n- {as: mallory, do: ec2.DeleteVpc, in: {VpcId: $vpc, At: $at.back}}\n": "",
		"as: alice\nanswers: {who: $mallory.keys}\nsteps:\n- {do: ec2.DeleteVpc, in: {VpcId: $new}}\n- {do: ec2.create_vpc, save: {new: Vpc.VpcId}}\n": `f:1:5: as: nobody is called "alice": there is mallory, ops
f:2:16: $mallory.keys: mallory has no member "keys": did you mean key?
f:4:35: $new is used here and only set afterwards
f:5:8: do: "ec2.create_vpc" is no call: did you mean ec2.CreateVpc?`,
	} {
		var file struct {
			As      string         `yaml:"as"`
			Answers map[string]any `yaml:"answers"`
			Steps   []script.Step  `yaml:"steps"`
		}
		d, err := strict.Decode("f", []byte(text), &file)
		if err != nil {
			t.Fatal(err)
		}
		v := s.Vet(d)
		v.Actor("$.as", file.As)
		v.Value("$.answers", file.Answers)
		v.Steps("$.steps", file.Steps)
		got := ""
		if err := v.Err(); err != nil {
			got = err.Error()
		}
		if got != wanted {
			t.Errorf("got\n%s\nwanted\n%s", got, wanted)
		}
	}
}
