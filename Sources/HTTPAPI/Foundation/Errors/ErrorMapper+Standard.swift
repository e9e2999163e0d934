extension ErrorMapper {
  /// How each surface tells errors unless AppServer says otherwise.
  static let standard: [Surface: ErrorMapper] = [
    .rest: .problem, .oauth: .oauth, .operations: .problem, .pages: .problem, .blobs: .azure,
  ]
}
