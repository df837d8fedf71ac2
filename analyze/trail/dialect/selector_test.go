// Event selectors, as CloudTrail records them.

package dialect

import "testing"

func TestRecordsChanges(t *testing.T) {
	const management = `{"field":"eventCategory","equals":["Management"]}`
	for request, want := range map[string]bool{
		`{"trailName":"t","eventSelectors":[{"readWriteType":"All","includeManagementEvents":true,"dataResources":[],"excludeManagementEventSources":[]}]}`: true,
		`{"trailName":"t","eventSelectors":[{"readWriteType":"WriteOnly"}]}`:                                                                                true,
		`{"trailName":"t","eventSelectors":[{"includeManagementEvents":false},{"excludeManagementEventSources":["kms.amazonaws.com"]}]}`:                    true,
		`{"trailName":"t","eventSelectors":[{"readWriteType":"ReadOnly","includeManagementEvents":true}]}`:                                                  false,
		`{"trailName":"t","eventSelectors":[{"readWriteType":"All","includeManagementEvents":false}]}`:                                                      false,
		`{"trailName":"t","eventSelectors":[]}`: false,
		`{"trailName":"t"}`:                     false,
		`null`:                                  false,
		`{"trailName":"t","advancedEventSelectors":[{"name":"m","fieldSelectors":[` + management + `]}]}`:                                                                        true,
		`{"trailName":"t","advancedEventSelectors":[{"fieldSelectors":[` + management + `,{"field":"readOnly","equals":["false"]}]}]}`:                                           true,
		`{"trailName":"t","advancedEventSelectors":[{"fieldSelectors":[` + management + `,{"field":"eventSource","notEquals":["kms.amazonaws.com","rdsdata.amazonaws.com"]}]}]}`: true,
		`{"trailName":"t","advancedEventSelectors":[{"fieldSelectors":[` + management + `,{"field":"eventSource","notEquals":["ec2.amazonaws.com"]}]}]}`:                         false,
		`{"trailName":"t","advancedEventSelectors":[{"fieldSelectors":[` + management + `,{"field":"readOnly","equals":["true"]}]}]}`:                                            false,
		`{"trailName":"t","advancedEventSelectors":[{"fieldSelectors":[` + management + `,{"field":"eventName","startsWith":["Describe"]}]}]}`:                                   false,
		`{"trailName":"t","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","equals":["Data"]},{"field":"resources.type","equals":["AWS::S3::Object"]}]}]}`:  false,
		`{"trailName":"t","advancedEventSelectors":[{"fieldSelectors":[` + management + `,{"field":"readOnly","equals":["true"]}]},{"fieldSelectors":[` + management + `]}]}`:    true,
		`{"trailName":"t","advancedEventSelectors":[{"fieldSelectors":[` + management + `,{"field":"eventSource","equals":["iam.amazonaws.com"]}]}]}`:                            false,
	} {
		c, err := Parse("PutEventSelectors", "cloudtrail.amazonaws.com", []byte(request), nil)
		if err != nil {
			t.Fatal(request, err)
		}
		if got := RecordsChanges(c); got != want {
			t.Errorf("%s: %v", request, got)
		}
	}
}
