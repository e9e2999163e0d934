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
  case unwritable(String)
  case notAFlow(String, String)
  case noTeam(String)
  case noFlow(String)

  var code: String {
    switch self {
    case .unreadable: "flow_file_unreadable"
    case .unwritable: "flow_file_unwritable"
    case .notAFlow: "flow_file_invalid"
    case .noTeam: "team_not_found"
    case .noFlow: "flow_not_found"
    }
  }

  var category: ErrorCategory {
    switch self {
    case .unreadable, .noTeam, .noFlow: .notFound
    case .unwritable: .insufficientStorage
    case .notAFlow: .invalid
    }
  }

  var message: String {
    switch self {
    case .unreadable(let path): "\(path) can't be read."
    case .unwritable(let name): "The file \(name) can't be written."
    case .notAFlow(let name, let reason): "\(name) is no flow's file. \(reason)"
    case .noTeam(let name): "There is no team \"\(name)\"."
    case .noFlow(let name): "There is no flow \"\(name)\"."
    }
  }

  var advice: String? {
    switch self {
    case .unreadable: "Check its path, and that it is text."
    case .unwritable: "Check the folder's permissions and the space on the disk."
    case .notAFlow: "Correct it, or move it out of the folder."
    case .noTeam: "Check the name; the Admin page lists the teams."
    case .noFlow: "Check the name; the Flows page lists the flows."
    }
  }
}
