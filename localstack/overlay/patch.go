// Patches: what an instance lacks, as AWS-RunPatchBaseline finds it, and has after it was told to install.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-about-aws-runpatchbaseline.html

package overlay

import (
	"cmp"
	"slices"
	"time"

	"traillab/localstack/wire"
)

// patchState is what the last run on an instance found.
type patchState struct {
	operation  string
	start, end time.Time
	missing    bool // the patches that an instance of the lab comes without
	installed  time.Time
}

// patch is one patch.
type patch struct{ title, id, class, severity, cves string }

// pending are the patches that an instance of the lab comes without. The names are made up, as are the numbers.
var pending = []patch{
	{"openssl.x86_64", "openssl.x86_64:1:3.0.8-1.amzn2023.0.18", "Security", "Critical", "CVE-2026-0001"},
	{"kernel.x86_64", "kernel.x86_64:0:6.1.140-154.222.amzn2023", "Security", "Important", "CVE-2026-0002,CVE-2026-0003"},
	{"curl-minimal.x86_64", "curl-minimal.x86_64:0:8.11.1-4.amzn2023.0.1", "Bugfix", "Medium", ""},
}

// present is how many patches an instance of the lab comes with.
const present = 41

// after is what is known after a run. Operation is Scan unless it says Install.
func (p *patchState) after(operation []string, start, end time.Time) *patchState {
	next := &patchState{operation: "Scan", start: start, end: end, missing: p == nil || p.missing}
	if p != nil {
		next.installed = p.installed
	}
	if slices.Contains(operation, "Install") {
		next.operation = "Install"
		if next.missing {
			next.missing, next.installed = false, end
		}
	}
	return next
}

// group is the patch group of an instance.
func (i *instance) group() string { return cmp.Or(i.tags["PatchGroup"], i.tags["Patch Group"]) }

func (i *instance) showPatches() map[string]any {
	p := i.patch
	missing, critical, security, others := 0, 0, 0, 0
	if p.missing {
		missing = len(pending)
		for _, patch := range pending {
			switch {
			case patch.severity == "Critical":
				critical++
			case patch.class == "Security":
				security++
			default:
				others++
			}
		}
	}
	shown := map[string]any{
		"InstanceId": i.id, "PatchGroup": i.group(), "BaselineId": "pb-0c10e657807c7a700", "SnapshotId": "", "InstalledCount": int64(present + len(pending) - missing),
		"InstalledOtherCount": int64(0), "InstalledPendingRebootCount": int64(0), "InstalledRejectedCount": int64(0), "MissingCount": int64(missing),
		"FailedCount": int64(0), "NotApplicableCount": int64(312), "UnreportedNotApplicableCount": int64(0), "Operation": p.operation,
		"OperationStartTime": whole(p.start), "OperationEndTime": whole(p.end), "RebootOption": "RebootIfNeeded",
		"CriticalNonCompliantCount": int64(critical), "SecurityNonCompliantCount": int64(security), "OtherNonCompliantCount": int64(others),
	}
	return shown
}

func (q *call) patchStates() (map[string]any, error) {
	return q.patched(func(i *instance) bool { return slices.Contains(q.texts("InstanceIds"), i.id) })
}

func (q *call) patchStatesOfGroup() (map[string]any, error) {
	return q.patched(func(i *instance) bool { return i.group() == q.text("PatchGroup") })
}

// patched shows the states of instances that were looked at.
func (q *call) patched(wanted func(*instance) bool) (map[string]any, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	all, err := q.managed()
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i *instance) bool { return i.patch == nil || !wanted(i) })
	return answer(q, "InstancePatchStates", all, "InvalidNextToken", (*instance).showPatches)
}

func (q *call) patches() (map[string]any, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	i, err := q.one(q.text("InstanceId"))
	if err != nil {
		return nil, err
	}
	var shown []map[string]any
	if i.patch != nil {
		for _, p := range pending {
			one := map[string]any{
				"Title": p.title, "KBId": p.id, "Classification": p.class, "Severity": p.severity, "State": "MISSING",
				"InstalledTime": time.Unix(0, 0).UTC(), "CVEIds": p.cves,
			}
			if !i.patch.missing {
				one["State"], one["InstalledTime"] = "INSTALLED", whole(i.patch.installed)
			}
			shown = append(shown, one)
		}
	}
	for f := range wire.Each(q.In["Filters"]) {
		key, member := wire.Text(f, "Key"), map[string]string{"State": "State", "Severity": "Severity", "Classification": "Classification", "KBId": "KBId"}[wire.Text(f, "Key")]
		if member == "" {
			return nil, refuse("InvalidFilter", "The filter name %s isn't valid.", key)
		}
		shown = slices.DeleteFunc(shown, func(p map[string]any) bool { return !meets(stated(wire.Texts(f["Values"])), wire.Text(p, member)) })
	}
	return answer(q, "Patches", shown, "InvalidNextToken", func(p map[string]any) map[string]any { return p })
}

// stated are the states of a filter, which are written in other letters than in answers: Missing, InstalledOther.
func stated(values []string) []string {
	names := map[string]string{"Missing": "MISSING", "Installed": "INSTALLED", "InstalledOther": "INSTALLED_OTHER", "Failed": "FAILED", "NotApplicable": "NOT_APPLICABLE"}
	all := slices.Clone(values)
	for _, v := range values {
		if name := names[v]; name != "" {
			all = append(all, name)
		}
	}
	return all
}
