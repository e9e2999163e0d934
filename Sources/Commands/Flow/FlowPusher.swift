import AppServer
import Core
import Flows
import Identity

/// Publishes one file, and writes into it which version it has become.
struct FlowPusher {
  /// What became of a file.
  struct Result {
    let done: String
    var problems: [FlowProblem] = []
  }

  let flows: FlowPairs
  let folder: FlowFolder
  /// The team's connection for each name in the files.
  let connections: [String: String]
  let isForced: Bool

  func push(_ pair: FlowPair) async throws -> Result {
    guard let file = pair.file else { return Result(done: "not here") }
    switch pair.state {
    case .serverChanged: return Result(done: "older than the server's; pull it")
    case .conflict where !isForced: return Result(done: "conflict")
    case .same where pair.server?.version == file.flow.version: return Result(done: "same")
    case .same:
      if let server = pair.server { try folder.write(server.stamped(onto: file.text), to: file.name) }
      return Result(done: "stamped")
    case .fileChanged, .conflict, .onlyFile, .onlyServer: return try await publish(file, pair)
    }
  }

  private func publish(_ file: FlowFolder.File, _ pair: FlowPair) async throws -> Result {
    let room = flows.rooms.flows
    let mapped = file.flow.mapped(connections)
    let problems = try await room.validate(mapped.document, in: flows.team, as: flows.principal)
    guard problems.isEmpty else { return Result(done: "refused", problems: problems) }
    let flow: Flow
    if let known = pair.flow {
      let base = isForced ? nil : known.version
      flow = try await room.update(
        known.id, mapped.document, base: base, note: "From \(file.name)", as: flows.principal)
    } else {
      flow = try await room.importing(mapped, keepsID: true, in: flows.team, as: flows.principal).flow
    }
    let server = try await room.export(flow.id, as: flows.principal)
    let text = try connections.isEmpty ? server.stamped(onto: file.text) : server.text()
    try folder.write(text, to: file.name)
    return Result(done: "published as version \(flow.version)")
  }
}
