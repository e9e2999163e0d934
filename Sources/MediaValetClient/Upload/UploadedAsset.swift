public import struct Foundation.UUID

/// What an upload made.
public struct UploadedAsset: Sendable, Equatable {
  /// The asset's id.
  public let id: UUID
  /// The file's name.
  public let fileName: String
  /// The title that was sent.
  public let title: String
  /// The size in bytes that was sent.
  public let size: Int64
  /// The MD5 of what was sent, in hexadecimal digits; `nil` when an upload was taken up again and its source is dear to
  /// read.
  public let md5: String?
  /// The asset's status, once the library shows it: 0 approved, 2 pending.
  public let status: Int?
  /// Whether the library confirmed the size, and the checksum where it gives one.
  public let isVerified: Bool
}
