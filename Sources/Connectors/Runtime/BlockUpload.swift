import Core
import Egress
import Foundation
import HTTPTypes

/// Hands a file to a service block by block, and goes on where an earlier try stopped.
///
/// Never more than one block is in memory. After a kill at most the block that was under way is sent again.
struct BlockUpload: Sendable {
  let rule: UploadDefinition
  let output: OutputRule
  let caller: ServiceCaller
  let files: FileSources
  let context: ActionContext

  func run(in scope: TemplateScope) async throws -> JSONValue {
    let file = try await open(in: scope)
    let total = try await file.knownSize()
    let version = "\(file.version)/\(total)/\(rule.blockSize)"
    var scope = scope
    scope.block = [
      "total": .int(total), "size": JSONValue(rule.blockSize), "count": .int(Self.count(total, rule.blockSize)),
    ]
    var progress: UploadProgress
    if let kept = try await context.checkpoint.load().flatMap({ UploadProgress($0, version: version) }) {
      progress = kept
      if let answer = try await resumed(&progress, total, in: scope) { return try selected(answer) }
    } else {
      progress = UploadProgress(answer: try await started(in: scope), version: version)
      try await context.checkpoint.save(progress.json)
    }
    let addresses = try addresses(in: progress.answer)
    let size = try blockSize(total, addresses)
    scope.block["count"] = .int(Self.count(total, size))
    var answer = JSONValue.null
    repeat {
      try Task.checkCancellation()
      if progress.done >= total, total > 0 { break }
      if rule.isWhole {
        answer = try await sentWhole(file, progress, in: scope)
        progress.done = total
        break
      }
      let (end, part) = try cut(progress, total, size)
      let bytes = progress.done < end ? try await file.bytes(progress.done..<end) : []
      let block = UploadBlock(index: progress.blocks, first: progress.done, bytes: bytes, total: total, part: part)
      scope.block["address"] = addresses.flatMap { $0.indices.contains(block.index) ? $0[block.index] : nil }
      answer = try await sent(block, progress, in: scope)
      progress.done = block.end
      progress.blocks += 1
      if let path = rule.collects { progress.parts.append(path.value(in: answer) ?? .null) }
      try await context.checkpoint.save(progress.json)
      await context.progress(progress.done, total)
    } while progress.done < total
    if let digest = rule.digest {
      var object = progress.answer.objectValue ?? [:]
      object["digest"] = .string(try await digest.value(of: file))
      progress.answer = .object(object)
    }
    if let finish = rule.finish { answer = try await request(finish, progress, in: scope, isRepeatable: true).answer }
    guard let result = rule.result else { return try selected(answer) }
    return try selected(result.value(in: progress.answer) ?? .null)
  }

  /// How many blocks a file of that size is; an empty one is one.
  private static func count(_ total: Int64, _ size: Int) -> Int64 {
    max(1, (total + Int64(size) - 1) / Int64(size))
  }

  /// One address for each block, where the service gave such.
  private func addresses(in answer: JSONValue) throws -> [JSONValue]? {
    guard let place = rule.addresses else { return nil }
    guard let found = place.value(in: answer)?.arrayValue, !found.isEmpty else {
      throw ActionError.unexpected(answer, missing: place, service: caller.connector.title)
    }
    return found
  }

  /// As the file says, or so that there are as many blocks as addresses.
  private func blockSize(_ total: Int64, _ addresses: [JSONValue]?) throws -> Int {
    guard let count = addresses.map({ Int64($0.count) }) else { return rule.blockSize }
    let size = max(1, (total + count - 1) / count)
    guard size <= 64 << 20 else {
      throw ActionError(
        code: "file_too_large", category: .invalid,
        message: "\(caller.connector.title) wants this file in blocks of more than 64 MB.",
        advice: "Upload it there by hand.")
    }
    return Int(size)
  }

  /// Where the next block ends, and what the service said of it.
  private func cut(_ progress: UploadProgress, _ total: Int64, _ usual: Int) throws -> (end: Int64, part: JSONValue?) {
    var size: Int64? = Int64(usual)
    var part: JSONValue?
    switch rule.cut {
    case nil: break
    case .size(let path): size = path.value(in: progress.answer)?.intValue
    case .parts(let path, let inner):
      let parts = path.value(in: progress.answer)?.arrayValue ?? []
      part = parts.indices.contains(progress.blocks) ? parts[progress.blocks] : nil
      size = part.flatMap { inner.value(in: $0)?.intValue }
    }
    guard let size, size > 0 || total == 0, size <= Self.largestBlock else {
      throw ActionError(
        code: "unexpected_answer", category: .upstream,
        message: "\(caller.connector.title) doesn't say how the file is to be cut, or into parts that are too large.",
        advice: "The service may have changed; look for a newer version of the connector.")
    }
    return (min(progress.done + size, total), part)
  }

  /// One block is held in memory.
  private static let largestBlock: Int64 = 256 << 20

  /// Sends all of the file in one request. A stream is read once, so the run's next try sends it again.
  private func sentWhole(
    _ file: OpenFile, _ progress: UploadProgress, in scope: TemplateScope
  ) async throws -> JSONValue {
    var scope = scope
    scope.upload = progress.templateValue
    var built = try await builder.build(rule.block, in: scope)
    built.body = .stream(try await file.stream())
    if built.headers[.contentType] == nil { built.headers[.contentType] = file.mime ?? "application/octet-stream" }
    var manner = manner(rule.block)
    manner.attempts = 1
    return try await caller.send(built, manner).answer
  }

  private func open(in scope: TemplateScope) async throws -> OpenFile {
    guard let handle = try rule.file.value(in: scope).flatMap(MediaFileHandle.init(json:)) else {
      throw ActionError(code: "invalid_input", category: .invalid, message: "There is no file to upload.")
    }
    return try await files.open(handle)
  }

  /// The answer to the first request, with its headers.
  private func started(in scope: TemplateScope) async throws -> JSONValue {
    guard let start = rule.start else { return [:] }
    let exchange = try await request(start, nil, in: scope, isRepeatable: nil)
    var answer = exchange.answer.objectValue ?? ["answer": exchange.answer]
    let headers = exchange.headers.map { ($0.name.canonicalName, JSONValue.string($0.value)) }
    answer["headers"] = .object(JSONObject(headers))
    return .object(answer)
  }

  /// Asks what has arrived.
  /// - Returns: the result, when all of it had.
  private func resumed(
    _ progress: inout UploadProgress, _ total: Int64, in scope: TemplateScope
  ) async throws -> JSONValue? {
    guard let resume = rule.resume else { return nil }
    let exchange = try await request(resume.request, progress, in: scope, isRepeatable: true)
    let isOver = (200..<300).contains(exchange.status) && !rule.continues.isEmpty && rule.finish == nil
    if isOver { return exchange.answer }
    let arrived = received(exchange, at: resume.received) ?? 0
    // Only what ends where a block ends counts: blocks are numbered.
    if arrived > progress.done, arrived == min(progress.done + Int64(rule.blockSize), total), rule.collects == nil {
      progress.blocks += 1
      progress.done = arrived
    } else if arrived < progress.done, rule.collects == nil {
      progress.done = arrived
      progress.blocks = Int(arrived / Int64(rule.blockSize))
    }
    return nil
  }

  private func received(_ exchange: Exchange, at place: UploadDefinition.ResumeRule.Place) -> Int64? {
    switch place {
    case .header(let name):
      let range = HTTPField.Name(name).flatMap { exchange.headers[$0] }
      // `bytes=0-42` names the last byte that is there; a number alone says how many there are.
      guard let range, range.contains("-") else { return range.flatMap { Int64($0) } }
      return range.split(separator: "-").last.flatMap { Int64($0) }.map { $0 + 1 }
    case .body(let path):
      let value = path.value(in: exchange.answer)
      return value?.intValue ?? value?.stringValue.flatMap { Int64($0.prefix { $0.isNumber }) }
    }
  }

  private func sent(_ block: UploadBlock, _ progress: UploadProgress, in scope: TemplateScope) async throws -> JSONValue
  {
    var scope = scope
    scope.upload = progress.templateValue
    scope.block = scope.block.merging(block.templateValues)
    var built = try await builder.build(rule.block, in: scope)
    try set(block.bytes, on: &built, name: scope.input["fileName"]?.stringValue ?? "block", in: scope)
    var manner = manner(rule.block)
    // The same bytes at the same place: sending them twice does the same as once.
    manner.isRepeatable = rule.block.isIdempotent ?? true
    let answer = try await caller.send(built, manner).answer
    if let confirm = rule.confirm { _ = try await request(confirm, progress, in: scope, isRepeatable: true) }
    return answer
  }

  private func set(
    _ bytes: [UInt8], on request: inout OutboundRequest, name: String, in scope: TemplateScope
  ) throws {
    guard let part = try rule.part?.text(in: scope) else {
      request.body = .bytes(bytes)
      if request.headers[.contentType] == nil { request.headers[.contentType] = "application/octet-stream" }
      return
    }
    let boundary = "weir-" + StepIdentity(key: context.idempotencyKey).uuid.uuidString.lowercased()
    var fields = JSONObject()
    if case .multipart(let templates) = rule.block.body { fields = try MultipartBody.values(templates, in: scope) }
    let before = fields.map { name, value in
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(MultipartBody.quoted(name))\"\r\n\r\n"
        + "\(value.scalarText ?? value.serialized())\r\n"
    }.joined()
    let head =
      before
      + "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part)\"; filename=\"\(MultipartBody.quoted(name))\"\r\n"
      + "Content-Type: application/octet-stream\r\n\r\n"
    request.body = .bytes(Array(head.utf8) + bytes + Array("\r\n--\(boundary)--\r\n".utf8))
    request.headers[.contentType] = "multipart/form-data; boundary=\(boundary)"
  }

  private func request(
    _ request: RequestDefinition, _ progress: UploadProgress?, in scope: TemplateScope, isRepeatable: Bool?
  ) async throws -> Exchange {
    var scope = scope
    if let progress { scope.upload = progress.templateValue }
    var manner = manner(request)
    if let isRepeatable { manner.isRepeatable = request.isIdempotent ?? isRepeatable }
    return try await caller.send(try await builder.build(request, in: scope), manner)
  }

  private func manner(_ request: RequestDefinition) -> ServiceCaller.Manner {
    ServiceCaller.Manner(
      isRepeatable: request.isIdempotent ?? caller.connector.retry.safeMethods.contains(request.method),
      checks: request.checks, accepted: rule.continues.union(request.nothing), form: request.answer)
  }

  private var builder: RequestBuilder {
    RequestBuilder(connector: caller.connector, endpoint: caller.endpoint, files: files)
  }

  private func selected(_ answer: JSONValue) throws -> JSONValue {
    if answer == .null { return .null }
    guard let value = output.select.value(in: answer) else {
      throw ActionError.unexpected(answer, missing: output.select, service: caller.connector.title)
    }
    return value
  }
}
