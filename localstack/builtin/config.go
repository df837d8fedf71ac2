// AWS Config: a recorder, where it delivers to, and rules. What rules find is the overlay's.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

var (
	noRecorder     = fault{code: "NoSuchConfigurationRecorderException", sentence: "Cannot find configuration recorder with the specified name '%s'."}
	oneRecorder    = fault{code: "MaxNumberOfConfigurationRecordersExceededException", sentence: "Failed to put configuration recorder '%s' because the maximum number of configuration recorders: 1 is reached."}
	needsRecorder  = fault{code: "NoAvailableConfigurationRecorderException", sentence: "Configuration recorder is not available to put %s."}
	needsChannel   = fault{code: "NoAvailableDeliveryChannelException", sentence: "Delivery channel is not available to start configuration recorder."}
	noChannel      = fault{code: "NoSuchDeliveryChannelException", sentence: "Cannot find delivery channel with specified name '%s'."}
	noConfigBucket = fault{code: "NoSuchBucketException", sentence: "Cannot find a S3 bucket with an empty bucket name: %s"}
	noConfigRule   = fault{code: "NoSuchConfigRuleException", sentence: "The ConfigRule '%s' provided in the request is invalid. Please check the configRule name"}
)

func configCalls() operations {
	return operations{
		"PutConfigurationRecorder": putRecorder, "DescribeConfigurationRecorders": describeRecorders, "DescribeConfigurationRecorderStatus": recorderStatus,
		"StartConfigurationRecorder": runRecorder(true), "StopConfigurationRecorder": runRecorder(false), "DeleteConfigurationRecorder": deleteRecorder,
		"PutDeliveryChannel": putChannel, "DescribeDeliveryChannels": describeChannels, "DeleteDeliveryChannel": deleteChannel,
		"PutConfigRule": putConfigRule, "DescribeConfigRules": describeConfigRules, "DeleteConfigRule": deleteConfigRule,
	}
}

func putRecorder(q *call) (result, *wire.Error) {
	asked := q.part("ConfigurationRecorder")
	name := asked.or("name", "default")
	old, there := q.kept("recorder").get(name)
	if !there && len(q.kept("recorder").names) > 0 {
		return nil, oneRecorder.of(name)
	}
	made, _ := copied(map[string]any(asked)).(map[string]any)
	r := result{"recorder": made, "recording": there && members(old).flag("recording")}
	made["name"] = name
	q.kept("recorder").set(name, r)
	return nil, nil
}

// recorders are those that a call names, or all.
func (q *call) recorders() ([]result, *wire.Error) {
	found, missing := q.kept("recorder").named(q.texts("ConfigurationRecorderNames"))
	if missing != "" {
		return nil, noRecorder.of(missing)
	}
	return found, nil
}

func describeRecorders(q *call) (result, *wire.Error) {
	found, refused := q.recorders()
	return result{"ConfigurationRecorders": told(found, func(r result) map[string]any { return shown(members(r).part("recorder")) })}, refused
}

func recorderStatus(q *call) (result, *wire.Error) {
	found, refused := q.recorders()
	return result{"ConfigurationRecordersStatus": told(found, func(r result) map[string]any {
		return result{"name": members(r).part("recorder").text("name"), "recording": r["recording"], "lastStatus": "SUCCESS"}
	})}, refused
}

func runRecorder(on bool) handler {
	return func(q *call) (result, *wire.Error) {
		name := q.text("ConfigurationRecorderName")
		r, there := q.kept("recorder").get(name)
		switch {
		case !there:
			return nil, noRecorder.of(name)
		case on && len(q.kept("channel").names) == 0:
			return nil, needsChannel.of()
		}
		r["recording"] = on
		return nil, nil
	}
}

func deleteRecorder(q *call) (result, *wire.Error) {
	return q.kept("recorder").dropped(q.text("ConfigurationRecorderName"), noRecorder)
}

func putChannel(q *call) (result, *wire.Error) {
	asked := q.part("DeliveryChannel")
	if _, there := q.buckets.get(asked.text("s3BucketName")); !there {
		return nil, noConfigBucket.of(asked.text("s3BucketName"))
	}
	if len(q.kept("recorder").names) == 0 {
		return nil, needsRecorder.of("delivery channel")
	}
	made, _ := copied(map[string]any(asked)).(map[string]any)
	made["name"] = asked.or("name", "default")
	q.kept("channel").set(asked.or("name", "default"), made)
	return nil, nil
}

func describeChannels(q *call) (result, *wire.Error) {
	found, missing := q.kept("channel").named(q.texts("DeliveryChannelNames"))
	if missing != "" {
		return nil, noChannel.of(missing)
	}
	return result{"DeliveryChannels": shownAll(found)}, nil
}

func deleteChannel(q *call) (result, *wire.Error) {
	return q.kept("channel").dropped(q.text("DeliveryChannelName"), noChannel)
}

func putConfigRule(q *call) (result, *wire.Error) {
	asked := q.part("ConfigRule")
	name := asked.text("ConfigRuleName")
	if len(q.kept("recorder").names) == 0 {
		return nil, needsRecorder.of("config rule")
	}
	made, _ := copied(map[string]any(asked)).(map[string]any)
	id := "config-rule-" + q.digits(6)
	if old, there := q.kept("config rule").get(name); there {
		id = members(old).text("ConfigRuleId")
	}
	made["ConfigRuleId"], made["ConfigRuleArn"], made["ConfigRuleState"] = id, q.arn("config", "config-rule/"+id), "ACTIVE"
	q.kept("config rule").set(name, made)
	return nil, nil
}

func describeConfigRules(q *call) (result, *wire.Error) {
	found, missing := q.kept("config rule").named(q.texts("ConfigRuleNames"))
	if missing != "" {
		return nil, noConfigRule.of(missing)
	}
	return result{"ConfigRules": shownAll(slices.Clone(found))}, nil
}

func deleteConfigRule(q *call) (result, *wire.Error) {
	return q.kept("config rule").dropped(q.text("ConfigRuleName"), noConfigRule)
}
