// Operations: what is known of one without a request at hand.

package wire

// Source is the service as CloudTrail names it in eventSource: ec2.amazonaws.com.
func (s *Service) Source() string { return s.Endpoint + ".amazonaws.com" }

// Operation returns an operation by its name.
func (s *Service) Operation(name string) (*Operation, bool) {
	o, ok := s.operations[name]
	return o, ok
}

// Operations returns the names of all operations, sorted.
func (s *Service) Operations() []string { return s.names }

// rest reports whether calls are told apart by their paths.
func (s *Service) rest() bool { return s.Protocol == RESTJSON || s.Protocol == RESTXML }

// StreamsIn reports whether the body of a request is not to be held in memory: PutObject.
func (o *Operation) StreamsIn() bool { return o.Input.streams() }

// StreamsOut reports whether the body of an answer is not to be held in memory: GetObject.
func (o *Operation) StreamsOut() bool { return o.Output.streams() }

func (s *Shape) streams() bool {
	if s == nil {
		return false
	}
	for i := range s.Members {
		if s.Members[i].Streaming {
			return true
		}
	}
	return false
}

// payload returns the member that is the whole body, nil where the body is made of members.
func (s *Shape) payload() *Member {
	if s == nil || s.Payload == "" {
		return nil
	}
	m, _ := s.Member(s.Payload)
	return m
}

// bodied reports whether any member is in the body.
func (s *Shape) bodied() bool {
	if s == nil {
		return false
	}
	for i := range s.Members {
		if s.Members[i].body() {
			return true
		}
	}
	return false
}

// moments is how the service's moments are written in XML: EC2 and S3 never leave the milliseconds out.
func (s *Service) moments() string {
	if s.Protocol == EC2 || s.Protocol == RESTXML {
		return millis
	}
	return iso8601
}
