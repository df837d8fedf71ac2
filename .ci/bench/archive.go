// Archives to measure on, made once by the program itself and kept from run to run, and what is known of them.

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// edit tells the edition of the archives: a sum of a small one, which changes whenever the program comes to make others.
func (b *bench) edit() error {
	dir, err := os.MkdirTemp(b.work, "edition-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := b.generate(dir, 3000, 20); err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	b.edition = hex.EncodeToString(sum[:4])
	return nil
}

func (b *bench) generate(dir string, events, files int) error {
	c := exec.Command(b.traillab, "sample", "generate", "--events", strconv.Itoa(events), "--files", strconv.Itoa(files), "--seed", "1", "-q", dir)
	c.Stderr = os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("sample generate: %w", err)
	}
	return nil
}

// archive makes the archive of that many records and files once and keeps it. Those of other editions go.
func (b *bench) archive(events, files int) (string, error) {
	name := fmt.Sprintf("archive-%d-%d", events, files)
	dir := filepath.Join(b.work, name+"-"+b.edition)
	if _, err := os.Stat(filepath.Join(dir, "truth.json")); err == nil {
		return dir, nil
	}
	old, err := filepath.Glob(filepath.Join(b.work, name+"*"))
	if err != nil {
		return "", err
	}
	for _, path := range old {
		if err := os.RemoveAll(path); err != nil {
			return "", err
		}
	}
	return dir, b.generate(dir, events, files)
}

// truth is what is known of an archive.
type truth struct {
	Network   int `json:"network_events"`
	Principal struct {
		ARN string `json:"arn"`
	} `json:"principal"`
	Incidents []struct {
		Story string `json:"story"`
		Scope struct {
			ID string `json:"id"`
		} `json:"scope"`
	} `json:"incidents"`
}

// truth returns what is known of the archive of that many records.
func (b *bench) truth(events int) (truth, error) {
	archive, err := b.archive(events, events/150)
	if err != nil {
		return truth{}, err
	}
	text, err := os.ReadFile(filepath.Join(archive, "truth.json"))
	if err != nil {
		return truth{}, err
	}
	var t truth
	return t, json.Unmarshal(text, &t)
}
