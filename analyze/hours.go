// Hours: the times for which log files are missing. Where there are files and none can be read, nothing that was known holds
// on. Where none was delivered, nobody may have called anything, or files are missing: what is told across such a time says
// so.

package analyze

import (
	"fmt"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// gaps are the times that the fold hears as silences.
func (o *Options) gaps() []topology.Gap {
	gaps := o.Gaps
	for _, h := range o.Hours {
		if h.State == trail.HoursUnreadable {
			why := fmt.Sprintf("the log files of %s to %s cannot be read", h.From.Format(time.RFC3339), h.Until.Format(time.RFC3339))
			gaps = append(gaps, topology.Gap{Account: h.Account, Region: h.Region, From: h.From, Until: h.Until, Why: why})
		}
	}
	return gaps
}

// missing tells the hours without log files, and those of which some could not be read, between two times in an account's
// region. Without an end it is the end of the log.
func (i *Impact) missing(c *Case, account, region string, from time.Time, until *time.Time) {
	for _, h := range c.hours {
		if h.Account != account || region != "" && h.Region != region || !h.Until.After(from) || until != nil && !h.From.Before(*until) {
			continue
		}
		span := fmt.Sprintf("%s to %s", h.From.Format(time.RFC3339), h.Until.Format(time.RFC3339))
		switch {
		case h.State == trail.HoursGap:
			i.Unknown = append(i.Unknown, Unknown{account + "/" + h.Region, "log", "there are no log files of " + span + ": what was called then is not known"})
		case h.State == trail.HoursUnreadable:
			i.Unknown = append(i.Unknown, Unknown{account + "/" + h.Region, "log", "the log files of " + span + " cannot be read"})
		case h.Rejects > 0:
			i.Unknown = append(i.Unknown, Unknown{account + "/" + h.Region, "log", fmt.Sprintf("%d files or records of %s could not be read", h.Rejects, span)})
		}
	}
}
