// What becomes of a file, once there is nothing more to read of it.

package archive

import (
	"errors"
	"fmt"
	"io"

	"traillab/analyze/trail"
)

// conclude tells what became of the file, whose bytes are c.
func (r *reader) conclude(c *content) {
	if r.bytesLost != nil || r.w.err != nil && !errors.Is(r.w.err, io.EOF) {
		r.cut("")
	}
	r.distrust(c)
	o := r.outcome()
	o.Inflated = r.w.offset(len(r.w.b))
	if o.Status != trail.Damaged && o.Status != trail.Rejected {
		r.finish()
		o = r.lengthened(o)
	}
	o.InflatedSHA256 = r.inflatedSum(c)
	if o.Status == trail.Damaged || o.Status == trail.Rejected {
		r.v.Reject(trail.Reject{File: r.path, Reason: o.Reason})
	} else {
		r.tellSound(o.InflatedSHA256)
	}
	r.v.Done(o)
}

// outcome is what became of the file, by what was told of it.
func (r *reader) outcome() trail.Outcome {
	if r.listed {
		r.flush()
	}
	switch {
	case r.damage != "" && r.kept+r.flows > 0:
		reason := r.damage
		if r.recovered != 0 {
			reason += fmt.Sprintf("; records from byte %d on are recovered", max(r.recovered, 0))
		}
		return trail.Outcome{Status: trail.Damaged, Reason: reason, Recovered: r.recovered}
	case r.damage != "":
		return trail.Outcome{Status: trail.Rejected, Reason: r.damage}
	case r.other != "" && r.kept == 0 && (r.rejected == 0 || r.other == flowLogs) && len(r.pending) == 0:
		return trail.Outcome{Status: trail.Other, Reason: r.other}
	case r.kept > 0 || r.listed || r.first == "":
		return trail.Outcome{Status: trail.Loaded}
	}
	return trail.Outcome{Status: trail.Rejected, Reason: r.first}
}

// lengthened calls a log file damaged that has CloudTrail's name and is more than the one gzip member that CloudTrail writes.
// Under any other name members that follow one another are how people put files together.
func (r *reader) lengthened(o trail.Outcome) trail.Outcome {
	if o.Status != trail.Loaded || len(r.layers.coats) == 0 || r.layers.coats[0] != gzipCoat {
		return o
	}
	if reason := r.layers.chains[0].added(); reason != "" {
		if _, named := trail.ParseKey(r.path); named {
			o.Status, o.Reason = trail.Damaged, reason
		}
	}
	return o
}
