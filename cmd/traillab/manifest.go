// manifest says what a case was made of, in a form that can be signed and held against the evidence by somebody else.

package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"traillab/analyze/custody"
	"traillab/analyze/store"
	"traillab/cmd/traillab/listing"
)

func (a *app) manifest() *cobra.Command {
	var out manifestFlags
	c := &cobra.Command{
		Use:   "manifest [LOAD]",
		Short: "What the case was made of: each file with its sums, for all loads or one; signed with --sign",
		Long: `Writes as JSON what the loads of the case were given: sources, flags, times and versions; of each file the path, size, SHA-256
as it lies there and inflated, ETag and version of an object, what became of it and what the digests of CloudTrail say of it;
totals; and one digest of all records that were kept (content_digest), the same for the same evidence whatever the order of
loading. The same case gives the same bytes.

--sign KEY.pem signs what -o FILE gets, into FILE.sig: Ed25519 over the bytes of FILE, which OpenSSL checks as well:

  openssl genpkey -algorithm ed25519 -out key.pem
  openssl pkey -in key.pem -pubout -out pub.pem
  traillab manifest --sign key.pem -o case.json
  openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -in case.json -sigfile case.json.sig
  traillab manifest check case.json --key pub.pem`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			load, err := loadNumber(args)
			if err != nil {
				return err
			}
			if err := out.check("-o"); err != nil {
				return err
			}
			s, err := store.Open(cmd.Context(), a.common.db, store.Options{Version: version()})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			if err := a.warn(cmd.Context(), s); err != nil {
				return err
			}
			return a.writeManifest(cmd.Context(), s, load, &out)
		},
	}
	c.Flags().VarP(&out.file, "output", "o", "write it to `FILE`; to stdout without it")
	c.Flags().Var(&out.sign, "sign", "sign it with the Ed25519 key in `KEY.pem`, into FILE.sig")
	c.AddCommand(a.manifestCheck())
	return c
}

// loadNumber is the load that was named, 0 when none was.
func loadNumber(args []string) (int32, error) {
	if len(args) == 0 {
		return 0, nil
	}
	n, err := strconv.ParseInt(args[0], 10, 32)
	if err != nil || n < 1 {
		return 0, misuse(fmt.Errorf("%q is no number of a load; traillab manifest [LOAD] takes 1 for the first, and nothing for all", args[0]))
	}
	return int32(n), nil
}

// manifestFlags say where a manifest goes and who signs it.
type manifestFlags struct {
	file, sign given
	key        ed25519.PrivateKey
}

// check reads the key, before anything is done whose end would miss it. file is the flag that names the manifest.
func (m *manifestFlags) check(file string) error {
	err := errors.Join(m.file.need(file, "the name of the file to write"), m.sign.need("--sign", "a file with a private key"))
	if err != nil || !m.sign.set {
		return err
	}
	if !m.file.set {
		return misuse(fmt.Errorf("--sign signs a file: name it with %s FILE", file))
	}
	text, err := os.ReadFile(m.sign.text)
	if err == nil {
		m.key, err = custody.ParsePrivate(text)
	}
	if err != nil {
		return fmt.Errorf("--sign %s: %w", m.sign.text, err)
	}
	return nil
}

// signature is the file that the signature goes to, empty for none.
func (m *manifestFlags) signature() string {
	if m.key == nil {
		return ""
	}
	return m.file.text + signatureSuffix
}

// writeManifest writes the manifest of one load, or of all for 0, to where the flags say.
func (a *app) writeManifest(ctx context.Context, s *store.Store, load int32, to *manifestFlags) error {
	if err := errors.Join(a.apartFromCase(ctx, s, "the manifest", to.file.text), a.apartFromCase(ctx, s, "the signature", to.signature())); err != nil {
		return err
	}
	head, files, err := s.Manifest(ctx, load)
	if err != nil {
		return err
	}
	if !to.file.set {
		return custody.Write(a.env.stdout, head, files)
	}
	var text bytes.Buffer // the signature is over all of it at once
	if err := custody.Write(&text, head, files); err != nil {
		return err
	}
	if err := a.write(to.file.text, exactly(text.Bytes())); err != nil {
		return err
	}
	if to.key == nil {
		a.remark("the manifest is in %s, unsigned: anybody can change it; sign it with --sign KEY.pem", listing.Safe(to.file.text))
		return nil
	}
	public, _ := to.key.Public().(ed25519.PublicKey)
	a.remark("the manifest is in %s, signed by the key %s; check it with: traillab manifest check %s --key PUB.pem",
		listing.Safe(to.file.text), custody.Fingerprint(public), listing.Safe(to.file.text))
	return a.write(to.signature(), exactly(custody.Sign(to.key, text.Bytes())))
}

// signatureSuffix is what the name of a manifest's signature has more than the manifest's.
const signatureSuffix = ".sig"

// exactly writes a text as it is.
func exactly(text []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}
}
