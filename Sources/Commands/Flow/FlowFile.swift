import AppServer
import Core
import Flows
import Foundation
import Identity

/// A flow in a file.
enum FlowFile {
  /// - Throws: ``FlowFileError/unreadable(_:)``
  static func read(_ path: String) throws(FlowFileError) -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw .unreadable(path) }
    return text
  }

  /// Makes the flow, or a new version of the one with its name when the file differs.
  static func save(_ document: JSONValue, in rooms: Rooms, as principal: Principal) async throws -> Flow {
    let name = document["name"]?.stringValue ?? ""
    let team = principal.organizationTeam
    var cursor: PageCursor?
    repeat {
      let page = try await rooms.flows.list(team: team, after: cursor, as: principal)
      if let known = page.items.first(where: { $0.name == name }) {
        let newest = try await rooms.flows.version(of: known.id, as: principal)
        if newest.document == document { return known }
        return try await rooms.flows.update(known.id, document, as: principal)
      }
      cursor = page.next
    } while cursor != nil
    return try await rooms.flows.create(document, in: team, as: principal)
  }
}

/// Why a flow's file can't be used.
enum FlowFileError: CodedError {
  case unreadable(String)

  var code: String { "flow_file_unreadable" }
  var category: ErrorCategory { .notFound }
  var message: String {
    switch self {
    case .unreadable(let path): "The file \(path) can't be read as text."
    }
  }
  var advice: String? { "Check its path." }
}
