// A bucket is opened with the rights to read and no others, and what goes wrong comes with the next step.

package archive

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// own gives a test credentials that are good for nothing but itself.
func own(t *testing.T) {
	t.Helper()
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "", "AWS_REGION": "us-east-1",
		"AWS_PROFILE": "unset", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": filepath.Join(t.TempDir(), "config"),
		"AWS_SHARED_CREDENTIALS_FILE": filepath.Join(t.TempDir(), "credentials"), "AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_S3": "", "NO_PROXY": "127.0.0.1",
	} {
		t.Setenv(name, value)
	}
	if err := os.Unsetenv("AWS_PROFILE"); err != nil { // empty would do for us, and not for moto
		t.Fatal(err)
	}
}

func TestSplitURI(t *testing.T) {
	for uri, want := range map[string][2]string{
		"s3://b":                   {"b", ""},
		"s3://b/":                  {"b", ""},
		"s3://b/AWSLogs/":          {"b", "AWSLogs/"},
		"s3://b/a b?c#d%20/é//x+y": {"b", "a b?c#d%20/é//x+y"},
	} {
		bucket, prefix, err := splitURI(uri)
		if err != nil || bucket != want[0] || prefix != want[1] {
			t.Errorf("%s: %q, %q, %v", uri, bucket, prefix, err)
		}
	}
	for _, uri := range []string{"", "s3://", "s3:///x", "S3://b", "b/x"} {
		if _, _, err := splitURI(uri); err == nil || !strings.Contains(err.Error(), "write s3://BUCKET") {
			t.Errorf("%q: %v", uri, err)
		}
	}
}

// The store is only ever read: what a bucket keeps has no other method, and no other call is written down in here.
func TestOnlyReads(t *testing.T) {
	api, ok := reflect.TypeFor[Bucket]().FieldByName("api")
	if !ok || api.Type.Kind() != reflect.Interface {
		t.Fatalf("the bucket's client is a %v, not an interface", api.Type)
	}
	var methods []string
	for i := range api.Type.NumMethod() {
		methods = append(methods, api.Type.Method(i).Name)
	}
	if want := []string{"GetObject", "ListObjectsV2"}; !slices.Equal(methods, want) {
		t.Errorf("the bucket's client can %q, want %q", methods, want)
	}
	allowed := []string{
		"New", "NewFromConfig", "Options", "ListObjectsV2Input", "ListObjectsV2Output", "GetObjectInput", "GetObjectOutput", "Client", "HTTPClient",
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "s3" && !slices.Contains(allowed, s.Sel.Name) {
					t.Errorf("%s uses s3.%s, which is no reading", name, s.Sel.Name)
				}
			}
			if a, ok := n.(*ast.TypeAssertExpr); ok {
				if star, ok := a.Type.(*ast.StarExpr); ok && fmt.Sprint(star.X) == "&{s3 Client}" {
					t.Errorf("%s unpacks the whole client", name)
				}
				if x, ok := a.X.(*ast.SelectorExpr); ok && x.Sel.Name == "api" {
					t.Errorf("%s asks the bucket's client what else it can do", name)
				}
			}
			return true
		})
		for _, imported := range file.Imports {
			if rest, aws := strings.CutPrefix(strings.Trim(imported.Path.Value, `"`), "github.com/aws/aws-sdk-go-v2/service/"); aws && !slices.Contains([]string{"s3", "s3/types", "sts"}, rest) {
				t.Errorf("%s imports %s, which reading needs not", name, rest)
			}
		}
	}
}

// What a real client is kept as has two methods, whatever it is asked for, and sends nothing but GET.
func TestNothingElseIsSent(t *testing.T) {
	var got []string
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Method)
		answerWith(w, http.StatusOK, noObjects)
	})
	b, err := OpenS3(t.Context(), "s3://b", o)
	if err != nil {
		t.Fatal(err)
	}
	if api := reflect.TypeOf(b.api); api.NumMethod() != 2 {
		t.Errorf("the client is kept as a %v with %d methods", api, api.NumMethod())
	}
	for _, method := range []string{"PUT", "POST", "DELETE", "PATCH", ""} {
		r, err := http.NewRequestWithContext(t.Context(), method, o.Endpoint, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Method = method
		answer, err := getting{http.DefaultClient}.Do(r)
		if err == nil {
			_ = answer.Body.Close()
			t.Errorf("%q is sent", method)
		}
	}
	if !slices.Equal(got, []string{"GET"}) {
		t.Errorf("the store got %q", got)
	}
}

func TestExplain(t *testing.T) {
	code := func(code, message string) error { return &smithy.GenericAPIError{Code: code, Message: message} }
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connect: connection refused")}
	for _, tt := range []struct {
		err   error
		right string
		want  []string
	}{
		{code("NoSuchBucket", ""), toList, []string{"s3://b/p: there is no bucket", "--endpoint-url"}},
		{code("AccessDenied", "Access Denied"), toList, []string{"s3:ListBucket on arn:aws:s3:::b;"}},
		{code("AccessDenied", "Access Denied"), toGet, []string{"s3:GetObject on arn:aws:s3:::b/*;"}},
		{code("AccessDenied", "User: x is not authorized to perform: kms:Decrypt"), toGet, []string{"kms:Decrypt", "key's policy"}},
		{code("KMS.DisabledException", ""), toGet, []string{"disabled (KMS.DisabledException)", "aws kms enable-key"}},
		{code("KMS.KMSInvalidStateException", "arn:aws:kms:x is pending deletion."), toGet, []string{"waits for its deletion", "cancel-key-deletion"}},
		{code("KMS.KMSInvalidStateException", "?"), toGet, []string{"cannot be used", "kms:Decrypt"}},
		{code("KMS.NotFoundException", ""), toGet, []string{"does not exist any more", "copy"}},
		{code("ExpiredToken", ""), toList, []string{"expired", "aws sso login"}},
		{code("InvalidAccessKeyId", ""), toList, []string{"--profile"}},
		{code("RequestTimeTooSkewed", ""), toList, []string{"clock"}},
		{code("InvalidObjectState", ""), toGet, []string{"cold storage", "restore"}},
		{code("SlowDown", ""), toGet, []string{"overloaded", "--jobs", "goes on where it stopped"}},
		{code("RequestLimitExceeded", ""), toList, []string{"overloaded"}},
		{code("NoSuchKey", ""), toGet, []string{"gone"}},
		{code("PermanentRedirect", ""), toList, []string{"AWS_REGION"}},
		{code("Odd", "Something odd"), toGet, []string{"Odd: Something odd"}},
		{&smithyhttp.RequestSendError{Err: refused}, toList, []string{"does not answer (connect: connection refused)", "--endpoint-url"}},
	} {
		b := &Bucket{name: "b"}
		got := b.explain(fmt.Errorf("operation error S3: %w", tt.err), tt.right, "p")
		for _, part := range tt.want {
			if !strings.Contains(got.Error(), part) {
				t.Errorf("%v: %q lacks %q", tt.err, got, part)
			}
		}
		if !errors.Is(got, tt.err) {
			t.Errorf("%q does not lead back to %v", got, tt.err)
		}
		if again := b.explain(got, toGet, "other"); !errors.Is(again, got) || again.Error() != got.Error() {
			t.Errorf("explained twice: %q", again)
		}
	}
	b := &Bucket{}
	if got := b.explain(fmt.Errorf("x: %w", context.Canceled), toGet, ""); !errors.Is(got, context.Canceled) || strings.Contains(got.Error(), "s3") {
		t.Errorf("an interrupted load is told as an error of the store: %v", got)
	}
}

// serve answers as a store would and tells the options and the URI to reach it.
func serve(t *testing.T, h http.HandlerFunc) S3Options {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	own(t)
	return S3Options{Endpoint: server.URL}
}

// answerWith writes an answer; a client that does not wait for it is part of some tests.
func answerWith(w http.ResponseWriter, status int, text string) {
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

const noObjects = `<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>`

func TestOpenS3FollowsTheBucketsRegion(t *testing.T) {
	var scopes []string
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		scopes = append(scopes, strings.Split(r.Header.Get("Authorization"), "/")[2])
		if scopes[len(scopes)-1] != "eu-west-1" {
			w.Header().Set("X-Amz-Bucket-Region", "eu-west-1")
			answerWith(w, http.StatusBadRequest, `<Error><Code>AuthorizationHeaderMalformed</Code></Error>`)
			return
		}
		answerWith(w, http.StatusOK, noObjects)
	})
	if _, err := OpenS3(t.Context(), "s3://b/p", o); err != nil || !slices.Equal(scopes, []string{"us-east-1", "eu-west-1"}) {
		t.Errorf("regions %q, %v", scopes, err)
	}
}

func TestOpenS3Asks(t *testing.T) {
	var got []string
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Method+" "+r.URL.Path+" "+r.URL.Query().Get("prefix")+" "+r.Header.Get("X-Amz-Request-Payer"))
		answerWith(w, http.StatusOK, noObjects)
	})
	o.RequesterPays = true
	b, err := OpenS3(t.Context(), "s3://b/p/q", o)
	if err != nil {
		t.Fatal(err)
	}
	if keys := listAll(t, b); len(keys) != 0 {
		t.Errorf("keys %q", keys)
	}
	t.Setenv("AWS_ENDPOINT_URL_S3", o.Endpoint)
	o.Endpoint = ""
	if _, err = OpenS3(t.Context(), "s3://b/p/q", o); err != nil {
		t.Fatal(err)
	}
	if want := "GET /b p/q requester"; !slices.Equal(got, []string{want, want, want}) {
		t.Errorf("asked %q, want %q three times", got, want)
	}
}

func TestOpenS3TakesOnARole(t *testing.T) {
	var asked, read string
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			asked = strings.Join([]string{r.FormValue("Action"), r.FormValue("RoleArn"), r.FormValue("RoleSessionName"), r.FormValue("ExternalId")}, " ")
			answerWith(w, http.StatusOK, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>`+
				`<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`)
			return
		}
		read = r.Header.Get("Authorization")
		answerWith(w, http.StatusOK, noObjects)
	})
	for _, tt := range []struct{ session, external, want string }{
		{"", "", "AssumeRole arn:aws:iam::1:role/r traillab "},
		{"case-7", "x-1", "AssumeRole arn:aws:iam::1:role/r case-7 x-1"},
	} {
		o.RoleARN, o.RoleSessionName, o.ExternalID = "arn:aws:iam::1:role/r", tt.session, tt.external
		_, err := OpenS3(t.Context(), "s3://b", o)
		if err != nil || asked != tt.want || !strings.Contains(read, "Credential=ASIAROLE/") {
			t.Errorf("asked %q, want %q; read as %q; %v", asked, tt.want, read, err)
		}
	}
}

func TestOpenS3TellsWhatIsMissing(t *testing.T) {
	refuse := func(code string, status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			answerWith(w, status, `<Error><Code>`+code+`</Code><Message>m</Message></Error>`)
		}
	}
	tests := map[string]struct {
		handler http.HandlerFunc
		change  func(t *testing.T, o *S3Options)
		want    string
	}{
		"no bucket":     {refuse("NoSuchBucket", 404), nil, "s3://b/p: there is no bucket of this name"},
		"no right":      {refuse("AccessDenied", 403), nil, "s3:ListBucket"},
		"old token":     {refuse("ExpiredToken", 400), nil, "sign in again"},
		"no such role":  {refuse("AccessDenied", 403), func(_ *testing.T, o *S3Options) { o.RoleARN = "arn:aws:iam::1:role/r" }, "cannot be assumed"},
		"no profile":    {nil, func(_ *testing.T, o *S3Options) { o.Profile = "nobody" }, `there is no profile "nobody"; aws configure list-profiles`},
		"no credential": {nil, func(t *testing.T, _ *S3Options) { t.Setenv("AWS_ACCESS_KEY_ID", "") }, "there are none; set AWS_PROFILE"},
		"not a store":   {func(w http.ResponseWriter, _ *http.Request) { answerWith(w, 200, "<html><p>hello") }, nil, "not that of an S3 API"},
		"no URL":        {nil, func(_ *testing.T, o *S3Options) { o.Endpoint = "127.0.0.1:4566" }, "is no endpoint; write http://HOST:PORT"},
		"ftp":           {nil, func(_ *testing.T, o *S3Options) { o.Endpoint = "ftp://127.0.0.1" }, "is no endpoint"},
		"nobody there":  {nil, func(_ *testing.T, o *S3Options) { o.Endpoint = "http://127.0.0.1:1" }, "the store does not answer"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := serve(t, tt.handler)
			if tt.change != nil {
				tt.change(t, &o)
			}
			_, err := OpenS3(t.Context(), "s3://b/p", o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "operation error") {
				t.Errorf("%v speaks the SDK's language", err)
			}
		})
	}
}
