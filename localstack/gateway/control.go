// Control: the paths that are the lab's own and no service's, and who may speak to a lab at all.

package gateway

import (
	"net/http"
	"net/url"
	"strings"

	"traillab/localstack/loopback"
	"traillab/localstack/wire"
)

// controlPath begins the paths that are not AWS's. No bucket can have such a name.
const controlPath = "/_traillab/"

// door reports whether a request is for a door of the lab itself, or for one that an emulator behind it has of its own: those
// know no keys, and what goes through them is not recorded. No bucket has such a name.
func door(r *http.Request) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(r.URL.Path, "/"), "/")
	named := strings.HasPrefix(first, "_") || first == "moto-api" || strings.HasPrefix(r.URL.Path, "//")
	return named && pathStyle(r.Host) || strings.HasPrefix(r.Host, "_")
}

// control answers what is for the lab itself. The doors of emulators stay closed.
func (g *Gateway) control(w http.ResponseWriter, r *http.Request) {
	if g.Control == nil || !strings.HasPrefix(r.URL.Path, controlPath) || doorstep(r) != nil {
		http.NotFound(w, r)
		return
	}
	g.Control.ServeHTTP(w, r)
}

// doorstep refuses what nobody who was meant to use the lab sends: pages of a browser, and signatures of the version that AWS
// gave up, but for the URLs of S3 that the AWS CLI and boto3 sign so in advance.
func doorstep(r *http.Request) *wire.Error {
	query := r.URL.Query()
	switch auth := r.Header.Get("Authorization"); {
	case r.URL.Opaque != "":
		return &wire.Error{Code: "InvalidURI", Message: "Couldn't parse the specified URI.", Status: http.StatusBadRequest}
	case !local(r):
		return &wire.Error{Code: "AccessDenied", Message: "The lab answers this machine's own programs, not pages in a browser.", Status: http.StatusForbidden}
	case auth != "" && !strings.HasPrefix(auth, "AWS4-"), query.Has("Signature") && !presignedV2(r):
		return &wire.Error{
			Code: "InvalidRequest", Status: http.StatusBadRequest,
			Message: "The authorization mechanism you have provided is not supported. Please use Signature Version 4.",
		}
	}
	return nil
}

// local reports whether a request was meant for this machine. A page from elsewhere that makes a browser call loopback says so
// by its origin, or the browser does; one whose name was made to point here says so by the host.
// https://en.wikipedia.org/wiki/DNS_rebinding, https://www.w3.org/TR/fetch-metadata/
func local(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "none" && site != "same-origin" {
		return false
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		if u, err := url.Parse(origin); err != nil || !loopback.Name(u.Host) {
			return false
		}
	}
	return loopback.Name(r.Host)
}
