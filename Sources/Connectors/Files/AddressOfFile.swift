import Egress
import Synchronization

/// An address of a file that may expire: asked for once, and anew when it is refused.
final class AddressOfFile: Sendable {
  private let find: @Sendable () async throws -> String
  private let read: @Sendable (String, Range<Int64>?) async throws -> OutboundResponse
  private let known = Mutex<String?>(nil)

  init(
    find: @escaping @Sendable () async throws -> String,
    read: @escaping @Sendable (String, Range<Int64>?) async throws -> OutboundResponse
  ) {
    self.find = find
    self.read = read
  }

  func answer(_ range: Range<Int64>?) async throws -> OutboundResponse {
    if let url = known.withLock({ $0 }) {
      let response = try await read(url, range)
      guard [400, 401, 403, 404, 410].contains(response.status) else { return response }
    }
    let url = try await find()
    known.withLock { $0 = url }
    return try await read(url, range)
  }
}
