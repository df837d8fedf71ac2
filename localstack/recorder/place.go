// Places: the account and the region that the records of a log file are of. Both become parts of paths, so both have the form
// that AWS gives them or they are refused, whatever a client wrote into its signature.

package recorder

import (
	"fmt"
	"regexp"
)

// place is where the records of one log file belong.
type place struct{ account, region string }

var (
	accounts = regexp.MustCompile(`^[0-9]{12}$`)
	regions  = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}$`) // us-east-1, us-gov-west-1, eu-isoe-west-1
	services = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)           // in the scope of signatures; eventSource is made of it
)

// check returns an error for a place that no log file can be of.
func (p place) check() error {
	if !accounts.MatchString(p.account) {
		return fmt.Errorf("%.40q is no account: twelve digits are", p.account)
	}
	if !regions.MatchString(p.region) {
		return fmt.Errorf("%.40q is no region, as us-east-1 is", p.region)
	}
	return nil
}
