// lab status tells how a lab is; lab env tells a shell where it is.

package main

import (
	"fmt"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"traillab/cmd/traillab/listing"
	"traillab/localstack"
	"traillab/simulate/drill"
)

func (a *app) labStatus() *cobra.Command {
	return &cobra.Command{
		Use:   "status [NAME]",
		Short: "How a lab is; ends with 0 when it is ready, else with 1",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asJSON, err := a.asObject("lab status")
			if err != nil {
				return err
			}
			place, err := a.labAt(localstack.Find, labName(args))
			if err != nil {
				return err
			}
			h, err := localstack.Ask(cmd.Context(), place)
			if err != nil {
				return err
			}
			if asJSON {
				err = a.object(h)
			} else {
				a.writeHealth(h)
			}
			if err == nil && !h.Well() {
				err = fmt.Errorf("the lab %q is not ready: %s", place.Name, unwell(place, &h))
			}
			return err
		},
	}
}

// unwell is what is wrong with a lab, and what to do.
func unwell(place localstack.Place, h *localstack.Health) string {
	switch {
	case h.Trouble != "":
		return h.Trouble
	case h.State == localstack.Starting:
		return "it is starting"
	case h.State == localstack.Ready:
		return fmt.Sprintf("%d calls are not in its log; end it with traillab lab down%s and begin again", h.Unrecorded, argument(h.Name))
	}
	return fmt.Sprintf("it is %s; %s", h.State, begins(place))
}

func (a *app) writeHealth(h localstack.Health) {
	line := func(what, format string, args ...any) {
		fmt.Fprintf(a.env.stdout, "%-10s%s\n", what, listing.Safe(fmt.Sprintf(format, args...)))
	}
	line("lab", "%s, %s; it began at %s", h.Name, h.State, listing.Time(h.Since, a.common.location))
	if h.Doing != "" {
		line("doing", "%s", h.Doing)
	}
	if h.Endpoint != "" {
		line("endpoint", "%s", h.Endpoint)
		line("upstream", "%s: %s", h.Upstream, h.Why)
	}
	if h.Trouble != "" {
		line("trouble", "%s", h.Trouble)
	}
	if h.Error != "" {
		line("error", "%s", h.Error)
	}
	if h.State == localstack.Ready {
		line("calls", "%d passed, %d refused at the door, %d not answered by the upstream, %d not recorded", h.Calls, h.Refused, h.Broken, h.Unrecorded)
		line("keys", "%d given out", h.Keys)
		line("clock", "%s", a.labTime(h.Clock))
	}
	for _, policy := range h.Unread {
		line("policy", "%s", policy)
	}
	if h.Logs != "" {
		line("log", "%s", h.Logs)
		line("drill", "%s", h.Drill)
	}
}

// labTime tells what time it is in a lab, and why that is not everybody's.
func (a *app) labTime(r localstack.Reading) string {
	told := listing.Time(r.Now, a.common.location)
	switch ahead := time.Until(r.Now).Round(time.Second); {
	case r.Set:
		return told + ", until it is set"
	case ahead > time.Second:
		return fmt.Sprintf("%s, %s ahead of this machine's, for each change has a second of its own", told, ahead)
	}
	return told
}

// regions are words that can be one.
var regions = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]+$`)

func (a *app) labEnv() *cobra.Command {
	var region string
	c := &cobra.Command{
		Use:   "env [NAME]",
		Short: "What a shell must set so that AWS's tools find the lab: eval \"$(traillab lab env)\"",
		Long: `Prints sh commands that point the AWS CLI, boto3, Terraform and the SDKs to the lab and take away what would lead them
elsewhere: profiles, sessions, endpoints of single services. The key is the lab's root user's, test.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asJSON, err := a.asObject("lab env")
			if err != nil {
				return err
			}
			place, err := a.labAt(localstack.Find, labName(args))
			if err != nil {
				return err
			}
			if region == "" {
				region = playsIn(place)
			}
			if !regions.MatchString(region) {
				return misuse(fmt.Errorf("--region: %q is no region, such as eu-west-1", region))
			}
			h, err := localstack.Ask(cmd.Context(), place)
			if err != nil {
				return err
			}
			if h.State != localstack.Ready {
				return fmt.Errorf("the lab %q is not ready: %s", place.Name, unwell(place, &h))
			}
			exports := localstack.Export(h.Endpoint, region, a.env.environ())
			if asJSON {
				set := map[string]string{}
				for _, v := range exports.Set {
					set[v.Name] = v.Value
				}
				return a.object(map[string]any{"set": set, "unset": exports.Unset})
			}
			fmt.Fprint(a.env.stdout, exports.Shell())
			return nil
		},
	}
	c.Flags().StringVar(&region, "region", "", "`REGION` of calls that name none (default us-east-1, in a drill that of its story)")
	return c
}

// playsIn is the region of calls that name none: that of the drill which is under way in a lab.
func playsIn(place localstack.Place) string {
	if st, err := drill.Load(drillFile(place)); err == nil && st.Done == nil {
		return drill.Region
	}
	return usualRegion
}
