public import Foundation

/// How far an upload is: everything needed to go on after a crash. Keep it as it is; its form may grow.
public struct UploadState: Sendable, Codable, Equatable {
  /// The id asked for, chosen before the first request so that a repeated one finds the same record.
  public let chosenID: UUID
  /// The file that the upload began with.
  public let fileName: String
  /// The file's size in bytes.
  public let size: Int64
  /// The file's version when the upload began; see ``UploadSource/version``.
  public let version: String
  /// How many bytes a block has.
  public let blockSize: Int
  /// Where the bytes go, once the service said so.
  public internal(set) var ticket: UploadTicket?
  /// How many blocks, from the first on, the storage has taken.
  public internal(set) var sentBlocks = 0
  /// Whether the storage has put the blocks together.
  public internal(set) var areBytesKept = false
  /// Whether the request that makes the asset may have been sent.
  public internal(set) var hasFinaliseBegun = false
  /// Whether the asset is in the library.
  public internal(set) var isFinalised = false

  init(chosenID: UUID, source: UploadSource, blockSize: Int) {
    self.chosenID = chosenID
    fileName = source.name
    size = source.size
    version = source.version
    self.blockSize = blockSize
  }

  /// Whether it began with this file.
  func isFor(_ source: UploadSource) -> Bool {
    fileName == source.name && size == source.size && version == source.version
  }
}
