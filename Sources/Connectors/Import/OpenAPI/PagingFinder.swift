import Core

/// Recognises how an operation hands out a long list, where its document leaves no doubt.
struct PagingFinder {
  /// The converted schema of the whole answer.
  let answer: JSONValue
  let hasLinkHeader: Bool

  private static let sizes: Set<String> = [
    "limit", "pagesize", "perpage", "count", "size", "maxresults", "top", "first", "maxitems", "resultsperpage",
    "pagelimit",
  ]
  private static let offsets: Set<String> = ["offset", "skip", "start", "startat", "pageoffset"]
  private static let pages: Set<String> = ["page", "pagenumber", "pageno", "pagenum", "currentpage"]
  private static let cursors: Set<String> = [
    "cursor", "pagetoken", "nexttoken", "continuationtoken", "nextpagetoken", "after", "pagecursor", "nextcursor",
    "starttoken",
  ]
  private static let cursorFields: Set<String> = [
    "nextcursor", "nextpagetoken", "nexttoken", "continuationtoken", "nextpagecursor", "endcursor", "cursor", "after",
  ]
  private static let urlFields: Set<String> = [
    "next", "nextlink", "odatanextlink", "nextpageurl", "nextpage", "nexturl",
  ]
  private static let totals: Set<String> = [
    "total", "totalcount", "totalresults", "totalrecords", "totalitems", "totalsize", "totalrecordsfound", "assetcount",
  ]
  private static let lists: Set<String> = [
    "items", "data", "results", "values", "entries", "records", "elements", "value", "assets", "files", "list",
    "payload",
  ]
  /// Lists beside the one that is meant.
  private static let asides: Set<String> = ["errors", "warnings", "messages", "links", "included"]

  /// Makes the action paged: takes the paging parameters out of its inputs.
  /// - Returns: the schema of one item; `nil` when the action stays as it is.
  func find(in action: inout ImportedAction) -> JSONValue? {
    guard action.method == "GET" || action.method == "POST", let items else { return nil }
    let size = parameter(Self.sizes, of: action)
    guard let (style, used) = style(action) else { return nil }
    var paging = style
    paging["size"] = .int(size.map { self.size(of: action.inputs[$0.input]) } ?? 100)
    paging["items"] = .string(items.path.isEmpty ? "." : path(items.path))
    if let total = first(named: Self.totals, types: ["integer", "number"]) { paging["total"] = .string(path(total)) }
    if style["style"] == "offset" || style["style"] == "page", size == nil, paging["total"] == nil { return nil }
    paging["name"] = .string(items.path.last.map { Words.lowerCamel($0) } ?? "items")
    if let size { replace(size, with: "${page.size}", in: &action) }
    if let used { replace(used.parameter, with: used.template, in: &action) }
    action.paging = paging
    return items.schema
  }

  private struct Parameter {
    let input: String
    let field: String
    let isBody: Bool
  }

  private func style(_ action: ImportedAction) -> (JSONObject, (parameter: Parameter, template: String)?)? {
    if let cursor = parameter(Self.cursors, of: action), let at = first(named: Self.cursorFields, types: ["string"]) {
      return (["style": "cursor", "at": .string(path(at))], (cursor, "${page.cursor}"))
    }
    if action.method == "GET", let at = first(named: Self.urlFields, types: ["string"]) {
      return (["style": "nextURL", "at": .string(path(at))], nil)
    }
    if action.method == "GET", hasLinkHeader { return (["style": "linkHeader"], nil) }
    if let offset = parameter(Self.offsets, of: action) {
      return (["style": "offset"], (offset, "${page.offset}"))
    }
    if let page = parameter(Self.pages, of: action) {
      let schema = action.inputs[page.input]
      let first: JSONValue = schema?["minimum"]?.intValue == 0 || schema?["default"]?.intValue == 0 ? 0 : 1
      return (["style": "page", "first": first], (page, "${page.number}"))
    }
    return nil
  }

  private func parameter(_ names: Set<String>, of action: ImportedAction) -> Parameter? {
    func matches(_ field: String) -> Bool { names.contains(Self.plain(field)) }
    for (field, template) in action.query where matches(field) {
      guard let input = Self.input(template) else { continue }
      return Parameter(input: input, field: field, isBody: false)
    }
    for (field, template) in action.body?["json"]?.objectValue ?? [:] where matches(field) {
      guard let input = Self.input(template) else { continue }
      return Parameter(input: input, field: field, isBody: true)
    }
    return nil
  }

  private func replace(_ parameter: Parameter, with template: String, in action: inout ImportedAction) {
    action.inputs[parameter.input] = nil
    action.required.removeAll { $0 == parameter.input }
    guard parameter.isBody else {
      action.query[parameter.field] = .string(template)
      return
    }
    var body = action.body?.objectValue ?? [:]
    var json = body["json"]?.objectValue ?? [:]
    json[parameter.field] = .string(template)
    body["json"] = .object(json)
    action.body = .object(body)
  }

  /// As many as the service gives at once, but no more than are handled well.
  private func size(of schema: JSONValue?) -> Int64 {
    let most = schema?["maximum"]?.intValue ?? max(100, schema?["default"]?.intValue ?? 0)
    return min(max(most, 1), 200)
  }

  /// The one list in the answer, at most two levels deep.
  private var items: (path: [String], schema: JSONValue)? {
    if answer["type"] == "array" { return ([], answer["items"] ?? [:]) }
    let found = fields().filter { field in
      Self.isType(field.schema, "array") && !Self.asides.contains(Self.plain(field.path.last ?? ""))
    }
    let level = found.map(\.path.count).min() ?? 0
    let nearest = found.filter { $0.path.count == level }
    let chosen =
      nearest.count == 1 ? nearest.first : nearest.first { Self.lists.contains(Self.plain($0.path.last ?? "")) }
    return chosen.map { ($0.path, $0.schema["items"] ?? [:]) }
  }

  private func first(named names: Set<String>, types: [String]) -> [String]? {
    fields().first { field in
      names.contains(Self.plain(field.path.last ?? "")) && types.contains { Self.isType(field.schema, $0) }
    }?.path
  }

  /// Everything in the answer, at most two levels deep, the outer first.
  private func fields() -> [(path: [String], schema: JSONValue)] {
    let outer = (answer["properties"]?.objectValue ?? [:]).map { (path: [$0], schema: $1) }
    let inner = outer.flatMap { field in
      (field.schema["properties"]?.objectValue ?? [:]).map { (path: field.path + [$0], schema: $1) }
    }
    return outer + inner
  }

  private func path(_ steps: [String]) -> String { JSONPath(steps: steps).description }

  private static func isType(_ schema: JSONValue, _ type: String) -> Bool {
    schema["type"] == .string(type) || schema["type"]?.arrayValue?.contains(.string(type)) == true
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  private static func input(_ template: JSONValue) -> String? {
    guard let text = template.stringValue, text.hasPrefix("${input."), text.hasSuffix("}") else { return nil }
    return String(text.dropFirst(8).dropLast())
  }

  /// The schema of what stands at a path.
  static func schema(at steps: [String], in schema: JSONValue) -> JSONValue? {
    steps.reduce(Optional(schema)) { found, step in found?["properties"]?.objectValue?.member(ignoringCaseOf: step) }
  }
}
