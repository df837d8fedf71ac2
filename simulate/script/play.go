// Playing: steps made as calls in a lab, one after the other.

package script

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Key is an access key. Token is "" for the key of a user.
type Key struct{ ID, Secret, Token string }

// Root returns the key of the root user of a lab's account.
func Root() Key { return Key{ID: "test", Secret: "test"} }

// Caller is who makes a call, from where and with what.
type Caller struct {
	Key    Key
	Source string // address that is played, "" for the machine's own
	Agent  string // user agent
}

// Call is an API call. In is by the model's names.
type Call struct {
	As                         Caller
	Region, Service, Operation string
	In                         map[string]any
}

// Refusal is an error that the service answered.
type Refusal struct{ Code, Message string }

func (r *Refusal) Error() string { return r.Code + ": " + r.Message }

// Lab is where calls are made.
type Lab interface {
	// Call makes a call, and returns its answer by the model's names. An error of the service is a *Refusal.
	Call(ctx context.Context, c Call) (map[string]any, error)
	// Now is the lab's time.
	Now(ctx context.Context) (time.Time, error)
	// Pass lets the lab's time pass: the clock is moved on where it can be, and waited for where it cannot.
	Pass(ctx context.Context, d time.Duration) error
}

// Outcome is what came of a step.
type Outcome struct {
	Step    *Step
	At      time.Time // by the lab's clock, before the call
	Refused *Refusal  // nil when it went through
	Skipped bool      // its condition did not hold
}

// Player plays steps.
type Player struct {
	Lab    Lab
	Vars   *Vars
	Region string
	Actor  func(name string) (Caller, error) // "" is the player's own
	Told   func(Outcome)                     // may be nil
	Whole  bool                              // what a step saves must be in the answer: a path that leads nowhere is a slip
}

// StepError says at which step a script broke.
type StepError struct {
	Step *Step
	Err  error
}

func (e *StepError) Error() string {
	name := e.Step.ID
	if name == "" {
		name = e.Step.Do
	}
	if name == "" {
		name = e.Step.Title
	}
	return fmt.Sprintf("step %s: %v", name, e.Err)
}

func (e *StepError) Unwrap() error { return e.Err }

// Play makes the steps in order and stops at the first that does not end as it should, with a *StepError.
func (p *Player) Play(ctx context.Context, steps []Step) error {
	for i := range steps {
		if err := p.Step(ctx, &steps[i]); err != nil {
			return err
		}
	}
	return nil
}

// Step makes one step.
func (p *Player) Step(ctx context.Context, s *Step) error {
	if s.When != "" {
		c, err := ParseCondition(s.When)
		if err != nil {
			return &StepError{s, err}
		}
		if !c.Holds(p.Vars) {
			return p.tell(ctx, Outcome{Step: s, Skipped: true})
		}
	}
	variable, list, loops := s.Loop()
	if !loops {
		return p.once(ctx, s)
	}
	values, err := p.Vars.Fill(list)
	if err != nil {
		return &StepError{s, err}
	}
	many, _ := values.([]any)
	for _, value := range many {
		p.Vars.Set(variable, value)
		if err := p.once(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (p *Player) once(ctx context.Context, s *Step) error {
	for _, name := range slices.Sorted(maps.Keys(s.Set)) {
		value, err := p.Vars.Fill(s.Set[name])
		if err != nil {
			return &StepError{s, err}
		}
		p.Vars.Set(name, value)
	}
	if s.Do != "" {
		if err := p.call(ctx, s); err != nil {
			var placed *StepError
			if errors.As(err, &placed) {
				return err
			}
			return &StepError{s, err}
		}
	}
	return p.Play(ctx, s.Steps)
}

// call makes the step's call, again and again where it waits for something.
func (p *Player) call(ctx context.Context, s *Step) error {
	c, err := p.Make(s)
	if err != nil {
		return err
	}
	at, err := p.Lab.Now(ctx)
	if err != nil {
		return err
	}
	answer, err := p.Lab.Call(ctx, c)
	if err == nil && s.Until != nil {
		answer, err = p.await(ctx, s, c, answer)
	}
	var refused *Refusal
	if err != nil && !errors.As(err, &refused) {
		return err
	}
	if p.Told != nil {
		p.Told(Outcome{Step: s, At: at, Refused: refused})
	}
	if err := s.Expect.judge(refused); err != nil || refused != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(s.Save)) {
		found, err := Find(s.Save[name], answer)
		if err != nil {
			return fmt.Errorf("save %s: %w", name, err)
		}
		if found == nil && p.Whole {
			return fmt.Errorf("save %s: the answer has nothing at %q", name, s.Save[name])
		}
		p.Vars.Set(name, counted(found))
	}
	return nil
}

// counted gives whole numbers of an answer the type that calls have for them.
func counted(v any) any {
	switch v := v.(type) {
	case float64:
		if n := int64(v); float64(n) == v {
			return n
		}
	case []any:
		for i := range v {
			v[i] = counted(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = counted(v[name])
		}
	}
	return v
}

// Make is the call of a step, with its variables filled in.
func (p *Player) Make(s *Step) (Call, error) {
	service, operation, ok := s.Call()
	if !ok {
		return Call{}, fmt.Errorf("%q is no call: write service.Operation, as ec2.CreateVpc", s.Do)
	}
	in, err := p.Vars.Fill(s.In)
	if err != nil {
		return Call{}, err
	}
	as, err := p.Actor(s.As)
	if err != nil {
		return Call{}, err
	}
	region, err := p.Vars.Fill(s.Region)
	if err != nil {
		return Call{}, err
	}
	c := Call{As: as, Region: Text(region), Service: service, Operation: operation}
	if c.Region == "" {
		c.Region = p.Region
	}
	c.In, _ = in.(map[string]any)
	return c, nil
}

// between is how long a player lets pass between two looks.
const between = 5 * time.Second

// await makes a read again until it answers what is wanted.
func (p *Player) await(ctx context.Context, s *Step, c Call, answer map[string]any) (map[string]any, error) {
	limit, err := s.Until.For()
	if err != nil {
		return nil, err
	}
	wanted, err := p.Vars.Fill(s.Until.Equals)
	if err != nil {
		return nil, err
	}
	for waited := time.Duration(0); ; waited += between {
		found, err := Find(s.Until.Path, answer)
		switch {
		case err != nil:
			return nil, err
		case Same(found, wanted):
			return answer, nil
		case waited >= limit:
			return nil, fmt.Errorf("after %s %s is %q, and not %q", limit, s.Until.Path, Text(found), Text(wanted))
		}
		if err := p.Lab.Pass(ctx, between); err != nil {
			return nil, err
		}
		if answer, err = p.Lab.Call(ctx, c); err != nil {
			return nil, err
		}
	}
}

// judge holds what came against what was expected.
func (e *Expect) judge(refused *Refusal) error {
	switch {
	case refused == nil && (e == nil || e.Error == ""):
		return nil
	case refused == nil:
		return fmt.Errorf("went through, and %s was expected", e.Error)
	case e != nil && (refused.Code == e.Error || slices.Contains(e.Or, refused.Code)):
		return nil
	default:
		return refused
	}
}

func (p *Player) tell(ctx context.Context, o Outcome) error {
	if p.Told == nil {
		return nil
	}
	at, err := p.Lab.Now(ctx)
	if err != nil {
		return err
	}
	o.At = at
	p.Told(o)
	return nil
}
