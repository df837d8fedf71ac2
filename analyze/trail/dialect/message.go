// Messages of refusals: IAM records a denied call without its parameters, and then the message is the only place that
// names what the call was aimed at.

package dialect

import "strings"

// named returns what an authorisation message names as a resource of that kind. Two forms are seen in real records:
// "… on resource: role NAME because …" and "… on resource: arn:aws:iam::111122223333:role/NAME because …"; of the second
// the whole ARN is returned where the kind is arn, else what follows the kind. The kind is spelled with dashes.
func named(message, kind string) []string {
	_, rest, ok := strings.Cut(message, " on resource: ")
	if !ok {
		return nil
	}
	resource := rest
	for _, end := range []string{" because ", " with an explicit deny", ". Encoded authorization"} {
		resource, _, _ = strings.Cut(resource, end)
	}
	resource = strings.TrimSpace(resource)
	if strings.HasPrefix(resource, "arn:") {
		resource, _, _ = strings.Cut(resource, " ")
		if kind == "arn" {
			return one(resource)
		}
		if _, name, ok := strings.Cut(resource, ":"+kind+"/"); ok {
			return one(strings.Trim(name, "*"))
		}
		return nil
	}
	if name, ok := strings.CutPrefix(resource, strings.ReplaceAll(kind, "-", " ")+" "); ok {
		return one(name)
	}
	return nil
}
