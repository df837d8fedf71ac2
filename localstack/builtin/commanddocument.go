// Documents of Systems Manager that the account made: kept as they were written, one version of each. AWS's own are the overlay's.

package builtin

import (
	"crypto/sha256"
	"encoding/hex"

	"traillab/localstack/wire"
)

var (
	noDocument    = fault{code: "InvalidDocument", sentence: "Document with name %s does not exist."}
	documentThere = fault{code: "DocumentAlreadyExists", sentence: "Document with same name %s already exists"}
	sameDocument  = fault{code: "DuplicateDocumentContent", sentence: "The content of the document %s is the same as that of its newest version."}
)

func documentCalls() operations {
	return operations{
		"CreateDocument": createDocument, "DescribeDocument": describeDocument, "GetDocument": getDocument, "ListDocuments": listDocuments,
		"UpdateDocument": updateDocument, "DeleteDocument": deleteDocument,
	}
}

// document is the one that a call names.
func (q *call) document() (result, *wire.Error) {
	d, there := q.kept("document").get(q.text("Name"))
	if !there {
		return nil, noDocument.of(q.text("Name"))
	}
	return d, nil
}

// documentTold is a document without its text.
func documentTold(d result) result {
	out := shown(d)
	delete(out, "Content")
	return out
}

func createDocument(q *call) (result, *wire.Error) {
	name := q.text("Name")
	if _, there := q.kept("document").get(name); there {
		return nil, documentThere.of(name)
	}
	d := result{
		"Name": name, "Content": q.text("Content"), "DocumentType": q.or("DocumentType", "Command"), "DocumentFormat": q.or("DocumentFormat", "JSON"),
		"Owner": q.options.Account, "CreatedDate": q.now, "Status": "Active", "DocumentVersion": "1", "LatestVersion": "1", "DefaultVersion": "1",
		"SchemaVersion": "2.2", "PlatformTypes": []any{"Linux"}, "HashType": "Sha256", "Hash": hashed(q.text("Content")),
	}
	q.kept("document").set(name, d)
	return result{"DocumentDescription": documentTold(d)}, nil
}

func hashed(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func describeDocument(q *call) (result, *wire.Error) {
	d, refused := q.document()
	if refused != nil {
		return nil, refused
	}
	return result{"Document": documentTold(d)}, nil
}

func getDocument(q *call) (result, *wire.Error) {
	d, refused := q.document()
	if refused != nil {
		return nil, refused
	}
	out := result{}
	for _, name := range []string{"Name", "CreatedDate", "DocumentVersion", "Status", "Content", "DocumentType", "DocumentFormat"} {
		out[name] = d[name]
	}
	return out, nil
}

func listDocuments(q *call) (result, *wire.Error) {
	found := []any{}
	for _, d := range q.kept("document").all() {
		out := result{}
		for _, name := range []string{"Name", "CreatedDate", "Owner", "PlatformTypes", "DocumentVersion", "DocumentType", "SchemaVersion", "DocumentFormat"} {
			out[name] = d[name]
		}
		found = append(found, out)
	}
	return result{"DocumentIdentifiers": found}, nil
}

// updateDocument makes the new text the default at once: there is one version here.
func updateDocument(q *call) (result, *wire.Error) {
	d, refused := q.document()
	if refused != nil {
		return nil, refused
	}
	if d["Content"] == q.text("Content") {
		return nil, sameDocument.of(q.text("Name"))
	}
	d["Content"], d["Hash"] = q.text("Content"), hashed(q.text("Content"))
	return result{"DocumentDescription": documentTold(d)}, nil
}

func deleteDocument(q *call) (result, *wire.Error) {
	return q.kept("document").dropped(q.text("Name"), noDocument)
}
