import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct MediaTests {
  private func media(_ api: APIHarness, _ name: String, _ bytes: [UInt8]) async throws -> JSONValue? {
    let id = try await api.upload(name, bytes)
    return try await api.send(.get, "/assets/\(id)").json?["payload"]?["media"]
  }

  @Test(arguments: StoreEngine.tested)
  func rangesAreAnsweredAsRFC9110Says(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let media = try await media(api, "digits.txt", Array("0123456789".utf8))
      let address = APIHarness.local(media?["original"]?.stringValue)
      let whole = try await api.send(.get, address, as: .anonymous)
      #expect(whole.status == .ok && whole.text == "0123456789")
      #expect(whole.headers[.acceptRanges] == "bytes")
      let eTag = try #require(whole.headers[.eTag])
      let cases: [(HTTPFields, Int, String, String?)] = [
        ([.range: "bytes=2-4"], 206, "234", "bytes 2-4/10"), ([.range: "bytes=7-"], 206, "789", "bytes 7-9/10"),
        ([.range: "bytes=-3"], 206, "789", "bytes 7-9/10"), ([.range: "bytes=8-99"], 206, "89", "bytes 8-9/10"),
        ([.range: "bytes=4-2"], 200, "0123456789", nil), ([.range: "lines=1-2"], 200, "0123456789", nil),
        ([.range: "bytes=2-4", .ifRange: eTag], 206, "234", "bytes 2-4/10"),
        ([.range: "bytes=2-4", .ifRange: "\"other\""], 200, "0123456789", nil),
        ([.named("x-ms-range"): "bytes=0-0"], 206, "0", "bytes 0-0/10"),
      ]
      for (headers, status, text, range) in cases {
        let response = try await api.send(.get, address, as: .anonymous, headers: headers)
        #expect(response.status.code == status && response.text == text, "\(headers)")
        #expect(response.headers[.contentRange] == range)
        #expect(response.headers[.contentLength] == String(text.count))
      }
      let beyond = try await api.send(.get, address, as: .anonymous, headers: [.range: "bytes=10-"])
      #expect(beyond.status == .rangeNotSatisfiable)
      #expect(beyond.headers[.contentRange] == "bytes */10")
      let known = try await api.send(.get, address, as: .anonymous, headers: [.ifNoneMatch: eTag])
      #expect(known.status == .notModified && known.text == "")
      let head = try await api.send(.head, address, as: .anonymous)
      #expect(head.headers[.contentLength] == "10" && head.text == "")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aDownloadIsSavedUnderItsName(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let media = try await media(api, "Fluß & Wehr.txt", [1])
      let address = APIHarness.local(media?["download"]?.stringValue)
      let response = try await api.send(.get, address, as: .anonymous)
      #expect(
        response.headers[.contentDisposition]
          == "attachment; filename=\"Flu_ & Wehr.txt\"; filename*=UTF-8''Flu%C3%9F%20&%20Wehr.txt")
      #expect(response.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anEndedAddressIs410AndAForgedOne403(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let media = try await media(api, "a.txt", [1])
      let address = APIHarness.local(media?["original"]?.stringValue)
      let forged = address.replacing("/Original/", with: "/Large/")
      #expect(try await api.send(.get, forged, as: .anonymous).status == .forbidden)
      api.clock.advance(by: .seconds(26 * 3600))
      let ended = try await api.send(.get, address, as: .anonymous)
      #expect(ended.status == .gone)
      #expect(ended.text.contains("<Code>AuthenticationFailed</Code>"))
    }
  }
}
