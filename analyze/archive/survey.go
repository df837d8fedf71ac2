// A survey tells what there is to read without reading it: for a progress bar, or for who wants to know first what a load costs.

package archive

import (
	"context"
	"iter"
)

// Sight is a file, or a zip with all of its files, as it is seen from outside.
type Sight struct {
	Path  string
	Files int64  // 1, but for a zip
	Bytes int64  // as they lie there; 0 when that is not known
	Stamp string // of an object: changes with its content
}

// Surveyor is a Lister that does more than list: Survey yields the same objects and leaves it at that.
type Surveyor interface {
	Survey(ctx context.Context) iter.Seq2[Object, error]
}

// Survey yields what Files would yield, as far as that can be known without reading: a tar and standard input are one file
// each, and what cannot be read is left out. An error stands for what a store does not list, and the survey goes on behind it
// until the context ends.
func (a *Archive) Survey(ctx context.Context) iter.Seq2[Sight, error] {
	return func(yield func(Sight, error) bool) {
		for _, s := range a.sources {
			if ctx.Err() != nil || !s.survey(ctx, yield) {
				return
			}
		}
	}
}

// Size is the sum of a survey.
func (a *Archive) Size(ctx context.Context) (files, bytes int64) {
	for s, err := range a.Survey(ctx) {
		if err == nil {
			files, bytes = files+s.Files, bytes+s.Bytes
		}
	}
	return files, bytes
}
