import Connectors
import Core
import Foundation
import Testing

@Suite("Dates as services write them")
struct RemoteDateTests {
  static let moment = Date(timeIntervalSince1970: 1_730_867_496)

  @Test(
    "one moment in every form",
    arguments: [
      "2024-11-06T04:31:36Z", "2024-11-06T04:31:36.000Z", "2024-11-06T05:31:36+01:00", "2024-11-06T04:31:36+0000",
      "2024-11-06 04:31:36", "20241106043136000", "Wed, 06 Nov 2024 04:31:36 GMT", "1730867496", "1730867496000",
      " 2024-11-06T04:31:36Z ",
    ] as [JSONValue] + [1_730_867_496, 1_730_867_496_000])
  func read(value: JSONValue) {
    #expect(RemoteDate.parse(value) == Self.moment)
  }

  @Test(
    "what is no moment is none",
    arguments: [
      "", "soon", "0000-00-00 00:00:00", "2024-13-40T99:99:99Z", "Wed, 99 Foo 2024 04:31:36 GMT", "12", "-5", "1e999",
      "9999999999999999999999", .null, true, [], [:], -1, 0, 1e300,
    ] as [JSONValue])
  func refused(value: JSONValue) {
    #expect(RemoteDate.parse(value) == nil)
  }
}
