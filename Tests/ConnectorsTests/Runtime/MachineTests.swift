import Core
import Foundation
import HTTPTypes
import Testing

@testable import Connectors

@Suite("Retrying")
struct RetryMachineTests {
  private func machine(_ isRepeatable: Bool, attempts: Int = 3) -> RetryMachine {
    RetryMachine(rules: RetryRules(attempts: attempts, first: .seconds(5), factor: 2), isRepeatable: isRepeatable)
  }

  @Test func waitsGrowAndEndWithBackOff() {
    var machine = machine(true)
    #expect(machine.failed(.status(500, asked: nil)) == .again(after: .seconds(5)))
    #expect(machine.failed(.status(502, asked: nil)) == .again(after: .seconds(10)))
    #expect(machine.failed(.status(500, asked: nil)) == .giveUp(.after(.seconds(20))))
  }

  @Test func aShortRetryAfterIsWaitedOutAndALongOneIsHandedOver() {
    var machine = machine(false)
    #expect(machine.failed(.status(429, asked: .seconds(3))) == .again(after: .seconds(3)))
    #expect(machine.failed(.status(429, asked: .seconds(120))) == .giveUp(.after(.seconds(120))))
  }

  @Test func whatMayHaveArrivedIsRepeatedOnlyWhereThatIsSafe() {
    var unsafe = machine(false)
    #expect(unsafe.failed(.lost(mayHaveArrived: true)) == .giveUp(.never))
    #expect(unsafe.failed(.status(500, asked: nil)) == .giveUp(.never))
    var safe = machine(true)
    #expect(safe.failed(.lost(mayHaveArrived: true)) == .again(after: .seconds(5)))
  }

  @Test("other statuses are final", arguments: [400, 401, 403, 404, 409, 422])
  func final(status: Int) {
    var machine = machine(true)
    #expect(machine.failed(.status(status, asked: .seconds(1))) == .giveUp(.never))
  }
}

@Suite("The rate budget")
struct TokenBucketTests {
  private let start = Date(timeIntervalSince1970: 1_767_225_600)

  @Test func letsTheFirstThroughAtOnceAndSpacesTheRest() {
    var bucket = TokenBucket(requests: 60, window: .seconds(60), now: start)
    for _ in 0..<60 { #expect(bucket.take(at: start) == .zero) }
    #expect(bucket.take(at: start) == .seconds(1))
    #expect(bucket.take(at: start) == .seconds(2))
    #expect(bucket.take(at: start.addingTimeInterval(2)) == .seconds(1))
  }

  @Test func neverHoldsMoreThanOneWindow() {
    var bucket = TokenBucket(requests: 2, window: .seconds(1), now: start)
    let later = start.addingTimeInterval(3600)
    #expect(bucket.take(at: later) == .zero)
    #expect(bucket.take(at: later) == .zero)
    #expect(bucket.take(at: later) == .milliseconds(500))
  }

  @Test func aClockThatGoesBackGivesNothing() {
    var bucket = TokenBucket(requests: 1, window: .seconds(1), now: start)
    #expect(bucket.take(at: start) == .zero)
    #expect(bucket.take(at: start.addingTimeInterval(-100)) == .seconds(1))
  }
}

@Suite("Paging")
struct PageMachineTests {
  private func walk(
    _ style: PagingRule.Style, limit: Int = 100, pages: [(items: [JSONValue], answer: JSONValue, link: String?)]
  )
    -> (positions: [PageMachine.Position], machine: PageMachine)
  {
    let rule = PagingRule(style: style, size: 2, items: JSONPath("items"), total: nil, name: "items")
    var machine = PageMachine(rule: rule, limit: limit)
    var positions: [PageMachine.Position] = []
    while let position = machine.next, positions.count < 20 {
      let page = pages[min(positions.count, pages.count - 1)]
      positions.append(position)
      machine.received(page.items, total: page.answer["total"]?.intValue, answer: page.answer, link: page.link)
    }
    return (positions, machine)
  }

  @Test func offsetsCountItemsAndEndAtAShortPage() {
    let (positions, machine) = walk(.offset, pages: [([1, 2], [:], nil), ([3], [:], nil)])
    #expect(positions.map(\.offset) == [0, 2])
    #expect(machine.items == [1, 2, 3])
    #expect(machine.isComplete)
  }

  @Test func aTotalEndsItWithoutAnEmptyPage() {
    let (positions, _) = walk(.offset, pages: [([1, 2], ["total": 4], nil), ([3, 4], ["total": 4], nil)])
    #expect(positions.count == 2)
  }

  @Test func pagesAreNumberedFromTheFirst() {
    let (positions, _) = walk(.page(first: 0), pages: [([1, 2], [:], nil), ([3, 4], [:], nil), ([], [:], nil)])
    #expect(positions.map(\.number) == [0, 1, 2])
  }

  @Test func cursorsComeFromTheAnswer() {
    let (positions, machine) = walk(
      .cursor(JSONPath("next")), pages: [([1], ["next": "a"], nil), ([2], ["next": nil], nil)])
    #expect(positions.map(\.cursor) == [nil, "a"])
    #expect(machine.items == [1, 2])
  }

  @Test func markersComeFromTheLastItem() {
    let (positions, _) = walk(
      .marker(JSONPath("id")), pages: [([["id": 1], ["id": 2]], [:], nil), ([["id": 3]], [:], nil)])
    #expect(positions.map(\.cursor) == [nil, 2])
  }

  @Test func addressesComeFromTheAnswerOrTheLinkHeader() {
    #expect(
      walk(.nextURL(JSONPath("next")), pages: [([1], ["next": "/b"], nil), ([2], [:], nil)]).positions.map(\.url) == [
        nil, "/b",
      ])
    #expect(walk(.linkHeader, pages: [([1], [:], "/b"), ([2], [:], nil)]).positions.map(\.url) == [nil, "/b"])
  }

  @Test func aServiceThatRepeatsItselfIsLeft() {
    #expect(walk(.cursor(JSONPath("next")), pages: [([1], ["next": "a"], nil)]).positions.count == 2)
    #expect(walk(.nextURL(JSONPath("next")), pages: [([1], ["next": "/a"], nil)]).positions.count == 2)
  }

  @Test func itStopsAtTheNumberThatWasAskedFor() {
    let (positions, machine) = walk(
      .offset, limit: 3, pages: [([1, 2], [:], nil), ([3, 4], [:], nil), ([5, 6], [:], nil)])
    #expect(positions.count == 2)
    #expect(machine.items == [1, 2, 3])
    #expect(!machine.isComplete)
  }

  @Test func theLinkHeaderIsRead() throws {
    let name = try #require(HTTPField.Name("Link"))
    #expect(
      LinkHeader.next(in: [name: "<https://a.test/1>; rel=\"prev\", <https://a.test/3>; rel=\"next\""])
        == "https://a.test/3")
    #expect(LinkHeader.next(in: [name: "<https://a.test/1>; rel=prev"]) == nil)
    #expect(LinkHeader.next(in: [:]) == nil)
  }
}
