// Sightings: which records tell that an instance was there, told of every record by a load, so cheap where there is nothing.

package dialect

import (
	"bytes"

	"traillab/analyze/trail"
)

// Sighted reports whether an instance made the call itself, which one as far as the record says, and whether the call is a
// sign of life of the Systems Manager agent.
//
// An instance's role session has the instance's id for its name; that is a custom of the metadata service, which anybody who
// may assume the role can imitate. The member ec2RoleDelivery only comes with credentials that an instance was given.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
func Sighted(rec *trail.Record) (instance []byte, beat, ok bool) {
	if isInstance(rec.SessionName) && string(rec.IdentityType) == "AssumedRole" {
		instance = rec.SessionName
	}
	if member := beatOf(rec.Name); member != "" && fromService(rec.Source, "ssm") {
		if named := topText(rec.Request, member); named != nil {
			instance = named
		}
		return instance, true, true
	}
	return instance, false, instance != nil || rec.RoleDelivery != nil
}

// Beats reports whether calls of that name and source are signs of life of the Systems Manager agent.
func Beats(name, source []byte) bool { return beatOf(name) != "" && fromService(source, "ssm") }

// MaySee reports whether a record may tell, by its JSON, which need not be parsed, that an instance made the call. It passes over
// none of which Sighted says so, but for the agent's signs of life; an escape could hide anything.
func MaySee(record []byte) bool {
	return bytes.Contains(record, []byte(":i-")) || bytes.Contains(record, []byte("/i-")) ||
		bytes.Contains(record, []byte("ec2RoleDelivery")) || bytes.Contains(record, []byte(`\u00`))
}

// beatOf is the member of the request that names the instance, for the calls by which the Systems Manager agent tells that
// it is there; empty for all other calls.
func beatOf(name []byte) string {
	switch string(name) {
	case "UpdateInstanceInformation", "UpdateInstanceAssociationStatus", "PutInventory":
		return "instanceId"
	case "PutComplianceItems":
		return "resourceId"
	}
	return ""
}

// isInstance reports whether s is the id of an instance: i- and 8 or 17 hexadecimal digits.
func isInstance(s []byte) bool {
	if len(s) != len("i-01234567") && len(s) != len("i-0123456789abcdef0") || s[0] != 'i' || s[1] != '-' {
		return false
	}
	for _, c := range s[2:] {
		if c-'0' > 9 && c-'a' > 5 {
			return false
		}
	}
	return true
}

// topText is the text of a member of a JSON object, nil when there is none.
func topText(object []byte, member string) []byte {
	c := trail.NewCursor(object)
	var found []byte
	if c.Kind() != '{' {
		return nil
	}
	err := c.Object(func(name string) error {
		if name != member || c.Kind() != '"' {
			return c.Skip()
		}
		text, _, err := c.Scalar()
		found = nil
		if text != "" {
			found = []byte(text)
		}
		return err
	})
	if err != nil {
		return nil
	}
	return found
}
