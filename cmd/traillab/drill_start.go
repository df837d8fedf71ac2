// drill start begins a drill, or takes one up again whose lab died.

package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"traillab/localstack"
	"traillab/localstack/upstream"
	"traillab/simulate/drill"
	"traillab/simulate/scenario"
)

// drillFlags are the flags of drill start.
type drillFlags struct {
	lab           labFlags
	name, trainee string
	mode          string
	seed          uint64
	salt          []byte // drawn for each drill
	again, anew   bool
	pages         bool // go on in the terminal UI
}

func (f *drillFlags) add(c *cobra.Command) {
	f.lab.add(c.Flags())
	c.Flags().Lookup("clock").Hidden = true // the story has its own
	c.Flags().StringVar(&f.name, "lab", localstack.Default, "the `NAME` of the drill's lab")
	c.Flags().StringVar(&f.mode, "mode", string(drill.Learn), "learn, timed (deadlines, a bonus for speed) or exam (no hints, results at the end)")
	c.Flags().Uint64Var(&f.seed, "seed", 0, "draw addresses, times and names by this `NUMBER`; 0 is the run that is published")
	c.Flags().StringVar(&f.trainee, "trainee", "", "`NAME` for the results of a class")
	c.Flags().BoolVar(&f.again, "again", false, "take up the drill whose lab died: the story and your own calls are made once more")
	c.Flags().BoolVar(&f.anew, "anew", false, "forget the drill that was begun in this lab and not finished")
	c.Flags().BoolVar(&f.pages, "tui", false, "go on in the terminal: clock, objectives, hints, what happens, and every page of traillab tui")
}

// labSeed is what the lab makes its ids by: as those of the published run in learning. Everybody on the machine sees it, in the list
// of its processes; in an exam the drill's own does not follow from it, not even by trying: the salt is nowhere but in the drill's
// sealed part.
func (f *drillFlags) labSeed() uint64 {
	if drill.Mode(f.mode) != drill.Exam {
		return f.seed + 1
	}
	sum := sha256.Sum256(fmt.Appendf(slices.Clone(f.salt), "the lab of an exam by %d", f.seed))
	return binary.BigEndian.Uint64(sum[:])
}

func (a *app) drillStart() *cobra.Command {
	var flags drillFlags
	c := &cobra.Command{
		Use:   "start NAME|FILE|DIR",
		Short: "Play the story, and begin the drill; or take one up again",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if (len(args) == 1) == flags.again {
				return misuse(errors.New("say what to drill: a scenario, a file or a folder; or --again alone, for a drill whose lab died"))
			}
			if _, err := a.asObject("drill start"); err != nil {
				return err
			}
			if !slices.Contains(drill.Modes(), drill.Mode(flags.mode)) {
				return misuse(fmt.Errorf("--mode: %q is none of learn, timed and exam", flags.mode))
			}
			if flags.pages {
				if err := a.needTerminal(); err != nil {
					return err
				}
			}
			place, err := a.labAt(localstack.At, flags.name)
			if err != nil {
				return err
			}
			if err := a.beginDrill(cmd.Context(), place, args, &flags); err != nil || !flags.pages {
				return err
			}
			return a.drillPages(cmd.Context(), place)
		},
	}
	flags.add(c)
	return c
}

// beginDrill starts a drill or takes one up again, while nobody else does, and tells the briefing.
func (a *app) beginDrill(ctx context.Context, place localstack.Place, args []string, flags *drillFlags) error {
	release, err := place.Hold(ctx, "drill", byTurns)
	if err != nil {
		return err
	}
	defer release()
	if flags.again {
		return a.drillAgain(ctx, place, flags)
	}
	d, err := a.startDrill(ctx, args[0], flags)
	if err != nil {
		return err
	}
	return a.tellBriefing(ctx, d, flags.name)
}

// startDrill begins the lab, plays the story and writes the drill's file.
func (a *app) startDrill(ctx context.Context, name string, flags *drillFlags) (_ *drill.Drill, err error) {
	s, err := findScenario(name)
	if err != nil {
		return nil, err
	}
	o, place, err := flags.lab.options(a, flags.name)
	if err != nil {
		return nil, err
	}
	if st, err := drill.Load(drillFile(place)); err == nil && st.Done == nil && !flags.anew {
		lab := labFlag(flags.name)
		return nil, fmt.Errorf(`the drill %s was begun in the lab %q and is not finished: traillab drill status%s tells how it stands, and drill finish%s ends it.
drill start --again%s takes it up again if its lab died, --anew forgets it, and --lab NAME begins this one beside it`, st.Name, flags.name, lab, lab, lab)
	}
	kind, err := a.choose(ctx, s, o)
	if err != nil {
		return nil, err
	}
	flags.salt = make([]byte, 16)
	_, _ = rand.Read(flags.salt) // which never fails
	return a.inBackground(ctx, place, s.Scenario, kind, flags, func(on *stage) (*drill.Drill, error) {
		d, err := drill.Start(ctx, on, drill.Options{
			Scenario: s.Scenario, Text: s.text, Seed: flags.seed, Salt: flags.salt, Mode: drill.Mode(flags.mode), Lab: flags.name, Trainee: flags.trainee,
		})
		return d, unable(err)
	})
}

// inBackground begins a lab that lives on, with the clock and the ids of a scenario and the seed, and does something in it that
// makes a drill, which is written down. A lab in which that failed is ended again.
func (a *app) inBackground(ctx context.Context, place localstack.Place, s *scenario.Scenario, kind upstream.Kind, flags *drillFlags, do func(*stage) (*drill.Drill, error)) (_ *drill.Drill, err error) {
	drawn, err := s.Draw(flags.seed)
	if err != nil {
		return nil, err
	}
	flags.lab.upstream, flags.lab.seed = string(kind), flags.labSeed()
	if s.Clock.Mode != "real" {
		flags.lab.clock = drawn.Setup.Format("2006-01-02T15:04:05Z")
	}
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("begin the lab %q: %w", place.Name, err)
	}
	tell, done := a.watchLab()
	h, err := localstack.Launch(ctx, place, append([]string{program, "lab", "serve", place.Name}, flags.lab.args()...), a.env.environ(), tell)
	done()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_, ended := localstack.Down(context.WithoutCancel(ctx), place, a.env.environ())
			err = errors.Join(err, ended)
		}
	}()
	on, err := a.stageAt(ctx, place)
	if err != nil {
		return nil, err
	}
	d, err := do(on)
	if err != nil {
		return nil, err
	}
	d.Logs = h.Logs
	return d, d.Save(drillFile(place))
}
