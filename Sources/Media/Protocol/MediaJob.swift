/// What a worker is asked to do with one file.
struct MediaJob: Codable, Sendable, Hashable {
  /// Where the bytes are, as an absolute path.
  let path: String
  /// What its owner calls it; used to judge its ending and to name it in errors, never to open anything.
  let fileName: String
  /// The renditions that are wanted; none asks for facts alone.
  let sizes: [RenditionSize]
  /// Where the renditions go, as an absolute path of a folder that exists; `nil` when none are wanted.
  let folder: String?
  /// What else is to be made of it, in that folder; then no renditions are.
  var order: MediaOrder?
}
