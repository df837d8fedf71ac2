// Others: files that stand among log files, are recognised, and hold no CloudTrail records.

package archive

import (
	"bytes"
	"fmt"
	"strings"
)

// notification is what objects with a record's envelope are that come from S3, SNS, SQS and the like.
const notification = "notifications of S3, SNS, SQS or another service"

// marks says what a document is by the names of its members.
type marks struct {
	what  string
	names []string // all of them
	// certain marks leave no room for a record; the others count only if none was found.
	certain bool
}

func kindsOfDocument() []marks {
	return []marks{
		{"a digest file of CloudTrail", []string{"digestStartTime", "digestEndTime"}, true},
		{"public keys for CloudTrail's digests", []string{"PublicKeyList"}, true},
		{"the metadata of an object in S3", []string{"signature", "signature-algorithm"}, true},
		{"an item of AWS Config", []string{"configurationItem"}, true},
		{"an item of AWS Config", []string{"configurationItemDiff"}, true},
		{"items of AWS Config", []string{"configurationItems"}, true},
		{"a notification of AWS Config", []string{"configRuleId", "invokingEvent"}, true},
		{"a notification of S3", []string{"Service", "Event", "Bucket"}, true},
		{"a notification of CloudTrail", []string{"s3Bucket", "s3ObjectKey"}, true},
		{"messages of CloudWatch Logs", []string{"messageType", "logEvents"}, false},
		{"a message of CloudWatch Logs", []string{"id", "timestamp", "message"}, false},
		{"a message of SNS", []string{"Type", "TopicArn", "Message"}, false},
		{"a message of SQS", []string{"MessageId", "ReceiptHandle"}, false},
		{"a message of SQS", []string{"messageId", "receiptHandle"}, false},
		{"the metadata of an object in S3", []string{"Metadata", "ContentLength"}, false},
	}
}

// recognise says what a document is that is no record; certain, that none is to be looked for in it.
func recognise(doc []byte) (what string, certain bool) {
	names := map[string]bool{}
	var detailType []byte
	eachMember(doc, 0, func(name []byte, at int) int {
		if len(names) < 64 {
			names[string(name)] = true
		}
		end := valueEnd(doc, at)
		if string(name) == "detail-type" && doc[at] == '"' && end > 0 {
			detailType = doc[at+1 : end-1]
		}
		return end
	})
	if names["detail"] && detailType != nil && !bytes.HasSuffix(detailType, []byte("via CloudTrail")) {
		kind := strings.ToValidUTF8(string(detailType[:min(len(detailType), 80)]), "\uFFFD")
		return fmt.Sprintf("an event of EventBridge (%s)", kind), true
	}
	for _, k := range kindsOfDocument() {
		if hasAll(names, k.names) {
			return k.what, k.certain
		}
	}
	return "", false
}

func hasAll(names map[string]bool, wanted []string) bool {
	for _, name := range wanted {
		if !names[name] {
			return false
		}
	}
	return true
}

// recognised notes that something was passed over that is known to be no record.
func (r *reader) recognised(what string) {
	if r.other == "" {
		r.other = what
	}
}
