import Core
import Foundation
import Identity
import Persistence

/// A flow that is about to be written down, with its webhook address.
struct NewFlow: Sendable {
  let flow: Flow
  let tokenHash: String
  let sealedToken: [UInt8]

  func insert(in session: any Session) throws {
    try FlowStore(session: session).insert(flow, hash: tokenHash, sealedToken: sealedToken)
  }
}

extension Flows {
  func newFlow(
    _ id: FlowID?, in team: TeamID, _ definition: FlowDefinition, isPublished: Bool, as principal: Principal
  ) throws -> NewFlow {
    let now = effects.now()
    let id = id ?? effects.id()
    let token = effects.token()
    let sealed = try sealer.seal(Array(token.utf8), Self.tokenContext(id))
    let flow = Flow(
      id: id, team: team, name: Self.name(of: definition), description: definition.description,
      version: isPublished ? 1 : 0, isPublished: isPublished, draft: nil, isActive: false, nextStart: nil,
      createdAt: now, updatedAt: now, createdBy: principal.person)
    return NewFlow(flow: flow, tokenHash: WebhookToken.hash(token), sealedToken: sealed)
  }
}
