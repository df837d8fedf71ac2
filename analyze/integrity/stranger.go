// Strangers: files that are no log files by their names, and that no digest lists. What counts is not how a file is called but
// whether a load takes records from it.

package integrity

import (
	"strings"

	"traillab/analyze/trail"
)

// logFolder reports whether a file lies where CloudTrail delivers to, down to the region.
func logFolder(rest string) bool {
	folder, ok := trail.ParseFolder(rest[:strings.LastIndexByte(rest, '/')+1])
	return ok && folder.Region != ""
}

// exports is the folder that CloudTrail Lake writes answers to, which digests do not list.
const exports = "/CloudTrail-Lake/"

// stranger tells of a file that was asked whether it holds records. One that holds none is of no concern: metadata, public
// keys, what other services deliver.
func (v *verifier) stranger(t task, holds bool, err error) {
	v.progress()
	if !holds && err == nil {
		if t.head != nil && !strings.HasSuffix(t.rest, trail.MetadataSuffix) {
			v.report.Other++
		}
		return
	}
	if t.head == nil {
		v.report.outside(t.object)
		if v.o.Log != nil {
			v.o.Log(LogFile{Path: t.file.Path(), Object: t.object, State: LogUncovered})
		}
		return
	}
	folder := above(t.rest)
	name := trail.KeyName{Account: folder.Account, Region: folder.Region, Organization: folder.Organization}
	if !v.wants(name) || !v.touches(folder) {
		return
	}
	if err == nil && !v.spans.reaches(t.head) {
		v.tell(t, name, LogUncovered)
		return
	}
	finding := Finding{Kind: string(LogUnlisted), Severity: Broken, Object: t.object, Reason: "it holds records, its name and folder are none that CloudTrail gives, and no digest lists it: it was put there"}
	switch {
	case err != nil:
		finding.Kind, finding.Severity = string(LogUnreadable), Unchecked
		finding.Reason = "whether it holds records cannot be told: " + err.Error()
	case strings.Contains(t.rest, exports):
		finding.Severity, finding.Reason = Unchecked, "it holds records, as exports of CloudTrail Lake do, and no digest lists those"
	}
	v.report.find(finding)
	v.tell(t, name, LogState(finding.Kind))
}

// above is the nearest folder above a file that CloudTrail lays out.
func above(rest string) trail.Folder {
	for at := strings.LastIndexByte(rest, '/'); at >= 0; at = strings.LastIndexByte(rest[:at], '/') {
		if folder, ok := trail.ParseFolder(rest[:at+1]); ok {
			return folder
		}
	}
	return trail.Folder{}
}
