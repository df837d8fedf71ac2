// Key names: what CloudTrail says about a log file in the file's own name and in the folders that it delivers to.

package trail

import (
	"strings"
	"time"
)

// KeyName is what the name of a delivered file says, without opening it:
//
//	[prefix/]AWSLogs/[ORGANIZATION/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_UNIQUE.json.gz
//	…/ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_YYYYMMDDTHHMMSSZ[_backfill].json.gz
//
// The name is a label, not a fact about the records: a file that was renamed, or whose records were made anonymous, may
// name another account than its records do.
//
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
type KeyName struct {
	Account string // 12 digits
	Region  string
	// Organization is the o-… folder of an organisation trail; empty when the file was moved out of its folders.
	Organization string
	// Kind is what follows "CloudTrail-" in the name: "Digest", "Insight", …; empty for the log of events.
	Kind   string
	Digest bool // Kind is "Digest": signatures over log files, no events
	// Trail and HomeRegion are told by digests only.
	Trail, HomeRegion string
	// Time is when the file was delivered, in UTC; its records are older. A digest has the end of the hour that it covers.
	Time     time.Time
	Backfill bool // a digest that was made later, for files that had none
}

// Stamps of file names; a log file's has minutes, a digest's has seconds.
const (
	logStamp    = "20060102T1504Z"
	digestStamp = "20060102T150405Z"
)

// ParseKey reads the name of a file that CloudTrail delivered. The key may be an object's key or URI, a local path with
// either separator, or a member of an archive ("logs.zip!/…"): folders are looked at for the organisation only. It
// answers false for a name that is not CloudTrail's; such a file may still hold records.
func ParseKey(key string) (KeyName, bool) {
	key = strings.ReplaceAll(key, `\`, "/")
	base := key[strings.LastIndexByte(key, '/')+1:]
	base, _, _ = strings.Cut(base, ".json")
	parts := strings.Split(base, "_")
	if len(parts) < 4 || !isAccount(parts[0]) || !isRegion(parts[2]) {
		return KeyName{}, false
	}
	kind, ok := cloudTrailKind(parts[1])
	if !ok {
		return KeyName{}, false
	}
	k := KeyName{Account: parts[0], Region: parts[2], Kind: kind, Digest: kind == "Digest"}
	if k.Digest {
		ok = k.digest(parts[3:])
	} else {
		k.Time, ok = stamp(logStamp, parts[3])
	}
	if !ok {
		return KeyName{}, false
	}
	k.Organization = organization(strings.Split(key, "/"))
	return k, true
}

// digest reads what follows the region: TRAIL_HOMEREGION_STAMP[_backfill], where the trail's name may hold "_" itself.
func (k *KeyName) digest(parts []string) bool {
	if last := len(parts) - 1; parts[last] == "backfill" {
		k.Backfill, parts = true, parts[:last]
	}
	n := len(parts)
	if n < 3 || !isRegion(parts[n-2]) {
		return false
	}
	k.Trail, k.HomeRegion = strings.Join(parts[:n-2], "_"), parts[n-2]
	var ok bool
	k.Time, ok = stamp(digestStamp, parts[n-1])
	return ok
}

// organization finds the o-… folder right below the last AWSLogs.
func organization(folders []string) string {
	for i := len(folders) - 2; i >= 0; i-- {
		if folders[i] == "AWSLogs" {
			if isOrganization(folders[i+1]) {
				return folders[i+1]
			}
			return ""
		}
	}
	return ""
}

// stamp reads a time of exactly the layout's form; time.Parse alone would take a fraction of a second too.
func stamp(layout, s string) (time.Time, bool) {
	if len(s) != len(layout) {
		return time.Time{}, false
	}
	t, err := time.Parse(layout, s)
	return t, err == nil
}

// cloudTrailKind splits "CloudTrail" and "CloudTrail-Digest" into the product and what kind of file it is.
func cloudTrailKind(s string) (kind string, ok bool) {
	rest, ok := strings.CutPrefix(s, "CloudTrail")
	if !ok || rest == "" {
		return "", ok
	}
	kind, ok = strings.CutPrefix(rest, "-")
	return kind, ok && kind != ""
}

// isAccount takes the twelve digits of an account.
func isAccount(s string) bool { return len(s) == 12 && digits(s) }

// isOrganization takes the id of an organisation, o- and ten or more letters and digits.
func isOrganization(s string) bool {
	id, ok := strings.CutPrefix(s, "o-")
	return ok && id != "" && strings.IndexFunc(id, func(r rune) bool { return !lower(r) && !digit(r) }) < 0
}

// isRegion takes what has the form of a region (us-east-1, us-gov-west-1, us-isob-east-1), so that regions that do not
// exist yet are taken too.
func isRegion(s string) bool {
	parts := strings.Split(s, "-")
	if len(parts) < 3 || len(parts[0]) != 2 || !digits(parts[len(parts)-1]) {
		return false
	}
	for _, p := range parts[:len(parts)-1] {
		if p == "" || strings.IndexFunc(p, func(r rune) bool { return !lower(r) }) >= 0 {
			return false
		}
	}
	return true
}

func digits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !digit(r) }) < 0
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func lower(r rune) bool { return r >= 'a' && r <= 'z' }
