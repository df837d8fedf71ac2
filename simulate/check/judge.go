// Judging: what is still to come.

package check

import (
	"context"
	"errors"

	"traillab/simulate/script"
)

var errLater = errors.New("checks are not judged yet")

func (r *read) judge(context.Context, World, *script.Vars) (Finding, error) {
	return Finding{}, errLater
}

func (a *asker) reach(*term) (answer, error)      { return answer{}, errLater }
func (a *asker) route(*term) (answer, error)      { return answer{}, errLater }
func (a *asker) blackhole(*term) (answer, error)  { return answer{}, errLater }
func (a *asker) associated(*term) (answer, error) { return answer{}, errLater }
func (a *asker) attached(*term) (answer, error)   { return answer{}, errLater }
func (a *asker) denied(*term) (answer, error)     { return answer{}, errLater }
func (a *asker) called(*term) (answer, error)     { return answer{}, errLater }
func (a *asker) chain(*term) (answer, error)      { return answer{}, errLater }
func (a *asker) open(*term) (answer, error)       { return answer{}, errLater }
