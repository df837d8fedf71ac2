// Denied calls: every service but EC2 records a lack of rights as AccessDenied, whatever its client reads. What else such a record tells
// is as in the records of real accounts.

package recorder

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

func TestDenied(t *testing.T) {
	models := wire.Open()
	const why = "User: arn:aws:iam::000000000000:user/ops is not authorized to perform: x"
	const silent = `{"errorCode":"AccessDenied","errorMessage":"` + why + `","requestParameters":null,"responseElements":null}`
	for _, test := range []struct {
		service, name, code string
		in                  m
		want                string
	}{
		{"ssm", "SendCommand", "AccessDeniedException", m{"DocumentName": "d"}, silent},
		{"kms", "CreateKey", "AccessDeniedException", m{"Description": "d"}, silent},
		{"cloudtrail", "UpdateTrail", "AccessDeniedException", m{"Name": "t"}, silent},
		{"organizations", "LeaveOrganization", "AccessDeniedException", m{}, silent},
		{"secretsmanager", "DescribeSecret", "AccessDeniedException", m{"SecretId": "s"}, silent},
		{"lambda", "AddPermission", "AccessDeniedException", m{"FunctionName": "f"}, silent},
		{"sns", "Subscribe", "AuthorizationError", m{"TopicArn": "a"}, silent},
		{"iam", "ListAccessKeys", "AccessDenied", m{"UserName": "u"}, silent},
		{"sts", "AssumeRole", "AccessDenied", m{"RoleArn": "r"}, silent},
		{"guardduty", "DeleteDetector", "AccessDeniedException", m{"DetectorId": "d"}, `{"errorCode":"AccessDenied","requestParameters":{"detectorId":"d"},"responseElements":{"message":"` + why + `"}}`},
		{"guardduty", "GetDetector", "AccessDeniedException", m{"DetectorId": "d"}, `{"errorCode":"AccessDenied","requestParameters":{"detectorId":"d"},"responseElements":null}`},
		{"ec2", "CreateVpc", "UnauthorizedOperation", m{"CidrBlock": "10.0.0.0/16"}, `{"errorCode":"Client.UnauthorizedOperation","errorMessage":"` + why + `","requestParameters":{"cidrBlock":"10.0.0.0/16"}}`},
	} {
		t.Run(test.service+"."+test.name, func(t *testing.T) {
			record := Tell(callTo(t, models, test.service, test.name, test.in), &exchange.Answer{Error: &wire.Error{Code: test.code, Message: why}})
			var got, want map[string]any
			if err := json.Unmarshal(record, &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(test.want), &want); err != nil {
				t.Fatal(err)
			}
			if _, told := want["errorMessage"]; !told && got["errorMessage"] != nil {
				t.Errorf("its errorMessage is %v", got["errorMessage"])
			}
			for name := range want {
				if !reflect.DeepEqual(got[name], want[name]) {
					t.Errorf("%s is %v, want %v", name, got[name], want[name])
				}
			}
		})
	}
	session := Tell(callTo(t, models, "sts", "GetSessionToken", m{"DurationSeconds": int64(900)}), &exchange.Answer{Error: &wire.Error{Code: "AccessDenied", Message: "An unknown error occurred"}})
	if !strings.Contains(string(session), `"requestParameters":{"durationSeconds":900}`) {
		t.Errorf("a session that no policy refused: %s", session)
	}
}

// TestDeniedAsReal holds whether parameters, a message and an answer are told against the denied calls in real records.
func TestDeniedAsReal(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/data/A03-traildiscover/docs/logExamples/*.cloudtrail")
	if len(paths) == 0 {
		t.Skip("the folder of real records is not beside this repository; nothing is proven against them here")
	}
	compared := 0
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var records []struct {
			EventName, EventSource, ErrorCode, ErrorMessage string
			RequestParameters, ResponseElements             map[string]any
		}
		if json.Unmarshal(text, &records) != nil {
			records = records[:0] // one that stands alone
		}
		for _, r := range records {
			if r.ErrorCode != "AccessDenied" {
				continue
			}
			compared++
			message, _ := r.ResponseElements["message"].(string)
			for _, code := range []string{"AccessDenied", "AccessDeniedException"} {
				c := callTo(t, nil, strings.TrimSuffix(r.EventSource, ".amazonaws.com"), r.EventName, m{})
				e := &wire.Error{Code: code, Message: r.ErrorMessage + message}
				if errorCode(c, e) != r.ErrorCode {
					t.Errorf("%s %s: the code is %s", r.EventSource, r.EventName, errorCode(c, e))
				}
				if e.Message != "" && (errorMessage(c, e) != r.ErrorMessage || len(response(c, &exchange.Answer{Error: e})) != len(r.ResponseElements)) {
					t.Errorf("%s %s: told %q, really %q and %v", r.EventSource, r.EventName, errorMessage(c, e), r.ErrorMessage, r.ResponseElements)
				}
				if r.RequestParameters != nil && untold(c, e) || r.RequestParameters == nil && !untold(c, e) && !strings.HasPrefix(r.EventName, "List") {
					t.Errorf("%s %s: untold %v, really %v", r.EventSource, r.EventName, untold(c, e), r.RequestParameters)
				}
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d denied calls are compared", compared)
	}
}
