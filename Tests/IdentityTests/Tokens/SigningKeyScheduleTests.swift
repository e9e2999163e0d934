import Foundation
import Testing

@testable import Identity

@Suite struct SigningKeyScheduleTests {
  private let schedule = SigningKeySchedule(lifetime: 90 * 86_400, tokenLifetime: 3600)
  private let start = Date(timeIntervalSince1970: 1_767_225_600)

  @Test func theFirstKeySignsAtOnce() {
    #expect(schedule.needsKey([], now: start))
    #expect(schedule.signer(among: [], now: start) == nil)
    #expect(schedule.signer(among: [key("a", 0)], now: start)?.id == "a")
    #expect(!schedule.needsKey([key("a", 0)], now: start))
  }

  @Test func aNewKeyIsPublishedADayBeforeItSigns() {
    #expect(!schedule.needsKey([key("a", 0)], now: day(88.9)))
    #expect(schedule.needsKey([key("a", 0)], now: day(89)))
    let keys = [key("a", 0), key("b", 89)]
    #expect(schedule.signer(among: keys, now: day(89.9))?.id == "a")
    #expect(schedule.signer(among: keys, now: day(90))?.id == "b")
  }

  @Test func anOldKeyStaysPublishedUntilNothingItSignedIsGood() {
    let keys = [key("a", 0), key("b", 89)]
    #expect(schedule.expired(keys, now: day(90) + 3600).isEmpty)
    #expect(schedule.expired(keys, now: day(91) + 3600).map(\.id) == ["a"])
    #expect(schedule.expired([key("a", 0)], now: day(1000)).isEmpty)
  }

  /// Whatever happens: there is always a signer, it is published, and no token outlives the key that signed it.
  @Test func overYearsNoTokenIsOrphaned() {
    var keys: [SigningKeySchedule.Key] = []
    var signed: [(id: String, end: Date)] = []
    for hour in 0..<(24 * 800) {
      let now = start.addingTimeInterval(TimeInterval(hour) * 3600)
      if schedule.needsKey(keys, now: now) { keys.append(SigningKeySchedule.Key(id: "k\(hour)", createdAt: now)) }
      let gone = Set(schedule.expired(keys, now: now).map(\.id))
      keys.removeAll { gone.contains($0.id) }
      guard let signer = schedule.signer(among: keys, now: now) else {
        Issue.record("nobody signs at hour \(hour)")
        return
      }
      signed.removeAll { $0.end <= now }
      signed.append((signer.id, now.addingTimeInterval(3600)))
      #expect(signed.allSatisfy { token in keys.contains { $0.id == token.id } }, "at hour \(hour)")
    }
    #expect(keys.count <= 2)
  }

  private func key(_ id: String, _ days: Double) -> SigningKeySchedule.Key {
    SigningKeySchedule.Key(id: id, createdAt: day(days))
  }

  private func day(_ days: Double) -> Date { start.addingTimeInterval(days * 86_400) }
}
