// Memory while the input grows: the peak of a load of a small archive, of ten times as much and of a hundred times, and of
// the same records as very many files, as one file and as one zip.

package main

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// flat adds the lines on memory: of a tenth of the larger archive of cases, of all of it, of ten times and of a hundred times as much.
func (b *bench) flat() error {
	var first, whole, last int64
	for _, records := range []int{b.network / 10, b.network, 10 * b.network, 100 * b.network} {
		if records > b.network && !b.big || records > 10*b.network && !b.vast {
			break
		}
		archive, err := b.archive(records, max(1, records/150))
		if err != nil {
			return err
		}
		f, err := b.peakOf(filepath.Join(archive, "AWSLogs"), "flat")
		if err != nil {
			return err
		}
		b.line("| peak memory of a load of %d records | **%d MB**, of which Go's heap %d MB | 500 MB |", records, f.memory>>20, heap(f.told))
		switch records {
		case b.network / 10:
			first = f.memory
		case b.network:
			whole = f.memory
		}
		last = f.memory
	}
	b.line("| from the first to the last of them | **%.2f ×**; from %d records on **%.2f ×** | flat |", float64(last)/float64(first), b.network, float64(last)/float64(whole))
	if err := b.shapes(b.network / 5); err != nil {
		return err
	}
	b.line("\nOf each peak some 55 MB are the program itself, as it lies on the disk. The rest grows until DuckDB has what it may have (128 MB on " +
		"two processors; `load --memory`) and a batch is as large as one gets (256 MB of files), which is at about a million records; from " +
		"there on with the ledger alone, by about 40 bytes a file. Records of which 2048 in a row are large take more: twice what 2048 of " +
		"them hold, for each processor; and each processor beyond the fourth takes 20 MB.")
	return nil
}

// heap is the most, in megabytes, that Go's heap held, by the collector's own trace: "gc 4 @0.1s 1%: …, 4->5->2 MB, …".
func heap(trace string) (most int) {
	for _, sizes := range regexp.MustCompile(`(\d+)->(\d+)->\d+ MB`).FindAllStringSubmatch(trace, -1) {
		if n, err := strconv.Atoi(sizes[2]); err == nil {
			most = max(most, n)
		}
	}
	return most
}

// shapes measures the same records as one file, as one zip and as files of ten.
func (b *bench) shapes(records int) error {
	archive, err := b.archive(records, records/150)
	if err != nil {
		return err
	}
	one, err := b.joined(archive, 1)
	if err != nil {
		return err
	}
	tiny, err := b.archive(records, records/10)
	if err != nil {
		return err
	}
	packed := filepath.Join(b.work, "flat.zip")
	if err := pack(archive, packed); err != nil {
		return err
	}
	var peaks []string
	for _, shape := range []struct{ what, path string }{
		{fmt.Sprintf("%d files", records/10), filepath.Join(tiny, "AWSLogs")}, {"one file", filepath.Join(one, "AWSLogs")}, {fmt.Sprintf("one zip of %d", records/150), packed},
	} {
		f, err := b.peakOf(shape.path, "shape")
		if err != nil {
			return err
		}
		peaks = append(peaks, fmt.Sprintf("%s **%d MB**", shape.what, f.memory>>20))
	}
	b.line("| peak memory of a load of %d records in other shapes | %s | 500 MB |", records, strings.Join(peaks, ", "))
	return nil
}

// peakOf loads a source into a new case and returns what that took.
func (b *bench) peakOf(source, name string) (figure, error) {
	c := b.loading("", b.database(name))
	c.args[2], c.env = source, []string{"GODEBUG=gctrace=1"}
	f, err := c.run()
	for _, path := range c.clear {
		err = firstOf(err, os.RemoveAll(path))
	}
	return f, err
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// pack makes one zip of the log files of an archive.
func pack(archive, to string) error {
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	err = filepath.WalkDir(archive, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json.gz") {
			return err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: filepath.Base(path)})
		if err != nil {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		_, err = io.Copy(w, file)
		return err
	})
	return firstOf(err, firstOf(z.Close(), out.Close()))
}
