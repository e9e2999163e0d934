import HTTPTypes

/// Reads the `Link` header (RFC 8288).
enum LinkHeader {
  /// The address of the link with `rel="next"`.
  static func next(in headers: HTTPFields) -> String? {
    guard let name = HTTPField.Name("Link") else { return nil }
    for field in headers[values: name] {
      for link in field.split(separator: ",") {
        guard let start = link.firstIndex(of: "<"), let end = link.firstIndex(of: ">"), start < end else { continue }
        let parameters = link[end...].lowercased().filter { $0 != "\"" && $0 != " " }.split(separator: ";")
        let relations = parameters.first { $0.hasPrefix("rel=") }?.dropFirst(4).split(separator: "+") ?? []
        if relations.contains("next") { return String(link[link.index(after: start)..<end]) }
      }
    }
    return nil
  }
}
