import Core
import Egress
import Foundation
import HTTPTypes
import Testing

@testable import Connectors

/// By Microsoft's page "Authorize with Shared Key": its examples of what is signed, and signatures of the emulator's public
/// key that were computed by another program.
@Suite("Requests to Azure, signed")
struct AzureSharedKeyTests {
  private let key = AzureSharedKey(
    account: "myaccount",
    key: Secret("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="))
  private let date = Date(timeIntervalSince1970: 1_435_361_952)

  private func request(_ method: HTTPRequest.Method, _ path: String) -> OutboundRequest {
    var headers = HTTPFields()
    headers[.testName("x-ms-version")] = "2015-02-21"
    headers[.testName("x-ms-date")] = "Fri, 26 Jun 2015 23:39:12 GMT"
    return OutboundRequest(method, "https://myaccount.blob.core.windows.net" + path, headers: headers)
  }

  @Test func whatIsSignedIsAsPublished() {
    #expect(
      key.textToSign(request(.get, "/mycontainer?comp=metadata&restype=container&timeout=20"))
        == "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n"
        + "/myaccount/mycontainer\ncomp:metadata\nrestype:container\ntimeout:20")
  }

  @Test func aLengthOfNothingIsLeftOut() {
    var put = request(.put, "/mycontainer?restype=container&timeout=30")
    put.body = .bytes([])
    #expect(
      key.textToSign(put)
        == "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n"
        + "/myaccount/mycontainer\nrestype:container\ntimeout:30")
    put.body = .bytes([1, 2, 3])
    #expect(key.textToSign(put).hasPrefix("PUT\n\n\n3\n\n"))
  }

  @Test func parametersAreDecodedInOrderAndThoseOfOneNameTogether() {
    let list = request(
      .get, "/mycontainer?restype=container&comp=list&Include=snapshots&include=metadata&prefix=a%20b%2Fc")
    #expect(
      key.textToSign(list).hasSuffix(
        "/myaccount/mycontainer\ncomp:list\ninclude:metadata,snapshots\nprefix:a b/c\nrestype:container"))
  }

  @Test func thePathIsSignedAsItIsSent() {
    #expect(key.textToSign(request(.get, "/media/%C3%9Cbung%201.jpg")).hasSuffix("/myaccount/media/%C3%9Cbung%201.jpg"))
    #expect(key.textToSign(request(.get, "")).hasSuffix("\n/myaccount/"))
  }

  @Test func theSignatureIsThatOfAnotherProgram() throws {
    var get = request(.get, "/mycontainer?comp=metadata&restype=container&timeout=20")
    try key.sign(&get, at: date)
    #expect(get.headers[.testName("x-ms-date")] == "Fri, 26 Jun 2015 23:39:12 GMT")
    #expect(get.headers[.authorization] == "SharedKey myaccount:1u9lui2jDxj0+fpbHjQ5m5NnastJRSYM+PSmfi8TXx4=")
  }

  @Test func aKeyThatIsNotBase64IsRefusedBeforeAnythingIsSent() {
    var get = request(.get, "/media")
    #expect(throws: ActionError.self) { try AzureSharedKey(account: "a", key: Secret("?")).sign(&get, at: date) }
    #expect(get.headers[.authorization] == nil)
  }
}
