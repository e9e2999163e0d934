package import Media

/// How ingest looks at a file: filled by the server with its media workers, by tests with something simpler.
package struct MediaProcessing: Sendable {
  /// Reads what a file is and makes pictures of it.
  /// - Parameters:
  ///   - path: where the bytes are, absolute.
  ///   - fileName: what its owner calls it.
  ///   - folder: where the pictures go, absolute; it is there, and is removed afterwards.
  package var process: @Sendable (_ path: String, _ fileName: String, _ folder: String) async throws -> ProcessedMedia

  package init(
    process: @escaping @Sendable (_ path: String, _ fileName: String, _ folder: String) async throws -> ProcessedMedia
  ) {
    self.process = process
  }

  /// By the server's media workers, all sizes at once.
  package init(workers: MediaWorkers) {
    process = { path, fileName, folder in
      try await workers.process(path: path, fileName: fileName, sizes: RenditionSize.allCases, into: folder)
    }
  }
}
