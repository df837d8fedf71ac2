// Scenarios as the command line names them: by name or number from the box, or a file or folder of somebody's own, with its
// solution and the wrong answers that it foresees beside it.

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"traillab/localstack/upstream"
	"traillab/localstack/wire"
	"traillab/samples"
	"traillab/simulate"
	"traillab/simulate/scenario"
)

// written is a scenario with what stands beside it.
type written struct {
	*scenario.Scenario
	name   string // of the file, for people
	text   []byte // as it was written
	folder fs.FS
}

const (
	scenarioFile = "scenario.yaml"
	solutionFile = "solution.yaml"
)

// boxed are the scenarios in the box, in order of their folders.
func boxed() ([]written, error) {
	list, err := samples.List()
	if err != nil {
		return nil, err
	}
	var all []written
	for _, s := range list {
		folder, err := samples.Open(s.Name)
		if err != nil {
			return nil, err
		}
		w, err := readScenario(folder, scenarioFile, path.Join(s.Name, scenarioFile))
		if errors.Is(err, fs.ErrNotExist) {
			continue // an incident that was made otherwise
		}
		if err != nil {
			return nil, err
		}
		all = append(all, *w)
	}
	return all, nil
}

// findScenario finds a scenario by its name or number, or reads a file or the file in a folder.
func findScenario(name string) (*written, error) {
	if info, err := os.Stat(name); err == nil {
		if info.IsDir() {
			return readScenario(os.DirFS(name), scenarioFile, filepath.Join(name, scenarioFile))
		}
		return readScenario(os.DirFS(filepath.Dir(name)), filepath.Base(name), name)
	}
	all, err := boxed()
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == name || strings.EqualFold(all[i].Number, name) {
			return &all[i], nil
		}
	}
	return nil, misuse(fmt.Errorf("no scenario, file or folder is called %q; traillab simulate list names the scenarios", name))
}

func readScenario(folder fs.FS, file, name string) (*written, error) {
	text, err := fs.ReadFile(folder, file)
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	s, err := scenario.Read(name, text, calls{wire.Open()})
	if err != nil {
		return nil, misuse(err)
	}
	return &written{s, name, text, folder}, nil
}

// solution reads a written response beside the scenario, or the file that a path names.
func (w *written) solution(file string) (*simulate.Solution, error) {
	if file == "" {
		text, err := fs.ReadFile(w.folder, solutionFile)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, misuse(fmt.Errorf("%s has no %s beside it; --solution=FILE names another", w.name, solutionFile))
		}
		if err != nil {
			return nil, fmt.Errorf("solution: %w", err)
		}
		return w.readSolution(path.Join(filepath.ToSlash(filepath.Dir(w.name)), solutionFile), text)
	}
	text, err := os.ReadFile(file)
	if beside := filepath.ToSlash(file); errors.Is(err, fs.ErrNotExist) && fs.ValidPath(beside) {
		text, err = fs.ReadFile(w.folder, beside) // wrong/too-early.yaml
	}
	if err != nil {
		return nil, misuse(fmt.Errorf("solution: %w", err))
	}
	return w.readSolution(file, text)
}

// readSolution reads a response, which must fit the scenario.
func (w *written) readSolution(name string, text []byte) (*simulate.Solution, error) {
	s, err := simulate.ReadSolution(w.Scenario, name, text)
	if err != nil {
		return nil, misuse(err)
	}
	return s, nil
}

// upstreams are the clouds that can play it.
func (w *written) upstreams() []string {
	if len(w.Emulator.On) > 0 {
		return w.Emulator.On
	}
	return []string{string(upstream.Builtin), string(upstream.Moto), string(upstream.LocalStack), string(upstream.Both)}
}

// playable is the error for a cloud that cannot.
func (w *written) playable(on upstream.Kind) error {
	if can := w.upstreams(); !slices.Contains(can, string(on)) {
		return misuse(fmt.Errorf("%s cannot be played on %s: it needs %s; say --upstream %s", w.ID, on, strings.Join(can, " or "), can[len(can)-1]))
	}
	return nil
}
