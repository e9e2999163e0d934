import Core

/// The query parameters that any MediaValet endpoint takes and none follows: `include`, `exclude`, `max-length`.
///
/// The service documents them, and documents that they aren't implemented: they get a warning. The same field in
/// `include` and `exclude` is an error.
struct UniversalQuery {
  let query: QueryParameters

  func warnings() throws -> [String] {
    let included = names("include")
    if let both = names("exclude").intersection(included).sorted().first {
      throw RequestError.invalidParameter("exclude", value: both, expected: "a field that isn't in include as well")
    }
    return ["include", "exclude", "max-length"].filter { query.string($0) != nil }.map {
      "The parameter \($0) has no effect."
    }
  }

  private func names(_ parameter: String) -> Set<String> {
    let text = query.string(parameter) ?? ""
    return Set(text.split(separator: ",").map { $0.lowercased().filter { $0 != " " } })
  }
}
