// Package samples holds the incidents in the box: one folder is one incident, with its story for people, the log that it
// left, and the answers that are right. The folders are embedded, so that a binary alone can show them.
package samples

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
)

//go:embed all:gateway-detach all:s01-planned-maintenance all:s02-unauthorized-detach all:s03-sabotage all:s04-stealth-isolation all:s05-containment all:s06-containment-wrong
//go:embed all:s07-unapproved-software all:s08-blind-account all:s09-clear-text all:s10-nothing-saved all:stealth-routes
var incidents embed.FS

// Sample is one incident by its name, which is its folder's, and its title for people.
type Sample struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// List returns the incidents in order of their names.
func List() ([]Sample, error) {
	folders, err := incidents.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var all []Sample
	for _, folder := range folders {
		text, err := incidents.ReadFile(path.Join(folder.Name(), "sample.json"))
		if err != nil {
			return nil, err
		}
		var s Sample
		if err := json.Unmarshal(text, &s); err != nil {
			return nil, fmt.Errorf("sample %s: %w", folder.Name(), err)
		}
		all = append(all, s)
	}
	return all, nil
}

// Open returns the folder of an incident.
func Open(name string) (fs.FS, error) {
	all, err := List()
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.Name == name {
			return fs.Sub(incidents, name)
		}
	}
	return nil, fmt.Errorf("no incident is called %q", name)
}
