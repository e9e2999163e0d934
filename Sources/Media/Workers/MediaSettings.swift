/// What media work may cost.
package struct MediaSettings: Sendable, Equatable {
  /// The program to start as a worker, as `[executable] media-worker`: the running `weir` itself.
  package var executable: String
  /// How many children work at once; each uses one core.
  package var workers: Int
  /// The most pixels that are decoded, judged from the header; width × height, of one page.
  package var pixelLimit: Int
  /// How long one job may take by the clock.
  package var jobLimit: Duration
  /// The most memory that one child, or one program it starts, may have for itself, in bytes.
  package var memoryLimit: Int
  /// The largest file that a child may write, in bytes.
  package var fileLimit: Int

  package init(
    executable: String, workers: Int, pixelLimit: Int = 500_000_000, jobLimit: Duration = .seconds(120),
    memoryLimit: Int = 1 << 30, fileLimit: Int = 2 << 30
  ) {
    self.executable = executable
    self.workers = max(1, workers)
    self.pixelLimit = pixelLimit
    self.jobLimit = jobLimit
    self.memoryLimit = memoryLimit
    self.fileLimit = fileLimit
  }
}
