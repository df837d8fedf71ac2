// Short forms: lines with blanks, which a few words fill.

package telling

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// form is a short way to tell a call. Usage names the blanks: words in capitals are given in their order, those in square
// brackets may be missing, [name=BLANK] is given by name, and [yes|no] is one of two words, which stands for true or false.
// The line is told with $BLANK filled in, ${BLANK:text} where there is something to say without it, and $vpc(BLANK) for the
// VPC of the subnet; a word with a blank that stays empty is left out. A member in angle brackets is chosen by its value.
type form struct{ usage, line string }

// blank is a place in a line that is filled.
var blank = regexp.MustCompile(`\$\{[^}]*\}|\$vpc\([A-Z0-9]+\)|\$[A-Za-z0-9]+`)

// fill turns a line in a short form into one in the long form.
func (t *teller) fill(words []string, options map[string]string) ([]string, error) {
	at := slices.IndexFunc(forms, func(f form) bool { return strings.HasPrefix(f.usage+" ", words[0]+" ") })
	if at < 0 {
		return nil, fmt.Errorf("%q is no short form; the name of a call begins with a capital", words[0])
	}
	filled, rest, err := assign(forms[at].usage, words[1:])
	if err != nil {
		return nil, err
	}
	t.remember(filled)
	filled["account"], filled["region"] = options["account"], options["region"]
	var long []string
	for _, word := range strings.Fields(forms[at].line) {
		empty := false
		word = blank.ReplaceAllStringFunc(word, func(b string) string {
			value := t.value(b, filled)
			empty = empty || value == ""
			return value
		})
		if !empty {
			long = append(long, choose(word))
		}
	}
	return append(long, rest...), nil
}

// remember keeps which subnet lies in which VPC, for records tell the VPC beside the subnet.
func (t *teller) remember(filled map[string]string) {
	if vpc := filled["VPC"]; vpc != "" && filled["SUBNET"] != "" {
		t.homes[filled["SUBNET"]] = vpc
	}
}

func (t *teller) value(b string, filled map[string]string) string {
	if of, ok := strings.CutPrefix(b, "$vpc("); ok {
		subnet, _, _ := strings.Cut(filled[strings.TrimSuffix(of, ")")], ",")
		return t.homes[subnet]
	}
	name, otherwise, _ := strings.Cut(strings.Trim(b, "${}"), ":")
	return either(filled[name], otherwise)
}

// assign gives the words of a line to the blanks of a usage. Words of the long form are handed back.
func assign(usage string, words []string) (filled map[string]string, rest []string, err error) {
	filled = map[string]string{}
	blanks := strings.Fields(usage)[1:]
	next := 0
words:
	for _, w := range words {
		if strings.HasPrefix(w, "q.") || strings.HasPrefix(w, "p.") || w == "q=null" || w == "p=null" {
			rest = append(rest, w)
			continue
		}
		name, value, named := strings.Cut(w, "=")
		for _, b := range blanks {
			inner := strings.Trim(b, "[]")
			key, to, byName := strings.Cut(inner, "=")
			yes, no, choice := strings.Cut(inner, "|")
			switch {
			case byName && named && key == name:
				filled[to] = value
				continue words
			case choice && w == yes:
				filled[yes] = "true"
				continue words
			case choice && w == no:
				filled[yes] = "false"
				continue words
			}
		}
		for next < len(blanks) && strings.ContainsAny(blanks[next], "=|") {
			next++
		}
		if next == len(blanks) {
			return nil, nil, fmt.Errorf("%q is too much: %s", w, usage)
		}
		filled[strings.Trim(blanks[next], "[]")] = w
		next++
	}
	for _, b := range blanks {
		if b[0] != '[' && filled[b] == "" {
			return nil, nil, fmt.Errorf("%s is missing: %s", b, usage)
		}
	}
	return filled, rest, nil
}

// choices are the members that a value chooses by its beginning; the last of each fits every value.
var choices = map[string][]struct{ beginning, member string }{
	"<destination>": {{"pl-", "destinationPrefixListId"}, {"", "destinationCidrBlock"}},
	"<target>": {
		{"nat-", "natGatewayId"},
		{"eni-", "networkInterfaceId"},
		{"i-", "instanceId"},
		{"eigw-", "egressOnlyInternetGatewayId"},
		{"tgw-", "transitGatewayId"},
		{"pcx-", "vpcPeeringConnectionId"},
		{"vpce-", "vpcEndpointId"},
		{"lgw-", "localGatewayId"},
		{"cagw-", "carrierGatewayId"},
		{"arn:", "coreNetworkArn"},
		{"", "gatewayId"},
	},
	"<holder>":      {{"i-", "instanceId"}, {"", "networkInterfaceId"}},
	"<association>": {{"eipassoc-", "associationId"}, {"", "publicIp"}},
	"<range>":       {{"", "cidrBlock"}},
	"<cidr>":        {{"sg-", "groups[].groupId"}, {"pl-", "prefixListIds[].prefixListId"}, {"", "ipRanges[].cidrIp"}},
}

// sixes are the members that take a value with a colon in it, which only IPv6 has.
var sixes = map[string]string{"<destination>": "destinationIpv6CidrBlock", "<range>": "ipv6CidrBlock", "<cidr>": "ipv6Ranges[].cidrIpv6"}

func choose(word string) string {
	path, value, _ := strings.Cut(word, "=")
	for name, members := range choices {
		if !strings.Contains(path, name) {
			continue
		}
		if six := sixes[name]; six != "" && strings.Contains(value, ":") {
			return strings.Replace(path, name, six, 1) + "=" + value
		}
		for _, c := range members {
			if strings.HasPrefix(value, c.beginning) {
				return strings.Replace(path, name, c.member, 1) + "=" + value
			}
		}
	}
	return word
}
