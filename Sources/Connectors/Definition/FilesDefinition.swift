/// How the actions of a connector become the files and folders of its service: the `files` section of its file.
///
/// Folder pickers, sources and publishing ask ``FileService`` and know no service; this says which action answers.
package struct FilesDefinition: Sendable, Hashable {
  /// The id of the folder that holds everything; settings may stand in it.
  package var top: Template
  /// What one folder holds, asked in this order; several where folders and files are listed by actions of their own.
  package var list: [FileListing]
  /// Everything below a folder, where the service tells that in one go.
  package var tree: [FileListing] = []
  /// What one id stands for; an output of null means that there is nothing of that id.
  package var read: FileCall?
  package var changes: FileChangesRule?
  /// How an item of those answers reads.
  package var item: FileItemRule
  /// Where in the service's description of a file its caption, rights and so on are; what a new source begins with.
  package var fields: [FileField: FieldPlaces] = [:]
  package var download: FileCall?
  /// How files of another kind are handed out, by the prefix of their ids.
  package var otherDownloads: [FileListing] = []
  package var upload: FileCall?
  package var replace: FileCall?
  package var makeFolder: FileCall?
  package var remove: FileCall?
  package var search: FileCall?
  /// How what is found reads, where that differs from ``item``.
  package var searchItem: FileItemRule?
  /// A folder's version is another one when anything below it changed.
  package var foldersHaveVersions = false
  /// The id of a thing stays the same when it is renamed or moved.
  package var idsStay = true

  /// How the file of an id is handed out.
  func download(of id: String) -> FileCall? {
    let other = otherDownloads.first { other in
      if case .prefix(let prefix) = other.place { id.hasPrefix(prefix) } else { false }
    }
    return other?.call ?? download
  }
}

/// An action that answers a question about files, and what it is asked with.
package struct FileCall: Sendable, Hashable {
  /// The action's name in the same connector.
  package var action: String
  /// Its input; `${folder.id}`, `${item.id}`, `${name}`, `${file}`, `${cursor}`, `${text}` and `${settings.…}` stand in it.
  package var input: JSONTemplate
  /// Where in the output that is which is meant; all of it when left out.
  package var result = JSONPath("")
}

/// An action that lists files and folders.
package struct FileListing: Sendable, Hashable {
  package var call: FileCall
  /// In which folders it is asked.
  package var place = Place.everywhere
  /// How its items read, where that differs from the connector's ``FilesDefinition/item``.
  package var item: FileItemRule?

  /// Which folders are meant.
  package enum Place: Sendable, Hashable {
    case everywhere
    /// Only the folder that holds everything.
    case top
    /// All but that one.
    case below
    /// Those whose ids begin with this, see ``FileItemRule/prefix``.
    case prefix(String)
  }
}
