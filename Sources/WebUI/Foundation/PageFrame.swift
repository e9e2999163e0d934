package import Identity

/// What stands around the content of every page: the rail, the header, a notice.
package struct PageFrame: Sendable {
  let pageTitle: String
  let files: PageFiles
  let rooms: [RailRoom]
  let person: String
  /// For the hidden field of every form on the page.
  let csrf: String
  /// What the search field shows.
  let search: String
  let notice: PageNotice?

  package init(
    title: String, room: RailRoom.Name?, principal: Principal?, csrf: String, files: PageFiles, search: String = "",
    notice: PageNotice? = nil, templates: PageTemplates
  ) {
    pageTitle = title
    self.files = files
    rooms = principal.map { RailRoom.all(for: $0, current: room, templates: templates) } ?? []
    person = principal.map { $0.displayName.isEmpty ? $0.userName : $0.displayName } ?? ""
    self.csrf = csrf
    self.search = search
    self.notice = notice
  }
}
