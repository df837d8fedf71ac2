// Package wire speaks the protocols of AWS's APIs (EC2's query, query, JSON 1.0 and 1.1, REST with JSON and with XML), as
// a client and as a service, from a table of operations and shapes that is generated from AWS's public service models and
// embedded. Nothing else in the lab reads or writes a form, an envelope or XML.
//
// Inputs and outputs are maps by the model's member names (InternetGatewayId, Vpc.VpcId), as the SDKs spell them. Their
// values are string, bool, int64, float64, time.Time (UTC), []byte (a blob), []any (a list) and map[string]any (a structure
// or a map); what is absent is not in the map. They are encoded in the order of the model, so the same value makes the
// same bytes.
package wire

// Protocol is how a service's calls look on the wire.
type Protocol string

// The protocols, named as in the service models.
const (
	EC2      Protocol = "ec2"
	Query    Protocol = "query"
	JSON     Protocol = "json"
	RESTJSON Protocol = "rest-json"
	RESTXML  Protocol = "rest-xml"
	CBOR     Protocol = "smithy-rpc-v2-cbor"
)

// Service is one AWS service.
type Service struct {
	Name      string // in the scope of signatures: ec2, iam, monitoring, elasticloadbalancing
	Endpoint  string // its word in host names, which CloudTrail makes eventSource of: ec2, iam, monitoring
	ID        string // as SDKs name it: EC2, IAM, CloudWatch, Elastic Load Balancing v2
	Protocol  Protocol
	Version   string // of the API: 2016-11-15
	Target    string // before the dot of X-Amz-Target: AmazonSSM
	JSON      string // 1.0 or 1.1
	Namespace string // of XML documents
	Global    bool   // it has one endpoint, and CloudTrail records its calls in us-east-1

	operations map[string]*Operation
	names      []string
	compatible bool // it spoke query once, and tells errors in that way too: SQS
}

// Operation is one call of a service.
type Operation struct {
	Name     string
	Service  *Service
	Input    *Shape // nil when it takes nothing
	Output   *Shape // nil when it answers nothing
	Method   string // of HTTP
	Path     string // with labels, as /{Bucket}/{Key+}
	Wrapper  string // resultWrapper of query: CreateUserResult
	Errors   []*Shape
	Unsigned bool

	route  *route // Path taken apart, in REST
	status int    // of HTTP when all is well; 0 is 200
}

// Kind is what a shape is.
type Kind uint8

// The kinds of shapes.
const (
	Structure Kind = iota
	ListOf
	MapOf
	String
	Boolean
	Integer // and long
	Float   // and double
	Timestamp
	Blob
)

// Shape is the type of a value.
type Shape struct {
	Name      string
	Kind      Kind
	Members   []Member // of a structure, in the model's order
	Element   *Member  // of a list, and the value of a map
	Key       *Member  // of a map
	Flattened bool     // a list or map without an element of its own around it
	Enum      []string // the values that a string may have, where the model tells them
	Sensitive bool     // CloudTrail hides it
	Payload   string   // the member that is the whole body
	Wrapper   string   // the element around a structure in XML requests of REST
	Code      string   // of an error shape: its code, where that is not its name
	Status    int      // of an error shape: of HTTP, 0 where the model does not tell
}

// Member is a named part of a shape.
type Member struct {
	Name       string // the model's, which SDKs use: InstanceIds
	Wire       string // on the wire: locationName, "" when it is the name
	Query      string // in EC2's forms: queryName, or the wire name with a capital
	In         string // "", uri, querystring, header, headers or statusCode
	Shape      *Shape
	Required   bool
	Streaming  bool   // a blob that is not to be held in memory
	Idempotent bool   // a token that the client makes up
	Form       string // of timestamps: iso8601, rfc822, unixTimestamp, or "" for the protocol's own
	Attribute  bool   // an attribute in XML

	flattened bool // as Shape.Flattened, of this use of the list alone
}

// Error is what a service answers instead of a result.
type Error struct {
	Code    string // DependencyViolation, without a prefix
	Message string
	Status  int // of HTTP; 0 is 400
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }
