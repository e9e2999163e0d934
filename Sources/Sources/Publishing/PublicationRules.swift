package import Core
package import Library

/// What a person decides about a publication.
package struct PublicationRules: Sendable, Hashable {
  /// Where the files go.
  package var folder: SourceFolder
  package var sends = Sends.original
  /// What becomes of a file there when its asset leaves the collection.
  package var left = Left.keep
  package var schedule = SourceSchedule.daily
  /// Whether a change of the collection is sent at once; the schedule then is the safety net that also looks at what is
  /// there.
  package var followsChanges = true

  /// What of an asset is sent.
  package enum Sends: Sendable, Hashable {
    case original
    case rendition(RenditionKind)

    /// As it is kept and written: `original`, or the rendition's kind in lower case.
    package var text: String {
      switch self {
      case .original: "original"
      case .rendition(let kind): kind.rawValue.lowercased()
      }
    }

    /// - Returns: `nil` when the text is neither.
    package init?(_ text: String) {
      guard let found = Self.all.first(where: { $0.text == text }) else { return nil }
      self = found
    }

    /// Everything that can be sent, the largest first.
    package static let all: [Sends] = [.original] + RenditionKind.allCases.sorted(by: >).map { .rendition($0) }

    var rendition: RenditionKind? {
      if case .rendition(let kind) = self { kind } else { nil }
    }
  }

  package enum Left: String, Sendable, CaseIterable {
    case keep
    case remove
  }

  package init(folder: SourceFolder) {
    self.folder = folder
  }
}

extension PublicationRules {
  /// As it is kept and as programs see it.
  package var json: JSONValue {
    [
      "folder": ["id": .string(folder.id), "path": .string(folder.path)], "sends": .string(sends.text),
      "left": .string(left.rawValue), "schedule": .string(schedule.text), "follows": .bool(followsChanges),
    ]
  }

  init?(json: JSONValue) {
    do { try self.init(reading: json) } catch { return nil }
  }

  /// Reads what somebody entered; what isn't said is as for a new publication.
  /// - Throws: ``PublicationError/invalidField(_:reason:)``.
  package init(reading json: JSONValue) throws(PublicationError) {
    guard let id = json["folder"]?["id"]?.stringValue else {
      throw .invalidField("folder", reason: "choose where the files go")
    }
    self.init(folder: SourceFolder(id: id, path: json["folder"]?["path"]?.stringValue ?? id))
    if let text = json["sends"]?.stringValue {
      guard let sends = Sends(text) else {
        let words = Sends.all.map(\.text).joined(separator: ", ")
        throw .invalidField("sends", reason: "\"\(text)\" is none of \(words)")
      }
      self.sends = sends
    }
    if let text = json["left"]?.stringValue {
      guard let left = Left(rawValue: text) else {
        throw .invalidField("left", reason: "\"\(text)\" is neither keep nor remove")
      }
      self.left = left
    }
    if let text = json["schedule"]?.stringValue {
      guard let schedule = SourceSchedule(text) else {
        throw .invalidField("schedule", reason: "\"\(text)\" is none of manual, 12h, day, week, month and cron …")
      }
      self.schedule = schedule
    }
    followsChanges = json["follows"]?.boolValue ?? true
  }
}
