import ArgumentParser

/// `weir files`
struct FilesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "files", abstract: "Look at and move the files of a connection's service.",
    discussion: "Folders and files are named by the ids that \"list\" shows; the top when none is given.",
    subcommands: [
      ListFilesCommand.self, ShowFileCommand.self, ChangedFilesCommand.self, GetFileCommand.self, PutFileCommand.self,
      MakeFolderCommand.self, RemoveFileCommand.self,
    ])
}
