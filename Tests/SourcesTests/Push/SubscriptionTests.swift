import Connectors
import Core
import Foundation
import HTTPTypes
import Sources
import Synchronization
import TestSupport
import Testing

@Suite("Sources that are told by their service")
struct SubscriptionTests {
  @Test(arguments: StoreEngine.tested)
  func newsHaveTheSourceSyncedOnce(engine: StoreEngine) async throws {
    let push = FakePush()
    try await SourceHouse.on(engine, push: push) { house in
      let source = try await house.toldSource()
      #expect(try await house.subscribe() == 1)
      try await house.drain()
      house.clock.advance(by: .seconds(60))
      house.service.put("new.jpg")
      for _ in 0..<20 { #expect(try await house.news() == .verified) }
      #expect(try await house.room.syncNext() == false)
      house.clock.advance(by: .seconds(6))
      try await house.drain()
      #expect(try await house.assets().count == 1)
      let syncs = try await house.room.syncs(of: source.id, as: house.owner)
      #expect(syncs.count == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func newsWithoutProofChangeNothing(engine: StoreEngine) async throws {
    let push = FakePush()
    try await SourceHouse.on(engine, push: push) { house in
      let source = try await house.toldSource()
      _ = try await house.subscribe()
      try await house.drain()
      house.clock.advance(by: .seconds(60))
      let due = try await house.room.read(source.id, as: house.owner).dueAt
      guard case .refused = try await house.news(secret: "another") else {
        Issue.record("forged news were taken")
        return
      }
      await #expect(throws: SourceError.notFound) { try await house.news(token: "another") }
      #expect(try await house.room.read(source.id, as: house.owner).dueAt == due)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aChannelIsRenewedBeforeItEnds(engine: StoreEngine) async throws {
    let push = FakePush()
    try await SourceHouse.on(engine, push: push) { house in
      let source = try await house.toldSource()
      _ = try await house.subscribe()
      #expect(try await house.subscribe() == 0)
      house.clock.advance(by: .seconds(5 * 86_400))
      #expect(try await house.subscribe() == 1)
      #expect(push.world.withLock { $0.renewed } == ["channel-1"])
      // A service that renews nothing gets another wish, and the old channel is ended.
      push.world.withLock { $0.renews = false }
      house.clock.advance(by: .seconds(5 * 86_400))
      #expect(try await house.subscribe() == 1)
      #expect(push.world.withLock { Set($0.channels.keys) } == ["channel-2"])
      #expect(try await house.news("channel-2") == .verified)
      let now = house.effects.now()
      let found = try await house.room.subscriptions(of: source.id, as: house.owner)
      #expect(found.allSatisfy { ($0.endsAt ?? now) > now })
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsNotWantedAnyMoreIsEnded(engine: StoreEngine) async throws {
    let push = FakePush()
    try await SourceHouse.on(engine, push: push) { house in
      let source = try await house.toldSource()
      _ = try await house.subscribe()
      var rules = source.rules
      rules.isTold = false
      _ = try await house.room.update(source.id, SourceForm(rules: rules), as: house.owner)
      await #expect(throws: SourceError.notFound) { try await house.news() }
      _ = try await house.subscribe()
      #expect(push.world.withLock { $0.ended } == ["channel-1"])
      rules.isTold = true
      _ = try await house.room.update(source.id, SourceForm(rules: rules), as: house.owner)
      _ = try await house.subscribe()
      try await house.room.delete(source.id, as: house.owner)
      _ = try await house.subscribe()
      #expect(push.world.withLock { $0.ended } == ["channel-1", "channel-2"])
      #expect(push.world.withLock { $0.channels.isEmpty })
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aChannelGrantedToADeletedSourceIsEnded(engine: StoreEngine) async throws {
    let push = FakePush()
    try await SourceHouse.on(engine, push: push) { house in
      let source = try await house.toldSource()
      push.world.withLock { $0.whileGranting = { try await house.room.delete(source.id, as: house.owner) } }
      _ = try await house.subscribe()
      #expect(push.world.withLock { $0.ended } == ["channel-1"])
      #expect(try await house.subscribe() == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aServiceThatFailsIsAskedAgain(engine: StoreEngine) async throws {
    let push = FakePush()
    push.world.withLock {
      $0.failure = ActionError(code: "down", category: .unavailable, message: "The service is down.")
    }
    try await SourceHouse.on(engine, push: push) { house in
      let source = try await house.toldSource()
      #expect(try await house.subscribe() == 1)
      let failed = try await house.room.subscriptions(of: source.id, as: house.owner)
      #expect(failed.map(\.problem) == ["The service is down."])
      #expect(try await house.subscribe() == 0)
      // Saving it tries at once.
      _ = try await house.room.update(source.id, SourceForm(name: "Other"), as: house.owner)
      #expect(try await house.subscribe() == 1)
      push.world.withLock { $0.failure = nil }
      house.clock.advance(by: .seconds(61))
      #expect(try await house.subscribe() == 1)
      let told = try await house.room.subscriptions(of: source.id, as: house.owner)
      #expect(told.map(\.state) == [.told])
      #expect(told.allSatisfy { $0.problem == nil })
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aServerThatNobodyReachesSaysSo(engine: StoreEngine) async throws {
    let push = FakePush()
    try await SourceHouse.on(engine, push: push, address: nil) { house in
      let source = try await house.toldSource()
      _ = try await house.subscribe()
      let found = try await house.room.subscriptions(of: source.id, as: house.owner)
      #expect(found.first?.problem?.contains("no public https address") == true)
      #expect(push.world.withLock { $0.number } == 0)
    }
  }

  @Test func aServiceThatDoesNotTellIsRefused() async throws {
    try await SourceHouse.on(.sqlite) { house in
      let error = await #expect(throws: SourceError.self) { _ = try await house.toldSource() }
      #expect(error?.message.contains("can't be asked to tell") == true)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func everyChosenFolderIsAskedForWhereTheServiceWantsThat(engine: StoreEngine) async throws {
    let push = FakePush(.none, isPerFolder: true)
    try await SourceHouse.on(engine, push: push) { house in
      let source = try await house.toldSource {
        $0.folders = [SourceFolder(id: "a", path: "A"), SourceFolder(id: "b", path: "B")]
      }
      #expect(try await house.subscribe() == 2)
      var rules = source.rules
      rules.folders = [SourceFolder(id: "b", path: "B"), SourceFolder(id: "c", path: "C")]
      _ = try await house.room.update(source.id, SourceForm(rules: rules), as: house.owner)
      #expect(try await house.subscribe() == 2)
      #expect(push.world.withLock { $0.ended.count } == 1)
      #expect(push.world.withLock { $0.channels.count } == 2)
    }
  }
}

extension SourceHouse {
  fileprivate func toldSource(_ change: (inout SourceRules) -> Void = { _ in }) async throws -> Source {
    try await source { rules in
      rules.isTold = true
      change(&rules)
    }
  }

  /// Asks, renews and ends whatever is due.
  /// - Returns: how much there was.
  fileprivate func subscribe() async throws -> Int {
    var count = 0
    while try await room.subscribeNext() { count += 1 }
    return count
  }

  /// Sends what Google sends when something changed.
  @discardableResult
  fileprivate func news(
    _ channel: String = "channel-1", secret: String? = nil, token: String? = nil
  ) async throws -> PushHandshake.Judgement {
    let granted = push?.world.withLock { $0.channels[channel] }
    var headers = HTTPFields()
    for (name, value) in [
      ("X-Goog-Channel-Token", secret ?? granted?.secret ?? ""), ("X-Goog-Resource-State", "change"),
    ] {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    let ours = granted?.address.split(separator: "/").last.map(String.init)
    return try await room.hear(
      PushHandshake.Request(method: "POST", headers: headers), token: token ?? ours ?? "none")
  }
}
