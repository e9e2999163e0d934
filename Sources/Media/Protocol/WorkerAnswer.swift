/// What a worker says.
enum WorkerAnswer: Codable, Sendable, Hashable {
  /// Its limits hold and its libraries are loaded.
  case ready
  /// The job is done, with or without renditions.
  case processed(ProcessedMedia)
  /// The file can't be kept as it is, or the worker's surroundings are broken.
  case failed(MediaError)
}
