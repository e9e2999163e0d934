import Blobs
import Core
import Foundation
import HTTPAPI
import Library

/// What the page of one asset shows.
struct AssetPage: Sendable {
  let frame: PageFrame
  let id: String
  let csrf: String
  /// The title that is stored; the field may show another one, which was refused.
  let heading: String
  let title: String
  /// `nil` when there is none.
  let description: String?
  let altText: String
  let keywords: [String]
  let keywordText: String
  let categoryPath: String?
  let categoryID: String?
  let state: StateLabel?
  /// What was wrong with the form that was sent.
  let problem: String?
  let canEdit: Bool
  let picture: String?
  let width: Int?
  let height: Int?
  let video: String?
  let noPicture: String
  let download: String
  let facts: [Fact]
  let links: [Link]
  let hasLinks: Bool
  let history: [Event]
  let hasHistory: Bool

  struct Fact: Sendable {
    let name: String
    let value: String
    /// The value as a moment, where it is one.
    var at: String?
  }

  struct Link: Sendable {
    let id: String
    let name: String
    let url: String
  }

  struct Event: Sendable {
    let at: String
    let what: String
  }

  init(
    frame: PageFrame, asset: Asset, categories: [Category], links: [DirectLink], history: [HistoryEntry],
    canEdit: Bool, entered: FormFields? = nil, problem: String? = nil, urls: MediaURLs, publicURL: String
  ) {
    self.frame = frame
    id = asset.id.description
    csrf = frame.csrf
    heading = asset.title.isEmpty ? asset.original.fileName : asset.title
    title = entered?["title"] ?? asset.title
    let description = entered?["description"] ?? asset.description
    self.description = description.isEmpty ? nil : description
    altText = asset.altText.isEmpty ? heading : asset.altText
    keywords = asset.keywords
    keywordText = entered?["keywords"] ?? asset.keywords.joined(separator: ", ")
    categoryID = categories.first?.id.description
    categoryPath = categories.first.map(CategoryTrail.text)
    state = asset.status == .approved ? nil : StateLabel(asset.status)
    self.problem = problem
    self.canEdit = canEdit
    let rendition = asset.renditions[.large] ?? asset.renditions[.medium] ?? asset.renditions[.small]
    picture = rendition.map { urls.address(of: asset, rendition: $0.kind) }
    width = rendition?.width
    height = rendition?.height
    video = asset.kind == .video ? urls.address(of: asset, rendition: nil) : nil
    noPicture =
      asset.ingest == .done
      ? "There is no preview of this kind of file." : "The preview is being made. Reload in a moment."
    download = urls.address(of: asset, rendition: nil, disposition: .attachment)
    facts = Self.facts(asset, categories)
    self.links = links.filter { $0.state == .active }
      .map { Link(id: $0.id.description, name: $0.name, url: publicURL + $0.path) }
    hasLinks = !self.links.isEmpty
    self.history = history.prefix(20).map { Event(at: Timestamp.format($0.at), what: Self.summary($0)) }
    hasHistory = !self.history.isEmpty
  }

  private static func summary(_ entry: HistoryEntry) -> String {
    let person = entry.by.displayName.isEmpty ? entry.by.userName : entry.by.displayName
    let what =
      switch entry.type {
      case .upload: "added it"
      case .edit: "edited it"
      case .approve: "approved it"
      case .reject: "rejected it"
      case .statusChange: "changed its status"
      case .view: "looked at it"
      case .download: "downloaded it"
      case .delete: "deleted it"
      case .undelete: "restored it"
      case .directLink: "made a direct link"
      }
    return entry.comment.isEmpty ? "\(person) \(what)" : "\(person) \(what): \(entry.comment)"
  }

  private static func facts(_ asset: Asset, _ categories: [Category]) -> [Fact] {
    let facts = asset.facts
    let size = facts.width.flatMap { width in facts.height.map { "\(width) × \($0) pixels" } }
    let values: [(String, String?)] = [
      ("File name", asset.original.fileName), ("Kind", asset.kind.rawValue), ("Type", facts.mimeType),
      ("Size", Quantity.bytes(asset.original.size)), ("Dimensions", size),
      ("Length", facts.duration.map(Quantity.clock)), ("Colour", facts.colourSpace),
      ("Categories", categories.map(CategoryTrail.text).joined(separator: ", ")),
      ("Added by", asset.record.createdBy.userName),
      ("SHA-256", asset.original.hash.description),
      ("Note", facts.contradictsName ? "The bytes are not what the file name says." : nil),
    ]
    let texts = values.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : Fact(name: name, value: $0) } }
    let added = Timestamp.format(asset.record.createdAt)
    return texts + [Fact(name: "Added", value: added, at: added)]
  }
}

/// A coloured word for the state of something.
struct StateLabel: Sendable {
  /// A class of the style sheet: good, busy, warn, bad, or nothing.
  let kind: String
  let name: String

  init(kind: String, name: String) {
    self.kind = kind
    self.name = name
  }

  init(_ status: AssetStatus) {
    switch status {
    case .approved: self.init(kind: "good", name: "Approved")
    case .pending: self.init(kind: "warn", name: "Pending")
    case .rejected: self.init(kind: "bad", name: "Rejected")
    case .expired: self.init(kind: "bad", name: "Expired")
    case .checkedOut: self.init(kind: "busy", name: "Checked out")
    }
  }
}
