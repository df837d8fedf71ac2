// Memory while the input grows: the peak of a load of a small archive, of ten times as much and of a hundred times, and of the
// same records as very many files, as one file and as one zip. Processes are measured once: a peak hardly varies.

package main

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// flat adds the lines on memory.
func (b *bench) flat() error {
	small := b.events / 30
	var peaks []string
	for _, times := range []int{1, 10, 100} {
		if times == 100 && !b.big {
			break
		}
		archive, err := b.archive(times*small, max(1, times*small/150))
		if err != nil {
			return err
		}
		peak, err := b.peakOf(filepath.Join(archive, "AWSLogs"), fmt.Sprintf("flat-%d", times))
		if err != nil {
			return err
		}
		peaks = append(peaks, fmt.Sprintf("%d × **%d MB**", times, peak>>20))
	}
	b.line("| peak memory of a load, %d records and multiples | %s | 600 MB, flat |", small, strings.Join(peaks, ", "))
	if err := b.shapes(10 * small); err != nil {
		return err
	}
	b.line("\nOf each peak 70 MB are the program itself, as it lies on the disk. The rest grows until DuckDB has what it may have (200 MB; " +
		"`load --memory`) and a batch is as large as one gets (256 MB of files), and then with the ledger, by about 40 bytes a file. Records of " +
		"which 2048 in a row are large take more: twice what 2048 of them hold, for each processor.")
	return nil
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
		peak, err := b.peakOf(shape.path, "shape")
		if err != nil {
			return err
		}
		peaks = append(peaks, fmt.Sprintf("%s **%d MB**", shape.what, peak>>20))
	}
	b.line("| the same of %d records in other shapes | %s | 600 MB |", records, strings.Join(peaks, ", "))
	return nil
}

// peakOf loads a source into a new case and returns the peak of the process's memory, in bytes.
func (b *bench) peakOf(source, name string) (int64, error) {
	c := b.loading("", b.database(name))
	c.args[2] = source
	f, err := c.run()
	for _, path := range c.clear {
		err = firstOf(err, os.RemoveAll(path))
	}
	return f.memory, err
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
