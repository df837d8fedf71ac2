// Virtual environments: one for each cloud, below the user's cache directory, from pins that are embedded. LocalStack and
// moto never share one: moto would overwrite moto-ext, health would stay green, and STS and EC2 would fail.
//
// An environment's name is traillab/KIND-SUM, where SUM is of its pins: other pins make another one. It is made beside, in
// KIND-SUM.RANDOM, and then named by a symbolic link, so a half-made one is never used and its scripts hold true paths.

package upstream

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:embed pins/localstack.txt pins/moto.txt
var pins embed.FS

// Pins is the requirements file of a cloud: LocalStack or Moto.
func Pins(kind Kind) []byte {
	text, err := pins.ReadFile("pins/" + string(kind) + ".txt")
	if err != nil {
		return nil // there are no others
	}
	return text
}

// Venv is a virtual environment of one cloud.
type Venv struct {
	Kind   Kind
	Path   string
	Python string // that makes it; "" when it is there
	given  bool   // by its path: not ours to make
}

// venv returns the environment of a cloud: the given one, else ours.
func (c *chooser) venv(kind Kind) *Venv {
	given := c.LocalStack
	if kind == Moto {
		given = c.Moto
	}
	if given != "" {
		return &Venv{Kind: kind, Path: given, given: true}
	}
	sum := sha256.Sum256(Pins(kind))
	return &Venv{Kind: kind, Path: filepath.Join(c.Cache, "traillab", string(kind)+"-"+hex.EncodeToString(sum[:8]))}
}

func (v *Venv) program() string { return filepath.Join(v.Path, "bin", "python") }

// Installed reports whether the environment is whole. Its Python may have been uninstalled since: then it is not.
func (v *Venv) Installed() bool { return runnable(v.program()) }

// Steps are the command lines that make an environment in a folder.
func (v *Venv) Steps(dir string, env []string) []Command {
	python := filepath.Join(dir, "bin", "python")
	return []Command{
		{Args: []string{v.Python, "-m", "venv", dir}, Env: handed(env)},
		{Args: []string{
			python, "-m", "pip", "install", "--no-deps", "--no-input", "--disable-pip-version-check",
			"--progress-bar", "off", "--requirement", filepath.Join(dir, "pins.txt"),
		}, Env: handed(env)},
	}
}

// install makes the environment if nobody else has: a second install of the same one waits for the first.
func (v *Venv) install(ctx context.Context, env []string, tell func(Step)) error {
	parent := filepath.Dir(v.Path)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("install %s: %w", v.Kind, err)
	}
	unlock, err := lock(ctx, v.Path+".lock", func() {
		tell(Step{Kind: v.Kind, Doing: "install", Line: "waiting for another install of the same"})
	})
	if err != nil {
		return fmt.Errorf("install %s: %w", v.Kind, err)
	}
	defer unlock()
	if v.Installed() {
		return nil
	}
	if err = v.clear(); err != nil {
		return fmt.Errorf("install %s: clear what an earlier install left: %w", v.Kind, err)
	}
	dir, err := os.MkdirTemp(parent, filepath.Base(v.Path)+".*")
	if err != nil {
		return fmt.Errorf("install %s: %w", v.Kind, err)
	}
	if err = v.fill(ctx, dir, env, tell); err == nil {
		err = os.Symlink(filepath.Base(dir), v.Path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("install %s: %w\nthe package index must be reachable (pip reads PIP_INDEX_URL and HTTPS_PROXY); --upstream builtin needs none", v.Kind, err), os.RemoveAll(dir))
	}
	return nil
}

// fill makes a whole environment in an empty folder. pip says a line for each package, which is the progress there is.
func (v *Venv) fill(ctx context.Context, dir string, env []string, tell func(Step)) error {
	requirements := Pins(v.Kind)
	if err := os.WriteFile(filepath.Join(dir, "pins.txt"), requirements, 0o600); err != nil {
		return err
	}
	step := Step{Kind: v.Kind, Doing: "install", Of: strings.Count(string(requirements), "==") + 2}
	for _, command := range v.Steps(dir, env) {
		step.Line = command.String()
		tell(step)
		err := follow(ctx, command, func(line string) {
			if strings.HasPrefix(line, "Collecting ") {
				step.Done++
			}
			step.Line = line
			tell(step)
		})
		if err != nil {
			return fmt.Errorf("%s: %w", command, err)
		}
		step.Done++
	}
	step.Done, step.Line = step.Of, "installed in "+v.Path
	tell(step)
	return nil
}

// clear removes what installs that did not come to their end left, and a link to an environment that is broken. It is
// called under the lock, so nobody is at work there.
func (v *Venv) clear() error {
	parent, name := filepath.Split(v.Path)
	left, err := os.ReadDir(parent)
	for _, entry := range left {
		is := entry.Name()
		if is == name || strings.HasPrefix(is, name+".") && is != name+".lock" {
			err = errors.Join(err, os.RemoveAll(filepath.Join(parent, is)))
		}
	}
	return err
}
