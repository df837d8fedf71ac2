// Folders of captures: what is an answer, and whose it is, where and when.

package baseline

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// write makes a folder of files, written at noon. A name that ends in .gz is compressed.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		b := []byte(text)
		if strings.HasSuffix(name, ".gz") {
			var z bytes.Buffer
			w := gzip.NewWriter(&z)
			if _, err := w.Write(b); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			b = z.Bytes()
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, noon, noon); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestFind(t *testing.T) {
	const (
		vpcs  = `{"Vpcs":[{"VpcId":"vpc-1","OwnerId":"111122223333"}]}`
		none  = `{"InternetGateways":[]}`
		zoned = `{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1","AvailabilityZone":"us-gov-west-1b","OwnerId":"111122223333"}]}`
	)
	for _, c := range []struct {
		why   string
		files map[string]string
		want  string // path account region time basis; or the error
		notes int
	}{
		{
			"the answers tell",
			map[string]string{"a.json": vpcs, "b.txt": zoned, "c.json": none},
			"a.json 111122223333 us-gov-west-1 12:00 the time at which the files were written; b.txt 111122223333 us-gov-west-1 12:00 the time at which the files were written; c.json 111122223333 us-gov-west-1 12:00 the time at which the files were written", 1,
		},
		{
			"a label tells",
			map[string]string{"capture.json": `{"time":"2024-05-01T10:00:00Z","account":"444455556666","region":"eu-west-1"}`, "x/a.json": vpcs},
			"x/a.json 444455556666 eu-west-1 10:00 capture.json", 0,
		},
		{
			"the nearer label tells",
			map[string]string{"capture.json": `{"time":"2024-05-01T10:00:00Z","region":"eu-west-1"}`, "x/capture.json": `{"region":"eu-west-2"}`, "x/a.json.gz": vpcs},
			"x/a.json.gz 111122223333 eu-west-2 10:00 capture.json", 0,
		},
		{"folders tell", map[string]string{"444455556666/ap-southeast-2/a.json": none}, "444455556666/ap-southeast-2/a.json 444455556666 ap-southeast-2 12:00 the time at which the files were written", 1},
		{
			"two regions side by side",
			map[string]string{"111122223333/a.json": strings.Replace(zoned, "us-gov-west-1b", "eu-west-1a", 1), "111122223333/b.json": zoned},
			"111122223333/a.json 111122223333 eu-west-1 12:00 the time at which the files were written; 111122223333/b.json 111122223333 us-gov-west-1 12:00 the time at which the files were written", 2,
		},
		{"what is no answer is left out", map[string]string{"a.json": zoned, "README": "hello", "empty": "", "log.json": `{"Records":[]}`}, "a.json 111122223333 us-gov-west-1 12:00 the time at which the files were written", 4},
		{"nothing tells the region", map[string]string{"a.json": vpcs}, "error: a.json: whose region is this? nothing in it or in the names of its folders tells it", 0},
		{"two accounts and an answer that fits either", map[string]string{"a.json": zoned, "b.json": strings.Replace(zoned, "111122223333", "444455556666", 1), "c.json": none}, "error: c.json: whose account is this? it names 111122223333 and 444455556666", 0},
		{"no answers", map[string]string{"README": "hello"}, "error: no baseline in ", 1},
		{"half an answer", map[string]string{"a.json": `{"Vpcs":[{"VpcId":`}, "error: a.json: ", 0},
		{"a label that is no label", map[string]string{"capture.json": "yesterday", "a.json": vpcs}, "error: capture.json: ", 0},
		{
			"AWS Config",
			map[string]string{"s.json.gz": `{"configurationItems":[{"awsAccountId":"111122223333","awsRegion":"eu-west-1","configurationItemCaptureTime":"2024-05-01T09:00:00.000Z","resourceType":"AWS::EC2::VPC","configuration":{"vpcId":"vpc-1"}}]}`},
			"s.json.gz 111122223333 eu-west-1 09:00 AWS Config's own times", 0,
		},
	} {
		root := write(t, c.files)
		captures, notes, err := Find(root)
		var got []string
		for _, f := range captures {
			path, _ := filepath.Rel(root, f.Path)
			got = append(got, fmt.Sprintf("%s %s %s %s %s", filepath.ToSlash(path), f.Account, f.Region, f.At.Format("15:04"), f.Basis))
			if len(f.SHA256) != 64 {
				t.Errorf("%s: no digest", c.why)
			}
		}
		said := strings.Join(got, "; ")
		if err != nil {
			said = "error: " + strings.ReplaceAll(strings.TrimPrefix(err.Error(), "baseline: "), root+string(filepath.Separator), "")
			if !strings.HasPrefix(said, c.want) {
				t.Errorf("%s: %s", c.why, said)
			}
		} else if said != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.why, said, c.want)
		}
		if len(notes) != c.notes {
			t.Errorf("%s: notes %q", c.why, notes)
		}
	}
}

// TestConfig: items speak for their own times, those that were deleted too, and make nothing whole that they are not.
func TestConfig(t *testing.T) {
	item := func(at, kind, status, more string) string {
		return `{"awsAccountId":"111122223333","awsRegion":"eu-west-1","configurationItemCaptureTime":"2024-05-01T` + at + `Z","configurationItemStatus":"` + status + `","resourceType":"AWS::` + kind + `",` + more + `}`
	}
	read, err := Read([]trail.Capture{capture("s.json", `{"configurationItems":[`+strings.Join([]string{
		item("11:00:00.000", "EC2::VPC", "OK", `"resourceId":"vpc-1","tags":{"Name":"shop","name":"x"},"configuration":{"vpcId":"vpc-1","cidrBlock":"10.0.0.0/16"}`),
		item("09:00:00.000", "EC2::SecurityGroup", "OK", `"resourceId":"sg-1","configuration":{"groupId":"sg-1","vpcId":"vpc-1","ipPermissions":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":["192.0.2.0/24"],"ipv4Ranges":[{"cidrIp":"192.0.2.0/24"}],"userIdGroupPairs":[]}]}`),
		item("10:00:00.000", "EC2::NatGateway", "ResourceDeleted", `"resourceId":"nat-1"`),
		item("10:00:00.000", "RDS::DBInstance", "ResourceDeleted", `"resourceId":"db-ABC","resourceName":"shop"`),
		item("10:00:00.000", "EC2::Instance", "ResourceDiscovered", `"resourceId":"i-1","configuration":"{\"instanceId\":\"i-1\",\"state\":{\"name\":\"running\"}}"`),
		item("10:00:00.000", "S3::Bucket", "OK", `"resourceId":"b","configuration":{}`),
		item("later", "EC2::VPC", "OK", `"resourceId":"vpc-2","configuration":{"vpcId":"vpc-2"}`),
		`null`, `{"resourceType":"AWS::EC2::VPC"}`,
	}, ",")+`]}`)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range read {
		got = append(got, b.At.Format("15:04")+" "+strings.Join(lines(b), "; "))
	}
	want := []string{
		"09:00 sg-1 exists: yes; sg-1 in: vpc-1; sg-1 rule ingress tcp/22-22/192.0.2.0/24: yes; sg-1 whole: yes",
		"10:00 nat-1 exists: none; i-1 exists: yes; i-1 condition: running; i-1 profile: none; shop exists: none",
		"11:00 vpc-1 exists: yes; vpc-1 name: shop; vpc-1 range 10.0.0.0/16: yes",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// FuzzRead: no text makes the reader panic, and what it reads the fold takes.
func FuzzRead(f *testing.F) {
	for _, text := range append([]string{tables, gateways, `{"configurationItems":[{"configuration":{"vpcId":7}}]}`}, whole...) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(_ *testing.T, text []byte) {
		read, err := Read([]trail.Capture{{Path: "a/b", Account: "1", Region: "r", At: time.Unix(0, 0), Text: text}})
		if err == nil {
			topology.Fold(nil, append(read, read...), nil)
		}
	})
}
