// Every playbook does what it says, in each form in which it is printed: played, as commands of the AWS CLI run by bash, and as a
// script run by Python. Each way begins in a lab of its own with the situation that simulate/playbook/testdata/NAME.yaml
// makes, in which not all proofs may hold, and ends with all of them.

package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/localstack"
	"traillab/localstack/upstream"
	"traillab/simulate"
	"traillab/simulate/playbook"
	"traillab/simulate/script"
	"traillab/simulate/strict"
)

// situation is a fixture: what stands, and what the playbook is told of it.
type situation struct {
	Upstreams []string       `yaml:"upstreams"` // that can play it
	Actors    []string       `yaml:"actors"`    // IAM users who may do everything
	Before    []script.Step  `yaml:"before"`    // what stood long before; $began is a time after it, and before the steps
	Steps     []script.Step  `yaml:"steps"`
	Params    map[string]any `yaml:"params"`
	Chain     string         `yaml:"chain"` // the VPC whose chain tells the other parameters
	Still     []any          `yaml:"still"` // checks of what is nobody's business: true also when all is done
}

// situations is where the fixtures are.
const situations = "../../simulate/playbook/testdata"

// TestPrinted covers of each playbook: every situation, on the first cloud that can play it, in each form; and on the real clouds
// behind that one, where its calls exist, as played alone: what is printed makes the same calls. TRAILLAB_REAL has every form run
// on every cloud. Nothing waits for the world: what is played lets the lab's time pass, and before what is printed it flies.
func TestPrinted(t *testing.T) {
	all, err := playbook.List()
	if err != nil {
		t.Fatal(err)
	}
	with, shared := clientsHere(t), cloudFor(t)
	for _, p := range all {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			files, err := filepath.Glob(filepath.Join(situations, p.Name+".*yaml")) // NAME.yaml, NAME.more.yaml
			if err != nil || len(files) == 0 {
				t.Fatalf("a playbook without a situation proves nothing: %s, %v", situations, err)
			}
			for _, file := range files {
				s := situationOf(t, file)
				name, _ := strings.CutSuffix(filepath.Base(file), ".yaml")
				for i, kind := range s.Upstreams {
					for form, does := range forms {
						if i > 0 && form != played && os.Getenv("TRAILLAB_REAL") == "" {
							continue
						}
						t.Run(strings.TrimPrefix(name+"."+kind, p.Name+".")+"/"+form, func(t *testing.T) {
							t.Parallel()
							if form != played && with == nil {
								t.Skip("NOT TESTED as it is printed: set TRAILLAB_CLIENTS to a virtual environment with .ci/clients/requirements.txt")
							}
							on := labFor(t, upstream.Kind(kind), func(o *localstack.Options) {
								o.Clock = localstack.NewVirtual(time.Now())
								if form == played { // once, so that names are free
									shared.lend(o)
								}
							})
							does(t, &attempt{clients: with, of: p, on: on, in: s})
						})
					}
				}
			}
		})
	}
}

// attempt is a playbook about to be run in a situation.
type attempt struct {
	*clients
	of *playbook.Playbook
	on *stage
	in *situation
}

// situationOf reads a fixture.
func situationOf(t *testing.T, file string) *situation {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var s situation
	if _, err := strict.Decode(file, text, &s); err != nil {
		t.Fatal(err)
	}
	return &s
}

// played is the form that is run on every cloud.
const played = "played"

// forms are the ways to do what a playbook says, each on a stage of its own.
var forms = map[string]func(*testing.T, *attempt){
	played: func(t *testing.T, a *attempt) {
		a.attempt(t, func(r *playbook.Runbook) (undo func()) {
			learnt, err := r.Run(t.Context(), playerOn(a.on, nil))
			if err != nil {
				t.Fatal(err)
			}
			return func() {
				if err := r.RollBack(t.Context(), playerOn(a.on, nil), learnt); err != nil {
					t.Errorf("taken back: %v", err)
				}
			}
		})
	},
	"cli": func(t *testing.T, a *attempt) {
		a.attempt(t, func(r *playbook.Runbook) (undo func()) {
			learnt := a.printed(t, "bash", r.CLI)
			return func() {
				if len(a.of.Rollback) > 0 {
					a.printed(t, "bash", func(w io.Writer) error {
						if _, err := io.WriteString(w, assignments(learnt)); err != nil {
							return err
						}
						return r.CLI(w)
					})
				}
			}
		})
	},
	"python": func(t *testing.T, a *attempt) {
		a.attempt(t, func(r *playbook.Runbook) (undo func()) {
			learnt := a.printed(t, a.python, r.Python)
			return func() {
				if _, text, ok := strings.Cut(learnt, "should it be taken back: "); ok {
					text, _, _ = strings.Cut(text, "\n")
					a.printed(t, a.python, r.Python, "--learnt", text)
				}
			}
		})
	},
}

// attempt makes the situation, has the playbook run in it, and takes that back. The proofs hold when it was run, and not before.
func (a *attempt) attempt(t *testing.T, run func(*playbook.Runbook) (undo func())) {
	t.Helper()
	r, vars := a.in.arise(t, a.of, a.on)
	unproved(t, a.on, r)
	undo := run(r)
	proved(t, a.on, r)
	a.in.spared(t, a.on, vars)
	r.Undo = true
	undo()
}

// assignments are the lines of an output that are assignments of a shell's.
func assignments(output string) string {
	var b strings.Builder
	for line := range strings.Lines(output) {
		if name, _, ok := strings.Cut(line, "="); ok && name == strings.ToUpper(name) && !strings.ContainsAny(name, " \"'") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// labFor is a lab of its own.
func labFor(t *testing.T, kind upstream.Kind, wishes ...func(*localstack.Options)) *stage {
	t.Helper()
	o := localstack.Options{Dir: t.TempDir(), Upstream: kind, Listen: "127.0.0.1:0", Env: os.Environ(), Seed: 1}
	for _, wish := range wishes {
		wish(&o)
	}
	if kind == upstream.LocalStack || kind == upstream.Both {
		o.LocalStack = cloudHome(t, "TRAILLAB_LOCALSTACK")
	}
	if kind == upstream.Moto || kind == upstream.Both {
		o.Moto = cloudHome(t, "TRAILLAB_MOTO")
	}
	lab, err := localstack.Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := lab.Close(); err != nil {
			t.Error(err)
		}
	})
	place, err := localstack.At(o.Dir, localstack.Default)
	if err != nil {
		t.Fatal(err)
	}
	a := newApp(&env{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, getenv: os.Getenv, environ: os.Environ, now: time.Now})
	on, err := a.stageAt(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	return on
}

// cloudHome is the virtual environment that a variable names, itself or a program of it.
func cloudHome(t *testing.T, variable string) string {
	t.Helper()
	path, _, _ := strings.Cut(os.Getenv(variable), " ")
	if path == "" {
		t.Skipf("NOT TESTED before a real cloud: set %s to its virtual environment", variable)
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return filepath.Dir(filepath.Dir(path))
	}
	return path
}

// playerOn makes calls as one of some callers, and as the root user where none is named.
func playerOn(on *stage, actors map[string]script.Caller) script.Player {
	return script.Player{Lab: on, Region: usualRegion, Actor: func(name string) (script.Caller, error) {
		if c, ok := actors[name]; ok {
			return c, nil
		}
		return script.Caller{Key: script.Root()}, nil
	}}
}

// arise makes the situation, and the runbook for it. The variables are those of the situation.
func (s *situation) arise(t *testing.T, p *playbook.Playbook, on *stage) (*playbook.Runbook, *script.Vars) {
	t.Helper()
	actors := map[string]script.Caller{}
	vars := script.NewVars(map[string]any{"region": usualRegion, "account": on.Account()})
	for _, name := range s.Actors {
		by := playerOn(on, nil)
		by.Vars = script.NewVars(map[string]any{"name": name})
		if err := by.Play(t.Context(), hire); err != nil {
			t.Fatal(err)
		}
		id, _ := by.Vars.Get("id")
		secret, _ := by.Vars.Get("secret")
		actors[name] = script.Caller{Key: script.Key{ID: script.Text(id), Secret: script.Text(secret)}, Source: "198.51.100.66", Agent: "Boto3/1.34"}
		vars.Set(name, map[string]any{"key": id, "user": name, "arn": "arn:aws:iam::" + on.Account() + ":user/" + name})
	}
	by := playerOn(on, actors)
	by.Vars = vars
	s.begin(t, on, by)
	if err := by.Play(t.Context(), s.Steps); err != nil {
		t.Fatal(err)
	}
	values := map[string]any{"region": usualRegion, "account": on.Account()}
	if s.Chain != "" {
		s.tell(t, p, on, vars, values)
	}
	filled, err := vars.Fill(s.Params)
	if err != nil {
		t.Fatal(err)
	}
	params, _ := filled.(map[string]any)
	for name, value := range params {
		values[name] = value
	}
	r, err := p.With(values)
	if err != nil {
		t.Fatal(err)
	}
	if missing := r.Missing(); len(missing) > 0 {
		t.Fatalf("the situation does not tell %v", missing)
	}
	return r, vars
}

// hire makes a user who may do everything, with a key.
var hire = []script.Step{
	{Do: "iam.CreateUser", In: map[string]any{"UserName": "$name"}},
	{Do: "iam.PutUserPolicy", In: map[string]any{"UserName": "$name", "PolicyName": "everything", "PolicyDocument": map[string]any{"$json": map[string]any{
		"Version": "2012-10-17", "Statement": []any{map[string]any{"Effect": "Allow", "Action": "*", "Resource": "*"}},
	}}}},
	{Do: "iam.CreateAccessKey", In: map[string]any{"UserName": "$name"}, Save: map[string]string{"id": "AccessKey.AccessKeyId", "secret": "AccessKey.SecretAccessKey"}},
}

// tell adds what the chain about a VPC tells.
func (s *situation) tell(t *testing.T, p *playbook.Playbook, on *stage, vars *script.Vars, values map[string]any) {
	t.Helper()
	vpc, err := vars.Fill(s.Chain)
	if err != nil {
		t.Fatal(err)
	}
	w := simulate.Look(on)
	defer func() { _ = w.Close() }()
	c, err := w.Case(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Chains {
		if c.Chains[i].Scope.ID == vpc {
			for name, value := range p.FromChain(c, &c.Chains[i]) {
				values[name] = value
			}
			return
		}
	}
	t.Fatalf("there is no chain about %s", vpc)
}

// unproved wants that some proof does not hold: one that always does proves nothing.
func unproved(t *testing.T, on *stage, r *playbook.Runbook) {
	t.Helper()
	if results := judged(t, on, r); playbook.Passed(results) {
		t.Fatalf("all proofs hold before anything was done: %+v", results)
	}
}

func proved(t *testing.T, on *stage, r *playbook.Runbook) {
	t.Helper()
	for _, result := range judged(t, on, r) {
		if !result.Finding.Passed {
			t.Errorf("not proved: %s: %s", result.Title, result.Finding.Why)
		}
	}
}

func judged(t *testing.T, on *stage, r *playbook.Runbook) []playbook.Result {
	t.Helper()
	w := simulate.Look(on)
	defer func() { _ = w.Close() }()
	results, err := r.Check(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	return results
}
