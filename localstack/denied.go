// Denials: whether the policies in force in a lab keep somebody from an action, asked of the code that judges every call.

package localstack

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Judgement is what a lab's policies say of an action. Unsure means that it hangs on a condition that is in the caller's hands, as
// MFA or the address.
type Judgement struct {
	Denied bool   `json:"denied"`
	Unsure bool   `json:"unsure"`
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
	var j Judgement
	j.Denied, j.Why = l.Denied(q.Get("principal"), q.Get("action"), resources...)
	if unsure, why := l.stack.book.Unsure(q.Get("principal"), q.Get("action"), resources...); unsure {
		j.Unsure, j.Why = true, why
	}
	tell(w, http.StatusOK, j)
}

// Denied asks that of a lab that another process runs, as Lab.Denied does.
func Denied(ctx context.Context, p Place, principal, action, resource string) (j Judgement, err error) {
	h, err := p.up(ctx)
	if err != nil {
		return j, err
	}
	q := url.Values{"principal": {principal}, "action": {action}, "resource": {resource}}
	if err := p.request(ctx, h.Endpoint, http.MethodGet, "denied?"+q.Encode(), time.Minute, &j); err != nil {
		return j, fmt.Errorf("the policies of the lab %q: %w", p.Name, err)
	}
	return j, nil
}
