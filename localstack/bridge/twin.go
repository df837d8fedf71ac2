// Twins: made in moto from what LocalStack says of a thing. Only what moto looks at is the same: where a subnet is, not who
// reaches it; that a certificate is there, not its key.

package bridge

import (
	"cmp"
	"strings"

	"traillab/localstack/wire"
)

type m = map[string]any

// twin makes the twin of a thing, and returns its id. A refusal is LocalStack's: it does not have the thing.
func (w work) twin(t thing) (string, error) {
	switch t.kind {
	case network:
		return w.network(t.id)
	case subnet:
		return w.subnet(t.id)
	case group:
		return w.group(t.id)
	case instance:
		return w.instance(t.id)
	case template:
		return w.template(t.id)
	case certificate:
		return w.certificate(t.id)
	case uploaded:
		return w.uploaded(t.id)
	case bucket:
		return w.bucket(t.id)
	case topic:
		return w.topic(t.id)
	case called: // is known by its id by now
	}
	return "", errNone
}

// errNone is for what is asked about and not there.
var errNone = &wire.Error{Code: "NotFound", Message: "nothing is there", Status: 404}

// home asks LocalStack.
func (w work) home(service, operation string, in m) (m, error) {
	return w.Home.Do(w.ctx, w.region, service, operation, in)
}

// away asks moto. What it refuses is nobody's answer: the error is no refusal any more.
func (w work) away(service, operation string, in m) (m, error) {
	out, err := w.Away.Do(w.ctx, w.region, service, operation, in)
	if err != nil {
		err = &awayError{operation, err}
	}
	return out, err
}

// awayError is what moto says to a question of the lab's own.
type awayError struct {
	asked string
	err   error
}

func (e *awayError) Error() string { return e.asked + ": " + e.err.Error() }

// first is the first structure of a list in an answer.
func first(out m, list string) (m, error) {
	for one := range wire.Each(out[list]) {
		return one, nil
	}
	return nil, errNone
}

// found is the one thing that LocalStack describes.
func (w work) found(service, operation, list string, in m) (m, error) {
	out, err := w.home(service, operation, in)
	if err != nil {
		return nil, err
	}
	return first(out, list)
}

// certificate is another one for the same domains, with a number of its own.
func (w work) certificate(arn string) (string, error) {
	out, err := w.home("acm", "DescribeCertificate", m{"CertificateArn": arn})
	if err != nil {
		return "", err
	}
	in := m{"DomainName": cmp.Or(wire.Text(out, "Certificate", "DomainName"), "traillab.invalid"), "ValidationMethod": "DNS"}
	made, err := w.away("acm", "RequestCertificate", in)
	return wire.Text(made, "CertificateArn"), err
}

// uploaded is a certificate of iam's. Its ARN has its name.
func (w work) uploaded(arn string) (string, error) {
	path := arn[strings.Index(arn, ":server-certificate/")+len(":server-certificate"):]
	name := path[strings.LastIndexByte(path, '/')+1:]
	out, err := w.home("iam", "GetServerCertificate", m{"ServerCertificateName": name})
	if err != nil {
		return "", err
	}
	body := cmp.Or(wire.Text(out, "ServerCertificate", "CertificateBody"), "-")
	_, err = w.away("iam", "UploadServerCertificate", m{"ServerCertificateName": name, "Path": path[:len(path)-len(name)], "CertificateBody": body, "PrivateKey": "-"})
	return arn, err
}

// bucket is an empty one. Names of buckets are the same in all regions: its place is nothing that moto looks at.
func (w work) bucket(name string) (string, error) {
	if _, err := w.home("s3", "HeadBucket", m{"Bucket": name}); err != nil {
		return "", err
	}
	_, err := w.Away.Do(w.ctx, "us-east-1", "s3", "CreateBucket", m{"Bucket": name})
	if err != nil {
		err = &awayError{"CreateBucket", err}
	}
	return name, err
}

// topic is one without subscribers.
func (w work) topic(arn string) (string, error) {
	if _, err := w.home("sns", "GetTopicAttributes", m{"TopicArn": arn}); err != nil {
		return "", err
	}
	_, err := w.away("sns", "CreateTopic", m{"Name": arn[strings.LastIndexByte(arn, ':')+1:]})
	return arn, err
}
