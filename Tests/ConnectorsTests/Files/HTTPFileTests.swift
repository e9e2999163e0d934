import Core
import Egress
import Foundation
import HTTPTypes
import Testing

@testable import Connectors

@Suite("Files read by ranges")
struct HTTPFileTests {
  private static let content = Array("0123456789".utf8)

  private static func part(_ said: String?, _ bytes: [UInt8], status: Int = 206) -> HTTPFile {
    HTTPFile(name: "film.mov") { _ in
      var headers: HTTPFields = [.eTag: "\"one\""]
      headers[.contentRange] = said
      return OutboundResponse(status: status, headers: headers, body: ByteStream(bytes))
    }
  }

  @Test(arguments: ["bytes 4-6/10", "bytes 4-6/*", "Bytes 4-6/10"])
  func thePartThatWasAskedForIsTaken(said: String) async throws {
    let bytes = try await Self.part(said, Array("456".utf8)).stream(4..<7).collect(upTo: 100)
    #expect(bytes == Array("456".utf8))
  }

  @Test func aPartMayEndWithItsFile() async throws {
    let bytes = try await Self.part("bytes 8-9/10", Array("89".utf8)).stream(8..<100).collect(upTo: 100)
    #expect(bytes == Array("89".utf8))
  }

  @Test(arguments: [
    "bytes 0-2/10", "bytes 3-6/10", "bytes 5-6/10", "bytes 4-7/10", "bytes 6-4/10", "items 4-6/10", "bytes */10", "",
    nil,
  ])
  func anotherPartIsRefused(said: String?) async throws {
    await #expect(throws: FileSourceError.self) {
      _ = try await Self.part(said, Array("456".utf8)).stream(4..<7).collect(upTo: 100)
    }
  }

  @Test func aPartThatNobodyAskedForIsRefused() async throws {
    await #expect(throws: FileSourceError.self) {
      _ = try await Self.part("bytes 0-4/10", Array("01234".utf8)).stream(nil).collect(upTo: 100)
    }
  }

  @Test func aServerWithoutRangesIsReadFromTheStart() async throws {
    let file = Self.part(nil, Self.content, status: 200)
    #expect(try await file.stream(4..<10).collect(upTo: 100) == Array("456789".utf8))
  }
}
