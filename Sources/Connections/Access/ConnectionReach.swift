/// Which connections a task may use at all, whatever it is told: those of a flow's own team that the flow may use.
///
/// Handles of files name a connection and are plain JSON, so whoever writes a flow, or sends it its input, could write one
/// down with any connection's id in it. Within a reach every connection that is looked up is judged.
package struct ConnectionReach: Sendable {
  /// That of the running task; `nil` where Weir works for itself.
  @TaskLocal package static var current: ConnectionReach?

  /// Throws when a connection is beyond it.
  package let require: @Sendable (Connection) async throws -> Void

  package init(require: @escaping @Sendable (Connection) async throws -> Void) {
    self.require = require
  }
}
