// The table: what is known to be otherwise than with AWS, over which cloud, and why. A row that is no longer true, and one
// that nothing asks about any more, fails the suite.

package cloudtest

import "traillab/localstack/upstream"

// kinship of a difference with a cloud: what it does not have at all, and says so, and what it does otherwise.
const (
	absent = "absent"
	wrong  = "wrong"
)

// difference is a row. A step that ends in * is all that begin so.
type difference struct {
	over []upstream.Kind
	step string
	of   string
	why  string
}

// Which clouds rows are about.
var (
	stack  = []upstream.Kind{upstream.LocalStack}
	motos  = []upstream.Kind{upstream.Moto, upstream.Both} // whose load balancers are moto's
	inside = []upstream.Kind{upstream.Builtin}
	python = []upstream.Kind{upstream.LocalStack, upstream.Moto, upstream.Both} // LocalStack's ec2 is moto's
)

const (
	small   = "the embedded cloud holds what the scenarios need"
	licence = "LocalStack has it in its paid plans only, and moto is not beside it"
)

var differences = []difference{
	{python, "pages of subnets", wrong, "moto gives all subnets on one page, whatever MaxResults says"},
	{kinds, "route to a transit gateway whose attachment is gone", wrong, "nobody follows which attachments the routes to a transit gateway need, the analysis neither"},
	{stack, "cloudtrail.CreateTrail", absent, licence},
	{stack, "elbv2.*", absent, licence},
	{stack, "backup.*", absent, licence},
	{stack, "organizations.*", absent, licence},
	{stack, "guardduty.*", absent, licence},
	{stack, "securityhub.*", absent, licence},
	{stack, "wafv2.*", absent, licence},
	{stack, "autoscaling.*", absent, licence},
	{stack, "rds.*", absent, licence},
	{motos, "elbv2.CreateLoadBalancer(subnet deleted)->SubnetNotFound", wrong, "moto answers with the code of ec2: InvalidSubnetID.NotFound"},
	{motos, "elbv2.RegisterTargets(unknown)->InvalidTarget", wrong, "moto takes any id for a target"},
	{inside, "kms.Encrypt", absent, small},
	{inside, "ec2.CreateLaunchTemplate", absent, small},
	{inside, "ssm.PutParameter", absent, small},
	{inside, "ssm.CreatePatchBaseline", absent, small},
	{inside, "ssm.DescribePatchBaselines", absent, small},
	{inside, "ssm.CreateMaintenanceWindow", absent, small},
	{inside, "organizations.*", absent, small},
	{inside, "events.*", absent, small},
	{inside, "sns.*", absent, small},
	{inside, "sqs.*", absent, small},
	{inside, "logs.*", absent, small},
	{inside, "monitoring.*", absent, small},
	{inside, "lambda.*", absent, small},
	{inside, "guardduty.*", absent, small},
	{inside, "securityhub.*", absent, small},
	{inside, "secretsmanager.*", absent, small},
	{inside, "wafv2.*", absent, small},
	{inside, "autoscaling.*", absent, small},
	{inside, "rds.*", absent, small},
}
