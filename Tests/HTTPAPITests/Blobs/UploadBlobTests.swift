import Core
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Library
import NIOCore
import TestSupport
import Testing

@Suite struct UploadBlobTests {
  private func begin(_ api: APIHarness) async throws -> (id: String, address: String) {
    let payload = try await api.send(.post, "/uploads", json: ["filename": "a.bin"]).json?["payload"]
    #expect(payload?["uploadFilename"] == payload?["uploadFileName"])
    return (payload?["id"]?.stringValue ?? "", APIHarness.local(payload?["uploadUrl"]?.stringValue))
  }

  private func put(_ api: APIHarness, _ address: String, _ body: String, headers: HTTPFields = [:]) async throws
    -> TestResponse
  {
    try await api.client.executeRequest(uri: address, method: .put, headers: headers, body: ByteBuffer(string: body))
  }

  private func finish(_ api: APIHarness, _ id: String, size: Int) async throws -> TestResponse {
    try await api.send(.put, "/uploads/\(id)", json: ["filename": "a.bin", "fileSizeInBytes": JSONValue(size)])
    let root = try await api.library.categories.root(as: api.principal(.write)).id
    try await api.send(.post, "/uploads/\(id)/categories", json: [JSONValue(root)])
    return try await api.send(.patch, "/uploads/\(id)", json: [["op": "replace", "path": "/status", "value": 1]])
  }

  private func original(_ api: APIHarness, _ id: String) async throws -> String {
    let media = try await api.send(.get, "/assets/\(id)").json?["payload"]?["media"]
    return APIHarness.local(media?["original"]?.stringValue)
  }

  @Test(arguments: StoreEngine.tested)
  func aBlobIsPutWholeWithAzuresHeaders(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let (id, address) = try await begin(api)
      let md5 = "XUFAKrxLKna5cZ2REBfFkg=="
      let response = try await put(
        api, address, "hello",
        headers: [
          .named("x-ms-blob-type"): "BlockBlob", .named("x-ms-client-request-id"): "mine", .contentMD5: md5,
          .named("x-ms-content-crc64"): "V0JSBnCFdzM=",
        ])
      #expect(response.status == .created, "\(response.text)")
      #expect(response.headers[.eTag] != nil && response.headers[.lastModified]?.hasSuffix("GMT") == true)
      #expect(response.headers[.contentMD5] == md5)
      #expect(response.headers[.named("x-ms-request-server-encrypted")] == "true")
      #expect(response.headers[.named("x-ms-client-request-id")] == "mine")
      #expect(try await finish(api, id, size: 5).status == .ok)
      #expect(try await api.send(.get, original(api, id), as: .anonymous).text == "hello")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func blocksArePutTogetherInTheOrderOfTheList(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let (id, address) = try await begin(api)
      for (name, text) in [("Qg==", "world"), ("QQ==", "hello ")] {
        let encoded = name.replacing("=", with: "%3D")
        #expect(try await put(api, address + "&comp=block&blockid=\(encoded)", text).status == .created)
      }
      let listed = try await api.send(.get, address + "&comp=blocklist", as: .anonymous)
      #expect(listed.text.contains("<Name>QQ==</Name><Size>6</Size>"))
      let xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<BlockList>\n <Latest>QQ==</Latest>"
        + "<Uncommitted>Qg==</Uncommitted>\n</BlockList>"
      #expect(try await put(api, address + "&comp=blocklist", xml).status == .created)
      #expect(try await finish(api, id, size: 11).status == .ok)
      #expect(try await api.send(.get, original(api, id), as: .anonymous).text == "hello world")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func damagedBytesAreRefusedAndNotKept(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let (_, address) = try await begin(api)
      let block = address + "&comp=block&blockid=QQ%3D%3D"
      let wrongMD5 = try await put(api, block, "hello", headers: [.contentMD5: "AAAAAAAAAAAAAAAAAAAAAA=="])
      #expect(wrongMD5.status == .badRequest)
      #expect(wrongMD5.headers[.named("x-ms-error-code")] == "Md5Mismatch")
      let wrongCRC = try await put(api, block, "hello", headers: [.named("x-ms-content-crc64"): "AAAAAAAAAAA="])
      #expect(wrongCRC.text.contains("<Code>Crc64Mismatch</Code>"))
      let cut = try await api.client.executeRequest(
        uri: block, method: .put, headers: [.contentLength: "100"], body: nil)
      #expect(cut.status == .badRequest)
      let listed = try await api.send(.get, address + "&comp=blocklist", as: .anonymous)
      #expect(listed.text.contains("<UncommittedBlocks></UncommittedBlocks>"))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func wrongBlockRequestsAreNamedInAzuresWords(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let (_, address) = try await begin(api)
      let cases: [(String, String, Int, String)] = [
        ("&comp=block", "x", 400, "MissingRequiredQueryParameter"),
        ("&comp=block&blockid=***", "x", 400, "InvalidQueryParameterValue"),
        ("&comp=lease", "x", 400, "InvalidQueryParameterValue"),
        ("&comp=blocklist", "<BlockList><Latest>QQ==</Latest></BlockList>", 400, "InvalidBlockList"),
        ("&comp=blocklist", "<BlockList><Best>QQ==</Best></BlockList>", 400, "InvalidXmlDocument"),
      ]
      for (query, body, status, code) in cases {
        let response = try await put(api, address + query, body)
        #expect(response.status.code == status, "\(query)")
        #expect(response.headers[.named("x-ms-error-code")] == code, "\(response.text)")
        #expect(response.headers[.contentType] == "application/xml")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aForgedOrEndedAddressIsRefused(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let (_, address) = try await begin(api)
      let forged = try await put(api, address.replacing("sig=", with: "sig=A"), "x")
      #expect(forged.status == .forbidden)
      #expect(forged.headers[.named("x-ms-error-code")] == "AuthenticationFailed")
      api.clock.advance(by: .seconds(25 * 3600))
      #expect(try await put(api, address, "x").status == .forbidden)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aBlobIsNotReplacedWhereTheWriterForbidsIt(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let (_, address) = try await begin(api)
      #expect(try await put(api, address, "one", headers: [.ifNoneMatch: "*"]).status == .created)
      let second = try await put(api, address, "two", headers: [.ifNoneMatch: "*"])
      #expect(second.status == .conflict)
      #expect(second.headers[.named("x-ms-error-code")] == "BlobAlreadyExists")
      #expect(try await put(api, address, "three").status == .created)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func finishingChecksSizeAndMayBeRepeated(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let (id, address) = try await begin(api)
      _ = try await put(api, address, "hello")
      #expect(try await finish(api, id, size: 6).status == .notFound)
      #expect(try await finish(api, id, size: 5).status == .ok)
      let again = try await api.send(
        .patch, "/uploads/\(id)", json: [["op": "replace", "path": "/status", "value": 1]])
      #expect(again.status == .ok)
    }
  }
}
