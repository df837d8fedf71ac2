// Alerts: every form that one is saved in tells the same, and one that was tampered with tells nothing.

package playbook_test

import (
	"reflect"
	"strings"
	"testing"

	"traillab/simulate/playbook"
)

func TestFromAlert(t *testing.T) {
	p, err := playbook.Open("unauthorised-access")
	if err != nil {
		t.Fatal(err)
	}
	const (
		hub = `{"Id": "f", "CreatedAt": "2026-03-01T09:30:00.123Z", "FirstObservedAt": "2026-03-01T09:00:00Z", "Resources": [
			{"Type": "AwsEc2Instance", "Id": "arn:aws:ec2:us-east-1:000000000000:instance/i-0123456789abcdef0"},
			{"Type": "AwsIamAccessKey", "Id": "AWS::IAM::AccessKey:AKIAABCDEFGHIJKLMNOP", "Details": {"AwsIamAccessKey": {"PrincipalName": "ci", "PrincipalType": "IAMUser"}}}]}`
		duty = `{"CreatedAt": "2026-03-01T09:30:00.123Z", "Service": {"EventFirstSeen": "2026-03-01T09:00:00Z"}, "Resource": {"ResourceType": "AccessKey",
			"InstanceDetails": {"InstanceId": "i-0123456789abcdef0"}, "AccessKeyDetails": {"AccessKeyId": "AKIAABCDEFGHIJKLMNOP", "UserName": "ci", "UserType": "IAMUser"}}}`
	)
	small := strings.NewReplacer("CreatedAt", "createdAt", "Service", "service", "EventFirst", "eventFirst", "Resource", "resource", "InstanceDetails", "instanceDetails",
		"InstanceId", "instanceId", "AccessKeyDetails", "accessKeyDetails", "AccessKeyId", "accessKeyId", "UserName", "userName", "UserType", "userType").Replace(duty)
	want := map[string]any{
		"since": "2026-03-01T09:00:00Z", "instances": []any{"i-0123456789abcdef0"}, "accessKey": "AKIAABCDEFGHIJKLMNOP", "users": []any{"ci"},
	}
	for name, text := range map[string]string{
		"securityhub get-findings":             `{"Findings": [` + hub + `]}`,
		"guardduty get-findings":               `{"Findings": [` + duty + `]}`,
		"an event of Security Hub":             `{"source": "aws.securityhub", "detail-type": "Security Hub Findings - Imported", "detail": {"findings": [` + hub + `]}}`,
		"an event of GuardDuty":                `{"source": "aws.guardduty", "detail-type": "GuardDuty Finding", "detail": ` + small + `}`,
		"the same thing twice is known as one": `{"Findings": [` + duty + `,` + hub + `]}`,
	} {
		got, err := p.FromAlert(strings.NewReader(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, want)
		}
	}
	for text, why := range map[string]string{
		``:                 "no JSON of findings",
		`[]`:               "no JSON of findings",
		`{"Findings": []}`: "names an instance, a key",
		`{"Findings": [` + strings.ReplaceAll(hub, "i-0123456789abcdef0", "$(reboot)") + `]}`:       `"$(reboot)" is no instance`,
		`{"Findings": [` + strings.ReplaceAll(duty, `"ci"`, `"ci; rm -rf"`) + `]}`:                  `"ci; rm -rf" is no user`,
		`{"Findings": [` + duty + `,` + strings.ReplaceAll(duty, "IJKLMNOP", "IJKLMNOQ") + `]}`:     "several access keys",
		`{"Findings": [` + strings.ReplaceAll(duty, "AKIAABCDEFGHIJKLMNOP", `AKIA\u001b[2J`) + `]}`: `is no access key`,
	} {
		if got, err := p.FromAlert(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, %v; want %s", text, got, err, why)
		}
	}
}
