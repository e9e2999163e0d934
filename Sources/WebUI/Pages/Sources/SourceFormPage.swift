import Connectors
import Core
import Foundation
import HTTPAPI
import Library
import Sources

/// The form of a source: choosing folders, and what is done with them.
struct SourceFormPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let isNew: Bool
  let heading: String
  let place: String
  let connection: String
  let saveTo: String
  let previewAt: String
  let browseAt: String
  /// Whether folders of the service are shown beside those that are chosen.
  let isBrowsing: Bool
  /// Leads to the service's top, as JSON.
  let top = FolderBrowse.top
  let saveLabel: String
  let problem: String?
  let crumbs: [Crumb]
  let here: Folder?
  let folders: [Folder]
  let more: String?
  let files: String?
  let name: String
  let types: String
  let include: String
  let exclude: String
  let largest: String
  let mostDays: String
  let cron: String
  let mirrors: Bool
  let isTold: Bool
  let mapping: String
  /// In lines of the text field.
  let mappingRows: Int
  let schedules: [Choice]
  let vanished: [Choice]
  let keeps: [Choice]
  let categories: [Choice]
  let preview: PreviewPart?

  struct Crumb: Sendable {
    let name: String
    /// The folder that it leads to, as JSON.
    let value: String
  }

  struct Folder: Sendable {
    let name: String
    /// Id and path, as JSON.
    let value: String
    let isChosen: Bool
    /// Whether its own folders can be shown.
    let opens: Bool
  }

  struct Choice: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  /// What the page is about: a new source, or one that is there.
  struct Subject: Sendable {
    var heading: String
    var place: String
    var connection: String
    /// `nil` for a new one.
    var id: SourceID?
    var name: String
    var rules: SourceRules?
    var problem: String?
    var preview: SyncPreview?
  }

  init(frame: PageFrame, _ subject: Subject, browsed: FolderBrowse?, categories: [Category]) {
    self.frame = frame
    csrf = frame.csrf
    isNew = subject.id == nil
    heading = subject.heading
    place = subject.place
    connection = subject.connection
    let address = subject.id.map { "/app/sources/\($0)" } ?? "/app/sources/new"
    saveTo = subject.id == nil ? address : address + "/edit"
    previewAt = address + "/try#preview"
    browseAt = address + "/browse"
    isBrowsing = browsed != nil || subject.id == nil
    saveLabel = isNew ? "Make the source" : "Save"
    problem = subject.problem
    let rules = subject.rules ?? SourceRules(folders: [])
    let chosen = rules.folders
    crumbs = browsed?.crumbs ?? []
    here = browsed?.here(chosen)
    let offered = browsed?.folders(chosen) ?? []
    let offeredValues = Set(offered.map(\.value) + [here?.value ?? ""])
    folders =
      chosen.map { FolderBrowse.folder($0, isChosen: true, opens: false) }.filter { !offeredValues.contains($0.value) }
      + offered
    more = browsed?.more
    files = browsed?.files
    name = subject.name
    types = rules.filter.types.joined(separator: ", ")
    include = rules.filter.include.joined(separator: " ")
    exclude = rules.filter.exclude.joined(separator: " ")
    largest = rules.filter.largest.map { String($0 / 1_000_000) } ?? ""
    mostDays = rules.filter.mostDays.map(String.init) ?? ""
    mirrors = rules.place.mirrorsFolders
    isTold = rules.isTold
    mapping = rules.mapping.rules.map(\.line).joined(separator: "\n")
    mappingRows = max(3, min(8, rules.mapping.rules.count + 1))
    if case .cron(let line, let zone) = rules.schedule { cron = "\(line) \(zone)" } else { cron = "" }
    let schedule = cron.isEmpty ? rules.schedule.text : "cron"
    schedules = Self.choices(Self.scheduleNames, schedule)
    vanished = Self.choices(
      [("keep", "Keep the asset"), ("mark", "Mark the asset"), ("trash", "Put the asset in the trash")],
      rules.vanished.rawValue)
    keeps = Self.choices([("originals", "The files"), ("links", "Links to the files")], rules.keeps.rawValue)
    self.categories = Self.choices(
      categories.map { ($0.id.description, $0.path) }, rules.place.category?.description ?? "")
    preview = subject.preview.map(PreviewPart.init)
  }

  static let scheduleNames = [
    ("12h", "Every 12 hours"), ("day", "Every day"), ("week", "Every week"), ("month", "Every month"),
    ("cron", "By a cron line"), ("manual", "By hand"),
  ]

  private static func choices(_ all: [(String, String)], _ chosen: String) -> [Choice] {
    all.map { Choice(value: $0.0, name: $0.1, isChosen: $0.0 == chosen) }
  }
}
