// Claims: the checks of a scenario, and that what they ask about is there.

package scenario

import (
	"traillab/simulate/check"
)

func (r *reader) check(path string, value any) {
	c, err := check.Parse(value)
	if err != nil {
		r.wrong(path, "%v", err)
		return
	}
	for _, name := range c.Variables() {
		r.variable(path, name)
	}
	if call, in, answer, ok := c.Asks(); ok {
		r.asked(path, call, in, answer)
	}
}
