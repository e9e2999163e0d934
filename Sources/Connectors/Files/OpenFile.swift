package import Core

/// A file whose bytes can be read now.
package struct OpenFile: Sendable {
  package let name: String
  /// In bytes; `nil` where the source doesn't tell beforehand.
  package let size: Int64?
  package let mime: String?
  /// Changes whenever the bytes do; empty when the source tells nothing of the kind.
  package let version: String
  /// Whether reading a piece twice costs next to nothing.
  package let isCheapToRead: Bool
  private let open: @Sendable (Range<Int64>?) async throws -> ByteStream
  private let ask: (@Sendable () async throws -> FileFacts)?

  /// - Parameters:
  ///   - open: gives the bytes of a range, or all of them for `nil`.
  ///   - ask: asks the source for what it only tells when asked.
  package init(
    name: String, size: Int64?, mime: String?, version: String, isCheapToRead: Bool,
    open: @escaping @Sendable (Range<Int64>?) async throws -> ByteStream,
    ask: (@Sendable () async throws -> FileFacts)? = nil
  ) {
    self.name = name
    self.size = size
    self.mime = mime
    self.version = version
    self.isCheapToRead = isCheapToRead
    self.open = open
    self.ask = ask
  }

  /// Size and version as they are now; costs a request where the source has to be asked.
  /// - Throws: ``FileSourceError/changed(name:)`` when the source has another size than the handle says.
  package func facts() async throws -> FileFacts {
    guard let ask else { return FileFacts(size: size, version: version) }
    let facts = try await ask()
    if let size, let found = facts.size, size != found { throw FileSourceError.changed(name: name) }
    return FileFacts(size: facts.size ?? size, version: facts.version)
  }

  /// Its size, asked for where the handle doesn't tell: an address that a service names says it only when it is read.
  /// - Throws: ``FileSourceError/unknownSize(name:)`` when the source doesn't tell either.
  package func knownSize() async throws -> Int64 {
    if let size { return size }
    guard let size = try await facts().size else { throw FileSourceError.unknownSize(name: name) }
    return size
  }

  /// All bytes, or those of a range.
  package func stream(_ range: Range<Int64>? = nil) async throws -> ByteStream {
    try await open(range)
  }

  /// The bytes of a range, in memory.
  package func bytes(_ range: Range<Int64>) async throws -> [UInt8] {
    try await open(range).collect(upTo: range.count)
  }
}
