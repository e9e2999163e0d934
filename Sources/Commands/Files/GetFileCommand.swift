import AppServer
import ArgumentParser
import Connectors
import Core
import Foundation
import NIOCore

/// `weir files get`
struct GetFileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Bring a file's bytes, all of them or some.")

  @OptionGroup var files: FilesOptions

  @Argument(help: "Its id.")
  var item: String

  @Argument(help: "Where to put it.")
  var path: String

  @Option(name: .long, help: "The first byte, counted from 0.")
  var from: Int64 = 0

  @Option(name: .long, help: "How many bytes; to the end when left out.")
  var count: Int64?

  func validate() throws {
    if from < 0 || count ?? 0 < 0 { throw ValidationError("Bytes are counted from 0.") }
  }

  func run() async throws {
    try await files.with { service, rooms in
      guard let found = try await service.item(item) else { throw FileSourceError.notFound(path: item) }
      let file = try await rooms.runtime.files.open(try await service.handle(for: found))
      let end = count.map { from + $0 } ?? .max
      let isPart = from > 0 || count != nil
      guard FileManager.default.createFile(atPath: path, contents: nil), let target = FileHandle(forWritingAtPath: path)
      else { throw FileSourceError.unreadable(path: path, reason: "it can't be written") }
      var left = count ?? .max
      for try await chunk in try await file.stream(isPart ? from..<end : nil) where left > 0 {
        let bytes = chunk.readableBytesView.prefix(Int(min(left, Int64(chunk.readableBytes))))
        try target.write(contentsOf: Data(bytes))
        left -= Int64(bytes.count)
      }
      try target.close()
      files.say(found)
    }
  }
}
