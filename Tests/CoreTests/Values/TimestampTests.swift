import Core
import Foundation
import TestSupport
import Testing

@Suite("Instants as text")
struct TimestampTests {
  private let instant = Date(milliseconds: 1_794_025_896_953)

  @Test func itIsWrittenInUTCToTheMillisecond() {
    #expect(Timestamp.format(instant) == "2026-11-07T04:31:36.953Z")
    #expect(Timestamp.format(Date(milliseconds: 0)) == "1970-01-01T00:00:00.000Z")
  }

  @Test(
    arguments: [
      ("2026-11-07T04:31:36.953Z", 1_794_025_896_953), ("2026-11-07T06:31:36.953+02:00", 1_794_025_896_953),
      ("2026-11-06T23:01:36-05:30", 1_794_025_896_000), ("2026-11-07T04:31:36Z", 1_794_025_896_000),
      ("2026-11-07T04:31:36", 1_794_025_896_000), ("2026-11-07 04:31:36", 1_794_025_896_000),
      ("2026-11-07T04:31:36.953", 1_794_025_896_953), ("2026-11-07", 1_794_009_600_000),
      ("2026-11-07T04:31:36.9530000Z", 1_794_025_896_953),
    ] as [(String, Int64)])
  func everyWayOfWritingOneIsRead(text: String, milliseconds: Int64) {
    #expect(Timestamp.parse(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: ["", "now", "2026", "2026-13-01", "2026-11-07T", "07.11.2026", "2026-11-07T04:31:36ZZ"])
  func everythingElseIsNone(text: String) {
    #expect(Timestamp.parse(text) == nil)
  }

  @Test(arguments: [SeededGenerator.freshSeed()])
  func whatIsWrittenReadsTheSame(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let date = Date(milliseconds: Int64.random(in: 0...4_102_444_800_000, using: &generator))
      #expect(Timestamp.parse(Timestamp.format(date))?.milliseconds == date.milliseconds)
    }
  }
}
