import Core

/// Changes many assets, several at once. What fails is told item by item; what is done isn't done again by a later try.
struct BulkUpdate: Sendable {
  let call: CodedAction.Call

  /// What became of one item.
  private enum Result: Sendable {
    case done
    case failed(ActionError)
    /// It may go well later.
    case later(ActionError)
  }

  func run() async throws -> JSONValue {
    let items = call.input["items"]?.arrayValue ?? []
    var done = Set((try await call.context.checkpoint.load()?["done"]?.arrayValue ?? []).compactMap(\.intValue))
    var failures: [Int: ActionError] = [:]
    var later: ActionError?
    let open = items.indices.filter { !done.contains(Int64($0)) }
    let width = max(1, Int(call.input["concurrency"]?.intValue ?? 4))
    for start in stride(from: 0, to: open.count, by: width * 5) {
      for (index, result) in try await some(Array(open[start..<min(start + width * 5, open.count)]), items, width) {
        switch result {
        case .done: done.insert(Int64(index))
        case .failed(let error): failures[index] = error
        case .later(let error): later = error
        }
      }
      try await call.context.checkpoint.save(["done": .array(done.sorted().map(JSONValue.int))])
      await call.context.progress(Int64(done.count + failures.count), Int64(items.count))
    }
    if let later { throw later }
    return output(items, done, failures)
  }

  private func some(_ indices: [Int], _ items: [JSONValue], _ width: Int) async throws -> [(Int, Result)] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var results: [(Int, Result)] = []
      var waiting = indices[...]
      while let index = waiting.popFirst() {
        if indices.count - waiting.count > width, let result = try await group.next() { results.append(result) }
        group.addTask { (index, try await one(items[index], index)) }
      }
      for try await result in group { results.append(result) }
      return results
    }
  }

  private func one(_ item: JSONValue, _ index: Int) async throws -> Result {
    do {
      let asset = item["assetId"] ?? .null
      let changes = ["title", "description", "altText", "fileName", "attributes"].filter { item[$0] != nil }
      if !changes.isEmpty {
        let values = JSONObject([("assetId", asset)] + changes.compactMap { name in item[name].map { (name, $0) } })
        try await act("updateAsset", .object(values), index)
      }
      if let words = item["addKeywords"], words != [] {
        try await act("addKeywords", ["assetId": asset, "keywords": words], index)
      }
      for word in item["removeKeywords"]?.arrayValue ?? [] {
        do {
          try await act("removeKeyword", ["assetId": asset, "keyword": word], index)
        } catch let error as ActionError where error.category == .notFound {
          // It isn't on the asset, which is what was wanted.
        }
      }
      if let categories = item["addCategories"], categories != [] {
        try await act("assignCategories", ["assetId": asset, "categories": categories], index)
      }
      return .done
    } catch let error as ActionError {
      if error.code == "cancelled" { throw CancellationError() }
      return error.retry == .never ? .failed(error) : .later(error)
    }
  }

  private func act(_ action: String, _ input: JSONValue, _ index: Int) async throws {
    _ = try await call.perform(
      action, input, ActionContext(idempotencyKey: "\(call.context.idempotencyKey)/\(index)/\(action)"))
  }

  private func output(_ items: [JSONValue], _ done: Set<Int64>, _ failures: [Int: ActionError]) -> JSONValue {
    let failed = failures.sorted { $0.key < $1.key }.map { index, error -> JSONValue in
      [
        "index": JSONValue(index), "assetId": items[index]["assetId"] ?? .null, "code": .string(error.code),
        "message": .string(error.message),
      ]
    }
    let succeeded = done.sorted().compactMap { items.indices.contains(Int($0)) ? items[Int($0)]["assetId"] : nil }
    return [
      "succeeded": .array(succeeded), "failed": .array(failed), "count": JSONValue(items.count),
      "isComplete": .bool(failed.isEmpty),
    ]
  }
}
