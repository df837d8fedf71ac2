// The account: how many there are of what, and what it calls itself.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

var (
	noPasswordRule = fault{"NoSuchEntity", "The Password Policy with domain name %s cannot be found.", 404}
	noAlias        = fault{"NoSuchEntity", "The account alias %s cannot be found.", 404}
)

func accountCalls() operations {
	return operations{
		"GetAccountSummary": accountSummary, "ListAccountAliases": listAliases, "CreateAccountAlias": createAlias,
		"DeleteAccountAlias": deleteAlias, "ListMFADevices": listMFA,
		"GetAccountPasswordPolicy": func(q *call) (result, *wire.Error) { return nil, noPasswordRule.of(q.options.Account) },
	}
}

func accountSummary(q *call) (result, *wire.Error) {
	d := q.people
	own := 0
	for _, p := range d.policies.all() {
		if !p.aws() {
			own++
		}
	}
	return result{"SummaryMap": result{
		"Users": len(d.users.names), "Groups": len(d.crowds.names), "Roles": len(d.roles.names), "Policies": own,
		"InstanceProfiles": len(d.profiles.names), "UsersQuota": 5000, "GroupsQuota": 300, "RolesQuota": 1000, "PoliciesQuota": 1500,
		"AccessKeysPerUserQuota": 2, "AccountMFAEnabled": 0, "AccountAccessKeysPresent": 1, "MFADevices": 0, "MFADevicesInUse": 0,
	}}, nil
}

func listAliases(q *call) (result, *wire.Error) {
	return q.paged("AccountAliases", listed(q.people.aliases))
}

func createAlias(q *call) (result, *wire.Error) {
	q.people.aliases = []string{q.text("AccountAlias")}
	return nil, nil
}

func deleteAlias(q *call) (result, *wire.Error) {
	alias := q.text("AccountAlias")
	if !slices.Contains(q.people.aliases, alias) {
		return nil, noAlias.of(alias)
	}
	q.people.aliases = nil
	return nil, nil
}

func listMFA(q *call) (result, *wire.Error) {
	if q.text("UserName") != "" {
		if _, refused := q.entityAsked(userSort); refused != nil {
			return nil, refused
		}
	}
	return q.paged("MFADevices", []any{})
}
