// Package cloudtest holds the lab to AWS, whatever cloud is behind it. One conformance suite asks through the clients that
// people use, over the embedded cloud, over LocalStack and over moto; what a cloud is known to do otherwise is a row of a
// table, with its reason, and a row that is no longer true fails the suite. Beside it: the AWS CLI and boto3 unchanged, a
// client that retries as Terraform does, random calls whose network must be rebuilt from the log, faults, and what the
// gateway adds to a call.
//
// An archive of 20,000 objects is read back from the lab's S3 and from LocalStack's through a proxy that cuts, delays and refuses
// (TRAILLAB_OBJECTS sets another number).
//
// It has tests only. The embedded cloud needs nothing; the others need TRAILLAB_LOCALSTACK and TRAILLAB_MOTO, the paths of
// virtual environments, and are named where they are not tried. TRAILLAB_REAL makes that a failure.
package cloudtest
