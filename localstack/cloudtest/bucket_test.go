// Buckets: objects in and out whole, however long they are; lists by pages; presigned and unsigned calls.

package cloudtest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func buckets(x *trial) {
	name := new("trails-of-the-lab")
	does(x, x.s3.CreateBucket, &s3.CreateBucketInput{Bucket: name})
	key := "AWSLogs/a b/ü+%2F=&.json.gz"
	packed := []byte("\x1f\x8b\x08\x00not really\x00\xff")
	for n := range 25 {
		tries(x, x.s3.PutObject, &s3.PutObjectInput{Bucket: name, Key: new(fmt.Sprintf("logs/%02d.json.gz", n)), Body: bytes.NewReader(packed)})
	}
	does(x, x.s3.PutObject, &s3.PutObjectInput{Bucket: name, Key: &key, Body: bytes.NewReader(packed), ContentType: new("application/gzip")})
	got := does(x, x.s3.GetObject, &s3.GetObjectInput{Bucket: name, Key: &key})
	body, err := io.ReadAll(got.Body)
	x.holds("s3.GetObject(round trip)", err == nil && bytes.Equal(body, packed), err)
	head := does(x, x.s3.HeadObject, &s3.HeadObjectInput{Bucket: name, Key: &key})
	same(x, "s3.HeadObject(length)", *head.ContentLength, int64(len(packed)))
	part := does(x.on("range"), x.s3.GetObject, &s3.GetObjectInput{Bucket: name, Key: &key, Range: new("bytes=2-5")})
	body, err = io.ReadAll(part.Body)
	x.holds("s3.GetObject(range)", err == nil && bytes.Equal(body, packed[2:6]), body)
	does(x.on("form"), x.s3.PutObject, &s3.PutObjectInput{Bucket: name, Key: new("form"), Body: strings.NewReader("a=b&c=d"), ContentType: new("application/x-www-form-urlencoded")})
	got = does(x.on("form"), x.s3.GetObject, &s3.GetObjectInput{Bucket: name, Key: new("form")})
	body, err = io.ReadAll(got.Body)
	x.holds("s3.GetObject(form)", err == nil && string(body) == "a=b&c=d", body)
	refused(x.on("no such key"), "NotFound", "", x.s3.HeadObject, &s3.HeadObjectInput{Bucket: name, Key: new("nothing")})
	refused(x.on("no such bucket"), "NotFound", "", x.s3.HeadBucket, &s3.HeadBucketInput{Bucket: new("no-such-bucket-here")})
	refused(x.on("no such key"), "NoSuchKey", "", x.s3.GetObject, &s3.GetObjectInput{Bucket: name, Key: new("nothing")})
	refused(x.on("no such bucket"), "NoSuchBucket", "", x.s3.ListObjectsV2, &s3.ListObjectsV2Input{Bucket: new("no-such-bucket-here")})

	pages, seen := 0, map[string]bool{}
	p := s3.NewListObjectsV2Paginator(x.s3, &s3.ListObjectsV2Input{Bucket: name, Prefix: new("logs/"), MaxKeys: new(int32(10))})
	for p.HasMorePages() {
		page, err := p.NextPage(x.ctx)
		if !x.told("s3.ListObjectsV2(pages)", err) {
			break
		}
		pages++
		for _, o := range page.Contents {
			seen[*o.Key] = true
		}
	}
	x.holds("s3.ListObjectsV2(pages)", pages == 3 && len(seen) == 25, seen)
	folders := does(x.on("delimiter"), x.s3.ListObjectsV2, &s3.ListObjectsV2Input{Bucket: name, Delimiter: new("/")}).CommonPrefixes
	same(x, "s3.ListObjectsV2(delimiter)", len(folders), 2)
	tries(x, x.s3.PutBucketVersioning, &s3.PutBucketVersioningInput{Bucket: name, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled}})
	block := &types.PublicAccessBlockConfiguration{BlockPublicAcls: new(true), BlockPublicPolicy: new(true), IgnorePublicAcls: new(true), RestrictPublicBuckets: new(true)}
	tries(x, x.s3.PutPublicAccessBlock, &s3.PutPublicAccessBlockInput{Bucket: name, PublicAccessBlockConfiguration: block})
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::trails-of-the-lab"}]}`
	tries(x, x.s3.PutBucketPolicy, &s3.PutBucketPolicyInput{Bucket: name, Policy: &policy})
	rule := []types.ServerSideEncryptionRule{{ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: types.ServerSideEncryptionAwsKms}}}
	tries(x, x.s3.PutBucketEncryption, &s3.PutBucketEncryptionInput{Bucket: name, ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{Rules: rule}})
	refused(x.on("not empty"), "BucketNotEmpty", "", x.s3.DeleteBucket, &s3.DeleteBucketInput{Bucket: name})
}

// streams: 20 MB up and down, signed chunk by chunk as SDKs do it, whole and in parts.
func streams(x *trial) {
	name, key := new("streams-of-the-lab"), new("twenty")
	does(x, x.s3.CreateBucket, &s3.CreateBucketInput{Bucket: name})
	whole := make([]byte, 20<<20)
	_, _ = rand.NewChaCha8([32]byte{20}).Read(whole) // it never fails
	sum := sha256.Sum256(whole)
	fetch := func(what string) {
		got := does(x, x.s3.GetObject, &s3.GetObjectInput{Bucket: name, Key: key})
		h := sha256.New()
		n, err := io.Copy(h, got.Body)
		x.holds("20 MB come back: "+what, err == nil && n == int64(len(whole)) && [32]byte(h.Sum(nil)) == sum, fmt.Sprint(n, err))
	}
	does(x.on("20 MB"), x.s3.PutObject, &s3.PutObjectInput{Bucket: name, Key: key, Body: bytes.NewReader(whole)})
	fetch("in one piece")
	upload := does(x, x.s3.CreateMultipartUpload, &s3.CreateMultipartUploadInput{Bucket: name, Key: key}).UploadId
	var parts []types.CompletedPart
	for n := range int32(2) {
		half := whole[n*10<<20 : (n+1)*10<<20]
		tag := does(x, x.s3.UploadPart, &s3.UploadPartInput{Bucket: name, Key: key, UploadId: upload, PartNumber: new(n + 1), Body: bytes.NewReader(half)}).ETag
		parts = append(parts, types.CompletedPart{ETag: tag, PartNumber: new(n + 1)})
	}
	does(x, x.s3.CompleteMultipartUpload, &s3.CompleteMultipartUploadInput{Bucket: name, Key: key, UploadId: upload, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts}})
	fetch("in two parts")
}

// presigned: a signature in the URL, and none at all.
func presigned(x *trial) {
	name, key := new("links-of-the-lab"), new("a b/c.txt")
	does(x, x.s3.CreateBucket, &s3.CreateBucketInput{Bucket: name})
	signer := s3.NewPresignClient(x.s3)
	put, err := signer.PresignPutObject(x.ctx, &s3.PutObjectInput{Bucket: name, Key: key})
	if err != nil {
		x.Fatal(err)
	}
	get, err := signer.PresignGetObject(x.ctx, &s3.GetObjectInput{Bucket: name, Key: key})
	if err != nil {
		x.Fatal(err)
	}
	status, _ := x.send(put.Method, put.URL, "hello")
	same(x, "presigned PUT", status, http.StatusOK)
	status, body := x.send(get.Method, get.URL, "")
	same(x, "presigned GET", fmt.Sprint(status, body), "200hello")
	second := x.lab.Endpoint() + "/links-of-the-lab/a%20b/c.txt?AWSAccessKeyId=test&Signature=x&Expires=" + fmt.Sprint(time.Now().Add(time.Hour).Unix())
	status, body = x.send(http.MethodPut, second, "by version 2")
	same(x, "PUT presigned by version 2", fmt.Sprint(status, body), "200")
	status, body = x.send(http.MethodGet, second, "")
	same(x, "GET presigned by version 2", fmt.Sprint(status, body), "200by version 2")
	status, _ = x.send(get.Method, regexp.MustCompile("X-Amz-Date=[0-9]{8}").ReplaceAllString(get.URL, "X-Amz-Date=20260101"), "")
	same(x, "presigned, of the past", status, http.StatusForbidden)
	old := strings.Replace(get.URL, "X-Amz-Credential=test", "X-Amz-Credential=AKIAI44QH8DHBEXAMPLE", 1)
	status, _ = x.send(get.Method, old, "")
	same(x, "presigned by an unknown key", status, http.StatusForbidden)
	status, body = x.send(http.MethodGet, x.lab.Endpoint()+"/?Action=DescribeVpcs&Version=2016-11-15", "")
	x.holds("unsigned call of ec2", status >= 400, fmt.Sprint(status, body))
	unsigned := s3.New(s3.Options{Region: region, BaseEndpoint: aws.String(x.lab.Endpoint()), UsePathStyle: true, Credentials: aws.AnonymousCredentials{}})
	refused(x.on("unsigned, private bucket"), "AccessDenied", "", unsigned.GetObject, &s3.GetObjectInput{Bucket: name, Key: key})
}

// send makes a request as a browser or curl does.
func (x *trial) send(method, url, body string) (int, string) {
	x.Helper()
	r, err := http.NewRequestWithContext(x.ctx, method, url, strings.NewReader(body))
	if err != nil {
		x.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		x.Fatal(err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		x.Fatal(err)
	}
	return answer.StatusCode, string(got)
}
