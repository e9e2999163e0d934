import AppServer
import Core
import Flows
import Identity

/// A flow in a folder beside the same flow on the server.
struct FlowPair {
  let file: FlowFolder.File?
  let flow: Flow?
  /// The published version as a file would hold it.
  let server: PortableFlow?
  let state: FlowSync

  /// For people.
  var name: String { file?.name ?? flow?.name ?? "" }

  /// What the file changes about the server's flow.
  var diff: FlowDiff? {
    guard let file, let server else { return nil }
    return FlowDiff(from: server.document, to: file.flow.document)
  }
}

/// Finds out which file is which flow: by the id in the file, or by name for files that have none.
struct FlowPairs {
  let rooms: Rooms
  let team: TeamID
  let principal: Principal

  func all(in folder: FlowFolder) async throws -> [FlowPair] {
    let files = try folder.files()
    let flows = try await published()
    var pairs: [FlowPair] = []
    var matched: Set<FlowID> = []
    for file in files {
      let flow = flows.first { $0.id == file.flow.flow } ?? flows.first { isNamesake($0, of: file, among: files) }
      if let flow { matched.insert(flow.id) }
      pairs.append(try await pair(file, flow))
    }
    for flow in flows where !matched.contains(flow.id) { pairs.append(try await pair(nil, flow)) }
    return pairs
  }

  private func isNamesake(_ flow: Flow, of file: FlowFolder.File, among files: [FlowFolder.File]) -> Bool {
    file.flow.flow == nil && file.flow.document["name"]?.stringValue == flow.name
      && !files.contains { $0.flow.flow == flow.id }
  }

  private func pair(_ file: FlowFolder.File?, _ flow: Flow?) async throws -> FlowPair {
    guard let flow else { return FlowPair(file: file, flow: nil, server: nil, state: .onlyFile) }
    let server = try await rooms.flows.export(flow.id, as: principal)
    var base: JSONValue?
    if let version = file?.flow.version, version > 0, version <= flow.version {
      base = try await rooms.flows.export(flow.id, version: version, as: principal).document
    }
    let state = FlowSync.compare(file: file?.flow.document, server: server.document, base: base)
    return FlowPair(file: file, flow: flow, server: server, state: state)
  }

  private func published() async throws -> [Flow] {
    var flows: [Flow] = []
    var cursor: PageCursor?
    repeat {
      let page = try await rooms.flows.list(team: team, after: cursor, as: principal)
      flows += page.items.filter(\.isPublished)
      cursor = page.next
    } while cursor != nil
    return flows
  }
}
