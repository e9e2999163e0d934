package import Core
import Foundation
import Library

extension SourceRules {
  /// As it is kept and as programs see it.
  package var json: JSONValue {
    var filter: JSONObject = [:]
    let list = { (texts: [String]) in JSONValue.array(texts.map(JSONValue.string)) }
    if !self.filter.types.isEmpty { filter["types"] = list(self.filter.types) }
    filter["smallest"] = self.filter.smallest.map(JSONValue.int)
    filter["largest"] = self.filter.largest.map(JSONValue.int)
    if !self.filter.include.isEmpty { filter["include"] = list(self.filter.include) }
    if !self.filter.exclude.isEmpty { filter["exclude"] = list(self.filter.exclude) }
    filter["changedAfter"] = self.filter.changedAfter.map { JSONValue($0) }
    filter["mostDays"] = self.filter.mostDays.map { JSONValue($0) }
    var place: JSONObject = ["mirrorsFolders": .bool(self.place.mirrorsFolders)]
    place["category"] = self.place.category.map { JSONValue($0) }
    if !self.place.keywords.isEmpty { place["keywords"] = list(self.place.keywords) }
    return [
      "folders": .array(folders.map { ["id": .string($0.id), "path": .string($0.path)] }),
      "filter": .object(filter), "schedule": .string(schedule.text), "push": .bool(isTold),
      "mapping": .array(mapping.rules.map { ["from": .string($0.from), "to": .string($0.to.text)] }),
      "place": .object(place), "keeps": .string(keeps.rawValue), "vanished": .string(vanished.rawValue),
    ]
  }

  /// Reads what ``json`` writes.
  /// - Returns: `nil` when it is something else.
  package init?(json: JSONValue) {
    do { try self.init(reading: json) } catch { return nil }
  }

  /// Reads what somebody entered; what isn't said is as for a new source.
  /// - Throws: ``SourceError/invalidField(_:reason:)``.
  package init(reading json: JSONValue) throws(SourceError) {
    func texts(_ value: JSONValue?) -> [String] { value?.arrayValue?.compactMap(\.stringValue) ?? [] }
    let folders = json["folders"]?.arrayValue ?? []
    self.init(
      folders: folders.compactMap { folder in
        folder["id"]?.stringValue.map { SourceFolder(id: $0, path: folder["path"]?.stringValue ?? $0) }
      })
    guard !self.folders.isEmpty, self.folders.count == folders.count else {
      throw .invalidField("folders", reason: "choose at least one folder")
    }
    let filter = json["filter"]
    self.filter.types = texts(filter?["types"])
    self.filter.include = texts(filter?["include"])
    self.filter.exclude = texts(filter?["exclude"])
    self.filter.smallest = filter?["smallest"]?.intValue
    self.filter.largest = filter?["largest"]?.intValue
    self.filter.changedAfter = filter?["changedAfter"]?.stringValue.flatMap(Timestamp.parse)
    self.filter.mostDays = filter?["mostDays"]?.intValue.map(Int.init)
    if let text = json["schedule"]?.stringValue {
      guard let schedule = SourceSchedule(text) else {
        throw .invalidField("schedule", reason: "\"\(text)\" is none of manual, 12h, day, week, month and cron …")
      }
      self.schedule = schedule
    }
    isTold = json["push"]?.boolValue ?? false
    for rule in json["mapping"]?.arrayValue ?? [] {
      guard let from = rule["from"]?.stringValue, !from.isEmpty,
        let to = rule["to"]?.stringValue.flatMap(FieldMapping.Target.init)
      else { throw .invalidField("mapping", reason: "a line names no field of an asset") }
      mapping.rules.append(FieldMapping.Rule(from: from, to: to))
    }
    place.category = json["place"]?["category"]?.stringValue.flatMap { CategoryID($0) }
    place.mirrorsFolders = json["place"]?["mirrorsFolders"]?.boolValue ?? true
    place.keywords = texts(json["place"]?["keywords"])
    keeps = try Self.choice(json["keeps"], "keeps") ?? .originals
    vanished = try Self.choice(json["vanished"], "vanished") ?? .keep
  }

  private static func choice<Choice: RawRepresentable<String>>(
    _ value: JSONValue?, _ field: String
  ) throws(SourceError) -> Choice? {
    guard let text = value?.stringValue else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw .invalidField(field, reason: "\"\(text)\" is none of its words")
    }
    return choice
  }
}
