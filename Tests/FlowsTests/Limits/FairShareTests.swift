import Core
import Foundation
import Identity
import TestSupport
import Testing

@testable import Flows

@Suite struct FairShareTests {
  private let teams: [TeamID] = (0..<3).map { _ in ID(UUID()) }
  private let flows: [FlowID] = (0..<4).map { _ in ID(UUID()) }

  @Test func aSingleRunOfASmallFlowIsTakenBesideTenThousandOfAnother() {
    var share = FairShare(inHand: [])
    let taken = share.share([queue(0, 0, due: 10_000), queue(1, 1, due: 1)], places: 64)
    #expect(count(taken, 1) == 1)
    #expect(count(taken, 0) == 63)
  }

  @Test func theFlowsOfATeamShareWhatTheTeamGets() {
    var share = FairShare(inHand: [])
    let taken = share.share([queue(0, 0, due: 100), queue(0, 1, due: 100), queue(1, 2, due: 100)], places: 16)
    #expect(counts(taken, upTo: 3) == [4, 4, 8])
  }

  @Test func whatIsInHandCounts() {
    var share = FairShare(inHand: Array(repeating: (teams[0], flows[0]), count: 6))
    let taken = share.share([queue(0, 0, due: 100), queue(1, 1, due: 100)], places: 8)
    #expect(counts(taken, upTo: 2) == [0, 2])
  }

  @Test func aFlowWithNothingInHandFindsAPlaceThoughTheWorkerIsFull() {
    var share = FairShare(inHand: Array(repeating: (teams[0], flows[0]), count: 64))
    let taken = share.share([queue(0, 0, due: 100), queue(0, 1, due: 5), queue(1, 2, due: 5)], places: 64)
    #expect(counts(taken, upTo: 3) == [0, 1, 1])
  }

  @Test func neverMoreThanDueAndNeverMoreThanThereIsRoomFor() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let queues = (0..<4).map { queue($0 % 3, $0, due: Int.random(in: 0...20, using: &generator)) }
      var share = FairShare(inHand: [(teams[0], flows[0])])
      let taken = share.share(queues, places: 16)
      #expect(taken.reduce(0) { $0 + $1.count } <= 15 + FairShare.reserve)
      for (flow, count) in taken { #expect(count <= queues.first { $0.flow == flow }?.due ?? 0) }
      let left = queues.reduce(0) { $0 + $1.due } - taken.reduce(0) { $0 + $1.count }
      // Places stay free only when nothing is due.
      if taken.reduce(0, { $0 + $1.count }) < 15 { #expect(left == 0) }
    }
  }

  private func queue(_ team: Int, _ flow: Int, due: Int) -> FairShare.Queue {
    FairShare.Queue(team: teams[team], flow: flows[flow], due: due)
  }

  private func count(_ taken: [(flow: FlowID, count: Int)], _ flow: Int) -> Int {
    taken.filter { $0.flow == flows[flow] }.reduce(0) { $0 + $1.count }
  }

  private func counts(_ taken: [(flow: FlowID, count: Int)], upTo end: Int) -> [Int] {
    (0..<end).map { count(taken, $0) }
  }
}
