import Core
import Foundation
import Testing

@Suite("Identifiers")
struct IDTests {
  private enum Thing {}

  @Test(
    arguments: [
      "3f1c9a52-0d7e-4b4b-9d0a-7a5a3a8a2c11", "3F1C9A52-0D7E-4B4B-9D0A-7A5A3A8A2C11",
      "urn:uuid:3f1c9a52-0d7e-4b4b-9d0a-7a5a3a8a2c11", "URN:UUID:3F1C9A52-0D7E-4B4B-9D0A-7A5A3A8A2C11",
    ])
  func everyWayOfWritingAUUIDIsRead(text: String) throws {
    let id = try #require(ID<Thing>(text))
    #expect(id.description == "3f1c9a52-0d7e-4b4b-9d0a-7a5a3a8a2c11")
    #expect(id.compact == "3f1c9a520d7e4b4b9d0a7a5a3a8a2c11")
  }

  @Test(
    arguments: [
      "", "3f1c9a52", "3f1c9a520d7e4b4b9d0a7a5a3a8a2c11", "{3f1c9a52-0d7e-4b4b-9d0a-7a5a3a8a2c11}",
      "3f1c9a52-0d7e-4b4b-9d0a-7a5a3a8a2c1g", " 3f1c9a52-0d7e-4b4b-9d0a-7a5a3a8a2c11",
      "3f1c9a52-0d7e-4b4b-9d0a-7a5a3a8a2c11\n",
    ])
  func everythingElseIsNone(text: String) {
    #expect(ID<Thing>(text) == nil)
  }

  @Test func itIsWrittenReadAndOrderedAsFoundationDoesIt() throws {
    let ids = (0..<1000).map { _ in ID<Thing>(UUID()) }
    for id in ids {
      #expect(id.description == id.uuid.uuidString.lowercased())
      #expect(ID<Thing>(id.uuid.uuidString) == id)
    }
    #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
  }

  @Test func itIsAStringInJSON() throws {
    let id = ID<Thing>(UUID())
    let data = try JSONEncoder().encode([id])
    #expect(String(decoding: data, as: UTF8.self) == "[\"\(id)\"]")
    #expect(try JSONDecoder().decode([ID<Thing>].self, from: data) == [id])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([ID<Thing>].self, from: Data("[\"x\"]".utf8)) }
  }
}
