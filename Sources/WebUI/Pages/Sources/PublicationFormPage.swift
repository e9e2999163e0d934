import Core
import Library
import Sources

/// The form of a publication: which collection, to which folder, and how it is kept current.
struct PublicationFormPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let isNew: Bool
  let heading: String
  let connection: String
  let saveTo: String
  let backTo: String
  let saveLabel: String
  let problem: String?
  let crumbs: [SourceFormPage.Crumb]
  let folders: [SourceFormPage.Folder]
  let more: String?
  let name: String
  let cron: String
  let follows: Bool
  let hasCollections: Bool
  let collections: [SourceFormPage.Choice]
  let sends: [SourceFormPage.Choice]
  let left: [SourceFormPage.Choice]
  let schedules: [SourceFormPage.Choice]

  /// What the page is about: a new publication, or one that is there.
  struct Subject: Sendable {
    var heading: String
    var connection: String
    /// `nil` for a new one.
    var id: PublicationID?
    var name: String
    var collection: CollectionID?
    var rules: PublicationRules?
    var problem: String?
  }

  init(frame: PageFrame, _ subject: Subject, browsed: FolderBrowse?, collections: [AssetCollection]) {
    self.frame = frame
    csrf = frame.csrf
    isNew = subject.id == nil
    heading = subject.heading
    connection = subject.connection
    let address = subject.id.map { "/app/publications/\($0)" } ?? "/app/publications/new"
    backTo = subject.id == nil ? "/app/publications" : address
    saveTo = subject.id == nil ? address : address + "/edit"
    saveLabel = isNew ? "Publish" : "Save"
    problem = subject.problem
    let rules = subject.rules ?? PublicationRules(folder: SourceFolder(id: "", path: ""))
    crumbs = browsed?.crumbs ?? []
    folders = Self.folders(
      subject.rules?.folder, browsed, isOfMachine: subject.connection == SourceOrigin.machine.text)
    more = browsed?.more
    name = subject.name
    follows = rules.followsChanges
    if case .cron(let line, let zone) = rules.schedule { cron = "\(line) \(zone)" } else { cron = "" }
    hasCollections = !collections.isEmpty
    self.collections = Self.choices(
      collections.map { ($0.id.description, $0.name) }, subject.collection?.description ?? "")
    sends = Self.choices(
      PublicationRules.Sends.all.map { ($0.text, PublicationPhrase.sends($0)) }, rules.sends.text)
    left = Self.choices([("keep", "Leave it there"), ("remove", "Remove it there")], rules.left.rawValue)
    schedules = Self.choices(SourceFormPage.scheduleNames, cron.isEmpty ? rules.schedule.text : "cron")
  }

  /// Where the files may go: the folder that is open, and those in it; what was chosen stays in the list.
  private static func folders(
    _ chosen: SourceFolder?, _ browsed: FolderBrowse?, isOfMachine: Bool
  ) -> [SourceFormPage.Folder] {
    // Above the folders of this machine that the operator allows there is no place for files.
    let takesFiles = { (folder: SourceFolder) in !(isOfMachine && folder.id.isEmpty) }
    let marked = [chosen ?? browsed?.at].compactMap(\.self).filter(takesFiles)
    guard let browsed else { return marked.map { named(FolderBrowse.folder($0, isChosen: true, opens: false)) } }
    let here = FolderBrowse.folder(browsed.at, isChosen: marked.contains { $0.id == browsed.at.id }, opens: false)
    let offered = (takesFiles(browsed.at) ? [here] : []) + browsed.folders(marked)
    let values = Set(offered.map(\.value))
    let others = marked.map { FolderBrowse.folder($0, isChosen: true, opens: false) }.filter {
      !values.contains($0.value)
    }
    return (others + offered).map(named)
  }

  private static func named(_ folder: SourceFormPage.Folder) -> SourceFormPage.Folder {
    SourceFormPage.Folder(
      name: folder.name == "Everything" ? "The top folder" : folder.name, value: folder.value,
      isChosen: folder.isChosen, opens: folder.opens)
  }

  private static func choices(_ all: [(String, String)], _ chosen: String) -> [SourceFormPage.Choice] {
    all.map { SourceFormPage.Choice(value: $0.0, name: $0.1, isChosen: $0.0 == chosen) }
  }
}
