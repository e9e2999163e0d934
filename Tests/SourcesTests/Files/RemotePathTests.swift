import Sources
import Testing

@Suite("Paths and names of services")
struct RemotePathTests {
  @Test func namesThatLookAlikeAreTwoNames() {
    let composed = RemotePath.top.appending("caf\u{E9}.jpg")
    let decomposed = RemotePath.top.appending("cafe\u{301}.jpg")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(RemoteID("caf\u{E9}") != RemoteID("cafe\u{301}"))
  }

  @Test func aSlashOrANULInANameStaysInTheName() {
    let path = RemotePath.top.appending("a/b").appending("c\0d")
    #expect(path.steps.count == 2)
    #expect(!path.text.utf8.contains(0))
    #expect(path.isBelow(path.folder))
  }

  @Test func aNameThatBeginsWithAMarkIsAStepOfItsOwn() {
    let path = RemotePath.top.appending("photos").appending("\u{301}accent").appending("\u{20DD}.jpg")
    #expect(path.steps == ["photos", "\u{301}accent", "\u{20DD}.jpg"])
    #expect(path.name == "\u{20DD}.jpg")
    #expect(RemotePath(servicePath: "/photos/\u{301}accent/\u{20DD}.jpg") == path)
  }

  @Test func aFolderWhoseNameBeginsLikeAnotherIsNotBelowIt() {
    #expect(!RemotePath(text: "photos2/a").isBelow(RemotePath(text: "photos")))
    #expect(RemotePath(text: "photos/a").isBelow(RemotePath(text: "photos")))
  }

  @Test(
    arguments: [
      ("harbour.jpg", "harbour.jpg"), ("a/b:c*?.jpg", "a_b_c__.jpg"), ("tab\there", "tab_here"), ("..", "_.._"),
      ("", "__"), ("  ", "__"), ("\u{2028}\u{A0}", "__"), ("\u{202E}gpj.exe", "\u{202E}gpj.exe"), ("👩‍👩‍👧.png", "👩‍👩‍👧.png"),
      ("dots...", "dots..."),
    ])
  func aNameBecomesOneThatTheLibraryTakes(name: String, expected: String) {
    #expect(LibraryFileName.file(name) == expected)
  }

  @Test func aLongNameKeepsItsExtension() {
    let name = LibraryFileName.file(String(repeating: "é", count: 300) + ".tiff")
    #expect(name.utf8.count <= 255)
    #expect(name.hasSuffix(".tiff"))
  }

  @Test(arguments: ["", ".jpg"])
  func aLetterWithHundredsOfMarksIsCutBetweenTheMarks(ending: String) {
    let letter = "e" + String(repeating: "\u{301}\u{316}", count: 300)
    let file = LibraryFileName.file(letter + ending)
    #expect(file.unicodeScalars.first == "e")
    #expect((250...255).contains(file.utf8.count))
    #expect(file.hasSuffix(ending))
    let category = LibraryFileName.category(letter)
    #expect((250...255).contains(category.utf8.count))
  }
}
