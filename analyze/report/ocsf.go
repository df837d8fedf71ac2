// The events of a case as OCSF API Activity (class 6003), a JSON object a line, as Security Lake and its like take them.
//
// They follow the mapping that AWS gives for CloudTrail, as far as a case has the columns: what a record has beyond them stays in the
// record, and file, position and sum lead there. What traillab found is an enrichment and never an attribute, so
// that nobody takes it for the log's own words. OCSF needs a time: events without a readable one are left out, and so are lines that
// are no calls; CSV and JSON lines have both. Unknown where OCSF asks for something stays Unknown.
//
// Source: the OCSF schema 1.8.0, https://schema.ocsf.io/1.8.0/classes/api_activity.

package report

import (
	"cmp"
	"io"
	"net/netip"
	"strings"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// ocsfVersion is the version of the schema that events follow.
const ocsfVersion = "1.8.0"

// Numbers of OCSF's class and category.
const (
	apiActivity         = 6003
	applicationActivity = 6
)

// ocsfActivity is an event of class API Activity.
type ocsfActivity struct {
	ActivityID   int              `json:"activity_id"`
	ActivityName string           `json:"activity_name"`
	Actor        ocsfActor        `json:"actor"`
	API          ocsfApi          `json:"api"`
	CategoryName string           `json:"category_name"`
	CategoryUID  int              `json:"category_uid"`
	ClassName    string           `json:"class_name"`
	ClassUID     int              `json:"class_uid"`
	Cloud        ocsfCloud        `json:"cloud"`
	Enrichments  []ocsfEnrichment `json:"enrichments,omitempty"`
	HTTPRequest  *ocsfAgent       `json:"http_request,omitempty"`
	Message      string           `json:"message"`
	Metadata     ocsfMetadata     `json:"metadata"`
	Resources    []ocsfIdentified `json:"resources,omitempty"`
	Severity     string           `json:"severity"`
	SeverityID   int              `json:"severity_id"`
	Endpoint     ocsfEndpoint     `json:"src_endpoint"`
	Status       string           `json:"status"`
	StatusCode   trail.Maybe      `json:"status_code,omitempty"`
	StatusDetail trail.Maybe      `json:"status_detail,omitempty"`
	StatusID     int              `json:"status_id"`
	Time         int64            `json:"time"` // milliseconds since 1970
	TypeName     string           `json:"type_name"`
	TypeUID      int              `json:"type_uid"`
	Unmapped     map[string]any   `json:"unmapped,omitempty"`
}

type ocsfActor struct {
	User      *ocsfUser    `json:"user,omitempty"`
	Session   *ocsfSession `json:"session,omitempty"`
	InvokedBy trail.Maybe  `json:"invoked_by,omitempty"`
}

// ocsfSession is a role's session: who handed it out, its ARN, and the access key it was known by.
type ocsfSession struct {
	Issuer     trail.Maybe `json:"issuer,omitempty"`
	UID        string      `json:"uid"`
	Alternate  trail.Maybe `json:"uid_alt,omitempty"`
	Credential trail.Maybe `json:"credential_uid,omitempty"`
}

type ocsfUser struct {
	Name       string       `json:"name,omitempty"`
	Type       string       `json:"type"`
	TypeID     int          `json:"type_id"`
	UID        trail.Maybe  `json:"uid,omitempty"`
	Credential trail.Maybe  `json:"credential_uid,omitempty"`
	Account    *ocsfAccount `json:"account,omitempty"`
}

type ocsfAccount struct {
	Type   string `json:"type"`
	TypeID int    `json:"type_id"`
	UID    string `json:"uid"`
}

type ocsfApi struct {
	Operation string          `json:"operation"`
	Request   *ocsfIdentified `json:"request,omitempty"`
	Response  *ocsfResponse   `json:"response,omitempty"`
	Service   *ocsfNamed      `json:"service,omitempty"`
}

type ocsfResponse struct {
	Error   trail.Maybe `json:"error"`
	Message trail.Maybe `json:"message,omitempty"`
}

type ocsfNamed struct {
	Name string `json:"name"`
}

type ocsfCloud struct {
	Account  *ocsfAccount `json:"account,omitempty"`
	Provider string       `json:"provider"`
	Region   trail.Maybe  `json:"region,omitempty"`
}

type ocsfAgent struct {
	UserAgent string `json:"user_agent"`
}

type ocsfMetadata struct {
	Correlation trail.Maybe `json:"correlation_uid,omitempty"` // the first chain that it belongs to
	EventCode   trail.Maybe `json:"event_code,omitempty"`
	LogProvider string      `json:"log_provider"`
	Product     ocsfProduct `json:"product"`
	Profiles    []string    `json:"profiles"`
	UID         trail.Maybe `json:"uid,omitempty"`
	Version     string      `json:"version"`
}

type ocsfProduct struct {
	Name   string `json:"name"`
	Vendor string `json:"vendor_name"`
}

type ocsfIdentified struct {
	UID string `json:"uid"`
}

type ocsfEndpoint struct {
	Domain string `json:"domain,omitempty"`
	IP     string `json:"ip,omitempty"`
	Name   string `json:"name,omitempty"`
}

// ocsfEnrichment is what traillab found about an event.
type ocsfEnrichment struct {
	Name     string         `json:"name"` // of the attribute that it tells more about
	Value    string         `json:"value"`
	Type     string         `json:"type"`
	Provider string         `json:"provider"`
	Data     map[string]any `json:"data"`
}

// OCSF writes the events of a case as OCSF API Activity.
func OCSF(w io.Writer, c *Case) error {
	tool := strings.TrimSpace(c.Tool.Name + " " + c.Tool.Version)
	return jsonLines(w, c, func(l *row) any {
		if l.Time == nil || origin(l.Kind) != "event" {
			return nil
		}
		return l.activity(tool)
	})
}

func (l *row) activity(tool string) *ocsfActivity {
	id, name := activityOf(string(l.Name), l.ReadOnly)
	a := &ocsfActivity{
		ActivityID: id, ActivityName: name, Actor: l.actor(), API: ocsfApi{Operation: cmp.Or(string(l.Name), "Unknown")},
		CategoryName: "Application Activity", CategoryUID: applicationActivity, ClassName: "API Activity", ClassUID: apiActivity,
		Cloud: ocsfCloud{Account: inAccount(string(l.Account)), Provider: "AWS", Region: l.Region}, Message: l.cut(l.Message, len(l.Message)),
		Metadata: ocsfMetadata{
			EventCode: l.Name, LogProvider: "CloudTrail", Product: ocsfProduct{"CloudTrail", "AWS"}, Profiles: []string{"cloud"}, UID: l.EventID, Version: ocsfVersion,
		},
		Endpoint: whence(string(l.SourceIP)), Status: "Success", StatusID: 1, Time: l.Time.UnixMilli(), TypeUID: apiActivity*100 + id,
		Unmapped: l.unmapped(),
	}
	a.TypeName = "API Activity: " + name
	a.SeverityID, a.Severity = severityOf(analyze.Severity(l.Severity))
	if l.Source != "" {
		a.API.Service = &ocsfNamed{string(l.Source)}
	}
	if l.RequestID != "" {
		a.API.Request = &ocsfIdentified{string(l.RequestID)}
	}
	if l.UserAgent != "" {
		a.HTTPRequest = &ocsfAgent{string(l.UserAgent)}
	}
	if l.ErrorCode != "" {
		a.Status, a.StatusID, a.StatusCode, a.StatusDetail = "Failure", 2, l.ErrorCode, l.ErrorText
		a.API.Response = &ocsfResponse{l.ErrorCode, l.ErrorText}
	}
	for _, r := range l.Resources {
		a.Resources = append(a.Resources, ocsfIdentified{r})
	}
	if len(l.Chains) > 0 && l.Kind == OfChain {
		a.Metadata.Correlation = trail.Maybe(l.Chains[0])
		a.Enrichments = []ocsfEnrichment{{
			Name: "metadata.correlation_uid", Value: l.Chains[0], Type: "isolation chain", Provider: tool,
			Data: map[string]any{"chains": l.Chains, "role": l.Role, "verdict": l.Verdict, "level": l.Severity},
		}}
	}
	return a
}

// unmapped is what OCSF has no attribute for: whether the call only reads, and where its record lies.
func (l *row) unmapped() map[string]any {
	u := map[string]any{}
	if l.ReadOnly != nil {
		u["readOnly"] = *l.ReadOnly
	}
	if l.Recovered {
		u["recovered"] = true
	}
	if l.Offset != nil {
		u["record"] = map[string]any{"file": l.File, "file_sha256": l.SHA256, "offset": l.Offset, "length": l.Length}
	}
	return u
}

// ocsfActor is who made the call: a user of some kind, or a service for itself.
func (l *row) actor() ocsfActor {
	p := string(l.Principal)
	short, session := trail.PrincipalNames(p)
	u := &ocsfUser{Name: short, Type: "Unknown", UID: l.Principal, Credential: l.AccessKeyID}
	switch {
	case p == "":
		u.Name = "unknown"
	case short == "":
		if l.AccessKeyID == "" && strings.HasSuffix(p, ".amazonaws.com") {
			return ocsfActor{InvokedBy: l.Principal}
		}
		u.Name = p
	case strings.HasSuffix(p, ":root"):
		u.Type, u.TypeID = "Root", 2
	case session != "":
		u.Name, u.Type, u.TypeID = session, "AssumedRole", 99
	case strings.Contains(p, ":user/"):
		u.Type, u.TypeID = "IAMUser", 1
	default:
		u.Type, u.TypeID = "Other", 99
	}
	if parts := strings.SplitN(p, ":", 6); len(parts) == 6 {
		u.Account = inAccount(parts[4])
	}
	if session == "" {
		return ocsfActor{User: u}
	}
	return ocsfActor{User: u, Session: &ocsfSession{Issuer: l.Issuer, UID: session, Alternate: l.Principal, Credential: l.AccessKeyID}}
}

func inAccount(id string) *ocsfAccount {
	if id == "" {
		return nil
	}
	return &ocsfAccount{"AWS Account", 10, id}
}

// whence is where the call came from: an address, or the name of a service of AWS.
func whence(source string) ocsfEndpoint {
	if ip, err := netip.ParseAddr(source); err == nil && ip.Zone() == "" {
		return ocsfEndpoint{IP: ip.String()}
	}
	switch {
	case source == "":
		return ocsfEndpoint{Name: "unknown"}
	case strings.HasSuffix(source, ".amazonaws.com"):
		return ocsfEndpoint{Domain: source}
	}
	return ocsfEndpoint{Name: source}
}

// severityOf is a chain's level for its events; every other event is informational.
func severityOf(s analyze.Severity) (id int, name string) {
	switch s {
	case analyze.Low:
		return 2, "Low"
	case analyze.Medium:
		return 3, "Medium"
	case analyze.High:
		return 4, "High"
	}
	return 1, "Informational"
}
