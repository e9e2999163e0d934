import Core

extension MediaFileHandle {
  /// What templates know of a file besides its bytes, as `${input.file.mime}`: `name`, `size`, `sizeText` (the size as
  /// text, as some services want it) and `mime` (by the name's extension where the source doesn't tell).
  func fact(_ name: String) -> JSONValue? {
    switch name {
    case "name": .string(self.name)
    case "size": size.map(JSONValue.int)
    case "sizeText": size.map { .string(String($0)) }
    case "mime": .string(mime ?? MIMEType.ofFile(named: self.name))
    default: nil
    }
  }
}

extension JSONPath {
  /// The value there; of a file's handle also what is known of the file.
  func valueOrFact(in root: JSONValue) -> JSONValue? {
    if let value = value(in: root) { return value }
    guard let last = steps.last else { return nil }
    return JSONPath(steps: steps.dropLast()).value(in: root).flatMap(MediaFileHandle.init(json:))?.fact(last)
  }
}
