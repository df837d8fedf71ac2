// Command generate writes the models that package wire embeds, from AWS's public service models as aws-sdk-go v1 carries
// them (Apache License 2.0; docs/decisions/0017-service-models.md), and from supplements of what came later. It runs when
// models are renewed, never when the lab is built: `go generate ./localstack/wire`. With -newer it writes a supplement
// instead, from botocore's model of a service: `go run . -newer …/ec2/2016-11-15/service-2.json.gz -service ec2`, here.
package main

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// module is where the models come from, pinned so that the same files come out everywhere.
const module = "github.com/aws/aws-sdk-go@v1.55.8"

// services are the folders of models/apis that the lab speaks for.
var services = []string{
	"accessanalyzer", "acm", "autoscaling", "backup", "cloudtrail", "config", "dynamodb", "ec2", "elasticloadbalancing",
	"elasticloadbalancingv2", "events", "guardduty", "iam", "inspector2", "kms", "lambda", "logs", "monitoring",
	"organizations", "rds", "s3", "secretsmanager", "securityhub", "sns", "sqs", "ssm", "sts", "wafv2",
}

func main() {
	models := flag.String("models", "", "folder models/apis of aws-sdk-go; downloaded when empty")
	out := flag.String("out", "model", "folder that is written")
	newer := flag.String("newer", "", "service-2.json.gz of botocore, of which the supplement of -service is written")
	service := flag.String("service", "ec2", "folder of models/apis that -newer is about")
	flag.Parse()
	work := func(dir string) error { return run(dir, *out) }
	if *newer != "" {
		work = func(dir string) error { return renew(dir, *service, *newer, "supplement") }
	}
	if err := with(context.Background(), *models, work); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// with does its work with a folder of models, which is downloaded when none is named.
func with(ctx context.Context, models string, work func(models string) error) error {
	if models == "" {
		dir, err := download(ctx)
		if err != nil {
			return err
		}
		models = dir
	}
	return work(models)
}

func run(models, out string) error {
	if err := empty(out); err != nil {
		return err
	}
	for _, service := range services {
		m, err := read(models, service)
		if err != nil {
			return err
		}
		if err := m.supplement(service); err != nil {
			return err
		}
		text, err := deflate(m.table())
		if err != nil {
			return fmt.Errorf("deflate %s: %w", service, err)
		}
		if err := os.WriteFile(filepath.Join(out, m.file()), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// empty makes the folder and removes tables of services that are no longer asked for.
func empty(out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(out, "*.deflate"))
	if err != nil {
		return err
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// read reads the newest version of a service's model; versions are dates.
func read(models, service string) (*model, error) {
	found, err := filepath.Glob(filepath.Join(models, service, "*", "api-2.json"))
	if err != nil || len(found) == 0 {
		return nil, fmt.Errorf("no model of %s in %s", service, models)
	}
	text, err := os.ReadFile(found[len(found)-1])
	if err != nil {
		return nil, err
	}
	m := new(model)
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fmt.Errorf("read %s: %w", found[len(found)-1], err)
	}
	return m, nil
}

// download asks the go command for the module and returns its folder of models. It runs outside of any module, so that
// our go.sum does not learn of it.
func download(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", module)
	cmd.Dir = os.TempDir()
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("download %s: %w", module, err)
	}
	var at struct{ Dir string }
	if err := json.Unmarshal(text, &at); err != nil {
		return "", fmt.Errorf("download %s: %w", module, err)
	}
	return filepath.Join(at.Dir, "models", "apis"), nil
}

func deflate(text []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
