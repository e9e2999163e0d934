import Core
import Foundation
import Testing

@testable import Flows

@Suite struct AdmissionTests {
  private let now = Date(timeIntervalSince1970: 1_767_225_600)

  @Test func aRunWithoutCompanyBegins() throws {
    #expect(try decide("{concurrency: 1}", facts()) == .admit)
  }

  @Test func asManyAsTheFlowAllowsAndThoseAheadComeFirst() throws {
    var full = facts()
    full.begun = 2
    #expect(try reason("{concurrency: 2}", full) == .concurrency)
    var queued = facts()
    (queued.begun, queued.ahead) = (1, 1)
    #expect(try reason("{concurrency: 2}", queued) == .concurrency)
    queued.ahead = 0
    #expect(try decide("{concurrency: 2}", queued) == .admit)
  }

  @Test func aFullKeyHoldsOnlyItsOwn() throws {
    var own = facts()
    own.begunWithKey = 1
    #expect(try reason("{per: {key: a, concurrency: 1}}", own) == .keyConcurrency)
    #expect(try decide("{per: {key: a, concurrency: 1}}", facts()) == .admit)
  }

  @Test func theThrottleSetsATimeOnceAndKeepsIt() throws {
    var late = facts()
    late.throttledBy = now - 10
    var admission = Admission(limits: try limits("{throttle: {runs: 2, every: 1m}}"), facts: late)
    #expect(admission.decide(at: now) == .hold(.throttle, until: now + 50))
    #expect(admission.facts.startsAt == now + 50)
    var kept = admission.facts
    kept.throttledBy = now + 50
    var again = Admission(limits: try limits("{throttle: {runs: 2, every: 1m}}"), facts: kept)
    #expect(again.decide(at: now + 50) == .admit)
  }

  @Test func aCallWaitsForQuietAndTheLastOneCounts() throws {
    #expect(try decide("{debounce: {for: 30s}}", facts()) == .hold(.debounce, until: now + 30))
    var early = facts()
    early.hasLaterCall = true
    #expect(try decide("{debounce: {for: 30s}}", early) == .supersede)
    var admission = Admission(limits: try limits("{debounce: {for: 30s}}"), facts: facts())
    #expect(admission.decide(at: now + 30) == .admit)
  }

  private func facts() -> Admission.Facts { Admission.Facts(createdAt: now) }

  private func limits(_ yaml: String) throws -> FlowLimits {
    let (definition, problems) = FlowReader.read(
      try FlowDocument.parse("{name: Limited, limits: \(yaml), steps: [{id: a, action: weir/noop}]}"))
    #expect(problems.isEmpty)
    return definition.limits
  }

  private func decide(_ yaml: String, _ facts: Admission.Facts) throws -> Admission.Decision {
    var admission = Admission(limits: try limits(yaml), facts: facts)
    return admission.decide(at: now)
  }

  private func reason(_ yaml: String, _ facts: Admission.Facts) throws -> RunHold? {
    if case .hold(let reason, _) = try decide(yaml, facts) { reason } else { nil }
  }
}
