import Core
import Foundation
import HTTPTypes
import Synchronization

/// MediaValet's API with the Azure storage behind its upload URLs, in memory, made after the documentation.
///
/// It is strict where the real service is: no idempotency, categories needed, sizes compared, signatures that expire.
final class MediaValetSimulator: Sendable {
  struct Request: Sendable {
    let method: String
    /// With the query.
    let target: String
    let headers: HTTPFields
    let body: [UInt8]

    var path: String { String(target.prefix { $0 != "?" }) }
    var query: [String: String] {
      let items = URLComponents(string: target)?.queryItems ?? []
      return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
    }
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
  }

  struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields = [:]
    var body: [UInt8] = []
  }

  struct Upload: Sendable {
    var fileName: String
    var title: String?
    var description: String?
    var size: Int64?
    var categories: [String] = []
    var keywords: [String] = []
    var attributes: JSONValue = .null
    var blocks: [String: [UInt8]] = [:]
    var bytes: [UInt8]?
    var isFinalised = false
    /// Counts up with every new signature; only the newest is good.
    var signature = 0
  }

  struct State: Sendable {
    var uploads: [String: Upload] = [:]
    var requests: [Request] = []
    var token = "good"
    var subscriptionKey: String? = "key"
    /// Whether an id in `POST /uploads` is honoured.
    var honoursID = true
    /// Signatures run out after this many requests to the storage.
    var storageRequestsLeft = Int.max
    var base = "http://peer.test"
    var now = Date(timeIntervalSince1970: 1_767_225_600)
    var md5: (@Sendable ([UInt8]) -> String)?
    /// What is answered instead, for the requests it wants.
    var interception: (@Sendable (Request, _ number: Int) -> Answer?)?
  }

  let state: Mutex<State>

  init() {
    state = Mutex(State())
  }

  /// The assets that are in the library.
  var assets: [String: Upload] {
    state.withLock { $0.uploads.filter { $0.value.isFinalised } }
  }

  var requests: [Request] { state.withLock(\.requests) }

  func change(_ body: @Sendable (inout State) -> Void) {
    state.withLock { body(&$0) }
  }

  func answer(_ request: Request) -> Answer {
    state.withLock { state in
      state.requests.append(request)
      if let answer = state.interception?(request, state.requests.count) { return answer }
      if request.path.hasPrefix("/storage/") { return Self.storage(request, &state) }
      return Self.api(request, &state)
    }
  }

  static func envelope(_ status: Int, _ payload: JSONValue, errors: [JSONValue] = []) -> Answer {
    let body: JSONValue = [
      "apiVersion": "2022.6.17.1", "warnings": [], "errors": .array(errors), "payload": payload,
      "meta": ["metaInformation": ["ElapsedTimeInMS": 1], "createdAt": "2026-01-01T00:00:00Z"],
    ]
    return Answer(status: status, headers: [.contentType: "application/json"], body: body.encoded())
  }
}
