// Places: what a report writes to, each apart from the others and from what it is made of.

package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"traillab/cmd/traillab/listing"
)

// writtenPlace is a path that a flag names.
type writtenPlace struct{ flag, path string }

// written are the places that a report writes to.
func (f *reportFlags) written() []writtenPlace {
	return []writtenPlace{{"--output", f.out.text}, {"--status", f.batch.status.text}, {"--watermark", f.batch.watermark.text}}
}

// apart holds every place against a rule. A run that must not write its status where it was told to does not.
func (f *reportFlags) apart(rule func(flag, path string) error) error {
	for _, to := range f.written() {
		if err := rule(to.flag, to.path); err != nil {
			if to.path == f.batch.status.text {
				f.batch.status = given{}
			}
			return err
		}
	}
	return nil
}

// checkPlaces refuses to write one thing over another, or into a folder of reports, and to write over what the run reads.
func (f *reportFlags) checkPlaces() error {
	taken := []writtenPlace{{"--config", f.batch.config.text}, {"--case", f.kept.text}}
	return f.apart(func(flag, path string) error {
		if path == "" {
			return nil
		}
		abs, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		for _, other := range taken {
			inFolder := other.flag == "--output" && f.batch.each.set && strings.HasPrefix(abs, other.path+string(filepath.Separator))
			if at, err := filepath.Abs(other.path); other.path != "" && err == nil && at == abs || inFolder {
				return misuse(fmt.Errorf("%s: %s is the place of %s; name another", flag, listing.Safe(path), other.flag))
			}
		}
		taken = append(taken, writtenPlace{flag, abs})
		return nil
	})
}
