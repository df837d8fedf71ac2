// Compliance: what Config's rules find. The rules are the cloud's behind the lab; they are evaluated when they are asked
// about, over the world as it is then.

package overlay

import (
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// verdict is what a rule finds of one resource.
type verdict struct {
	kind, id string
	broken   bool
	why      string
}

// Compliance types.
const (
	compliant    = "COMPLIANT"
	nonCompliant = "NON_COMPLIANT"
	noData       = "INSUFFICIENT_DATA"
)

// finding is a rule and what it finds. known is false for a rule that the lab cannot evaluate.
type finding struct {
	name     string
	verdicts []verdict
	known    bool
}

// compliance is that of all resources together. A rule that finds nothing to look at has nothing to say.
func (f *finding) compliance() string {
	switch {
	case !f.known || len(f.verdicts) == 0:
		return noData
	case slices.ContainsFunc(f.verdicts, func(v verdict) bool { return v.broken }):
		return nonCompliant
	}
	return compliant
}

// rules are the rules with some names, or all.
func (q *call) rules(names []string) ([]map[string]any, error) {
	in := map[string]any{}
	if len(names) > 0 {
		in["ConfigRuleNames"] = anys(names)
	}
	rules, err := q.held("config", "DescribeConfigRules", "ConfigRules", in)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if !slices.ContainsFunc(rules, func(r map[string]any) bool { return wire.Text(r, "ConfigRuleName") == name }) {
			return nil, noRule(name)
		}
	}
	return rules, nil
}

func noRule(name string) *wire.Error {
	return refuse("NoSuchConfigRuleException", "The ConfigRule '%s' provided in the request is invalid. Please check the configRule name", name)
}

// find evaluates a rule.
func (q *call) find(rule map[string]any) (*finding, error) {
	f := &finding{name: wire.Text(rule, "ConfigRuleName")}
	evaluate := evaluators[wire.Text(rule, "Source", "SourceIdentifier")]
	if wire.Text(rule, "Source", "Owner") != "AWS" || evaluate == nil {
		return f, nil
	}
	var err error
	f.verdicts, err = evaluate(q, parameters(wire.Text(rule, "InputParameters")))
	f.known = err == nil
	var refused *wire.Error
	if asError(err, &refused) { // the cloud behind the lab has no such thing
		return f, nil
	}
	return f, err
}

func (q *call) findings(names []string) ([]*finding, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	rules, err := q.rules(names)
	if err != nil {
		return nil, err
	}
	var all []*finding
	for _, rule := range rules {
		f, err := q.find(rule)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func (q *call) compliance() (map[string]any, error) {
	all, err := q.findings(q.texts("ConfigRuleNames"))
	if err != nil {
		return nil, err
	}
	wanted := q.texts("ComplianceTypes")
	all = slices.DeleteFunc(all, func(f *finding) bool { return !meets(wanted, f.compliance()) })
	return answer(q, "ComplianceByConfigRules", all, "InvalidNextTokenException", func(f *finding) map[string]any {
		c := map[string]any{"ComplianceType": f.compliance()}
		broken := int64(0)
		for _, v := range f.verdicts {
			if v.broken {
				broken++
			}
		}
		if broken > 0 {
			c["ComplianceContributorCount"] = map[string]any{"CappedCount": broken, "CapExceeded": false}
		}
		return map[string]any{"ConfigRuleName": f.name, "Compliance": c}
	})
}

func (q *call) complianceDetails() (map[string]any, error) {
	all, err := q.findings([]string{q.text("ConfigRuleName")})
	if err != nil {
		return nil, err
	}
	f, wanted, at := all[0], q.texts("ComplianceTypes"), whole(q.At)
	found := slices.DeleteFunc(slices.Clone(f.verdicts), func(v verdict) bool { return !meets(wanted, v.compliance()) })
	return answer(q, "EvaluationResults", found, "InvalidNextTokenException", func(v verdict) map[string]any {
		shown := map[string]any{
			"EvaluationResultIdentifier": map[string]any{
				"EvaluationResultQualifier": map[string]any{"ConfigRuleName": f.name, "ResourceType": v.kind, "ResourceId": v.id}, "OrderingTimestamp": at,
			},
			"ComplianceType": v.compliance(), "ResultRecordedTime": at, "ConfigRuleInvokedTime": at.Add(-time.Second),
		}
		if v.why != "" {
			shown["Annotation"] = v.why
		}
		return shown
	})
}

func (v verdict) compliance() string {
	if v.broken {
		return nonCompliant
	}
	return compliant
}

// evaluate lets rules be evaluated, which they are whenever somebody asks.
func (q *call) evaluate() (map[string]any, error) {
	names := q.texts("ConfigRuleNames")
	if len(names) == 0 {
		return nil, refuse("InvalidParameterValueException", "At least one ConfigRule name must be given")
	}
	if _, err := q.rules(names); err != nil {
		return nil, err
	}
	return nil, q.settle()
}

// list splits a parameter of a rule: a,b.
func list(parameter string) []string {
	return strings.FieldsFunc(parameter, func(r rune) bool { return r == ',' || r == ' ' })
}
