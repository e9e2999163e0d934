/// Opens any file handle: knows for each origin who reads it.
package struct FileSources: Sendable {
  private let named: [String: any FileSource]
  private let blobs: (any FileSource)?
  private let connections: ServiceFileSource?

  /// - Parameters:
  ///   - named: sources that need no connection, by the name in their handles.
  ///   - blobs: for handles of Weir's own store.
  ///   - connections: for handles of connections.
  package init(
    named: [String: any FileSource] = [:], blobs: (any FileSource)? = nil, connections: ServiceFileSource? = nil
  ) {
    self.named = named
    self.blobs = blobs
    self.connections = connections
  }

  /// The same, for files that are read while the request that takes them is under way.
  var duringRequest: FileSources {
    FileSources(named: named, blobs: blobs, connections: connections?.duringRequest)
  }

  /// The same, with the actions in code that hand out files.
  func with(coded: [String: CodedAction]) -> FileSources {
    var connections = connections
    connections?.coded = coded
    return FileSources(named: named, blobs: blobs, connections: connections)
  }

  /// Opens the file a handle means.
  /// - Throws: ``FileSourceError``, or what the source throws.
  package func open(_ handle: MediaFileHandle) async throws -> OpenFile {
    try await source(of: handle).open(handle)
  }

  private func source(of handle: MediaFileHandle) throws -> any FileSource {
    switch handle.origin {
    case .blob:
      guard let blobs else { throw FileSourceError.unknownSource("blob") }
      return blobs
    case .connection(let name, _):
      if let source = named[name] { return source }
      guard let connections else { throw FileSourceError.unknownSource(name) }
      return connections
    }
  }
}
