import Connections
import Core
import Foundation
import TestSupport
import Testing

@Suite struct KnownSecretsTests {
  @Test func aKnownValueIsMaskedInsideOfOtherText() {
    let known = KnownSecrets()
    known.note(Secret("planted-token-1"))
    #expect(known.masked("GET /x?key=planted-token-1&a=b planted-token-1") == "GET /x?key=•••&a=b •••")
    #expect(known.masked("planted-token-2") == "planted-token-2")
    #expect(known.masked("planted-token-") == "planted-token-")
  }

  @Test func itIsKnownAsItLooksInURLsAndInJSON() {
    let known = KnownSecrets()
    known.note(Secret("a b\"c/d+e=f"))
    #expect(known.masked("?key=a%20b%22c%2Fd%2Be%3Df&x") == "?key=•••&x")
    #expect(known.masked(JSONValue.array(["a b\"c/d+e=f"]).serialized()) == "[\"•••\"]")
  }

  @Test func ordinaryWordsAreLeftAlone() {
    let known = KnownSecrets()
    known.note(Secret("photos"))
    #expect(known.masked("the photos of 2026") == "the photos of 2026")
  }

  @Test func ofTwoThatBeginAlikeTheLongerIsMasked() {
    let known = KnownSecrets()
    known.note(Secret("planted-0"))
    known.note(Secret("planted-0-longer"))
    #expect(known.masked("planted-0-longer planted-0") == "••• •••")
  }

  @Test func whatASealerSealsAndOpensIsKnown() throws {
    let known = KnownSecrets()
    let sealer = known.hearing(Sealer(seal: { plain, _ in plain.reversed() }, open: { sealed, _ in sealed.reversed() }))
    _ = try sealer.seal(Array("planted-sealed".utf8), "a")
    _ = try sealer.open(Array("planted-opened".utf8.reversed()), "a")
    #expect(known.masked("planted-sealed planted-opened") == "••• •••")
  }

  @Test func onlySoManyAreKeptAndTheLatestStay() {
    let known = KnownSecrets()
    for number in 0..<20_000 {
      known.note(Secret("planted-value-\(number)"))
      known.note(Secret("planted-used-always"))
    }
    #expect(known.masked("planted-used-always planted-value-19999 planted-value-0.") == "••• ••• planted-value-0.")
  }

  @Test func anyTextIsMaskedAsANaiveSearchWould() {
    var chance = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let secrets = (0..<3).map { _ in Self.word(Int.random(in: 8...11, using: &chance), &chance) }
      let text = Self.word(60, &chance)
      let known = KnownSecrets()
      for secret in secrets { known.note(Secret(secret)) }
      let masked = known.masked(text)
      #expect(secrets.allSatisfy { !masked.contains($0) }, "\(secrets) in \(text): \(masked)")
    }
  }

  /// Of two letters only, so that much overlaps.
  private static func word(_ length: Int, _ chance: inout SeededGenerator) -> String {
    String((0..<length).map { _ in Bool.random(using: &chance) ? "a" : "b" })
  }
}
