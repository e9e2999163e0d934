import Core
import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Identity

@Suite struct PasswordTests {
  private let cheap = PasswordCost(logRounds: 4, blockSize: 1, parallelism: 1)
  private let dearer = PasswordCost(logRounds: 5, blockSize: 1, parallelism: 1)
  private let password = Secret("correct horse battery")

  @Test func aHashIsReadBackAndMatchesOnlyItsPassword() async throws {
    let hasher = PasswordHasher(cost: cheap, effects: .test())
    let stored = try await hasher.hash(password)
    #expect(stored.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
    #expect(try await hasher.check(password, against: stored) == .right)
    #expect(try await hasher.check(Secret("correct horse batterz"), against: stored) == .wrong)
    #expect(try await hasher.check(Secret(""), against: stored) == .wrong)
  }

  @Test func twoHashesOfOnePasswordDiffer() async throws {
    let hasher = PasswordHasher(cost: cheap, effects: .test())
    #expect(try await hasher.hash(password) != hasher.hash(password))
  }

  @Test func composedAndDecomposedLettersAreTheSamePassword() async throws {
    let hasher = PasswordHasher(cost: cheap, effects: .test())
    let stored = try await hasher.hash(Secret("caf\u{E9} au lait"))
    #expect(try await hasher.check(Secret("cafe\u{301} au lait"), against: stored) == .right)
  }

  @Test func aHashOfLowerCostIsReplacedAndOneOfHigherCostIsNot() async throws {
    let effects = Effects.test()
    let old = try await PasswordHasher(cost: cheap, effects: effects).hash(password)
    let today = PasswordHasher(cost: dearer, effects: effects)
    guard case .rightButWeak(let replacement) = try await today.check(password, against: old) else {
      Issue.record("the old hash was not found to be weak")
      return
    }
    #expect(replacement.hasPrefix("$scrypt$ln=5,"))
    #expect(try await today.check(password, against: replacement) == .right)
    #expect(try await PasswordHasher(cost: cheap, effects: effects).check(password, against: replacement) == .right)
    #expect(try await today.check(Secret("wrong"), against: old) == .wrong)
  }

  @Test(arguments: [
    "", "$scrypt$", "$scrypt$ln=4,r=1,p=1$AAAA", "$scrypt$ln=40,r=8,p=1$AAAA$AAAA", "$scrypt$ln=4,r=1$AAAA$AAAA",
    "$bcrypt$ln=4,r=1,p=1$AAAA$AAAA", "$scrypt$ln=-1,r=1,p=1$AAAA$AAAA", "$scrypt$r=1,ln=4,p=1$AAAA$AAAA",
    "$scrypt$ln=4,r=1,p=1$AAAA$AAAA", "$scrypt$ln=,r=1,p=1$AAAA$AAAA",
  ])
  func whatIsNoHashMatchesNothing(text: String) async throws {
    #expect(PasswordHash(text) == nil)
    #expect(try await PasswordHasher(cost: cheap, effects: .test()).check(password, against: text) == .wrong)
  }

  @Test func anUnknownAccountCostsAsMuchAsAKnownOne() async throws {
    // Asked by what is done instead of by a clock: the salt of a dummy hash is drawn exactly when one is derived.
    let drawn = Mutex(0)
    var effects = Effects.test()
    effects.randomBytes = { count in
      drawn.withLock { $0 += 1 }
      return Array(repeating: 7, count: count)
    }
    let hasher = PasswordHasher(cost: cheap, effects: effects)
    #expect(try await hasher.check(password, against: nil) == .wrong)
    #expect(drawn.withLock(\.self) == 1)
  }

  @Test func moreSignInsThanCanWaitAreRefusedAndNoMoreThanTwoHashAtOnce() async throws {
    let gate = DispatchSemaphore(value: 0)
    let load = Mutex((now: 0, most: 0))
    var effects = Effects.test()
    effects.randomBytes = { count in
      load.withLock { load in
        load.now += 1
        load.most = max(load.most, load.now)
      }
      gate.wait()
      load.withLock { $0.now -= 1 }
      return Array(repeating: 7, count: count)
    }
    let hasher = PasswordHasher(cost: cheap, effects: effects, lanes: 2)
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<(PasswordHasher.longestQueue + 1) {
        group.addTask { (try? await hasher.check(password, against: nil)) != nil }
      }
      var outcomes: [Bool] = []
      for await isDone in group {
        // The first to return is the one that found no room; the others wait for the gate until then.
        if outcomes.isEmpty { for _ in 0..<PasswordHasher.longestQueue { gate.signal() } }
        outcomes.append(isDone)
      }
      return outcomes
    }
    #expect(outcomes.first == false)
    #expect(outcomes.filter { !$0 }.count == 1)
    #expect((1...2).contains(load.withLock(\.most)))
  }

  @Test(arguments: [
    ("short", false), ("elevenchars", false), ("twelve chars", true), ("aaaaaaaaaaaaaaaa", false),
    ("margaret1234", false), ("Margaret, and a whole sentence", true), (String(repeating: "abcdef", count: 200), false),
  ])
  func aPasswordHasToBeHardToGuess(text: String, isGood: Bool) {
    let verdict = Result { try PasswordRule.check(Secret(text), userName: "margaret") }
    #expect(((try? verdict.get()) != nil) == isGood)
  }

  @Test func randomPasswordsPassTheirOwnRuleAndDiffer() throws {
    let effects = Effects.test()
    let passwords = (0..<50).map { _ in PasswordRule.random(effects) }
    for password in passwords { try PasswordRule.check(password, userName: "admin") }
    #expect(Set(passwords).count == 50)
  }
}
