// Forms: what a word of a record must look like to be the id of a thing or the key of an aspect. A word that does not is no
// other thing's name: the call took effect on something, and the record does not say on what.

package topology

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// anyKey stands for the key that a call should have told and did not. What is said of it may be so of any key.
const anyKey = "?"

// bindings are the beginnings of the ids of associations, and of rules, which are remembered like them.
var bindings = []string{"rtbassoc-", "eipassoc-", "aclassoc-", "vpc-cidr-assoc-", "subnet-cidr-assoc-", "iip-assoc-", "sgr-"}

// formed reports whether a word can be the id of a thing of a kind. EC2 mints ids: the beginning of the kind and, but in labs and
// stories, hexadecimal digits. Other services take names.
func formed(kind Kind, id string) bool {
	switch kind {
	case Association:
		return slices.ContainsFunc(bindings, func(b string) bool { return minted(b, id) }) || isAddress(id)
	case Attachment:
		return minted("eni-attach-", id)
	case Exclusion:
		return minted("vpcbpa-", id)
	case Address:
		return minted(prefixes[Address], id) || isAddress(id) // an address of which the log tells no allocation
	case Balancer:
		return strings.HasPrefix(id, "arn:") || isName(id, "-")
	case Database:
		return isName(id, "-") && id[0] >= 'a' && id[0] <= 'z'
	case Function:
		return isName(id, "-_")
	case Opaque:
		return strings.HasPrefix(id, "arn:") || strings.Contains(id, "-")
	case Region:
		return id != ""
	default:
		longer, alike := lookalikes[kind]
		return minted(prefixes[kind], id) && !(alike && strings.HasPrefix(id, longer))
	}
}

// lookalikes are the beginnings of other ids that begin like those of a kind.
var lookalikes = map[Kind]string{
	Interface: "eni-attach-", TransitGateway: prefixes[TransitLink], VPC: "vpc-cidr-assoc-", Subnet: "subnet-cidr-assoc-",
}

// oneOf names some thing of a kind.
func oneOf(kind Kind) string {
	switch {
	case kind == Opaque:
		return "a target"
	case strings.ContainsRune("aeiou", rune(kind[0])):
		return "an " + string(kind)
	}
	return "a " + string(kind)
}

// minted reports whether an id has a beginning and something of small letters, digits and dashes after it.
func minted(beginning, id string) bool {
	rest, begins := strings.CutPrefix(id, beginning)
	return begins && rest != "" && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// isName reports whether a word is a name of letters, digits and the other characters that are allowed.
func isName(word, others string) bool {
	const small, large = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	return word != "" && strings.Trim(word, small+large+"0123456789"+others) == ""
}

// isAddress reports whether a word is an IP address.
func isAddress(word string) bool {
	_, err := netip.ParseAddr(word)
	return err == nil
}

// isRange reports whether a word is a range of IP addresses.
func isRange(word string) bool {
	_, err := netip.ParsePrefix(word)
	return err == nil
}

// isFlag reports whether a word is a boolean.
func isFlag(word string) bool { return word == "true" || word == "false" }

// isNumber reports whether a word can be the number of an entry.
func isNumber(word string) bool {
	n, err := strconv.Atoi(word)
	return err == nil && n > 0 && strconv.Itoa(n) == word
}

// isDestination reports whether a word can be where a route leads: a range of addresses, or a prefix list.
func isDestination(word string) bool { return isRange(word) || formed(PrefixList, word) }

// keyFits reports whether a word can be a key of a thing's aspect.
func keyFits(t *Thing, a Aspect, key string) bool {
	switch a {
	case Route:
		return isDestination(key)
	case Propagates:
		return formed(VPNGateway, key)
	case InTable:
		return formed(RouteTable, key)
	case InGroup:
		return formed(SecurityGroup, key)
	case Range:
		return isRange(key)
	case PrivateIP, V6:
		return isAddress(key) || isRange(key) || key == dualstack
	case InSubnet:
		return key == "" && !spread[t.Kind] || formed(Subnet, key)
	default:
		return true
	}
}

// spread are the kinds of things that can lie in several subnets.
var spread = map[Kind]bool{Endpoint: true, Balancer: true, Database: true, Function: true, TransitLink: true}
