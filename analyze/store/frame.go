// A frame is what is left of a record's text when the values that have columns of their own are cut out of it. So nearly
// every byte is stored once, and the frames of one kind of record are alike and compress to little. The view
// whole_records puts the values back; docs/decisions/0013 says what that buys.

package store

import "traillab/analyze/trail"

// No JSON text holds these two as they are. A frame has as many holes as there are values that may be cut out of it; a
// hole that is closed has left its value in the text.
const (
	hole   = 0x01
	closed = 0x02
)

// cutValues is the number of values that may be cut out, and cutRequest and cutResponse the places of the longest.
const (
	cutRequest = 8 + iota
	cutResponse
	_
	cutValues
)

// cuts lists the values in the order in which the view whole_records puts them back, which is CloudTrail's own.
func cuts(rec *trail.Record) [cutValues][]byte {
	return [...][]byte{
		rec.Principal, rec.AccessKeyID, rec.IssuerARN, rec.Source, rec.Name, rec.Region, rec.SourceIP, rec.UserAgent,
		rec.Request, rec.Response, rec.EventID,
	}
}

// frame writes the record's frame into the block. A value stays in the text when an escape in it had to be resolved or
// when it lies elsewhere than CloudTrail would write it; request and response have precedence over the others.
func frame(b *block, rec *trail.Record) []byte {
	values := cuts(rec)
	var at [cutValues]int
	for i, v := range values {
		at[i] = position(rec.JSON, v)
	}
	middle := len(rec.JSON) // what comes before request and response in order has to come before them in the text
	for _, i := range [...]int{cutResponse, cutRequest} {
		if at[i] >= 0 {
			middle = min(middle, at[i])
		}
	}
	size, end := len(rec.JSON), 0
	for i, v := range values {
		until := at[i] + len(v)
		if at[i] < end || i < cutRequest && until > middle {
			at[i] = -1
			size += 2
			continue
		}
		end = until
		size += 1 - len(v)
	}
	out, n, last := b.bytes(size), 0, 0
	for i, v := range values {
		if at[i] < 0 {
			out[n], out[n+1] = hole, closed
			n += 2
			continue
		}
		n += copy(out[n:], rec.JSON[last:at[i]])
		out[n] = hole
		n, last = n+1, at[i]+len(v)
	}
	copy(out[n:], rec.JSON[last:])
	return out
}
