/// Every built-in step on files.
package enum FileStepCatalogue {
  /// In the order in which people read them.
  package static let all: [FileStep] =
    [CopyStep.copy, CopyStep.keepFile, HashStep.openAddress, HashStep.hash] + TableSteps.all + ArchiveSteps.all
    + PictureSteps.all
}
