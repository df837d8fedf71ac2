// The lab that the overlay is tried in: a cloud of fixed answers, a clock that is moved, and answers that go over the wire.

package overlay_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/overlay"
	"traillab/localstack/policy"
	"traillab/localstack/recorder"
	"traillab/localstack/wire"
)

const (
	account = "000000000000"
	region  = "us-east-1"
)

var nine = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// lab is an overlay over a world.
type lab struct {
	*overlay.Overlay
	t      *testing.T
	models *wire.Catalog
	book   *policy.Book
	world  *world
	trail  history
	at     time.Time
	ahead  time.Duration // of the clock that clients read
	ids    int
}

// world is the cloud behind the lab: answers by operation, and what was asked.
type world struct {
	answers map[string]string // JSON without braces; "!Code" is an error
	asked   []string
	cut     []string // instances that do not reach Systems Manager
	blind   bool     // nobody knows who does
	way     overlay.Way
	broken  error
}

func (w *world) Do(_ context.Context, _, service, operation string, in map[string]any) (map[string]any, error) {
	name := service + "." + operation
	told, err := json.Marshal(in)
	w.asked = append(w.asked, name+" "+string(told))
	answer, known := w.answers[name]
	switch code, refused := strings.CutPrefix(answer, "!"); {
	case w.broken != nil:
		return nil, w.broken
	case !known:
		return nil, fmt.Errorf("%s.%s: %w", service, operation, &wire.Error{Code: "InvalidAction", Message: "no " + name})
	case refused:
		return nil, &wire.Error{Code: code, Message: code + " was answered"}
	}
	return object(answer), err
}

func (w *world) SSM(_ context.Context, _, instance string) (yes, known bool) {
	return !slices.Contains(w.cut, instance), !w.blind
}

func (w *world) Way(_ context.Context, _, from, to, protocol string, port int) overlay.Way {
	w.asked = append(w.asked, fmt.Sprint("way ", from, " ", to, " ", protocol, " ", port))
	return w.way
}

// history is a trail and its keys.
type history struct {
	events []recorder.Event
	asked  *recorder.Filter
}

func (h history) Recent(f recorder.Filter) ([]recorder.Event, error) {
	*h.asked = f
	return h.events, nil
}

func (h history) PublicKeys() ([]recorder.PublicKey, error) {
	return []recorder.PublicKey{{Value: []byte("key"), From: nine, Until: nine.AddDate(1, 0, 0), Fingerprint: "f"}}, nil
}

// two instances with a role, and one without.
const instances = `"Reservations": [{"Instances": [
	{"InstanceId": "i-1", "State": {"Name": "running"}, "IamInstanceProfile": {"Arn": "p"}, "PrivateIpAddress": "10.0.0.1", "LaunchTime": "2026-03-01T08:00:00Z",
	 "RootDeviceName": "/dev/xvda", "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeId": "vol-1"}}], "Tags": [{"Key": "team", "Value": "red"}, {"Key": "Patch Group", "Value": "web"}]},
	{"InstanceId": "i-2", "State": {"Name": "running"}, "IamInstanceProfile": {"Arn": "p"}, "InstanceType": "t3.micro", "SubnetId": "subnet-1", "LaunchTime": "2026-03-01T08:00:00Z", "MetadataOptions": {"HttpTokens": "required"}},
	{"InstanceId": "i-3", "State": {"Name": "running"}}]}]`

func newLab(t *testing.T) *lab {
	l := &lab{t: t, models: wire.Open(), book: policy.New(account), at: nine, world: &world{answers: map[string]string{
		"ec2.DescribeInstances":         instances,
		"ec2.DescribeVolumes":           `"Volumes": [{"VolumeId": "vol-1", "Size": 8, "AvailabilityZone": "us-east-1a", "VolumeType": "gp3", "Encrypted": true, "Attachments": [{"InstanceId": "i-1"}]}]`,
		"ec2.DescribeNetworkInterfaces": `"NetworkInterfaces": []`,
		"ec2.DescribeInternetGateways":  `"InternetGateways": []`,
		"ec2.CreateSnapshot":            `"SnapshotId": "snap-1"`,
		"ec2.CreateVolume":              `"VolumeId": "vol-2"`,
		"ec2.DetachVolume":              "",
		"ec2.AttachVolume":              "",
		"ec2.DeleteVolume":              "",
		"ec2.DeleteSnapshot":            "",
		"ec2.DescribeImages":            `"Images": [{"RootDeviceName": "/dev/xvda", "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"SnapshotId": "snap-9"}}]}]`,
		"ec2.CreateImage":               `"ImageId": "ami-7"`,
		"ec2.RunInstances":              `"Instances": [{"InstanceId": "i-9"}]`,
		"backup.GetBackupPlan":          `"BackupPlanId": "p1"`,
		"backup.DescribeBackupVault":    `"BackupVaultName": "v", "BackupVaultArn": "arn:aws:backup:us-east-1:000000000000:backup-vault:v", "EncryptionKeyArn": "arn:aws:kms:us-east-1:000000000000:key/k"`,
		"iam.GetUser":                   `"User": {"UserName": "ci"}`,
	}}}
	l.trail.asked = &recorder.Filter{}
	l.Overlay = overlay.New(overlay.Options{Account: account, Cloud: l.world, Reach: l.world, Policies: l.book, Trail: l.trail, Keys: l.trail, NewID: l.newID})
	return l
}

func (l *lab) newID() string {
	l.ids++
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", l.ids, l.ids)
}

// object reads JSON without its braces as wire would: whole numbers, and moments where they look like it.
func object(text string) map[string]any {
	d := json.NewDecoder(strings.NewReader("{" + text + "}"))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		panic(fmt.Sprintf("%s: %v", text, err))
	}
	made, _ := typed("", v).(map[string]any)
	return made
}

func typed(name string, v any) any {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		if err != nil {
			panic(err)
		}
		return n
	case string:
		if t, err := time.Parse(time.RFC3339, v); err == nil && name != "CaptureTime" && name != "InvokedAfter" {
			return t
		}
	case []any:
		for i := range v {
			v[i] = typed(name, v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = typed(name, v[name])
		}
	}
	return v
}

func (l *lab) call(line string) *exchange.Call {
	l.t.Helper()
	name, in, _ := strings.Cut(line, " ")
	service, operation, _ := strings.Cut(name, ".")
	s, known := l.models.Service(service)
	if !known {
		l.t.Fatalf("%s: no such service", service)
	}
	o, known := s.Operation(operation)
	if !known {
		l.t.Fatalf("%s: no such operation", name)
	}
	return &exchange.Call{
		Operation: o, Service: service, Name: operation, Account: account, Region: region, In: object(in), At: l.at, Wall: l.at.Add(-l.ahead),
		Who: exchange.Principal{Type: "IAMUser", User: "ci", ID: "AIDACI", ARN: "arn:aws:iam::000000000000:user/ci", Account: account},
	}
}

// does makes a call of one line, service.Operation and JSON without its braces, and returns what its client reads.
func (l *lab) does(line string) (map[string]any, *wire.Error) {
	l.t.Helper()
	c := l.call(line)
	if !l.Has(c) {
		l.t.Fatalf("%s is not the overlay's", line)
	}
	a, err := l.Serve(context.Background(), c)
	if err != nil {
		l.t.Fatalf("%s: %v", line, err)
	}
	if a.Error != nil {
		return nil, a.Error
	}
	reply := c.Operation.WriteAnswer(a.Out, "id")
	out, refused, err := c.Operation.ReadAnswer(reply.Status, reply.Header, reply.Body)
	if err != nil || refused != nil {
		l.t.Fatalf("%s: the answer does not fit the model: %v, %v", line, refused, err)
	}
	return out, nil
}

// gets makes a call and checks one place of its answer: "InstanceInformationList.0.PingStatus". With want "!Code …" it
// must be refused so. It returns what it found.
func (l *lab) gets(line, path, want string) string {
	l.t.Helper()
	out, refused := l.does(line)
	var got string
	switch {
	case refused != nil:
		got = "!" + refused.Code + " " + refused.Message
		if strings.HasPrefix(want, "!") && !strings.Contains(want, " ") {
			got = "!" + refused.Code
		}
	default:
		got = fmt.Sprint(at(out, path))
	}
	if want != "any" && got != want {
		l.t.Errorf("%s\n%s\n got %s\nwant %s", line, path, got, want)
	}
	return got
}

// at walks into an answer; "#" is how many a list has.
func at(v any, path string) any {
	if path == "" {
		return v
	}
	for step := range strings.SplitSeq(path, ".") {
		switch w := v.(type) {
		case map[string]any:
			v = w[step]
		case []any:
			if step == "#" {
				return len(w)
			}
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(w) {
				return nil
			}
			v = w[i]
		default:
			if step == "#" {
				return 0
			}
			return nil
		}
	}
	return v
}

func (l *lab) passes(d time.Duration) { l.at = l.at.Add(d) }

var errBroken = errors.New("connection refused")
