package import Core

/// Compares a flow in a file with the flow on the server. Pure: the same three documents give the same answer.
package enum FlowSync: String, Sendable, Hashable {
  /// Both are the same.
  case same
  /// Somebody changed the file.
  case fileChanged = "file changed"
  /// Somebody published on the server.
  case serverChanged = "server changed"
  /// Both, each in its own way.
  case conflict
  case onlyFile = "only a file"
  case onlyServer = "only on the server"

  /// - Parameters:
  ///   - file: the file's document; `nil` when there is none.
  ///   - server: the published document; `nil` when there is none.
  ///   - base: the document of the version that the file says it was taken from; `nil` when that isn't known.
  package static func compare(file: JSONValue?, server: JSONValue?, base: JSONValue?) -> FlowSync {
    switch (file, server) {
    case (nil, nil): .same
    case (.some, nil): .onlyFile
    case (nil, .some): .onlyServer
    case (let file?, let server?):
      if file == server {
        .same
      } else if base == server {
        .fileChanged
      } else if base == file {
        .serverChanged
      } else {
        .conflict
      }
    }
  }
}
