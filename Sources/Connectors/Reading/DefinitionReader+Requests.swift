import Core

/// Reads bodies and paging.
extension DefinitionReader {
  mutating func body(_ node: YAMLNode?) -> BodyTemplate {
    guard let node else { return .none }
    let kinds = ["json", "jsonPatch", "form", "multipart", "text", "file"]
    let members = members(node, known: kinds + ["contentType", "files"])
    let given = kinds.filter { members[$0] != nil }
    guard given.count == 1, let value = members[given[0]] else {
      report(node, "must be exactly one of \(kinds.joined(separator: ", "))")
      return .none
    }
    let type = string(members["contentType"])
    if let typeNode = members["contentType"], !["text", "file", "json", "jsonPatch"].contains(given[0]) {
      report(typeNode, "the content type of \"\(given[0])\" is fixed")
    }
    if let files = members["files"], given[0] != "json" { report(files, "only a \"json\" body has files in it") }
    switch given[0] {
    case "json":
      guard let files = embedding(members["files"]) else { return .json(jsonTemplate(value), contentType: type) }
      return .jsonWithFiles(jsonTemplate(value), contentType: type, files)
    case "jsonPatch": return .jsonPatch(fields(value), contentType: type)
    case "form": return .form(fields(value))
    case "multipart": return .multipart(fields(value))
    case "text": return .text(template(value) ?? .empty, contentType: type ?? "text/plain; charset=utf-8")
    default: return .file(template(value) ?? .empty, contentType: type)
    }
  }

  /// `{as: dataURL, most: 8MB}`
  private mutating func embedding(_ node: YAMLNode?) -> FileEmbedding? {
    guard let node else { return nil }
    let members = members(node, known: ["as", "most"])
    let words = FileEmbedding.Form.allCases.map(\.rawValue)
    guard let form = choice(required("as", of: members, in: node), of: words).flatMap(FileEmbedding.Form.init),
      let most = bytes(required("most", of: members, in: node))
    else { return nil }
    return FileEmbedding(form: form, most: most)
  }

  mutating func upload(_ node: YAMLNode?) -> UploadDefinition? {
    guard let node else { return nil }
    let members = members(
      node,
      known: [
        "file", "blockSize", "start", "block", "whole", "part", "continues", "collects", "resume", "finish", "confirm",
        "addresses", "result", "cut", "digest",
      ])
    let whole = members["whole"]
    guard let file = template(required("file", of: members, in: node)),
      let block = whole ?? required("block", of: members, in: node)
    else { return nil }
    if let whole, members["block"] != nil { report(whole, "there is a \"block\", so there can't be a \"whole\"") }
    var upload = UploadDefinition(
      file: file, blockSize: bytes(members["blockSize"]) ?? 8 << 20, start: members["start"].map { request($0) },
      block: request(block), part: template(members["part"]), continues: Set(statuses(members["continues"])),
      collects: path(members["collects"]), resume: members["resume"].flatMap { resume($0) },
      finish: members["finish"].map { request($0) })
    upload.confirm = members["confirm"].map { request($0) }
    upload.addresses = path(members["addresses"])
    upload.result = path(members["result"])
    upload.isWhole = whole != nil
    upload.cut = cut(members["cut"])
    upload.digest = choice(members["digest"], of: UploadDefinition.Digest.allCases.map(\.rawValue))
      .flatMap(UploadDefinition.Digest.init)
    return upload
  }

  /// `{size: part_size}`, or `{parts: upload_urls, size: size}`.
  private mutating func cut(_ node: YAMLNode?) -> UploadDefinition.Cut? {
    guard let node else { return nil }
    let members = members(node, known: ["parts", "size"])
    guard let size = path(required("size", of: members, in: node)) else { return nil }
    return path(members["parts"]).map { .parts($0, size: size) } ?? .size(size)
  }

  private mutating func resume(_ node: YAMLNode) -> UploadDefinition.ResumeRule? {
    let members = members(node, known: Self.requestFields + ["receivedHeader", "receivedAt"])
    let place: UploadDefinition.ResumeRule.Place
    if let header = string(members["receivedHeader"]) {
      place = .header(header)
    } else if let path = path(required("receivedAt", of: members, in: node)) {
      place = .body(path)
    } else {
      return nil
    }
    return UploadDefinition.ResumeRule(request: request(members, node), received: place)
  }

  /// A request inside of an upload.
  private mutating func request(_ node: YAMLNode) -> RequestDefinition {
    request(members(node, known: Self.requestFields), node)
  }

  /// How an action in code hands out a long list.
  mutating func codedPaging(_ node: YAMLNode?) -> CodedPaging? {
    guard let node else { return nil }
    let members = members(node, known: ["items", "next", "cursor"])
    guard let items = path(required("items", of: members, in: node)),
      let next = path(required("next", of: members, in: node)),
      let cursor = string(required("cursor", of: members, in: node))
    else { return nil }
    return CodedPaging(items: items, next: next, cursor: cursor)
  }

  mutating func paging(_ node: YAMLNode?) -> PagingRule? {
    guard let node else { return nil }
    let members = members(node, known: ["style", "size", "items", "total", "name", "first", "at", "more", "then"])
    guard let items = path(required("items", of: members, in: node)), let style = style(members, node) else {
      return nil
    }
    var rule = PagingRule(
      style: style, size: int(members["size"], in: 1...10_000) ?? 100, items: items, total: path(members["total"]),
      name: string(members["name"]) ?? "items")
    rule.following = members["then"].flatMap { followingPage($0) }
    rule.more = condition(members["more"])
    return rule
  }

  private mutating func followingPage(_ node: YAMLNode) -> FollowingPage? {
    let members = members(node, known: ["path", "query", "body"])
    guard let pathNode = required("path", of: members, in: node), let path = template(pathNode) else { return nil }
    if pathNode.text?.hasPrefix("/") != true { report(pathNode, "must begin with a slash") }
    return FollowingPage(path: path, query: fields(members["query"]), body: body(members["body"]))
  }

  private mutating func style(_ members: [String: YAMLNode], _ node: YAMLNode) -> PagingRule.Style? {
    let word = choice(
      required("style", of: members, in: node), of: ["offset", "page", "cursor", "marker", "nextURL", "linkHeader"])
    switch word {
    case "offset": return .offset
    case "page": return .page(first: int(members["first"], in: 0...1) ?? 1)
    case "linkHeader": return .linkHeader
    case "cursor": return path(required("at", of: members, in: node)).map { .cursor($0) }
    case "marker": return path(required("at", of: members, in: node)).map { .marker($0) }
    case "nextURL": return path(required("at", of: members, in: node)).map { .nextURL($0) }
    default: return nil
    }
  }
}
