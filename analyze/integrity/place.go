// Places: which bucket and prefix a folder of files is a copy of. S3 and a mirror say it; of a plain copy the digests do,
// and that is told as assumed.

package integrity

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// head is what stands before AWSLogs in the paths of files, and the object keys that it stands for.
type head struct {
	text           string
	bucket, prefix string // prefix ends in "/" or is empty
	settled        bool
	assumed        bool
	logs           bool  // log files were found
	apart          bool  // no digest was found, and those that speak of log files like these have their own
	digests        []int // some of them, evenly over all
	stride, seen   int
}

// samples is how many digests of a head are asked where they come from. One that was moved is outvoted.
const samples = 32

// root is the folder that CloudTrail delivers to.
const root = "AWSLogs/"

// locate cuts a path where the last AWSLogs begins.
func locate(path string) (head, rest string, ok bool) {
	path = strings.ReplaceAll(strings.ReplaceAll(path, `\`, "/"), "!/", "/")
	at := strings.LastIndex(path, "/"+root) + 1
	if at == 0 && !strings.HasPrefix(path, root) {
		return "", "", false
	}
	return path[:at], path[at:], true
}

// head returns the head of that text, a new one if need be.
func (v *verifier) head(text string) *head {
	for i := len(v.heads) - 1; i >= 0; i-- {
		if v.heads[i].text == text {
			return v.heads[i]
		}
	}
	h := &head{text: text, stride: 1}
	if place, ok := strings.CutPrefix(text, "s3://"); ok {
		h.bucket, h.prefix, h.settled = "", "", true
		h.bucket, h.prefix, _ = strings.Cut(place, "/")
	}
	v.heads = append(v.heads, h)
	return h
}

// sample notes a digest of the head, and thins out the others once there are many.
func (h *head) sample(digest int) {
	if h.seen%h.stride == 0 {
		h.digests = append(h.digests, digest)
	}
	h.seen++
	if len(h.digests) == 2*samples {
		kept := h.digests[:0]
		for i := 0; i < 2*samples; i += 2 {
			kept = append(kept, h.digests[i])
		}
		h.digests, h.stride = kept, 2*h.stride
	}
}

// claim is a bucket and prefix that digests say they lie in.
type claim struct{ bucket, prefix string }

// settle finds out what each head is a copy of.
func (v *verifier) settle(ctx context.Context) error {
	all := map[claim]int{}
	for _, h := range v.heads {
		if h.settled {
			all[claim{h.bucket, h.prefix}]++
			continue
		}
		if told, err := v.told(ctx, h); err != nil {
			return err
		} else if len(told) > 0 {
			h.elect(told)
			h.assumed = false
			all[claim{h.bucket, h.prefix}]++
			continue
		}
		votes := map[claim]int{}
		for _, i := range h.digests {
			var text bytes.Buffer
			if _, err := v.digests[i].file.Inflate(ctx, &bounded{w: &text, left: largestDigest}); v.ended(ctx, err) {
				return err
			}
			d, err := trail.ParseDigest(text.Bytes())
			if err != nil {
				continue // it is told when its turn comes
			}
			if prefix, _, ok := locate(d.Object); ok {
				votes[claim{d.Bucket, prefix}]++
				all[claim{d.Bucket, prefix}]++
			}
		}
		h.elect(votes)
	}
	for _, h := range v.heads {
		if !h.settled {
			h.elect(all) // log files that lie apart from their digests
			h.apart = h.assumed && len(h.digests) == 0 && v.occupied(h)
		}
		if h.assumed && !h.apart {
			v.report.Assumed = append(v.report.Assumed, Assumption{Path: h.text, Bucket: h.bucket, Prefix: h.prefix})
		}
	}
	return nil
}

// told counts the buckets and prefixes that a mirror says it found digests of the head in. Other copies say nothing.
func (v *verifier) told(ctx context.Context, h *head) (map[claim]int, error) {
	told := map[claim]int{}
	for _, i := range h.digests {
		s := &v.digests[i]
		if s.sidecar == nil {
			continue
		}
		var text bytes.Buffer
		if _, err := s.sidecar.Inflate(ctx, &bounded{w: &text, left: largestMetadata}); v.ended(ctx, err) {
			return nil, err
		}
		bucket, key := trail.ParseOrigin(text.Bytes())
		if prefix, ok := strings.CutSuffix(key, s.rest); ok && bucket != "" {
			told[claim{bucket, prefix}]++
		}
	}
	return told, nil
}

// occupied reports whether log files of the place that a head was taken for were found elsewhere, beside the digests.
func (v *verifier) occupied(h *head) bool {
	return slices.ContainsFunc(v.heads, func(o *head) bool {
		return o != h && o.logs && len(o.digests) > 0 && o.bucket == h.bucket && o.prefix == h.prefix
	})
}

// elect takes the claim that the head's own name confirms, or else the one that most digests make.
func (h *head) elect(votes map[claim]int) {
	list := make([]claim, 0, len(votes))
	for c := range votes {
		list = append(list, c)
	}
	if len(list) == 0 {
		return
	}
	slices.SortFunc(list, func(a, b claim) int {
		return cmp.Or(-cmp.Compare(votes[a], votes[b]), cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.prefix, b.prefix))
	})
	for _, c := range list {
		if strings.HasSuffix("/"+h.text, "/"+c.bucket+"/"+c.prefix) {
			h.bucket, h.prefix, h.settled = c.bucket, c.prefix, true
			return
		}
	}
	h.bucket, h.prefix, h.settled, h.assumed = list[0].bucket, list[0].prefix, true, true
}

// object is BUCKET/KEY of a file below the head.
func (h *head) object(rest string) string { return h.bucket + "/" + h.prefix + rest }

// holds reports whether a bucket is at hand.
func (v *verifier) holds(bucket string) bool {
	return slices.ContainsFunc(v.heads, func(h *head) bool { return h.bucket == bucket })
}
