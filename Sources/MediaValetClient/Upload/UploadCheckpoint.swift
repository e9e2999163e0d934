/// Where the state of an upload is kept between processes.
public struct UploadCheckpoint: Sendable {
  /// What was saved last; `nil` for an upload that hasn't begun.
  public let load: @Sendable () async throws -> UploadState?
  /// Keeps a state; durable when it returns.
  public let save: @Sendable (UploadState) async throws -> Void

  /// A place of your own.
  public init(
    load: @escaping @Sendable () async throws -> UploadState?,
    save: @escaping @Sendable (UploadState) async throws -> Void
  ) {
    self.load = load
    self.save = save
  }

  /// Keeps nothing: an upload that is cut off begins again as a new one.
  public static let none = UploadCheckpoint(load: { nil }, save: { _ in })
}
