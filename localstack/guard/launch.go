// Launches: what AWS takes for granted of one.

package guard

import (
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// endWithInstance: an interface that a launch makes is deleted with its instance unless the launch says otherwise. Clouds keep
// it for ever, and then neither its subnet nor its security group can be got rid of.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html
func endWithInstance(q *asked) (func(*exchange.Answer), *wire.Error) {
	silent := func(face map[string]any) bool {
		return face["NetworkInterfaceId"] == nil && face["DeleteOnTermination"] == nil
	}
	if faces, _ := q.In["NetworkInterfaces"].([]any); len(faces) == 0 {
		return tellEnd, nil
	}
	for face := range wire.Each(q.In["NetworkInterfaces"]) {
		if !silent(face) {
			continue
		}
		for mine := range wire.Each(q.mine()["NetworkInterfaces"]) {
			if silent(mine) {
				mine["DeleteOnTermination"] = true
			}
		}
		break
	}
	return nil, nil
}

// tellEnd says of the interfaces of a launch that named none that they end with their instances. Clouds end them, and say that
// they will not.
func tellEnd(a *exchange.Answer) {
	for instance := range wire.Each(a.Out["Instances"]) {
		for face := range wire.Each(instance["NetworkInterfaces"]) {
			if held, ok := face["Attachment"].(map[string]any); ok && held["DeleteOnTermination"] != true {
				held["DeleteOnTermination"] = true
				a.Mended = true
			}
		}
	}
}
