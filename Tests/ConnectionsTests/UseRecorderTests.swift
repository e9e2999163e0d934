import Core
import Foundation
import TestSupport
import Testing

@testable import Connections

@Suite struct UseRecorderTests {
  private let start = Date(timeIntervalSince1970: 1_800_000_000)
  private let connection: ConnectionID = ConnectionID(UUID())

  @Test func aThousandUsesOfOneFlowAreOneRowAMinute() {
    let recorder = UseRecorder()
    recorder.note(connection, .flow("a", run: "0"), at: start)
    #expect(recorder.take(at: start + 5).values.map(\.times) == [1])
    for number in 0..<1000 { recorder.note(connection, .flow("a", run: "\(number)"), at: start + 6) }
    #expect(recorder.take(at: start + 10).isEmpty)
    let taken = recorder.take(at: start + 65)
    #expect(taken.values.map(\.times) == [1000])
    #expect(taken.values.first?.first == start + 6)
    #expect(taken.values.first?.runs.count == 50)
    #expect(recorder.take(at: start + 200).isEmpty)
  }

  @Test func theEndTakesEverything() {
    let recorder = UseRecorder()
    recorder.note(connection, .test, at: start)
    _ = recorder.take(at: start)
    recorder.note(connection, .test, at: start + 1)
    #expect(recorder.take(at: start + 2).isEmpty)
    #expect(recorder.take(at: start + 2, all: true).values.map(\.times) == [1])
  }

  @Test func whatCouldNotBeWrittenIsCountedAgain() {
    let recorder = UseRecorder()
    recorder.note(connection, .person("p"), at: start)
    let taken = recorder.take(at: start)
    recorder.note(connection, .person("p"), at: start + 1)
    recorder.giveBack(taken)
    let again = recorder.take(at: start + 2)
    #expect(again.values.map(\.times) == [2])
    #expect(again.values.first?.first == start)
  }

  @Test func anyNumberOfUsersTakesBoundedRoom() {
    let recorder = UseRecorder()
    for number in 0..<30_000 { recorder.note(connection, .flow("\(number)"), at: start) }
    let taken = recorder.take(at: start)
    #expect(taken.count == 20_001)
    #expect(taken.values.reduce(0) { $0 + $1.times } == 30_000)
  }
}
