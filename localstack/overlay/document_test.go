// Documents of one's own are run, and take what their patterns allow.

package overlay_test

import (
	"testing"
	"time"
)

func TestDocumentOfOnesOwn(t *testing.T) {
	l := newLab(t)
	l.world.answers["ssm.DescribeDocument"] = `"Document": {"Name": "Mine"}`
	l.world.answers["ssm.GetDocument"] = `"Name": "Mine", "Content": "{\"parameters\": {\"action\": {\"default\": \"install\"}, \"package\": {\"allowedPattern\": \"^[a-z]+$\"}}, ` +
		`\"mainSteps\": [{\"inputs\": {\"runCommand\": [\"dnf -y {{ action }} {{package}}\"]}}]}"`
	has := `ssm.GetInventory "Filters": [{"Key": "AWS:Application.Name", "Values": ["nmap"]}]`
	l.gets(`ssm.CreateAssociation "Name": "AWS-GatherSoftwareInventory", "Targets": [{"Key": "InstanceIds", "Values": ["*"]}]`, "AssociationDescription.Name", "AWS-GatherSoftwareInventory")
	l.gets(`ssm.SendCommand "DocumentName": "Mine", "InstanceIds": ["i-1"], "Parameters": {"package": ["nmap; id"]}`, "", "!InvalidParameters")
	l.sends("Mine", `, "InstanceIds": ["i-1"], "Parameters": {"package": ["nmap"]}`)
	l.passes(time.Hour)
	l.gets(has, "Entities.#", "1")
	l.gets(has, "Entities.0.Id", "i-1")
	l.gets(`ssm.CreateAssociation "Name": "Mine", "Targets": [{"Key": "InstanceIds", "Values": ["*"]}], "Parameters": {"action": ["remove"], "package": ["nmap"]}`, "AssociationDescription.Name", "Mine")
	l.passes(time.Hour)
	l.gets(has, "Entities.#", "0")
}
