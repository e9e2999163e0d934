/// The right to write the bytes of one upload, taken from a signed upload URL; whoever holds it needs no sign-in.
package struct UploadGrant: Sendable, Hashable {
  package let upload: AssetID

  init(upload: AssetID) {
    self.upload = upload
  }
}
