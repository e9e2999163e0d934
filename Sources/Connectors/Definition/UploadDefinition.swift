/// How a file of any size is handed to a service block by block.
///
/// First ``start`` is sent, whose answer templates know as `${upload.…}` (its headers as `${upload.headers.…}`, in lower
/// case). Then each block, `${block.…}`; then ``finish``. What was sent is kept after every block, so that the next try
/// goes on from there.
package struct UploadDefinition: Sendable, Hashable {
  /// The file handle.
  package let file: Template
  /// Bytes in a block; the last one may be smaller.
  package let blockSize: Int
  package let start: RequestDefinition?
  /// The request that carries a block; its own body is left out.
  package let block: RequestDefinition
  /// The name of the part when a block travels as `multipart/form-data`; `nil` for the bytes as they are. The fields of
  /// ``block``'s own multipart body stand before it.
  package let part: Template?
  /// Statuses besides 2xx that mean "go on", as 308.
  package let continues: Set<Int>
  /// What of each block's answer is gathered, as `${upload.parts}`.
  package let collects: JSONPath?
  package let resume: ResumeRule?
  /// `nil` when the answer to the last block is the result.
  package let finish: RequestDefinition?
  /// Sent after each block, for services that must be told that a storage has it.
  package var confirm: RequestDefinition?
  /// Where the answer to ``start`` has one address for each block, known as `${block.address}`: the file is then cut into
  /// as many blocks of the same size.
  package var addresses: JSONPath?
  /// Where the result is in the answer to ``start``, when it isn't what came last.
  package var result: JSONPath?
  /// Whether ``block`` carries the whole file at once, streamed.
  package var isWhole = false
  /// How the service wants the file cut, where it says so in its answer to ``start``; ``blockSize`` else.
  package var cut: Cut?
  /// The checksum of the whole file that ``finish`` knows as `${upload.digest}`, in base 64.
  package var digest: Digest?

  /// How the service wants a file cut.
  package enum Cut: Sendable, Hashable {
    /// Every block has the size that stands there, the last one less.
    case size(JSONPath)
    /// For every block there is something in the list there, which it knows as `${block.part}`; its size stands at the
    /// second path of it.
    case parts(JSONPath, size: JSONPath)
  }

  /// The checksums there are.
  package enum Digest: String, Sendable, CaseIterable {
    case sha1
    case sha256
    case md5
  }

  /// How to ask what has arrived, before a later try goes on.
  package struct ResumeRule: Sendable, Hashable {
    package let request: RequestDefinition
    /// Where the answer tells it: a header with a range (`bytes=0-42`), or a path to a number or a range (`43-`).
    package let received: Place

    /// Where it stands.
    package enum Place: Sendable, Hashable {
      case header(String)
      case body(JSONPath)
    }
  }
}
