internal import Core
internal import HTTPTypes

public import struct Foundation.UUID

extension MediaValet {
  /// What the library says about one asset.
  /// - Returns: `nil` when there is no such asset, or when it is still being uploaded.
  public func asset(_ id: UUID) async throws -> AssetSummary? {
    do {
      let envelope = try await call(.get, "/assets/\(id.uuidString.lowercased())", isRepeatable: true)
      return AssetSummary(payload: envelope.payload)
    } catch MediaValetError.notFound {
      return nil
    }
  }
}
