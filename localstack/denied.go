// Denials: whether the policies in force in a lab keep somebody from an action, asked of the code that judges every call.

package localstack

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Judgement is what a lab's policies say of an action.
type Judgement struct {
	Denied bool   `json:"denied"`
	Why    string `json:"why"`
}

// denied answers over the endpoint whether somebody is kept from an action: ?principal=ARN&action=ec2:DetachInternetGateway, and a
// resource; "*" or none is any that the action could have.
func (l *Lab) denied(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("principal") == "" || q.Get("action") == "" {
		http.Error(w, "say ?principal=ARN&action=ec2:DetachInternetGateway", http.StatusBadRequest)
		return
	}
	if !l.ready() {
		http.Error(w, "the lab is not ready", http.StatusServiceUnavailable)
		return
	}
	var resources []string
	if resource := q.Get("resource"); resource != "" && resource != "*" {
		resources = []string{resource}
	}
	denied, why := l.Denied(q.Get("principal"), q.Get("action"), resources...)
	tell(w, http.StatusOK, Judgement{denied, why})
}

// Denied asks that of a lab that another process runs, as Lab.Denied does.
func Denied(ctx context.Context, p Place, principal, action, resource string) (bool, error) {
	h, err := p.up(ctx)
	if err != nil {
		return false, err
	}
	q := url.Values{"principal": {principal}, "action": {action}, "resource": {resource}}
	var j Judgement
	if err := request(ctx, h.Endpoint, http.MethodGet, "denied?"+q.Encode(), time.Minute, &j); err != nil {
		return false, fmt.Errorf("the policies of the lab %q: %w", p.Name, err)
	}
	return j.Denied, nil
}
