// Behaviour: what the instances themselves did before, during and after a cut. A call that comes from the address that the
// network predicts confirms the way; a call from elsewhere is a suspicion of stolen credentials; silence says something only
// where calls were to be expected.

package analyze

// Finding is what the calls of one instance's own role say.
type Finding struct {
	Resource  string   `json:"resource"`
	Principal string   `json:"principal"`
	Calls     int      `json:"calls"`
	SourceIPs []string `json:"source_ips"`
	Expected  *string  `json:"expected_ip"`
	Finding   string   `json:"finding"` // confirmed, suspicion, silence or none
	EventIDs  []string `json:"event_ids"`
}
