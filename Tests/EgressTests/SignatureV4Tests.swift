import Core
import Egress
import Foundation
import Testing

/// The examples of "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)".
@Suite("Signatures, against Amazon's published examples")
struct SignatureV4Tests {
  private let signature = SignatureV4(
    accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    region: "us-east-1")
  private let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  private let host = (name: "host", value: "examplebucket.s3.amazonaws.com")

  @Test func aGetOfARange() throws {
    let subject = SignatureV4.Subject(
      method: "GET", path: "/test.txt", headers: [host, (name: "range", value: "bytes=0-9")], payloadHash: emptyHash)
    #expect(try value(of: subject) == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
  }

  @Test func aPutWithACharacterThatIsEncoded() throws {
    let subject = SignatureV4.Subject(
      method: "PUT", path: "/" + URIEncoding.encodePath("test$file.text"),
      headers: [
        host, (name: "date", value: "Fri, 24 May 2013 00:00:00 GMT"),
        (name: "x-amz-storage-class", value: "REDUCED_REDUNDANCY"),
      ],
      payloadHash: "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
    #expect(try value(of: subject) == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
  }

  @Test func aQueryWithoutAValue() throws {
    let subject = SignatureV4.Subject(
      method: "GET", path: "/", query: [(name: "lifecycle", value: "")], headers: [host], payloadHash: emptyHash)
    #expect(try value(of: subject) == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
  }

  @Test func aQueryWithValues() throws {
    let subject = SignatureV4.Subject(
      method: "GET", path: "/", query: [(name: "prefix", value: "J"), (name: "max-keys", value: "2")], headers: [host],
      payloadHash: emptyHash)
    #expect(try value(of: subject) == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
  }

  private func value(of subject: SignatureV4.Subject) throws -> String {
    let date = try #require(Timestamp.parse("2013-05-24T00:00:00Z"))
    let headers = signature.headers(for: subject, at: date)
    let authorization = try #require(headers.first { $0.name == "authorization" }?.value)
    return String(try #require(authorization.split(separator: "Signature=").last))
  }
}
