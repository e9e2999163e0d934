import Testing

@testable import BlobsS3

@Suite("Where a bucket is")
struct S3LocationTests {
  @Test func theBucketStandsInThePathOrInTheHost() throws {
    let path = try #require(S3Location(endpoint: "http://127.0.0.1:9000/", bucket: "media", prefix: "weir"))
    #expect(path.requestHost == "127.0.0.1:9000")
    #expect(path.path(key: "blobs/a b") == "/media/weir/blobs/a%20b")
    #expect(path.path(key: nil) == "/media")
    let host = try #require(
      S3Location(endpoint: "https://s3.amazonaws.com", bucket: "media", style: .virtualHost))
    #expect(host.requestHost == "media.s3.amazonaws.com")
    #expect(host.path(key: "x") == "/x")
    #expect(host.path(key: nil) == "/")
  }

  @Test(arguments: ["", "s3.amazonaws.com", "ftp://host", "https://", "https://host/path", "https://user@host"])
  func whatIsNoEndpointIsRefused(endpoint: String) {
    #expect(S3Location(endpoint: endpoint, bucket: "media") == nil)
  }

  @Test func textsOfElementsAreFoundAndUnescaped() {
    let xml = "<R><Key>a&amp;lt;b</Key><Other>x</Other><Key>&quot;c&quot;</Key></R>"
    #expect(XMLElements.values(of: "Key", in: xml) == ["a&lt;b", "\"c\""])
    #expect(XMLElements.values(of: "Nothing", in: xml).isEmpty)
    #expect(XMLElements.values(of: "Key", in: "<Key>never closed").isEmpty)
  }
}
