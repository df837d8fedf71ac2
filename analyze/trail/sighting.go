// Sightings: signs that an instance was there and could reach AWS.

package trail

import "time"

// Sighting is a call that an instance made itself, as far as its record says: with the credentials of its own role, or as a
// sign of life of the agent on it. Strings are empty where the record has nothing.
type Sighting struct {
	EventID, Name, Source string
	Time                  time.Time // zero when the record has no readable time
	Account, Region       string
	Principal, SourceIP   string
	ErrorCode             string
	Instance              string // i-…, or mi-… for a machine that is not in EC2; empty when only Delivery tells of one
	Endpoint              string // the VPC endpoint that the call came through; anybody's, not only the account's
	Delivery              string // version of the metadata service that handed the credentials out; a session can take an instance's name, but not this
	Beat                  bool   // a sign of life of the Systems Manager agent
	Recovered             bool   // read behind damage: it may have been forged
}

// Watch narrows sightings. Fields AND, values of one field OR; an empty field lets everything through.
type Watch struct {
	Accounts, Regions, Instances []string
	Addresses                    []string  // that the calls came from
	From, Until                  time.Time // From inclusive, Until exclusive
}
