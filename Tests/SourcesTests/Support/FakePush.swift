import Connectors
import Core
import Foundation
import Synchronization

/// A service that tells what changed, as a test writes it.
final class FakePush: PushService {
  struct World: Sendable {
    var number = 0
    /// Address and secret by the channel's id.
    var channels: [String: (address: String, secret: String)] = [:]
    var renewed: [String] = []
    var ended: [String] = []
    var renews = true
    var failure: ActionError?
    var life: TimeInterval? = 7 * 86_400
    /// Called while a channel is granted.
    var whileGranting: (@Sendable () async throws -> Void)?
  }

  let handshake: PushDefinition.Handshake
  let isPerFolder: Bool
  let world = Mutex(World())

  init(_ handshake: PushDefinition.Handshake = .google, isPerFolder: Bool = false) {
    (self.handshake, self.isPerFolder) = (handshake, isPerFolder)
  }

  func subscribe(_ folder: String, address: String, secret: String, until: Date) async throws -> PushChannel {
    let (id, life) = try world.withLock { world in
      if let failure = world.failure { throw failure }
      world.number += 1
      world.channels["channel-\(world.number)"] = (address, secret)
      return ("channel-\(world.number)", world.life)
    }
    try await world.withLock { $0.whileGranting }?()
    return PushChannel(id: id, ends: life.map { until.addingTimeInterval($0 - 28 * 86_400) })
  }

  func renew(_ id: String, until: Date) async throws -> PushChannel? {
    world.withLock { world in
      guard world.renews, world.channels[id] != nil else { return nil }
      world.renewed.append(id)
      return PushChannel(id: id, ends: world.life.map { until.addingTimeInterval($0 - 28 * 86_400) })
    }
  }

  func end(_ id: String) async throws {
    world.withLock { world in
      world.channels[id] = nil
      world.ended.append(id)
    }
  }
}
