// Names that a dialect treats in a way of its own: which EC2 calls are wrapped, which members hold moments, which keep
// the type of text.

package dialect

// moments are the members that hold a point in time: epoch milliseconds in the classic dialect, ISO text in the wrapped
// one.
var moments = map[string]bool{
	"attachTime": true, "createTime": true, "creationTime": true, "creationTimestamp": true, "launchTime": true,
	"startTime": true, "deleteTime": true, "expirationTime": true, "timestamp": true, "validUntil": true,
	"validFrom": true, "creationDate": true, "startDate": true,
}
