// Listeners of load balancers: at which port, by which protocol, with which certificate, and where to.

package builtin

import (
	"slices"
	"strings"

	"traillab/localstack/wire"
)

var (
	noListener     = fault{code: "ListenerNotFound", sentence: "One or more listeners not found"}
	portTaken      = fault{code: "DuplicateListener", sentence: "A listener already exists on this port for this load balancer '%s'"}
	needsCertified = fault{code: "ValidationError", sentence: "A certificate must be specified for HTTPS listeners"}
	noneIssued     = fault{code: "UnsupportedCertificate", sentence: "The certificate '%s' must have a fully-qualified domain name, a supported signature, and a supported key size."}
	unknownIssued  = fault{code: "CertificateNotFound", sentence: "Certificate '%s' not found"}
)

// oldPolicy is what a listener gets that names none.
const oldPolicy = "ELBSecurityPolicy-2016-08"

func listenerCalls() operations {
	return operations{
		"CreateListener": createListener, "ModifyListener": modifyListener, "DescribeListeners": describeListeners, "DeleteListener": deleteListener,
	}
}

func createListener(q *call) (result, *wire.Error) {
	b, refused := q.balancer()
	if refused != nil {
		return nil, refused
	}
	arn := members(b).text("LoadBalancerArn")
	for _, l := range q.kept("listener").all() {
		if l["LoadBalancerArn"] == arn && l["Port"] == q.number("Port") {
			return nil, portTaken.of(arn)
		}
	}
	l := result{"ListenerArn": strings.Replace(arn, ":loadbalancer/", ":listener/", 1) + "/" + q.digits(16), "LoadBalancerArn": arn}
	if refused := q.listen(l); refused != nil {
		return nil, refused
	}
	q.kept("listener").set(members(l).text("ListenerArn"), l)
	return result{"Listeners": []any{shown(l)}}, nil
}

// listen takes what a call says of a listener, or refuses it and changes nothing.
func (q *call) listen(l result) *wire.Error {
	next := shown(l)
	for name, value := range q.with("Port", "Protocol", "SslPolicy", "Certificates", "DefaultActions", "AlpnPolicy") {
		next[name] = value
	}
	if secure := members(next).text("Protocol"); secure == "HTTPS" || secure == "TLS" {
		if len(members(next).textsOf("Certificates", "CertificateArn")) == 0 {
			return needsCertified.of()
		}
		if members(next).text("SslPolicy") == "" {
			next["SslPolicy"] = oldPolicy
		}
	} else {
		delete(next, "SslPolicy")
		delete(next, "Certificates")
	}
	for _, arn := range members(next).textsOf("Certificates", "CertificateArn") {
		if refused := q.issued(arn); refused != nil {
			return refused
		}
	}
	for action := range members(next).each("DefaultActions") {
		if group := action.text("TargetGroupArn"); group != "" {
			if _, there := q.kept("target group").get(group); !there {
				return noTargetGroup.of()
			}
		}
	}
	for name := range l {
		delete(l, name)
	}
	for name, value := range next {
		l[name] = value
	}
	return nil
}

// issued refuses a certificate of ACM's that is not there, or not issued yet. One of IAM's is taken as it is.
func (q *call) issued(arn string) *wire.Error {
	if !strings.Contains(arn, ":acm:") {
		return nil
	}
	c, there := q.kept("certificate").get(arn)
	switch {
	case !there:
		return unknownIssued.of(arn)
	case members(q.certificate(c)).text("Status") != "ISSUED":
		return noneIssued.of(arn)
	}
	return nil
}

// textsOf are the texts that the structures of a list have in a member.
func (m members) textsOf(list, member string) []string {
	var found []string
	for s := range m.each(list) {
		found = append(found, s.text(member))
	}
	return found
}

func modifyListener(q *call) (result, *wire.Error) {
	l, there := q.kept("listener").get(q.text("ListenerArn"))
	if !there {
		return nil, noListener.of()
	}
	if refused := q.listen(l); refused != nil {
		return nil, refused
	}
	return result{"Listeners": []any{shown(l)}}, nil
}

func describeListeners(q *call) (result, *wire.Error) {
	found, missing := q.kept("listener").named(q.texts("ListenerArns"))
	if missing != "" {
		return nil, noListener.of()
	}
	if q.said("LoadBalancerArn") {
		if _, refused := q.balancer(); refused != nil {
			return nil, refused
		}
		found = slices.DeleteFunc(slices.Clone(found), func(l result) bool { return l["LoadBalancerArn"] != q.text("LoadBalancerArn") })
	}
	return result{"Listeners": shownAll(found)}, nil
}

func deleteListener(q *call) (result, *wire.Error) {
	return q.kept("listener").dropped(q.text("ListenerArn"), noListener)
}
