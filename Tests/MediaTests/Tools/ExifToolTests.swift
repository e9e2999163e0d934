import Core
import Foundation
import TestSupport
import Testing

@testable import Media

/// Properties are compared as JSON values, numbers by value.
@Suite struct ExifToolTests {
  private func program(_ script: String, in folder: TemporaryFolder) throws -> String {
    let path = try folder.write("exiftool.sh", "#!/bin/sh\n\(script)\n".utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  @Test func oneThatHangsIsReplacedByTheNextFile() throws {
    let samples = try Samples()
    let picture = try samples.picture("bars.jpg")
    try samples.tag(picture, "-XMP-dc:Title=Balken")
    let mark = samples.folder.file("mark")
    let script = "[ -e \(mark) ] && exec exiftool \"$@\"\ntouch \(mark)\nwhile read line; do :; done"
    let tool = ExifTool(program: try program(script, in: samples.folder))
    try tool.ask(about: picture, isPicture: true)
    #expect(throws: ToolError.timedOut) { try tool.answer(by: .now.advanced(by: .milliseconds(300))) }
    try tool.ask(about: picture, isPicture: true)
    let answer = try tool.answer(by: .now.advanced(by: .seconds(30)))
    #expect(answer["XMP:XMP-dc:Title"] == "Balken")
  }

  @Test func oneThatEndsGivesNoAnswer() throws {
    let folder = try TemporaryFolder()
    let tool = ExifTool(program: try program("read line; exit 1", in: folder))
    try tool.ask(about: "/x", isPicture: true)
    #expect(throws: ToolError.self) { try tool.answer(by: .now.advanced(by: .seconds(30))) }
  }

  @Test func oneThatIsNotThereIsMissing() throws {
    let tool = ExifTool(program: "/nonexistent/exiftool")
    // It may end before or after the question is written.
    try? tool.ask(about: "/x", isPicture: true)
    #expect(throws: ToolError.self) { try tool.answer(by: .now.advanced(by: .seconds(30))) }
  }

  @Test func oneIsKeptForManyFiles() throws {
    let samples = try Samples()
    let picture = try samples.picture("bars.jpg")
    let count = samples.folder.file("count")
    let tool = ExifTool(program: try program("echo >> \(count)\nexec exiftool \"$@\"", in: samples.folder))
    for _ in 0..<3 {
      try tool.ask(about: picture, isPicture: true)
      #expect(try tool.answer(by: .now.advanced(by: .seconds(30)))["File:FileType"] == "JPEG")
    }
    #expect(try String(contentsOfFile: count, encoding: .utf8) == "\n")
  }
}
