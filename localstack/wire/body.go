// The bodies of REST: a document of the members that are nowhere else, or one member whole.

package wire

import "fmt"

// root is the name of the document that a structure is the whole of.
func (s *Shape) root(otherwise string) string {
	switch {
	case s == nil:
		return otherwise
	case s.Wrapper != "":
		return s.Wrapper
	case otherwise != "":
		return otherwise
	}
	return s.Name
}

// writeBody writes a body and says what it is; "" where a header of the model says so, and where there is none.
func (s *Service) writeBody(shape *Shape, root string, in map[string]any) ([]byte, string, error) {
	whole := shape.payload()
	switch {
	case whole == nil && !shape.bodied():
		return nil, "", nil
	case whole == nil:
		return s.writeDocument(shape, root, in)
	case in[whole.Name] == nil || !whole.body():
		return nil, "", nil
	case whole.Shape.Kind == Structure:
		root = whole.Shape.Name
		if whole.Wire != "" {
			root = whole.Wire
		}
		body, kind, err := s.writeDocument(whole.Shape, root, in[whole.Name])
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", whole.Name, err)
		}
		return body, kind, nil
	}
	kind := "application/octet-stream"
	if shape.located("header", "Content-Type") != nil {
		kind = ""
	}
	switch v := in[whole.Name].(type) {
	case []byte:
		return v, kind, nil
	case string:
		return []byte(v), kind, nil
	default:
		return nil, "", fmt.Errorf("%s: %T instead of a blob", whole.Name, v)
	}
}

// writeDocument writes a structure as the service's documents are.
func (s *Service) writeDocument(shape *Shape, root string, v any) ([]byte, string, error) {
	if s.Protocol == RESTJSON {
		o := &object{}
		err := o.structure(shape, v)
		return o.Bytes(), "application/json", err
	}
	d := &document{form: s.moments()}
	attributes, err := d.attributes(shape, v)
	if err != nil {
		return nil, "", err
	}
	d.WriteString(declaration)
	d.start(root, append(namespaced(s.Namespace), attributes...)...)
	if err := d.members(shape, v); err != nil {
		return nil, "", err
	}
	d.end(root)
	return d.Bytes(), "application/xml", nil
}

// readBody reads what writeBody wrote into out.
func (s *Service) readBody(shape *Shape, body []byte, out map[string]any) error {
	whole := shape.payload()
	switch {
	case len(body) == 0, whole == nil && !shape.bodied(), whole != nil && !whole.body():
		return nil
	case whole == nil:
		return s.readDocument(shape, body, out)
	case whole.Shape.Kind == Blob:
		out[whole.Name] = body
		return nil
	case whole.Shape.Kind == String:
		out[whole.Name] = string(body)
		return nil
	}
	v := map[string]any{}
	if err := s.readDocument(whole.Shape, body, v); err != nil {
		return fmt.Errorf("%s: %w", whole.Name, err)
	}
	out[whole.Name] = v
	return nil
}

func (s *Service) readDocument(shape *Shape, body []byte, out map[string]any) error {
	if s.Protocol == RESTJSON {
		v, err := s.Protocol.readObject(body, shape)
		for name, value := range v {
			out[name] = value
		}
		return err
	}
	r := newReader(body, s.moments())
	start, err := r.root()
	if err != nil {
		return err
	}
	return r.structure(start, shape, out)
}
