import Blobs
import Core
import Foundation
import Library
import Logging
import TestSupport
import Testing

@Suite("Bytes that runs hold")
struct RunFilesTests {
  private func store(_ text: String, in house: LibraryHouse) -> @Sendable () async throws -> BlobInfo {
    let blobs = house.blobs
    return { try await blobs.store(ByteStream(Array(text.utf8))) }
  }

  private func sweep(_ house: LibraryHouse) async throws {
    try await LibraryKeeper(library: house.library, logger: Logger(label: "test")).makeRound()
  }

  @Test(arguments: StoreEngine.tested)
  func theyStayUntilTheLastRunGivesThemBack(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let files = house.library.runFiles
      let info = try await files.hold(for: "run-1", store("rows", in: house))
      _ = try await files.hold(for: "run-1", store("rows", in: house))
      _ = try await files.hold(for: "run-2", store("rows", in: house))
      #expect(try await files.sizes(of: ["run-1", "run-2", "run-3"]) == ["run-1": 4, "run-2": 4])
      #expect(try await files.release(["run-1"]) == 4)
      try await sweep(house)
      #expect(try await house.blobs.info(info.hash) != nil)
      #expect(try await files.release(["run-2", "run-3"]) == 4)
      try await sweep(house)
      #expect(try await house.blobs.info(info.hash) == nil)
      #expect(try await files.release(["run-2"]) == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsAnAssetTooStays(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      try await house.add("a.txt", content: "shared")
      let info = try await house.library.runFiles.hold(for: "run-1", store("shared", in: house))
      try await house.library.runFiles.release(["run-1"])
      try await sweep(house)
      #expect(try await house.blobs.info(info.hash) != nil)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRepeatedRunHoldsWhatTheFirstOneMade(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let info = try await house.library.runFiles.hold(for: "run-1", store("rows", in: house))
      try await house.library.runFiles.share(from: "run-1", with: "run-2")
      try await house.library.runFiles.release(["run-1"])
      try await sweep(house)
      #expect(try await house.blobs.info(info.hash) != nil)
      #expect(try await house.library.runFiles.sizes(of: ["run-2"]) == ["run-2": 4])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsBeingDeletedIsPutThereAgain(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let files = house.library.runFiles
      let first = try await files.hold(for: "run-1", store("rows", in: house))
      try await files.release(["run-1"])
      try await sweep(house)
      let again = try await files.hold(for: "run-2", store("rows", in: house))
      #expect(again.hash == first.hash)
      #expect(try await house.blobs.info(again.hash) != nil)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whoHoldsSomethingIsListedPageByPage(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let files = house.library.runFiles
      for run in ["c", "a", "b"] { _ = try await files.hold(for: run, store("rows", in: house)) }
      _ = try await files.hold(for: "a", store("more", in: house))
      let later = house.clock.now.addingTimeInterval(1)
      #expect(try await files.holders(heldBefore: later, after: nil, limit: 2) == ["a", "b"])
      #expect(try await files.holders(heldBefore: later, after: "b", limit: 2) == ["c"])
      #expect(try await files.holders(heldBefore: house.clock.now, after: nil, limit: 2) == [])
    }
  }
}
