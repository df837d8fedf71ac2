// Encryption by default: an account sets it for each region, and it holds for the volumes and snapshots that are made from
// then on. Clouds keep the setting and do nothing by it.
// https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html

package guard

import (
	"cmp"
	"slices"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// encryption is a region's setting.
type encryption struct {
	on  bool
	key string // ARN of the default key; "" for the one that AWS makes
}

// set changes the setting of the call's region.
func (q *asked) set(change func(*encryption)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	e := q.encryption[q.Region]
	change(&e)
	q.encryption[q.Region] = e
}

func (q *asked) setting() encryption {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.encryption[q.Region]
}

// lacking are the codes of clouds that do not have a call, or break over it.
var lacking = []string{"InvalidAction", "NotImplemented", "InternalError", "InternalFailure", "UnknownOperationException"}

// answer lets the lab answer a call that the cloud could not, and one whose answer says something else.
func answer(a *exchange.Answer, member string, value any) {
	switch {
	case a.Error == nil && a.Out != nil && a.Out[member] == value:
		return
	case a.Error == nil && a.Out != nil:
		a.Out[member] = value
	case a.Error != nil && slices.Contains(lacking, a.Error.Code):
		a.Error, a.Out = nil, map[string]any{member: value}
	default:
		return
	}
	a.Mended = true
}

// turnEncryption switches the default on or off.
func turnEncryption(on bool) func(*asked) (func(*exchange.Answer), *wire.Error) {
	return func(q *asked) (func(*exchange.Answer), *wire.Error) {
		return func(a *exchange.Answer) {
			if answer(a, "EbsEncryptionByDefault", on); a.Error == nil {
				q.set(func(e *encryption) { e.on = on })
			}
		}, nil
	}
}

func showEncryption(q *asked) (func(*exchange.Answer), *wire.Error) {
	return func(a *exchange.Answer) { answer(a, "EbsEncryptionByDefault", q.setting().on) }, nil
}

// setDefaultKey: AWS answers with the key's ARN, whatever it was called, and looks only later whether there is such a key.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyEbsDefaultKmsKeyId.html
func setDefaultKey(q *asked) (func(*exchange.Answer), *wire.Error) {
	key := q.text("KmsKeyId")
	if key == "" {
		return nil, nil
	}
	if out, err := q.cloud.Do(q.ctx, q.Region, "kms", "DescribeKey", map[string]any{"KeyId": key}); err == nil {
		about, _ := out["KeyMetadata"].(map[string]any)
		if arn, _ := about["Arn"].(string); arn != "" {
			key = arn
		}
	}
	return func(a *exchange.Answer) {
		if answer(a, "KmsKeyId", key); a.Error == nil {
			q.set(func(e *encryption) { e.key = key })
		}
	}, nil
}

func resetDefaultKey(q *asked) (func(*exchange.Answer), *wire.Error) {
	return func(a *exchange.Answer) {
		if answer(a, "KmsKeyId", awsKey); a.Error == nil {
			q.set(func(e *encryption) { e.key = "" })
		}
	}, nil
}

// awsKey is the key that AWS makes for an account's volumes.
const awsKey = "alias/aws/ebs"

func showDefaultKey(q *asked) (func(*exchange.Answer), *wire.Error) {
	return func(a *exchange.Answer) {
		if key := q.setting().key; key != "" || a.Error != nil {
			answer(a, "KmsKeyId", cmp.Or(key, awsKey))
		}
	}, nil
}

// encrypt asks for a volume or a snapshot to be encrypted, and with the default key where none is named.
func (e encryption) encrypt(volume map[string]any) {
	volume["Encrypted"] = true
	if volume["KmsKeyId"] == nil && e.key != "" {
		volume["KmsKeyId"] = e.key
	}
}

func encryptVolume(q *asked) (func(*exchange.Answer), *wire.Error) {
	e := q.setting()
	if encrypted, _ := q.In["Encrypted"].(bool); e.on && !encrypted || e.on && e.key != "" && q.In["KmsKeyId"] == nil {
		e.encrypt(q.mine())
	}
	return nil, nil
}

// encryptLaunch encrypts the volumes that a launch asks for, and the one with the system, which it need not ask for.
func encryptLaunch(q *asked) (func(*exchange.Answer), *wire.Error) {
	e := q.setting()
	if !e.on {
		return nil, nil
	}
	root := q.rootVolume()
	if root == nil && q.In["BlockDeviceMappings"] == nil {
		return nil, nil
	}
	volumes, _ := q.mine()["BlockDeviceMappings"].([]any)
	for device := range wire.Each(volumes) {
		if root != nil && device["DeviceName"] == root["DeviceName"] {
			root = nil
		}
		if ebs, ok := device["Ebs"].(map[string]any); ok {
			e.encrypt(ebs)
		}
	}
	if root != nil {
		ebs, _ := root["Ebs"].(map[string]any)
		e.encrypt(ebs)
		volumes = append(volumes, root)
	}
	q.In["BlockDeviceMappings"] = volumes
	return nil, nil
}

// rootVolume is the device that the launch's image has its system on, as a launch would ask for it; nil where that cannot
// be told.
func (q *asked) rootVolume() map[string]any {
	image := q.text("ImageId")
	out, err := q.cloud.Do(q.ctx, q.Region, ec2, "DescribeImages", map[string]any{"ImageIds": []any{image}})
	if image == "" || err != nil {
		return nil
	}
	for about := range wire.Each(out["Images"]) {
		name, _ := about["RootDeviceName"].(string)
		if about["ImageId"] != image || name == "" || about["RootDeviceType"] == "instance-store" {
			continue
		}
		ebs := map[string]any{"DeleteOnTermination": true}
		for device := range wire.Each(about["BlockDeviceMappings"]) {
			if of, ok := device["Ebs"].(map[string]any); ok && device["DeviceName"] == name {
				for _, member := range []string{"DeleteOnTermination", "VolumeSize", "VolumeType", "SnapshotId"} {
					if v, said := of[member]; said {
						ebs[member] = v
					}
				}
			}
		}
		return map[string]any{"DeviceName": name, "Ebs": ebs}
	}
	return nil
}
