import Core
import HTTPAPI
import Library

/// What a form wants done with several assets.
struct LibraryBulk: Sendable, Equatable {
  let assets: [AssetID]
  /// `nil` when the form doesn't say what to do, or not with what.
  let act: Act?

  /// One thing to do with all of them.
  enum Act: Sendable, Equatable {
    case category(CategoryID)
    case keywords([String])
    case collection(Target)
    case delete
  }

  /// A collection that is there, or one to make.
  enum Target: Sendable, Equatable {
    case existing(CollectionID)
    case new(name: String)
  }

  init(_ form: FormFields) {
    assets = form.all("asset").compactMap { AssetID($0) }
    act =
      switch form["act"] {
      case "category": form["category"].flatMap { CategoryID($0) }.map(Act.category)
      case "keywords": Self.keywords(form["keywords"] ?? "").map(Act.keywords)
      case "collection": Self.target(form).map(Act.collection)
      case "delete": .delete
      default: nil
      }
  }

  private static func keywords(_ text: String) -> [String]? {
    let words = text.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }.filter {
      !$0.isEmpty
    }
    return words.isEmpty ? nil : words
  }

  private static func target(_ form: FormFields) -> Target? {
    if let text = form["collection"], !text.isEmpty { return CollectionID(text).map(Target.existing) }
    let name = (form["name"] ?? "").split(separator: " ").joined(separator: " ")
    return name.isEmpty ? nil : .new(name: name)
  }
}
