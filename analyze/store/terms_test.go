// Terms: what each lets through, the same in every question that takes a filter, and written out.

package store

import (
	"slices"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

func TestTerms(t *testing.T) {
	s := newCase(t)
	load(t, s, file("a.json",
		`{"eventID":"a","eventTime":"2024-05-01T10:00:00Z","eventName":"DetachVpc","eventSource":"ec2.amazonaws.com","sourceIPAddress":"10.0.0.1","awsRegion":"eu-west-1","readOnly":false,"userIdentity":{"arn":"arn:aws:iam::111122223333:user/alice","accessKeyId":"AKIAALICE"},"requestParameters":{"vpcId":"vpc-0a1b2c3d","internetGatewayId":"igw-0a1b2c3d"},"userAgent":"aws-cli/2 md/Boto"}`,
		`{"eventID":"b","eventTime":"2024-05-01T10:01:00Z","eventName":"DescribeVpcs","eventSource":"ec2.amazonaws.com","sourceIPAddress":"192.0.2.1","awsRegion":"us-east-1","readOnly":true,"userIdentity":{"arn":"arn:aws:iam::111122223333:user/bob"},"errorCode":"Client.UnauthorizedOperation","errorMessage":"You are not 'authorized'?","userAgent":"Boto3"}`,
		`{"eventID":"c","eventTime":"2024-05-01T10:02:00Z","eventName":"RunInstances","eventSource":"ec2.amazonaws.com","sourceIPAddress":"autoscaling.amazonaws.com","requestParameters":{"subnetId":"subnet-0a1b2c3d","vpcId":"vpc-0a1b2c3d4e5f60718"}}`,
		`{"eventID":"d","eventTime":"2024-05-01T10:03:00Z","eventName":"AssumeRole","eventSource":"sts.amazonaws.com"}`))
	for phrase, want := range map[string]string{
		"":                             "abcd",
		"-name:DescribeVpcs":           "acd",
		"-name:DescribeVpcs -name:X":   "acd",
		"name~^de":                     "ab",
		"name~VPC -name~^desc":         "a",
		"name~(?-i)VPC":                "",
		"ip:10.0.0.0/8":                "a",
		"-ip:10.0.0.0/8":               "bcd",
		"-ip:0.0.0.0/0":                "cd",
		"ip:autoscaling.amazonaws.com": "c",
		"ip:10.0.0.0/8 ip:autoscaling.amazonaws.com": "ac",
		`ip~\.1$`:                                    "ab",
		"-principal:alice":                           "bcd",
		"-principal:nobody":                          "abcd",
		"principal~user/b":                           "b",
		"-resource:vpc-0a1b2c3d":                     "bcd",
		"resource~^vpc-0a1b2c3d$":                    "a",
		"-vpc~^vpc":                                  "bd",
		"source:sts.amazonaws.com":                   "d",
		"-source~^ec2":                               "d",
		"error:Client.UnauthorizedOperation":         "b",
		"error:X error:Client.UnauthorizedOperation": "b",
		"-is:error":                                  "acd",
		"-is:write":                                  "b",
		`message~"'authorized'\?"`:                   "b",
		"agent:Boto3":                                "b",
		"agent~boto -agent:Boto3":                    "a",
		"id:c":                                       "c",
		"-id:c -id:d":                                "ab",
		"key:AKIAALICE":                              "a",
		"-key:AKIAALICE":                             "bcd",
		"-region:eu-west-1":                          "bcd",
		"-igw-0a1b2c3d":                              "bcd",
		"~^igw-":                                     "a",
		"-~ec2":                                      "d",
		"~ec2":                                       "abc",
		`"'; DROP VIEW events; --"`:                  "",
		`-name:"'; DROP VIEW events; --"`:            "abcd",
		`name~"'\); --"`:                             "",
		"since:150s -name:AssumeRole":                "bc",
	} {
		f, err := trail.ParsePhrase(phrase)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for e, err := range s.Timeline(t.Context(), f) {
			if err != nil {
				t.Fatalf("%s: %v", phrase, err)
			}
			got = append(got, e.ID)
		}
		if strings.Join(got, "") != want {
			t.Errorf("%s lets %v through, want %s", phrase, got, want)
		}
		spelled, err := s.Predicate(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		written, err := s.texts(t.Context(), "SELECT event_id FROM events WHERE "+spelled+" ORDER BY event_time")
		if err != nil || !slices.Equal(written, got) {
			t.Errorf("%s lets %v through, and written out %v, %v:\n%s", phrase, got, written, err, spelled)
		}
		for e, err := range s.Relations(t.Context(), f) { // another view
			if err != nil || e.Asked != strings.Contains(want, e.ID) {
				t.Errorf("%s: %s is asked for: %v, %v", phrase, e.ID, e.Asked, err)
			}
		}
	}
}

// TestTermsOfNothing: a field that nobody knows is an error, and not everything or nothing.
func TestTermsOfNothing(t *testing.T) {
	s := newCase(t)
	for _, not := range []bool{true, false} {
		if n, err := s.Count(t.Context(), trail.Filter{Terms: []trail.Term{{Field: "colour", Not: not, Value: "red"}}}); err == nil {
			t.Errorf("counted %d by colour", n)
		}
	}
}
