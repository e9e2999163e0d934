import Connectors
import Crypto
import Foundation
import TestSupport
import Testing

@Suite("A checksum that is taken up again")
struct RunningDigestTests {
  @Test("cut anywhere, it ends the same", arguments: [0, 1, 55, 56, 63, 64, 65, 127, 128, 1000, 4999, 5000])
  func cuts(place: Int) throws {
    var generator = SeededGenerator(seed: 3)
    let bytes = generator.bytes(5000)
    var digest = RunningDigest()
    bytes[..<place].withUnsafeBytes { digest.update($0) }
    var resumed = try #require(RunningDigest(saved: digest.saved))
    #expect(resumed.length == Int64(place))
    bytes[place...].withUnsafeBytes { resumed.update($0) }
    #expect(resumed.sha256 == SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined())
  }

  @Test func rubbishIsNoState() {
    #expect(RunningDigest(saved: "rubbish") == nil)
    #expect(RunningDigest(saved: "") == nil)
  }
}
