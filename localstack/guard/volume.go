// Volumes: what is attached to which instance.

package guard

import (
	"fmt"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// nameHolder names the instance that a volume is to be detached from. The call may leave it out, and one cloud breaks then.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVolume.html
func nameHolder(q *asked) (func(*exchange.Answer), *wire.Error) {
	volume := q.text("VolumeId")
	if volume == "" || q.text("InstanceId") != "" {
		return nil, nil
	}
	out, err := q.cloud.Do(q.ctx, q.Region, ec2, "DescribeVolumes", map[string]any{"VolumeIds": []any{volume}})
	if err != nil {
		return nil, nil // the cloud says of the call itself what is wrong with the volume
	}
	for about := range wire.Each(out["Volumes"]) {
		for attachment := range wire.Each(about["Attachments"]) {
			in := q.mine()
			in["InstanceId"] = attachment["InstanceId"]
			if device := attachment["Device"]; in["Device"] == nil && device != nil {
				in["Device"] = device
			}
			return nil, nil
		}
		return nil, &wire.Error{
			Code: "IncorrectState", Message: fmt.Sprintf("Volume '%s' is in the '%v' state.", volume, about["State"]), Status: 400,
		}
	}
	return nil, nil
}
