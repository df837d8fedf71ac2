// State: a drill between two commands. What the answers follow from, the seed too, is sealed, so that nobody reads it by looking at
// the file; who takes a drill apart on a machine of his own can find it all the same, for this program opens it.

package drill

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"traillab/simulate"
)

// version of the file.
const version = 3

// State is what a drill's file holds. Times are the lab's.
type State struct {
	Version  int                  `json:"version"`
	Name     string               `json:"scenario"`
	Text     string               `json:"text"`
	Seed     uint64               `json:"-"` // which is sealed
	Salt     []byte               `json:"-"` // by which a lab's seed does not tell the drill's; sealed
	Mode     Mode                 `json:"mode"`
	Lab      string               `json:"lab"`
	Upstream string               `json:"upstream"`
	Logs     string               `json:"logs"` // the folder of the lab's log
	Trainee  string               `json:"trainee"`
	Began    time.Time            `json:"began"` // when the trainee took over
	Paused   bool                 `json:"paused"`
	Hints    int                  `json:"hints"` // taken
	Answers  map[string]Given     `json:"answers"`
	Reached  map[string]time.Time `json:"reached"` // when a goal was first seen reached
	Dark     map[string]bool      `json:"dark"`    // penalties of which the log could not tell when the trainee took over
	Spared   map[string]bool      `json:"spared"`  // penalties that a trainer's inject brought about
	Held     map[string]string    `json:"held"`    // penalties that held in a lab which died, with their reasons
	Sealed   []byte               `json:"sealed"`
	Done     *Ended               `json:"done"`
}

// Given is an answer.
type Given struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Ended is how a drill ended.
type Ended struct {
	At      time.Time `json:"at"`
	Points  int       `json:"points"`
	Of      int       `json:"of"`
	Passed  bool      `json:"passed"`
	Detect  *int64    `json:"detect_seconds"` // from the cut to the first right answer; null where there was none
	Repair  *int64    `json:"repair_seconds"` // from the cut to the repair; null where there was none
	Debrief string    `json:"debrief"`        // the file
}

// sealed is what nobody is to read by the way.
type sealed struct {
	Seed     uint64          `json:"seed"`
	Salt     []byte          `json:"salt"`
	Memory   simulate.Memory `json:"memory"`
	Injected []injected      `json:"injected"`
}

// Shown is the seed for people, nil in an exam that goes on: it gives the answers to whoever plays the story again by it.
func (st *State) Shown() *uint64 {
	if st.Mode == Exam && st.Done == nil {
		return nil
	}
	return &st.Seed
}

// box is the cipher of a drill.
func (st *State) box() (cipher.AEAD, error) {
	key := sha256.Sum256(fmt.Appendf(nil, "drill of %s at %s", st.Name, st.Began.UTC().Format(time.RFC3339Nano)))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// seal puts what the answers follow from into the state.
func (d *Drill) seal() error {
	box, err := d.box()
	if err != nil {
		return err
	}
	text, err := json.Marshal(sealed{d.Seed, d.Salt, d.memory, d.injected})
	if err != nil {
		return fmt.Errorf("seal the drill: %w", err)
	}
	nonce := make([]byte, box.NonceSize())
	_, _ = rand.Read(nonce) // which never fails
	d.Sealed = box.Seal(nonce, nonce, text, nil)
	return nil
}

// open takes it out again.
func (d *Drill) open() error {
	s, err := d.unsealed()
	if err == nil {
		d.Seed, d.Salt, d.memory, d.injected = s.Seed, s.Salt, s.Memory, s.Injected
	}
	return err
}

func (st *State) unsealed() (s sealed, err error) {
	box, err := st.box()
	if err != nil {
		return s, err
	}
	if len(st.Sealed) < box.NonceSize() {
		return s, errors.New("the drill's file is damaged: nothing is sealed in it")
	}
	text, err := box.Open(nil, st.Sealed[:box.NonceSize()], st.Sealed[box.NonceSize():], nil)
	if err != nil {
		return s, fmt.Errorf("the drill's file is damaged: %w", err)
	}
	return s, json.Unmarshal(text, &s)
}

// Load reads a drill's file.
func Load(path string) (*State, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("there is no drill here: traillab drill start NAME begins one")
	}
	if err != nil {
		return nil, fmt.Errorf("drill: %w", err)
	}
	var st State
	if err := json.Unmarshal(text, &st); err != nil {
		return nil, fmt.Errorf("drill %s: %w", path, err)
	}
	if st.Version != version {
		return nil, fmt.Errorf("drill %s: version %d, and this traillab reads %d", path, st.Version, version)
	}
	inside, err := st.unsealed()
	if err != nil {
		return nil, err
	}
	st.Seed, st.Salt = inside.Seed, inside.Salt
	return &st, nil
}

// Save writes a drill's file, whole or not at all.
func (st *State) Save(path string) error {
	text, err := json.MarshalIndent(st, "", "  ")
	if err != nil {
		return fmt.Errorf("drill: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".drill-")
	if err != nil {
		return fmt.Errorf("drill: %w", err)
	}
	_, err = f.Write(append(text, '\n'))
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("drill: %w", err), os.Remove(f.Name()))
	}
	return nil
}
