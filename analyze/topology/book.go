// The rule book: every call that changes a network, and the rule that reads it. What is not in here changes nothing.

package topology

// ruleBook returns the rules by event name.
func ruleBook() map[string][]rule {
	book := map[string][]rule{}
	for _, rules := range [][]rule{
		groundRules, tableRules, routeRules, gatewayRules, addressRules, groupRules, aclRules, blockRules,
		instanceRules, interfaceRules, endpointRules, balancerRules, databaseRules, functionRules, transitRules, tagRules, silenceRules,
	} {
		for _, r := range rules {
			book[r.name] = append(book[r.name], r)
		}
	}
	return book
}
