// Certificates of ACM. The owner of a name is taken to prove that at once; it takes the minute that it takes.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// proving is how long it takes until a certificate is issued: minutes with AWS, and here long enough for who does not wait to be
// refused.
const proving = 3 * time.Second

var (
	noCertificate   = fault{code: "ResourceNotFoundException", sentence: "Could not find certificate %s."}
	certificateUsed = fault{code: "ResourceInUseException", sentence: "Certificate %s is in use."}
)

func certificateCalls() operations {
	return operations{
		"RequestCertificate": requestCertificate, "DescribeCertificate": describeCertificate, "ListCertificates": listCertificates,
		"DeleteCertificate": deleteCertificate,
	}
}

func requestCertificate(q *call) (result, *wire.Error) {
	arn := q.arn("acm", "certificate/"+q.uuid())
	names := slices.Concat([]string{q.text("DomainName")}, slices.DeleteFunc(q.texts("SubjectAlternativeNames"), func(n string) bool { return n == q.text("DomainName") }))
	c := result{
		"CertificateArn": arn, "DomainName": q.text("DomainName"), "SubjectAlternativeNames": listed(names), "CreatedAt": q.now, "Type": "AMAZON_ISSUED",
		"KeyAlgorithm": q.or("KeyAlgorithm", "RSA_2048"), "RenewalEligibility": "INELIGIBLE", "method": q.or("ValidationMethod", "DNS"), "proof": q.uuid(),
	}
	q.kept("certificate").set(arn, c)
	return result{"CertificateArn": arn}, nil
}

// certificate is one as it is shown now.
func (q *call) certificate(c result) result {
	out := shown(c)
	status, proved := "PENDING_VALIDATION", "PENDING_VALIDATION"
	if since, _ := c["CreatedAt"].(time.Time); !q.now.Before(since.Add(proving)) {
		status, proved = "ISSUED", "SUCCESS"
		out["IssuedAt"], out["NotBefore"], out["NotAfter"] = since.Add(proving), since.Add(proving), since.AddDate(1, 1, 0)
	}
	out["Status"] = status
	options := []any{}
	names, _ := out["SubjectAlternativeNames"].([]any)
	for _, name := range names {
		domain, _ := name.(string)
		o := result{"DomainName": domain, "ValidationDomain": domain, "ValidationStatus": proved, "ValidationMethod": c["method"]}
		if c["method"] == "DNS" {
			proof := members(c).text("proof")
			o["ResourceRecord"] = result{"Name": "_" + proof[:8] + "." + domain + ".", "Type": "CNAME", "Value": "_" + proof[24:] + ".acm-validations.aws."}
		}
		options = append(options, o)
	}
	out["DomainValidationOptions"], out["InUseBy"] = options, listed(q.users(members(c).text("CertificateArn")))
	delete(out, "method")
	delete(out, "proof")
	return out
}

// users are the balancers whose listeners have a certificate.
func (q *call) users(certificate string) []string {
	var found []string
	for _, l := range q.kept("listener").all() {
		for c := range members(l).each("Certificates") {
			if c.text("CertificateArn") == certificate {
				found = append(found, members(l).text("LoadBalancerArn"))
			}
		}
	}
	return found
}

func describeCertificate(q *call) (result, *wire.Error) {
	c, there := q.kept("certificate").get(q.text("CertificateArn"))
	if !there {
		return nil, noCertificate.of(q.text("CertificateArn"))
	}
	return result{"Certificate": q.certificate(c)}, nil
}

func listCertificates(q *call) (result, *wire.Error) {
	found := []any{}
	for _, c := range q.kept("certificate").all() {
		about := q.certificate(c)
		if wanted := q.texts("CertificateStatuses"); len(wanted) == 0 || slices.Contains(wanted, members(about).text("Status")) {
			found = append(found, result{"CertificateArn": about["CertificateArn"], "DomainName": about["DomainName"], "Status": about["Status"], "Type": about["Type"]})
		}
	}
	return result{"CertificateSummaryList": found}, nil
}

func deleteCertificate(q *call) (result, *wire.Error) {
	arn := q.text("CertificateArn")
	if len(q.users(arn)) > 0 {
		return nil, certificateUsed.of(arn)
	}
	return q.kept("certificate").dropped(arn, noCertificate)
}
