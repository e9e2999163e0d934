/// The main program of a `weir media-worker` child.
package enum MediaWorkerMain {
  /// Serves jobs from standard input until it ends.
  package static func run() {
  }
}
