/// The file to upload: what is known of it, and how to read a piece of it.
public struct UploadSource: Sendable {
  /// The file's name, with its extension.
  public let name: String
  /// Its size in bytes.
  public let size: Int64
  /// Its MIME type, where known.
  public let mimeType: String?
  /// Changes whenever the bytes do, such as a hash or a modification time; empty when nothing of the kind is known.
  /// An upload that is taken up again with another version is refused.
  public let version: String
  /// Whether reading a piece again costs next to nothing. Then an upload that is taken up again reads the start once
  /// more, for the checksum.
  public let isCheapToRead: Bool
  /// Reads exactly the bytes of a range; the client asks for one block at a time, in order.
  public let read: @Sendable (Range<Int64>) async throws -> [UInt8]

  /// A file to upload.
  public init(
    name: String, size: Int64, mimeType: String? = nil, version: String = "", isCheapToRead: Bool = false,
    read: @escaping @Sendable (Range<Int64>) async throws -> [UInt8]
  ) {
    self.name = name
    self.size = size
    self.mimeType = mimeType
    self.version = version
    self.isCheapToRead = isCheapToRead
    self.read = read
  }

  /// Reads a piece and refuses to go on with a shorter or longer one.
  func bytes(_ range: Range<Int64>) async throws -> [UInt8] {
    if range.isEmpty { return [] }
    let bytes = try await read(range)
    guard bytes.count == range.count else {
      throw MediaValetError.sourceChanged(
        name: name, reason: "\(range.count) bytes were expected at \(range.lowerBound) and \(bytes.count) were there")
    }
    return bytes
  }
}
