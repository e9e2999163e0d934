import Core
import Foundation
import Testing

@testable import Connectors

@Suite("What a WebDAV server says of a file")
struct WebDAVReaderTests {
  private func item(_ href: String, _ properties: JSONValue, at endpoint: String = "https://nas.test/dav")
    -> StorageItem?
  {
    let response: JSONValue = [
      "href": .string(href), "propstat": [["prop": properties, "status": "HTTP/1.1 200 OK"]],
    ]
    return WebDAVReader(endpoint: endpoint).item(response)
  }

  @Test func aFileIsReadWithItsPropertiesAndChecksums() throws {
    let found = try #require(
      item(
        "/dav/Summer%202026/%C3%9Cbung.jpg",
        [
          "resourcetype": "", "getcontentlength": "9", "getcontenttype": "image/jpeg; charset=binary",
          "getlastmodified": "Sun, 22 Nov 2026 10:00:00 GMT", "creationdate": "2026-11-20T08:00:00Z",
          "getetag": "\"5\"", "checksums": ["checksum": "SHA1:ABCDEF MD5:0A1B ADLER32:1"],
        ]))
    #expect((found.id, found.name, found.isFolder) == ("Summer 2026/Übung.jpg", "Übung.jpg", false))
    #expect((found.size, found.mime, found.version) == (9, "image/jpeg", "\"5\""))
    #expect((found.sha1, found.md5, found.sha256) == ("abcdef", "0a1b", nil))
    #expect(found.modified == Date(timeIntervalSince1970: 1_795_341_600))
    #expect(found.created == Date(timeIntervalSince1970: 1_795_161_600))
  }

  @Test func aFolderHasNoSizeWhateverTheServerSays() throws {
    let found = try #require(
      item("https://nas.test/dav/Archive/", ["resourcetype": ["collection": ""], "getcontentlength": "4096"]))
    #expect((found.id, found.isFolder, found.size) == ("Archive", true, nil))
  }

  @Test(
    "What lies elsewhere, or can't be read as UTF-8, isn't there",
    arguments: ["/other/a.jpg", "/dav2/a.jpg", "/davenport/a.jpg", "/dav/caf%E9.jpg"])
  func elsewhere(href: String) {
    #expect(item(href, ["resourcetype": ""]) == nil)
  }

  @Test(
    "The folder itself has an empty path, at whatever address the top is",
    arguments: [
      ("https://nas.test/dav", "/dav/"), ("https://nas.test/dav/", "/dav"), ("https://nas.test", "/"),
      ("https://nas.test/d%C3%A1v", "/d%c3%a1v/"), ("https://nas.test/d%C3%A1v", "/dáv/"),
    ])
  func itself(endpoint: String, href: String) {
    #expect(item(href, ["resourcetype": ["collection": ""]], at: endpoint)?.id == "")
  }

  @Test func onlyPropertiesThatAreThereCount() throws {
    let response: JSONValue = [
      "href": "/dav/a.jpg",
      "propstat": [
        ["prop": ["getetag": "\"1\"", "getcontentlength": "-7"], "status": "HTTP/1.1 200 OK"],
        ["prop": ["creationdate": "2026-11-20T08:00:00Z"], "status": "HTTP/1.1 404 Not Found"],
      ],
    ]
    let found = try #require(WebDAVReader(endpoint: "https://nas.test/dav").item(response))
    #expect(found.version == "\"1\"" && found.created == nil && found.size == nil)
  }
}

@Suite("Where a Nextcloud keeps things")
struct NextcloudAddressTests {
  @Test func theServersOwnAddressIsEnough() {
    for endpoint in ["https://cloud.test/nc", "https://cloud.test/nc/"] {
      let address = NextcloudAddress(endpoint)
      #expect(address.files == "https://cloud.test/nc/remote.php/webdav" && address.user == nil)
      #expect(address.uploads(of: "ada") == "https://cloud.test/nc/remote.php/dav/uploads/ada")
      #expect(address.target("a%20b.jpg", of: "ada") == "https://cloud.test/nc/remote.php/dav/files/ada/a%20b.jpg")
    }
  }

  @Test func anAddressOfFilesNamesServerAndUser() {
    let address = NextcloudAddress("https://cloud.test/remote.php/dav/files/ada%40x/Photos")
    #expect((address.server, address.user) == ("https://cloud.test", "ada%40x"))
    #expect(address.files == "https://cloud.test/remote.php/dav/files/ada%40x/Photos")
    #expect(address.target("a.jpg", of: "ada%40x") == address.files + "/a.jpg")
  }

  @Test func theOlderAddressOfFilesKeepsItsFolder() {
    let address = NextcloudAddress("https://cloud.test/remote.php/webdav/Photos")
    #expect((address.server, address.user) == ("https://cloud.test", nil))
    #expect(address.target("a.jpg", of: "ada") == "https://cloud.test/remote.php/dav/files/ada/Photos/a.jpg")
  }
}
