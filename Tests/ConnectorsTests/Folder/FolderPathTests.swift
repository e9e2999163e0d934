import Foundation
import TestSupport
import Testing

@testable import Connectors

/// What a path means, before the operating system sees it.
@Suite("Paths in allowed folders")
struct FolderPathTests {
  private static let roots = [FolderRoot(name: "in", path: "/srv/files/in", isWritable: false)]

  @Test func aNameThatBeginsWithAMarkIsAStepOfItsOwn() throws {
    let path = try FolderPath("in/2026/\u{301}accent/\u{200D}x.jpg", in: Self.roots)
    #expect(path.steps == ["2026", "\u{301}accent", "\u{200D}x.jpg"])
    #expect(try FolderPath("/srv/files/in/\u{301}accent", in: Self.roots).steps == ["\u{301}accent"])
  }

  @Test(
    arguments: [
      "in/..", "in/../secret", "in/../\u{301}secret", "in/a/../\u{200D}/x", "in/\u{301}a/../../x", "../in",
      "/etc/passwd",
      "/srv/files/in/../\u{301}secret", "in/a\0b", "/\u{301}srv/files/in/x", "elsewhere/x", "",
    ])
  func nothingLeadsOut(text: String) {
    #expect(throws: FileSourceError.self) { try FolderPath(text, in: Self.roots) }
  }

  @Test func aFolderBesideIsNotReachedByTheMarkOfItsName() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.jpg", [1])
    try folder.write("\u{301}secret/key.txt", [1])
    let root = FolderRoot(name: "in", path: folder.file("in"), isWritable: false)
    #expect(throws: FileSourceError.self) {
      try OpenDescriptor.file(FolderPath("in/../\u{301}secret/key.txt", in: [root]))
    }
  }
}
