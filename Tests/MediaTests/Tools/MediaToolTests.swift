import Foundation
import Media
import TestSupport
import Testing

@Suite struct MediaToolTests {
  @Test func aProgramThatIsNotInstalledIsNamed() throws {
    let folder = try TemporaryFolder()
    #expect(MediaTool.missing(in: [folder.path]) == MediaTool.all)
    let path = try folder.write("ffmpeg", [])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    #expect(!MediaTool.missing(in: [folder.path]).map(\.name).contains("ffmpeg"))
  }
}
