/// What would become of a file if it were uploaded now; asked before any byte is sent.
package struct UploadVerdict: Sendable, Hashable {
  package let fileName: String
  /// Why it would be refused; `nil` when it would be accepted.
  package let problem: String?
  /// How many live assets have a file of this name already.
  package let sameName: Int

  package init(fileName: String, problem: String?, sameName: Int) {
    self.fileName = fileName
    self.problem = problem
    self.sameName = sameName
  }
}
