// Instances that lose an Elastic IP and may get an address by themselves.

package topology

import "testing"

func TestAddressByItself(t *testing.T) {
	const network = ground + `
		route rtb-1 0.0.0.0/0 igw-1
		assoc rtbassoc-1 rtb-1 subnet-1
		run i-1 subnet-1 eni-1 public ip=10.0.1.5
		run i-2 subnet-1 eni-2 private ip=10.0.1.6
		map eipassoc-1 eipalloc-1 i-1
	`
	for _, test := range []struct {
		name, calls string
		answer      Answer
	}{
		{"unmapped", "unmap eipassoc-1", Reaches},
		{"taken", "map eipassoc-2 eipalloc-1 i-2", Unproven},
		{"taken from its interface", "unmap eipassoc-1\nmap eipassoc-2 eipalloc-1 eni-1\nmap eipassoc-3 eipalloc-1 i-2", Unproven},
		{"taken, and the instance was started since", "map eipassoc-2 eipalloc-1 i-2\nstop i-1\nstart i-1", Reaches},
		{"taken, and another was unmapped since", "map eipassoc-2 eipalloc-1 i-2\naddress eipalloc-2 203.0.113.6\nmap eipassoc-4 eipalloc-2 i-1\nunmap eipassoc-4", Reaches},
		{"unmapped, and then mapped to another", "unmap eipassoc-1\nmap eipassoc-2 eipalloc-1 i-2", Reaches},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := tell(t, network+test.calls)
			if got, _ := h.State(h.Now()).Capable(find(t, h, "i-1"), "egress4"); got.Answer != test.answer {
				t.Errorf("%v, want %s", got, test.answer)
			}
		})
	}
}
